package retrieve_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/retrieve"
)

func ids(hits []retrieve.Hit) []string {
	var out []string
	for _, hit := range hits {
		out = append(out, hit.ID)
	}
	return out
}

var library = []retrieve.Item{
	{ID: "bodega", Title: "Procedimiento de bodega", Text: "Los materiales se reciben con guía de despacho. El bodeguero firma la recepción."},
	{ID: "permiso", Title: "Permiso de edificación", Text: "La DOM revisa el expediente en 30 días. El arquitecto firma los planos de la edificación."},
	{ID: "vacaciones", Title: "Vacaciones", Text: "El trabajador pide sus vacaciones con 15 días de anticipación. El jefe aprueba el permiso."},
	{ID: "safety", Title: "Working at height", Text: "The harness is inspected before each use and the supervisor signs the permit."},
}

func TestRankPutsTheItemAboutTheQuestionFirst(t *testing.T) {
	for query, want := range map[string]string{
		"¿Qué agente me ayuda con un permiso de edificación?": "permiso",
		"PERMISOS PARA EDIFICAR":                              "permiso",
		"¿Quién recibe los materiales en las bodegas?":        "bodega",
		"how often are harnesses inspected?":                  "safety",
		"pedir vacaciones":                                    "vacaciones",
	} {
		hits := retrieve.Rank(query, library, 0)
		if len(hits) == 0 || hits[0].ID != want {
			t.Errorf("Rank(%q) = %v, want %s first", query, ids(hits), want)
		}
	}
}

func TestRankFindsNothingForFunctionWordsOrStrangeWords(t *testing.T) {
	for _, query := range []string{"", "   ", "¿y el de la que no?", "what is the", "fotosíntesis", "🙂"} {
		if hits := retrieve.Rank(query, library, 0); len(hits) != 0 {
			t.Errorf("Rank(%q) = %v, want nothing", query, hits)
		}
	}
	if hits := retrieve.Rank("permiso", nil, 0); len(hits) != 0 {
		t.Errorf("an empty set has hits: %v", hits)
	}
}

func TestAHitNamesTheWordsItMatchedAndTheirShare(t *testing.T) {
	hits := retrieve.Rank("permiso para fotosíntesis", library, 1)
	if diff := gocmp.Diff([]string{"permiso"}, hits[0].Terms); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
	if hits[0].Share >= 0.5 {
		t.Errorf("share = %v: a word that no item has must weigh more than one that two have", hits[0].Share)
	}
	if whole := retrieve.Rank("permiso de edificación", library, 1)[0].Share; whole != 1 {
		t.Errorf("share with all words matched = %v, want 1", whole)
	}
}

func TestAWordOfTheTitleWeighsMoreThanOneOfTheText(t *testing.T) {
	hits := retrieve.Rank("torque", []retrieve.Item{
		{ID: "text", Title: "Pernos", Text: "torque ruedas ejes"},
		{ID: "title", Title: "Torque", Text: "pernos ruedas ejes"},
	}, 0)
	if diff := gocmp.Diff([]string{"title", "text"}, ids(hits)); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestScoreIsBM25(t *testing.T) {
	items := []retrieve.Item{{ID: "a", Text: "bodega bodega obra"}, {ID: "b", Text: "obra"}}
	const items2, having, tf, length, mean = 2.0, 1.0, 2.0, 3.0, 2.0
	want := math.Log(1+(items2-having+0.5)/(having+0.5)) * tf * 2.2 / (tf + 1.2*(0.25+0.75*length/mean))
	if got := retrieve.Rank("bodega", items, 0)[0].Score; math.Abs(got-want) > 1e-12 {
		t.Errorf("score = %v, want %v", got, want)
	}
}

func TestALowerWeightLowersTheScoreOnly(t *testing.T) {
	index := retrieve.NewIndex(library)
	full := index.Rank(retrieve.NewQuery("vacaciones"), 1)[0]
	half := index.Rank(retrieve.Query{}.With("vacaciones", 0.5), 1)[0]
	if half.ID != full.ID || math.Abs(half.Score*2-full.Score) > 1e-12 || half.Share != full.Share {
		t.Errorf("half weight gives %+v, full weight %+v", half, full)
	}
}

// vocabulary has no two words with one stem or meaning.
var vocabulary = strings.Fields(`permiso bodega camión aceite arnés factura proveedor obra plano riesgo auditoría torque
	ocean violin planet cheese winter poem`)

func drawItems(t *rapid.T) []retrieve.Item {
	n := rapid.IntRange(0, 8).Draw(t, "items")
	items := make([]retrieve.Item, n)
	for i := range items {
		items[i] = retrieve.Item{
			ID:    fmt.Sprint(i),
			Title: strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 3).Draw(t, "title"), " "),
			Text:  strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 12).Draw(t, "text"), " "),
		}
	}
	return items
}

func TestRankIsDescendingLimitedAndOrderedByIDWhereScoresAreEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := drawItems(t)
		query := strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 4).Draw(t, "query"), " ")
		all := retrieve.Rank(query, items, 0)
		for i, hit := range all {
			if hit.Score <= 0 || hit.Share <= 0 || hit.Share > 1 || len(hit.Terms) == 0 || items[hit.Index].ID != hit.ID {
				t.Fatalf("odd hit %+v", hit)
			}
			if i > 0 && cmp.Or(cmp.Compare(hit.Score, all[i-1].Score), cmp.Compare(all[i-1].ID, hit.ID)) > 0 {
				t.Fatalf("%+v stands after %+v", hit, all[i-1])
			}
		}
		limit := rapid.IntRange(1, 9).Draw(t, "limit")
		if diff := gocmp.Diff(all[:min(limit, len(all))], retrieve.Rank(query, items, limit)); diff != "" {
			t.Fatalf("limit %d gives other hits than the first ones:\n%s", limit, diff)
		}
	})
}

func TestTheOrderOfTheInputDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := drawItems(t)
		query := strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 4).Draw(t, "query"), " ")
		shuffled := slices.Clone(items)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		want, got := retrieve.Rank(query, items, 0), retrieve.Rank(query, shuffled, 0)
		if diff := gocmp.Diff(ids(want), ids(got)); diff != "" {
			t.Fatalf("shuffled input, other order:\n%s", diff)
		}
	})
}

func TestAnItemIsFirstForItsOwnDistinctiveSentence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := drawItems(t)
		if len(items) == 0 {
			return
		}
		which := rapid.IntRange(0, len(items)-1).Draw(t, "which")
		sentence := "La pauta quinquenal exige termografía."
		items[which].Text += ". " + sentence
		if hits := retrieve.Rank(sentence, items, 0); len(hits) == 0 || hits[0].Index != which {
			t.Fatalf("Rank(%q) = %+v, want item %d first", sentence, hits, which)
		}
	})
}

func FuzzRankIsDeterministicOnAnyText(f *testing.F) {
	f.Add("¿permiso?", "título", "# Permisos\n- uno\n| a | b |")
	f.Add("\xff", "\xc3", "ﬁ\u0301 İ ß")
	f.Fuzz(func(t *testing.T, query, title, text string) {
		items := []retrieve.Item{{ID: "a", Title: title, Text: text}, {ID: "b", Text: "permiso"}, {ID: "c", Text: query}}
		first := retrieve.Rank(query, items, 0)
		if diff := gocmp.Diff(first, retrieve.Rank(query, items, 0)); diff != "" {
			t.Error(diff)
		}
		if own := !retrieve.NewQuery(query).Empty(); own != slices.Contains(ids(first), "c") {
			t.Errorf("a text must be found by itself, and by nothing else than content words: %v", first)
		}
	})
}
