package indexes

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sync"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
)

// File is a firestore.indexes.json, with which of its entries were needed.
type File struct {
	entries []Need            // Equal holds the first fields, Order the last ones, as far as the entry says
	expiry  map[string]string // the field with the time to live, by collection

	mu   sync.Mutex
	used map[int]bool
}

// Read reads a firestore.indexes.json.
func Read(path string) (*File, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("indexes: %w", err)
	}
	var stored struct {
		Indexes []struct {
			CollectionGroup, QueryScope string
			Fields                      []struct {
				FieldPath, Order, ArrayConfig string
				VectorConfig                  struct{ Dimension int }
			}
		}
		FieldOverrides []struct {
			CollectionGroup, FieldPath string
			TTL                        bool
			Indexes                    []struct{ Order, ArrayConfig, QueryScope string }
		}
	}
	if err := json.Unmarshal(raw, &stored); err != nil {
		return nil, fmt.Errorf("indexes: %s: %w", path, err)
	}
	f := &File{expiry: map[string]string{}, used: map[int]bool{}}
	for _, i := range stored.Indexes {
		entry := Need{Collection: i.CollectionGroup}
		for _, field := range i.Fields {
			if n := field.VectorConfig.Dimension; n > 0 {
				entry.Order = append(entry.Order, fmt.Sprintf("%s VECTOR %d", field.FieldPath, n))
			} else if field.ArrayConfig != "" {
				entry.Order = append(entry.Order, field.FieldPath+" "+field.ArrayConfig)
			} else {
				entry.Order = append(entry.Order, field.FieldPath+" "+field.Order)
			}
		}
		entry.Group = i.QueryScope == "COLLECTION_GROUP"
		f.entries = append(f.entries, entry)
	}
	for _, field := range stored.FieldOverrides {
		if field.TTL {
			if other := f.expiry[field.CollectionGroup]; other != "" {
				return nil, fmt.Errorf("indexes: %s: %s has a time to live in %s and in %s, and may have one", path, field.CollectionGroup, other, field.FieldPath)
			}
			f.expiry[field.CollectionGroup] = field.FieldPath
		}
		for _, i := range field.Indexes {
			if i.QueryScope == "COLLECTION_GROUP" && i.Order == "ASCENDING" {
				f.entries = append(f.entries, Need{Collection: field.CollectionGroup, Group: true, Order: []string{field.FieldPath + " ASCENDING"}})
			}
		}
	}
	return f, nil
}

// Serve notes which entries a query needs, and gives an error for one that is
// missing.
func (f *File) Serve(q *firestorepb.StructuredQuery) error {
	needs, err := Needs(q)
	if err != nil {
		return err
	}
	for _, need := range needs {
		i := slices.IndexFunc(f.entries, func(entry Need) bool { return serves(entry, need) })
		if i < 0 {
			return fmt.Errorf("indexes: firestore.indexes.json lacks %s", need)
		}
		f.mu.Lock()
		f.used[i] = true
		f.mu.Unlock()
	}
	return nil
}

// TimeToLive gives the field after whose time Firestore deletes a document of the
// collection, some time within a day; "" where documents stay. The emulator deletes
// none.
func (f *File) TimeToLive(collection string) string { return f.expiry[collection] }

// Unused gives the entries that no query has needed.
func (f *File) Unused() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var unused []string
	for i, entry := range f.entries {
		if !f.used[i] {
			unused = append(unused, entry.String())
		}
	}
	return unused
}

// serves says whether an entry begins with the fields that are compared for
// equality, in any order and direction, and ends with the sorted ones in theirs.
func serves(entry, need Need) bool {
	equal := len(entry.Order) - len(need.Order)
	if entry.Collection != need.Collection || entry.Group != need.Group || equal != len(need.Equal) || !slices.Equal(entry.Order[equal:], need.Order) {
		return false
	}
	var fields []string
	for _, field := range entry.Order[:equal] {
		fields = append(fields, undirected(field))
	}
	slices.Sort(fields)
	return slices.Equal(fields, need.Equal)
}

func undirected(field string) string {
	for _, direction := range []string{" ASCENDING", " DESCENDING"} {
		if n := len(field) - len(direction); n > 0 && field[n:] == direction {
			return field[:n]
		}
	}
	return field
}
