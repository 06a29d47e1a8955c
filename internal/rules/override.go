package rules

import (
	"encoding/json"
	"fmt"
	"slices"
)

// override is what a field override says, however it is written: the Firebase CLI
// lists a live one with its time to live even where there is none, and each of its
// indexes with the defaults of Firestore's standard edition.
type override struct {
	CollectionGroup string          `json:"collectionGroup"`
	FieldPath       string          `json:"fieldPath"`
	TTL             bool            `json:"ttl"` // documents are deleted after the time in the field
	Indexes         []overrideIndex `json:"indexes"`
}

// overrideIndex is an index of the one field.
type overrideIndex struct {
	Order       string `json:"order"`
	ArrayConfig string `json:"arrayConfig"`
	QueryScope  string `json:"queryScope"`
	APIScope    string `json:"apiScope"`
	Density     string `json:"density"`
	Multikey    bool   `json:"multikey"`
	Unique      bool   `json:"unique"`
}

func overrideOf(entry json.RawMessage) (override, error) {
	var o override
	if err := json.Unmarshal(entry, &o); err != nil {
		return o, fmt.Errorf("rules: a field override that can't be read: %w", err)
	}
	for i := range o.Indexes {
		index := &o.Indexes[i]
		for _, d := range []struct {
			value *string
			none  string
		}{{&index.QueryScope, "COLLECTION"}, {&index.APIScope, "ANY_API"}, {&index.Density, "SPARSE_ALL"}} {
			if *d.value == "" {
				*d.value = d.none
			}
		}
	}
	return o, nil
}

// sameField says whether both are of one field.
func (o override) sameField(other override) bool {
	return o.CollectionGroup == other.CollectionGroup && o.FieldPath == other.FieldPath
}

// equal says whether both say the same of one field; its indexes have no order.
func (o override) equal(other override) bool {
	all := func(from, in []overrideIndex) bool {
		return !slices.ContainsFunc(from, func(i overrideIndex) bool { return !slices.Contains(in, i) })
	}
	return o.sameField(other) && o.TTL == other.TTL && all(o.Indexes, other.Indexes) && all(other.Indexes, o.Indexes)
}
