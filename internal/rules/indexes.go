package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// indexFile is a firestore.indexes.json. What it holds beside the two lists is
// kept as it is.
type indexFile struct {
	Indexes        []json.RawMessage `json:"indexes"`
	FieldOverrides []json.RawMessage `json:"fieldOverrides"`
}

// MergeIndexes gives the live firestore.indexes.json with what of ours is missing
// there: theirs first, in their order, each entry as it is. It refuses an override
// of theirs for a field of ours that says something else than ours, and a time to
// live of theirs in another field of a collection for which we have one.
func MergeIndexes(live, ours []byte) ([]byte, error) {
	var theirs, own indexFile
	for _, f := range []struct {
		name string
		raw  []byte
		into *indexFile
	}{{"live", live, &theirs}, {"own", ours, &own}} {
		if err := json.Unmarshal(f.raw, f.into); err != nil {
			return nil, fmt.Errorf("rules: the %s indexes can't be read: %w", f.name, err)
		}
	}
	for _, entry := range own.Indexes {
		known, err := contains(theirs.Indexes, entry)
		if err != nil {
			return nil, err
		}
		if !known {
			theirs.Indexes = append(theirs.Indexes, entry)
		}
	}
	for _, entry := range own.FieldOverrides {
		known, err := overridden(theirs.FieldOverrides, entry)
		if err != nil {
			return nil, err
		}
		if !known {
			theirs.FieldOverrides = append(theirs.FieldOverrides, entry)
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if theirs.Indexes == nil {
		theirs.Indexes = []json.RawMessage{}
	}
	if theirs.FieldOverrides == nil {
		theirs.FieldOverrides = []json.RawMessage{}
	}
	if err := encoder.Encode(theirs); err != nil {
		return nil, fmt.Errorf("rules: write the indexes: %w", err)
	}
	return out.Bytes(), nil
}

func contains(entries []json.RawMessage, wanted json.RawMessage) (bool, error) {
	var want any
	if err := json.Unmarshal(wanted, &want); err != nil {
		return false, fmt.Errorf("rules: an index that can't be read: %w", err)
	}
	for _, e := range entries {
		var have any
		if err := json.Unmarshal(e, &have); err != nil {
			return false, fmt.Errorf("rules: an index that can't be read: %w", err)
		}
		if reflect.DeepEqual(have, want) {
			return true, nil
		}
	}
	return false, nil
}

// overridden says whether an override is among the entries, and refuses another of
// its field, or another time to live in its collection: Firestore has one in each.
func overridden(entries []json.RawMessage, wanted json.RawMessage) (bool, error) {
	want, err := overrideOf(wanted)
	if err != nil {
		return false, err
	}
	known := false
	for _, e := range entries {
		have, err := overrideOf(e)
		if err != nil {
			return false, err
		}
		switch {
		case have.equal(want):
			known = true
		case have.sameField(want):
			return false, fmt.Errorf("rules: the live indexes have an override of %s.%s that differs from ours", have.CollectionGroup, have.FieldPath)
		case have.TTL && want.TTL && have.CollectionGroup == want.CollectionGroup:
			return false, fmt.Errorf("rules: the live time to live of %s is in %s, ours in %s", have.CollectionGroup, have.FieldPath, want.FieldPath)
		}
	}
	return known, nil
}
