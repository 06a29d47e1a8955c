package retrieve_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/retrieve"
)

func TestSlipIsCorrectedWhereOneWordIsMeant(t *testing.T) {
	for word, want := range map[string]string{
		"retroexcabadora": "retroexcavadora", // changed
		"presupueto":      "presupuesto",     // left out
		"presupuessto":    "presupuesto",     // doubled
		"proveedro":       "proveedor",       // exchanged
		"scafolding":      "scaffolding",
		"presupuesto":     "", // right
		"presupuestos":    "", // a form of a right one
		"gria":            "", // short
		"rresupuesto":     "", // the first letter
		"prezupuezto":     "", // two slips
		"fuentealba":      "", // a name
		"":                "",
	} {
		if got, ok := retrieve.Corrected(word); got != want || ok != (want != "") {
			t.Errorf("%q is corrected to %q, want %q", word, got, want)
		}
	}
}

func TestAnySlipIsUndone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := []rune(rapid.SampledFrom([]string{"retroexcavadora", "conciliacion", "finiquito", "hormigonado", "warehouse"}).Draw(t, "word"))
		at := rapid.IntRange(1, len(word)-1).Draw(t, "at")
		letter := rapid.RuneFrom([]rune("qwzxk")).Draw(t, "letter")
		slip := slices.Clone(word)
		switch rapid.IntRange(0, 3).Draw(t, "slip") {
		case 0:
			slip[at] = letter
		case 1:
			slip = slices.Insert(slip, at, letter)
		case 2:
			slip = slices.Delete(slip, at, at+1)
		case 3:
			if at > 1 {
				slip[at], slip[at-1] = slip[at-1], slip[at]
			}
		}
		got, ok := retrieve.Corrected(string(slip))
		// the stemmer forgives some slips, and then the word is known
		if ok && got != string(word) && retrieve.Related(string(slip), 0) == nil {
			t.Fatalf("%q is corrected to %q, want %q", string(slip), got, string(word))
		}
		if !ok && len(retrieve.ConceptsOf(string(slip))) == 0 {
			t.Fatalf("%q is not corrected", string(slip))
		}
	})
}
