package retrieve_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/retrieve"
)

func TestRanksAreFusedByTheirReciprocals(t *testing.T) {
	got := retrieve.FuseRanks([]string{"a", "b", "c"}, []string{"b", "d"})
	want := []retrieve.Scored{{"b", 1./62 + 1./61}, {"a", 1. / 61}, {"d", 1. / 62}, {"c", 1. / 63}}
	if !slices.EqualFunc(got, want, func(a, b retrieve.Scored) bool { return a.ID == b.ID && math.Abs(a.Score-b.Score) < 1e-12 }) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := retrieve.FuseRanks(); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

func TestScoresAreFusedAsPartsOfWhatTheyCanBe(t *testing.T) {
	words := []retrieve.Scored{{"all words", 10}, {"both", 5}, {"one word", 1}}
	meaning := []retrieve.Scored{{"meant", 0.9}, {"both", 0.8}, {"far", 0.2}}
	got := retrieve.FuseScores(words, 10, meaning)
	var order []string
	for _, s := range got {
		order = append(order, s.ID)
	}
	if want := []string{"all words", "both", "meant", "one word", "far"}; !slices.Equal(order, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if math.Abs(got[1].Score-(0.5+0.5*0.6)) > 1e-12 {
		t.Errorf("both scores %v", got[1].Score)
	}
	if got := retrieve.FuseScores(nil, 0, meaning); len(got) != 3 || got[0].ID != "meant" || math.IsNaN(got[0].Score) {
		t.Errorf("by meaning alone: %v", got)
	}
	if got := retrieve.FuseScores(words, 10, nil); len(got) != 3 || got[0].ID != "all words" {
		t.Errorf("by words alone: %v", got)
	}
}

func TestNoScoreExceedsTheCeiling(t *testing.T) {
	words := rapid.SampledFrom([]string{"permiso", "autorización", "grúa", "nocturno", "noche", "pago", "factura", "obra", "crane", "m001"})
	text := rapid.Custom(func(t *rapid.T) string {
		out := ""
		for _, w := range rapid.SliceOfN(words, 0, 12).Draw(t, "words") {
			out += w + " "
		}
		return out
	})
	rapid.Check(t, func(t *rapid.T) {
		var items []retrieve.Item
		for _, s := range rapid.SliceOfN(text, 1, 8).Draw(t, "texts") {
			items = append(items, retrieve.Item{Text: s, Title: rapid.SampledFrom([]string{"", "permiso nocturno"}).Draw(t, "title")})
		}
		index := retrieve.NewIndex(items)
		q := retrieve.NewQuery(text.Draw(t, "query"))
		broad := q.Broadened(20)
		for _, hit := range index.Rank(q, 0) {
			if hit.Score > index.Ceiling(q) {
				t.Fatalf("score %v, ceiling %v", hit.Score, index.Ceiling(q))
			}
		}
		plain := make(map[int]float64)
		for _, hit := range index.Rank(q, 0) {
			plain[hit.Index] = hit.Score
		}
		hits := index.Rank(broad, 0)
		if len(hits) < len(plain) {
			t.Fatal("a broadened query finds less")
		}
		for _, hit := range hits {
			if hit.Score > index.Ceiling(broad) || hit.Score < plain[hit.Index]-1e-9 || hit.Share <= 0 || hit.Share > 1 {
				t.Fatalf("score %v, ceiling %v, without related words %v, share %v", hit.Score, index.Ceiling(broad), plain[hit.Index], hit.Share)
			}
		}
	})
}

func TestBroadenedQueryFindsRelatedWordsBelowTheWordItself(t *testing.T) {
	items := []retrieve.Item{
		{ID: "other", Text: "La factura se paga el viernes con cheque del banco"},
		{ID: "related", Text: "La autorización se pide con tres días de anticipación"},
		{ID: "itself", Text: "El permiso se pide con tres días de anticipación"},
	}
	index := retrieve.NewIndex(items)
	if hits := index.Rank(retrieve.NewQuery("visado"), 0); len(hits) != 0 {
		t.Fatalf("without the thesaurus: %v", hits)
	}
	var ids []string
	for _, hit := range index.Rank(retrieve.NewQuery("licencia permiso").Broadened(0), 0) {
		ids = append(ids, hit.ID)
	}
	if !slices.Equal(ids, []string{"itself", "related"}) {
		t.Errorf("found %v", ids)
	}
}
