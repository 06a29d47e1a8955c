package searchset_test

import (
	"bytes"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/searchset"
	"getaifactory.com/ally/shared/model/local"
)

// engines are the searches over a set.
func engines(t *testing.T, s searchset.Set) (words *searchset.Lexical, meaning *searchset.Vector, both searchset.Hybrid) {
	t.Helper()
	words = searchset.NewLexical(s.Conversations)
	meaning, err := searchset.NewVector(t.Context(), local.NewEmbedder(), s.Conversations)
	if err != nil {
		t.Fatal(err)
	}
	return words, meaning, searchset.Hybrid{Words: words, Meaning: meaning}
}

func TestSearchFindsWhatIsMeantInTheTestHalf(t *testing.T) {
	s := made(t, 1, searchset.DefaultSize)
	words, meaning, both := engines(t, s)
	figures := make(map[string]map[searchset.Kind]searchset.Figures)
	for name, e := range map[string]searchset.Engine{"words": words, "meaning": meaning, "both": both} {
		var err error
		if figures[name], err = searchset.Measure(t.Context(), e, s.Of(searchset.Test)); err != nil {
			t.Fatal(err)
		}
	}
	for kind, least := range map[searchset.Kind]float64{searchset.Exact: 0.9, searchset.Form: 0.9, searchset.Paraphrase: 0.75, searchset.Name: 0.9} {
		if got := figures["both"][kind].Recall; got < least {
			t.Errorf("%s: recall %.3f, want at least %.2f", kind, got, least)
		}
	}
	for _, part := range []string{"words", "meaning"} {
		if got, than := figures["both"][""], figures[part][""]; got.Recall <= than.Recall || got.NDCG <= than.NDCG {
			t.Errorf("both: %+v, %s alone: %+v", got, part, than)
		}
	}
}

func TestResultsAreDistinctAndNoMoreThanAskedFor(t *testing.T) {
	s := made(t, 2, searchset.LeastSize)
	words, meaning, both := engines(t, s)
	for name, e := range map[string]searchset.Engine{"words": words, "meaning": meaning, "both": both, "ranks": searchset.Hybrid{Words: words, Meaning: meaning, ByRanks: true}} {
		for _, query := range []string{"permiso nocturno", "xyzzy", "", "de la"} {
			found, err := e.Search(t.Context(), query, 7)
			if err != nil {
				t.Fatal(err)
			}
			seen := make(map[string]bool)
			for _, id := range found {
				if seen[id] {
					t.Errorf("%s: %q finds %s twice", name, query, id)
				}
				seen[id] = true
			}
			if len(found) > 7 || query == "permiso nocturno" && len(found) < 7 || (query == "" || query == "de la") && len(found) > 0 {
				t.Errorf("%s: %q finds %d", name, query, len(found))
			}
		}
	}
}

func TestTableHasALineForEachKindAndLanguage(t *testing.T) {
	s := searchset.Set{Queries: []searchset.Query{
		{Text: "one", Kind: searchset.Exact, Language: "es", Relevant: []string{"a"}, Half: searchset.Test},
		{Text: "two", Kind: searchset.Exact, Language: "es", Relevant: []string{"b"}, Half: searchset.Test},
		{Text: "never asked", Kind: searchset.Exact, Language: "es", Relevant: []string{"b"}, Half: searchset.Tuning},
	}}
	var out bytes.Buffer
	engine := answers{"one": {"a"}, "two": {"x"}}
	if err := searchset.Print(t.Context(), &out, s, searchset.Test, searchset.Named{Name: "words", Engine: engine}); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	want := []string{"recall@10 / nDCG@10 queries words", "all 2 0.500 / 0.500", "exact 2 0.500 / 0.500", "form 0 -", "paraphrase 0 -", "name 0 -", "es 2 0.500 / 0.500", "en 0 -"}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", lines)
	}
	if err := searchset.Print(t.Context(), &out, s, "", searchset.Named{Name: "words", Engine: engine}); err == nil {
		t.Error("a search that fails is printed")
	}
}
