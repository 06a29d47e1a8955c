package retrieve_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/retrieve"
)

func TestWordsOfLikeMeaningAreRelated(t *testing.T) {
	for _, pair := range [][2]string{
		{"permiso", "autorizacion"}, {"permisos", "autorizacion"}, {"noche", "nocturno"}, {"trabajar", "operar"},
		{"permit", "autorizacion"}, {"dinero", "money"}, {"scaffolds", "andamio"}, {"proveedores", "abastecedor"},
	} {
		related := retrieve.Related(pair[0], 0)
		if !slices.ContainsFunc(related, func(r retrieve.Relation) bool { return r.Word == pair[1] }) {
			t.Errorf("%s is not related to %s: %v", pair[1], pair[0], related)
		}
	}
	for _, word := range []string{"", "m001", "xyzzy", strings.Repeat("a", 200)} {
		if related := retrieve.Related(word, 0); len(related) != 0 {
			t.Errorf("%q is related to %v", word, related)
		}
	}
}

func TestRelatedWordsComeNearestFirstAndWeighLessThanTheWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"permiso", "equipo", "plan", "licencia", "pagar", "crane", "delay"}).Draw(t, "word")
		limit := rapid.IntRange(-1, 30).Draw(t, "limit")
		related := retrieve.Related(word, limit)
		if len(related) == 0 || limit > 0 && len(related) > limit {
			t.Fatalf("%d words, limit %d", len(related), limit)
		}
		seen := make(map[string]bool)
		for i, r := range related {
			if r.Weight <= 0 || r.Weight >= 1 || i > 0 && r.Weight > related[i-1].Weight || r.Word == word || seen[r.Word] {
				t.Fatalf("%s: %v", word, related)
			}
			seen[r.Word] = true
		}
	})
}

func TestAWordOfManyMeaningsHasLessOfEach(t *testing.T) {
	for _, word := range []string{"permiso", "equipo", "plan", "license"} {
		sum := 0.0
		for i, c := range retrieve.ConceptsOf(word) {
			sum += c.Weight * c.Weight
			if c.ID < 0 || c.ID >= retrieve.Concepts() || i > 0 && c.ID <= retrieve.ConceptsOf(word)[i-1].ID {
				t.Errorf("%s: concept %+v", word, c)
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: squares sum to %v", word, sum)
		}
	}
	if retrieve.ConceptsOf("xyzzy") != nil && len(retrieve.ConceptsOf("xyzzy")) > 0 {
		t.Error("an unknown word has a meaning")
	}
	if n := retrieve.Concepts(); n < 600 {
		t.Errorf("%d concepts", n)
	}
}

func BenchmarkBroadened(b *testing.B) {
	q := retrieve.NewQuery("permiso para trabajar de noche con equipo en altura")
	for b.Loop() {
		q.Broadened(20)
	}
}
