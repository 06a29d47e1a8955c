package searchset_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/searchset"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

func made(t *testing.T, seed uint64, size int) searchset.Set {
	t.Helper()
	s, err := searchset.Make(seed, size)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSetIsAsLargeAsItClaims(t *testing.T) {
	s := made(t, 1, searchset.DefaultSize)
	if len(s.Conversations) != searchset.DefaultSize {
		t.Errorf("%d conversations", len(s.Conversations))
	}
	count := make(map[any]int)
	for _, q := range s.Queries {
		count[q.Language]++
		count[q.Half]++
		count[q.Kind]++
	}
	if count[lang.Spanish] < 200 || count[lang.English] < 50 {
		t.Errorf("%d Spanish and %d English queries", count[lang.Spanish], count[lang.English])
	}
	for _, half := range []searchset.Half{searchset.Tuning, searchset.Test} {
		if count[half] < len(s.Queries)*2/5 {
			t.Errorf("%d of %d queries in half %s", count[half], len(s.Queries), half)
		}
	}
	for _, kind := range searchset.Kinds {
		if count[kind] < 60 {
			t.Errorf("%d queries of kind %s", count[kind], kind)
		}
	}
	if _, err := searchset.Make(1, 999); err == nil {
		t.Error("a set too small for its labels is made")
	}
}

func TestConversationsAreWhole(t *testing.T) {
	for seed := range uint64(12) {
		s := made(t, seed, 1000)
		ids := make(map[string]bool)
		first, last := s.Conversations[0].Messages[0].At, time.Time{}
		for _, c := range s.Conversations {
			if ids[c.ID] || c.ID == "" || strings.ContainsAny(c.Title, "{[|") || c.Title == "" {
				t.Fatalf("%s: %q", c.ID, c.Title)
			}
			ids[c.ID] = true
			if len(c.Messages) < 2 || len(c.Messages) > 16 {
				t.Fatalf("%s has %d messages", c.ID, len(c.Messages))
			}
			for i, m := range c.Messages {
				if m.Role != []searchset.Role{searchset.User, searchset.Ally}[i%2] || m.Text == "" || strings.ContainsAny(m.Text, "{[|") {
					t.Fatalf("%s: %s says %q", c.ID, m.Role, m.Text)
				}
				if i > 0 && !m.At.After(c.Messages[i-1].At) {
					t.Fatalf("%s: message %d is not after the one before it", c.ID, i)
				}
				if m.At.After(last) {
					last = m.At
				}
			}
		}
		if span := last.Sub(first); span < 350*24*time.Hour || span > 367*24*time.Hour {
			t.Fatalf("the conversations span %s", span)
		}
		for _, q := range s.Queries {
			if len(q.Relevant) < 1 || len(q.Relevant) > 5 || strings.ContainsAny(q.Text, "{[|") {
				t.Fatalf("%+v", q)
			}
			for _, id := range q.Relevant {
				if !ids[id] {
					t.Fatalf("%q: no conversation %s", q.Text, id)
				}
			}
		}
	}
}

func TestSetDependsOnItsSeedAlone(t *testing.T) {
	if !reflect.DeepEqual(made(t, 1, 1000), made(t, 1, 1000)) {
		t.Error("the same seed makes two sets")
	}
	if reflect.DeepEqual(made(t, 1, 1000).Conversations, made(t, 2, 1000).Conversations) {
		t.Error("two seeds make the same set")
	}
}

func TestQueriesAndTheirConversationsDoNotDependOnTheSize(t *testing.T) {
	small, large := made(t, 1, 1000), made(t, 1, 10000)
	if !reflect.DeepEqual(small.Queries, large.Queries) {
		t.Error("the queries differ")
	}
	in := make(map[string]searchset.Conversation)
	for _, c := range large.Conversations {
		in[c.ID] = c
	}
	for _, c := range small.Conversations {
		if !reflect.DeepEqual(in[c.ID], c) {
			t.Fatalf("conversation %s differs", c.ID)
		}
	}
}

func TestHalvesDoNotDependOnTheSeed(t *testing.T) {
	one, other := made(t, 1, 1000), made(t, 2, 1000)
	for i, q := range one.Queries {
		if q.Half != other.Queries[i].Half {
			t.Errorf("%q is in half %s with one seed", q.Text, q.Half)
		}
	}
	if got := len(one.Of(searchset.Tuning)) + len(one.Of(searchset.Test)); got != len(one.Queries) || len(one.Of("")) != got {
		t.Errorf("the halves have %d queries together, of %d", got, len(one.Queries))
	}
}

// texts gives the words of the conversations by id.
func texts(s searchset.Set) map[string][]string {
	out := make(map[string][]string)
	for _, c := range s.Conversations {
		all := c.Title
		for _, m := range c.Messages {
			all += "\n" + m.Text
		}
		out[c.ID] = retrieve.Words(all)
	}
	return out
}

func content(text string) []string {
	return slices.DeleteFunc(retrieve.Words(text), retrieve.StopWord)
}

// name is a word of a name, a number or a code.
var name = regexp.MustCompile(`[\p{Lu}\d][\p{L}\d.-]*`)

func TestQueriesAreOfTheirKind(t *testing.T) {
	s := made(t, 1, 1000)
	words := texts(s)
	for _, q := range s.Queries {
		for _, id := range q.Relevant {
			text := q.Text
			if q.Kind == searchset.Paraphrase {
				text = name.ReplaceAllString(text, "")
			}
			missing, asked := 0, content(text)
			for _, word := range asked {
				if !slices.Contains(words[id], word) {
					missing++
				}
			}
			wrong := false
			switch q.Kind {
			case searchset.Exact:
				wrong = missing > 0
			case searchset.Form:
				wrong = missing == 0
			case searchset.Paraphrase:
				wrong = missing*2 < len(asked) || len(asked) == 0
			}
			if wrong {
				t.Errorf("%s %q: %d of %d words are not in %s", q.Kind, q.Text, missing, len(asked), id)
			}
		}
	}
}

func TestNoOtherConversationNamesWhatIsLookedForByName(t *testing.T) {
	s := made(t, 1, 3000) // more conversations than there are people
	words := texts(s)
	for _, q := range s.Queries {
		if q.Kind != searchset.Name {
			continue
		}
		found := 0
		for _, have := range words {
			all := true
			for _, word := range content(q.Text) {
				// what a person adds to a name says nothing about it
				all = all && (slices.Contains(have, word) || slices.Contains([]string{"dijo", "caso", "monto", "said", "number"}, word))
			}
			if all {
				found++
			}
		}
		if found != 1 || len(q.Relevant) != 1 {
			t.Errorf("%q is in %d conversations", q.Text, found)
		}
	}
}
