package rules

import (
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
