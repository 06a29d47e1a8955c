package retrieve_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

func words(q retrieve.Query) map[string]float64 {
	out := make(map[string]float64)
	for _, term := range q.Terms() {
		out[term.Word] = term.Weight
	}
	return out
}

func TestAQueryIsItsContentWordsOnceEach(t *testing.T) {
	got := words(retrieve.NewQuery("¿Cuál es el plazo de los permisos, y del permiso?"))
	if diff := cmp.Diff(map[string]float64{"plazo": 1, "permisos": 1}, got); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
	if q := retrieve.NewQuery("¿y el de la que?"); !q.Empty() {
		t.Errorf("a query of function words has terms: %v", words(q))
	}
}

func TestAddedWordsKeepTheWeightTheyHad(t *testing.T) {
	q := retrieve.NewQuery("obra menor")
	with := q.With("permiso de la obra", 0.5)
	if diff := cmp.Diff(map[string]float64{"obra": 1, "menor": 1, "permiso": 0.5}, words(with)); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
	if len(q.Terms()) != 2 {
		t.Errorf("the query itself was changed: %v", words(q))
	}
}

func TestATermIsFoundInTheOtherLanguage(t *testing.T) {
	for word, text := range map[string]string{
		"warehouses": "Las bodegas de obra", "bodega": "Our warehouse", "permit": "Permisos de edificación", "vacations": "Pedir vacaciones",
		"mantención": "Plan de mantenimiento", "arnés": "Each harness is numbered", "lubricación": "We lubricate the chassis",
	} {
		if !retrieve.NewBag(retrieve.Detect(text), text).Has(retrieve.NewQuery(word).Terms()[0]) {
			t.Errorf("%q does not find %q", word, text)
		}
	}
}

func TestTranslationsDoNotMakeSynonyms(t *testing.T) {
	// English "leave" is both, and nobody who asks for one means the other.
	if retrieve.NewBag(lang.Spanish, "permiso de edificación").Has(retrieve.NewQuery("vacaciones").Terms()[0]) {
		t.Error("vacaciones finds permiso")
	}
}
