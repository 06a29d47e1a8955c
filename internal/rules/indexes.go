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
// of theirs for a field of ours that says something else than ours.
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
		known, err := contains(theirs.FieldOverrides, entry)
		if err != nil {
			return nil, err
		}
		if known {
			continue
		}
		for _, other := range theirs.FieldOverrides {
			if collection, field := fieldOf(other); collection != "" && sameField(other, entry) {
				return nil, fmt.Errorf("rules: the live indexes have an override of %s.%s that differs from ours", collection, field)
			}
		}
		theirs.FieldOverrides = append(theirs.FieldOverrides, entry)
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

func fieldOf(entry json.RawMessage) (collection, field string) {
	var o struct{ CollectionGroup, FieldPath string }
	_ = json.Unmarshal(entry, &o) // contains has read it
	return o.CollectionGroup, o.FieldPath
}

func sameField(a, b json.RawMessage) bool {
	collectionA, fieldA := fieldOf(a)
	collectionB, fieldB := fieldOf(b)
	return collectionA == collectionB && fieldA == fieldB
}
