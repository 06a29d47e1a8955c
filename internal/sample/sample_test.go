package sample_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/sample"
)

var today = time.Date(2026, 3, 18, 15, 4, 5, 678, time.UTC)

// load gives the sample told for today.
func load(t *testing.T) map[string]map[string]any {
	t.Helper()
	documents, err := sample.Documents(today)
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

// in gives the documents of one collection by id.
func in(documents map[string]map[string]any, collection string) map[string]map[string]any {
	found := map[string]map[string]any{}
	for path, document := range documents {
		if id, ok := strings.CutPrefix(path, collection+"/"); ok {
			found[id] = document
		}
	}
	return found
}

func TestTheSampleHasWhatItPromises(t *testing.T) {
	documents := load(t)
	agents, archived, chats := 0, 0, 0
	for _, c := range in(documents, "conversations") {
		switch {
		case c["isAgent"] != true:
			chats++
		case c["status"] == "archived":
			archived++
		default:
			agents++
		}
	}
	tests := []struct {
		what          string
		got, min, max int
	}{
		{"organizations", len(in(documents, "organizations")), 2, 2},
		{"domains", len(in(documents, "domains")), 3, 3},
		{"user documents", len(in(documents, "users")), 13, 18},
		{"live agents", agents, 10, 10},
		{"archived agents", archived, 1, 1},
		{"agent configurations", len(in(documents, "agent_configs")), 10, 10},
		{"shares", len(in(documents, "agent_shares")), 10, 20},
		{"groups", len(in(documents, "groups")), 3, 3},
		{"documents", len(in(documents, "context_sources")), 22, 40},
		{"chats", chats, 190, 230},
		{"messages", len(in(documents, "messages")), 900, 2000},
		{"ratings", len(in(documents, "message_feedback")), 50, 150},
	}
	total := 0
	for _, test := range tests {
		if test.got < test.min || test.got > test.max {
			t.Errorf("%s: %d, want %d to %d", test.what, test.got, test.min, test.max)
		}
		if !strings.HasSuffix(test.what, "agents") {
			total += test.got
		}
	}
	if total+agents+archived != len(documents) {
		t.Errorf("%d documents are in other collections", len(documents)-total-agents-archived)
	}
}

func TestTheSampleIsTheSameOnEveryCall(t *testing.T) {
	if diff := cmp.Diff(load(t), load(t)); diff != "" {
		t.Error(diff)
	}
}

func TestTheCallerOwnsTheMaps(t *testing.T) {
	first, want := load(t), load(t)
	for _, document := range first {
		spoil(document)
	}
	if diff := cmp.Diff(want, load(t)); diff != "" {
		t.Error(diff)
	}
}

func spoil(value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			spoil(inner)
			v[key] = "spoiled"
		}
	case []any:
		for i, inner := range v {
			spoil(inner)
			v[i] = "spoiled"
		}
	}
}

// Only times may depend on the day: ids, texts and shapes do not. The days
// tried are all days of the week, and the ends of months and years.
func TestOnlyTimesDependOnTheDay(t *testing.T) {
	shape := timeless(load(t))
	days := []time.Time{
		time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 23, 59, 59, 0, time.UTC),
		time.Date(1999, 12, 31, 12, 0, 0, 0, time.UTC),
	}
	for i := range 7 {
		days = append(days, today.AddDate(0, 0, i))
	}
	for _, now := range days {
		documents, err := sample.Documents(now)
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range timeProblems(documents, now) {
			t.Errorf("told for %v: %s", now, problem)
		}
		if got := timeless(documents); !reflect.DeepEqual(shape, got) {
			t.Errorf("told for %v: %s", now, cmp.Diff(shape, got))
		}
	}
}

// timeless replaces every time by the word "time".
func timeless(documents map[string]map[string]any) map[string]any {
	out := map[string]any{}
	for path, document := range documents {
		out[path] = withoutTimes(document)
	}
	return out
}

func withoutTimes(value any) any {
	switch v := value.(type) {
	case time.Time:
		return "time"
	case map[string]any:
		out := map[string]any{}
		for key, inner := range v {
			out[key] = withoutTimes(inner)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = withoutTimes(inner)
		}
		return out
	}
	return value
}

func TestTheTimeOfDayDoesNotMatter(t *testing.T) {
	evening := time.Date(2026, 3, 18, 22, 30, 0, 0, time.FixedZone("-1", -3600))
	documents, err := sample.Documents(evening)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(load(t), documents); diff != "" {
		t.Error(diff)
	}
}

func TestValuesHaveTheTypesThatFirestoreAnswersWith(t *testing.T) {
	for path, document := range load(t) {
		if problem := oddType(document); problem != "" {
			t.Errorf("%s: %s", path, problem)
		}
	}
}

func oddType(value any) string {
	switch v := value.(type) {
	case string, bool, int64:
		return ""
	case time.Time:
		if v.Location() != time.UTC || v.Nanosecond()%int(time.Millisecond) != 0 {
			return fmt.Sprintf("%v is not UTC in whole milliseconds", v)
		}
		return ""
	case map[string]any:
		for key, inner := range v {
			if problem := oddType(inner); problem != "" {
				return key + ": " + problem
			}
		}
		return ""
	case []any:
		for _, inner := range v {
			if problem := oddType(inner); problem != "" {
				return problem
			}
		}
		return ""
	}
	return fmt.Sprintf("a %T", value)
}
