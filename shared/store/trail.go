package store

import (
	"slices"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
)

// trail is the collection that tells what was done. Nothing of Ally's changes or removes
// what stands in it, whatever it declares to write.
const trail = "ally_audit"

// nameless are the fields of an entry that an erasure empties: who did it.
var nameless = []string{"userId", "userEmail"}

// refuseTrail lets entries be added, and be left without the name.
func refuseTrail(no func(string) error, parts []string, c change) error {
	switch {
	case len(parts) != 2:
		return no("entries of the trail have no subcollections")
	case c.fresh:
		return nil
	case c.deletes:
		return no("entries of the trail are never deleted")
	case c.creates || len(c.fields) == 0 || !c.mustExist || !c.empties:
		return no("entries of the trail are only added")
	}
	for _, path := range c.fields {
		if !slices.Contains(nameless, path) {
			return no("the field " + path + " of an entry of the trail never changes")
		}
	}
	return nil
}

// empty says whether a document's fields are all "".
func empty(doc *firestorepb.Document) bool {
	for _, value := range doc.GetFields() {
		if text, ok := value.GetValueType().(*firestorepb.Value_StringValue); !ok || text.StringValue != "" {
			return false
		}
	}
	return true
}
