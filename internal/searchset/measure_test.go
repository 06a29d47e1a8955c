package searchset_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/internal/searchset"
)

func TestRecallIsTheShareOfTheRelevantThatIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		found, relevant []string
		k               int
		want            float64
	}{
		"all":            {[]string{"a", "b"}, []string{"b", "a"}, 10, 1},
		"half":           {[]string{"x", "a"}, []string{"a", "b"}, 10, 0.5},
		"none":           {[]string{"x"}, []string{"a"}, 10, 0},
		"nothing found":  {nil, []string{"a"}, 10, 0},
		"below the rank": {[]string{"x", "y", "a"}, []string{"a"}, 2, 0},
		"at the rank":    {[]string{"x", "a"}, []string{"a"}, 2, 1},
		"found twice":    {[]string{"a", "a"}, []string{"a", "b"}, 2, 0.5},
	} {
		t.Run(name, func(t *testing.T) {
			if got := searchset.Recall(c.found, c.relevant, c.k); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestGainIsDiscountedByRank(t *testing.T) {
	third := 1 / math.Log2(4)
	for name, c := range map[string]struct {
		found, relevant []string
		k               int
		want            float64
	}{
		"first":            {[]string{"a", "x"}, []string{"a"}, 10, 1},
		"second":           {[]string{"x", "a"}, []string{"a"}, 10, 1 / math.Log2(3)},
		"first and third":  {[]string{"a", "x", "b"}, []string{"a", "b"}, 10, (1 + third) / (1 + 1/math.Log2(3))},
		"any order of two": {[]string{"b", "a"}, []string{"a", "b"}, 10, 1},
		"none":             {[]string{"x"}, []string{"a"}, 10, 0},
		"nothing found":    {nil, []string{"a"}, 10, 0},
		"found twice":      {[]string{"a", "a"}, []string{"a", "b"}, 10, 1 / (1 + 1/math.Log2(3))},
		"below the rank":   {[]string{"x", "a"}, []string{"a"}, 1, 0},
		"more than fit":    {[]string{"a"}, []string{"a", "b", "c"}, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := searchset.NDCG(c.found, c.relevant, c.k); math.Abs(got-c.want) > 1e-12 {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestMeasuresAreSharesAndFindingEarlierIsNeverWorse(t *testing.T) {
	letters := rapid.StringMatching(`[a-j]`)
	rapid.Check(t, func(t *rapid.T) {
		found := rapid.SliceOfDistinct(letters, func(s string) string { return s }).Draw(t, "found")
		relevant := rapid.SliceOfNDistinct(letters, 1, 5, func(s string) string { return s }).Draw(t, "relevant")
		k := rapid.IntRange(1, 12).Draw(t, "k")
		recall, gain := searchset.Recall(found, relevant, k), searchset.NDCG(found, relevant, k)
		if recall < 0 || recall > 1 || gain < 0 || gain > 1+1e-12 || (recall == 0) != (gain == 0) {
			t.Fatalf("recall %v, gain %v", recall, gain)
		}
		earlier := slices.Clone(found)
		slices.SortStableFunc(earlier, func(a, b string) int {
			switch x, y := slices.Contains(relevant, a), slices.Contains(relevant, b); {
			case x && !y:
				return -1
			case y && !x:
				return 1
			}
			return 0
		})
		if searchset.Recall(earlier, relevant, k) < recall || searchset.NDCG(earlier, relevant, k) < gain-1e-12 {
			t.Fatal("finding earlier is worse")
		}
	})
}

// answers is an engine that knows what to say.
type answers map[string][]string

func (a answers) Search(_ context.Context, query string, limit int) ([]string, error) {
	ids, ok := a[query]
	if !ok {
		return nil, errors.New("broken")
	}
	return ids[:min(limit, len(ids))], nil
}

func TestFiguresAreMeansByKindAndOverAll(t *testing.T) {
	queries := []searchset.Query{
		{Text: "one", Kind: searchset.Exact, Relevant: []string{"a"}},
		{Text: "two", Kind: searchset.Exact, Relevant: []string{"b"}},
		{Text: "three", Kind: searchset.Name, Relevant: []string{"c"}},
	}
	got, err := searchset.Measure(t.Context(), answers{"one": {"a"}, "two": {"x"}, "three": {"c"}}, queries)
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[searchset.Kind]searchset.Figures{
		searchset.Exact: {Queries: 2, Recall: 0.5, NDCG: 0.5},
		searchset.Name:  {Queries: 1, Recall: 1, NDCG: 1},
		"":              {Queries: 3, Recall: 2. / 3, NDCG: 2. / 3},
	} {
		if got[kind] != want {
			t.Errorf("%q: got %+v, want %+v", kind, got[kind], want)
		}
	}
	if _, err := searchset.Measure(t.Context(), answers{}, queries); err == nil {
		t.Error("a search that fails is measured")
	}
}
