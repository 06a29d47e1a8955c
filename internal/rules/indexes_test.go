package rules

import (
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"
)

const theirIndexes = `{
  "indexes": [
    {"collectionGroup": "messages", "queryScope": "COLLECTION", "fields": [{"fieldPath": "a<b", "order": "ASCENDING"}], "density": "SPARSE_ALL"},
    {"collectionGroup": "ally_messages", "queryScope": "COLLECTION", "fields": [{"fieldPath": "x", "order": "ASCENDING"}, {"fieldPath": "y", "order": "DESCENDING"}]}
  ],
  "fieldOverrides": [{"collectionGroup": "users", "fieldPath": "big", "indexes": []}]
}`

func TestIndexesOfOursAreAddedAndTheirsStayAsTheyAre(t *testing.T) {
	ours := `{"indexes": [
		{"queryScope": "COLLECTION", "collectionGroup": "ally_messages", "fields": [{"order": "ASCENDING", "fieldPath": "x"}, {"fieldPath": "y", "order": "DESCENDING"}]},
		{"collectionGroup": "ally_new", "queryScope": "COLLECTION", "fields": []}
	], "fieldOverrides": [{"collectionGroup": "ally_messages", "fieldPath": "content", "indexes": []}]}`
	merged, err := MergeIndexes([]byte(theirIndexes), []byte(ours))
	if err != nil {
		t.Fatal(err)
	}
	for part, times := range map[string]int{`"ally_new"`: 1, `"ally_messages"`: 2, `"a<b"`: 1, "SPARSE_ALL": 1, `"big"`: 1, `"content"`: 1} {
		if got := strings.Count(string(merged), part); got != times {
			t.Errorf("%s comes %d times in\n%s", part, got, merged)
		}
	}
	again, err := MergeIndexes(merged, []byte(ours))
	if err != nil || string(again) != string(merged) {
		t.Errorf("merging again changes it: %v\n%s", err, again)
	}
}

func TestAnOverrideOfTheirsThatDiffersIsNotOverwritten(t *testing.T) {
	ours := `{"indexes": [], "fieldOverrides": [{"collectionGroup": "users", "fieldPath": "big", "indexes": [{"order": "ASCENDING", "queryScope": "COLLECTION"}]}]}`
	if _, err := MergeIndexes([]byte(theirIndexes), []byte(ours)); err == nil || !strings.Contains(err.Error(), "users.big") {
		t.Errorf("%v", err)
	}
	for _, broken := range []string{"", "[]", `{"indexes": 1}`} {
		if _, err := MergeIndexes([]byte(broken), []byte(ours)); err == nil {
			t.Errorf("%q was taken", broken)
		}
	}
}

func TestATimeToLiveIsCarriedBothWays(t *testing.T) {
	const theirs = `{"indexes": [], "fieldOverrides": [{"collectionGroup": "sessions", "fieldPath": "expires", "ttl": true, "indexes": []}]}`
	merged, err := MergeIndexes([]byte(theirs), []byte(`{"indexes": [], "fieldOverrides": [{"collectionGroup": "ally_indexing", "fieldPath": "until", "ttl": true, "indexes": []}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ FieldOverrides []override }
	if err := json.Unmarshal(merged, &got); err != nil {
		t.Fatal(err)
	}
	policies := map[string]string{}
	for _, o := range got.FieldOverrides {
		if o.TTL {
			policies[o.CollectionGroup] = o.FieldPath
		}
	}
	if want := map[string]string{"sessions": "expires", "ally_indexing": "until"}; !maps.Equal(policies, want) {
		t.Errorf("%v, want %v", policies, want)
	}
}

func TestWhenAnOverrideSaysTheSame(t *testing.T) {
	entry := func(rest string) string {
		return `{"collectionGroup": "c", "fieldPath": "f"` + rest + `}`
	}
	file := func(entry string) []byte { return []byte(`{"indexes": [], "fieldOverrides": [` + entry + `]}`) }
	for name, tc := range map[string]struct {
		live, ours, refused string
	}{
		"no time to live is none that is said":  {entry(`, "ttl": false, "indexes": []`), entry(`, "indexes": []`), ""},
		"a time to live":                        {entry(`, "ttl": true, "indexes": []`), entry(`, "ttl": true, "indexes": []`), ""},
		"a time to live that they have not":     {entry(`, "ttl": false, "indexes": []`), entry(`, "ttl": true, "indexes": []`), "differs"},
		"a time to live that we have not":       {entry(`, "ttl": true, "indexes": []`), entry(`, "indexes": []`), "differs"},
		"a time to live beside other indexes":   {entry(`, "ttl": true, "indexes": [{"order": "ASCENDING"}]`), entry(`, "ttl": true, "indexes": []`), "differs"},
		"two of a collection":                   {`{"collectionGroup": "c", "fieldPath": "g", "ttl": true, "indexes": []}`, entry(`, "ttl": true, "indexes": []`), "c is in g, ours in f"},
		"another field's override is no matter": {`{"collectionGroup": "c", "fieldPath": "g", "ttl": false, "indexes": []}`, entry(`, "ttl": true, "indexes": []`), ""},
		"indexes in another order, with defaults": {
			entry(`, "ttl": false, "indexes": [{"order": "ASCENDING", "queryScope": "COLLECTION_GROUP", "density": "SPARSE_ALL"}, {"order": "ASCENDING", "queryScope": "COLLECTION", "apiScope": "ANY_API", "multikey": false}]`),
			entry(`, "indexes": [{"order": "ASCENDING"}, {"order": "ASCENDING", "queryScope": "COLLECTION_GROUP"}]`), "",
		},
		"an index of another density": {
			entry(`, "indexes": [{"order": "ASCENDING", "density": "DENSE"}]`), entry(`, "indexes": [{"order": "ASCENDING"}]`), "differs",
		},
	} {
		_, err := MergeIndexes(file(tc.live), file(tc.ours))
		if (err != nil) != (tc.refused != "") || err != nil && !strings.Contains(err.Error(), tc.refused) {
			t.Errorf("%s: %v, want %q", name, err, tc.refused)
		}
	}
}

// The CLI lists what is live with all that an override may say.
func TestOursAreKnownAgainAsTheFirebaseCLIListsThem(t *testing.T) {
	ours, err := os.ReadFile("../../firestore.indexes.json")
	if err != nil {
		t.Fatal(err)
	}
	var own indexFile
	if err := json.Unmarshal(ours, &own); err != nil {
		t.Fatal(err)
	}
	listed := indexFile{Indexes: own.Indexes}
	for _, entry := range own.FieldOverrides {
		o, err := overrideOf(entry)
		if err != nil {
			t.Fatal(err)
		}
		indexes := []map[string]any{}
		for _, i := range o.Indexes {
			index := map[string]any{"queryScope": i.QueryScope, "apiScope": i.APIScope, "density": i.Density}
			if i.Order != "" {
				index["order"] = i.Order
			} else {
				index["arrayConfig"] = i.ArrayConfig
			}
			indexes = append(indexes, index)
		}
		raw, err := json.Marshal(map[string]any{"collectionGroup": o.CollectionGroup, "fieldPath": o.FieldPath, "ttl": o.TTL, "indexes": indexes})
		if err != nil {
			t.Fatal(err)
		}
		listed.FieldOverrides = append(listed.FieldOverrides, raw)
	}
	live, err := json.Marshal(listed)
	if err != nil {
		t.Fatal(err)
	}
	merged, err := MergeIndexes(live, ours)
	if err != nil {
		t.Fatal(err)
	}
	var after indexFile
	if err := json.Unmarshal(merged, &after); err != nil || len(after.FieldOverrides) != len(own.FieldOverrides) {
		t.Errorf("%d overrides of %d: %v", len(after.FieldOverrides), len(own.FieldOverrides), err)
	}
}
