package retrieve

import (
	"cmp"
	_ "embed"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"getaifactory.com/ally/shared/lang"
)

// thesaurusText holds in each line a group of words that stand for much the same
// at work: Spanish ones, a bar, English ones. A line that begins with "#" names
// the field of the groups below it. A word may be in several groups; the more
// it is in, the less each says about it.
//
//go:embed thesaurus.txt
var thesaurusText string

// thesaurus knows the groups of words by their stems.
type thesaurus struct {
	groups []concept
	stems  map[lang.Language]map[string][]int
	degree map[string]int // in how many groups a word is
}

type concept struct {
	words   []string // as Words gives them, the Spanish ones first
	spanish int      // how many of them are Spanish
	field   int      // numbered from 0
}

func (g concept) language(i int) lang.Language {
	if i < g.spanish {
		return lang.Spanish
	}
	return lang.English
}

var theThesaurus = sync.OnceValue(func() thesaurus {
	t := thesaurus{stems: map[lang.Language]map[string][]int{lang.Spanish: {}, lang.English: {}}, degree: make(map[string]int)}
	field := -1
	for line := range strings.Lines(thesaurusText) {
		if strings.HasPrefix(line, "#") {
			field++
			continue
		}
		spanish, english, _ := strings.Cut(line, "|")
		g := concept{words: Words(spanish), field: field}
		g.spanish = len(g.words)
		g.words = append(g.words, Words(english)...)
		for i, word := range g.words {
			stems, stem := t.stems[g.language(i)], Stem(word, g.language(i))
			if !slices.Contains(stems[stem], len(t.groups)) {
				stems[stem] = append(stems[stem], len(t.groups))
			}
		}
		t.groups = append(t.groups, g)
	}
	for _, g := range t.groups {
		for _, word := range g.words {
			t.degree[word] = len(t.of(word))
		}
	}
	return t
})

// of gives the groups of a word of either language, in their order.
func (t thesaurus) of(word string) []int {
	groups := slices.Concat(t.stems[lang.Spanish][Stem(word, lang.Spanish)], t.stems[lang.English][Stem(word, lang.English)])
	slices.Sort(groups)
	return slices.Compact(groups)
}

// Concept is one of the meanings that a word may have.
type Concept struct {
	ID     int     // from 0, less than Concepts(); the same for all words that share the concept
	Field  int     // of work or life that it belongs to, from 0
	Weight float64 // above 0; the squares of a word's weights sum to 1
}

// ConceptsOf gives what a word, as Words gives it, may mean in Spanish or
// English; nothing for a word that the thesaurus does not know.
func ConceptsOf(word string) []Concept {
	t := theThesaurus()
	groups := t.of(word)
	out := make([]Concept, len(groups))
	for i, g := range groups {
		out[i] = Concept{ID: g, Field: t.groups[g].field, Weight: 1 / math.Sqrt(float64(len(groups)))}
	}
	return out
}

// Concepts is how many concepts there are.
func Concepts() int { return len(theThesaurus().groups) }

// NearConcepts gives the concepts that share words with the one of an id, in the
// order of their ids. The weight of each, above 0, is for how many words, a word
// of many concepts counting less.
func NearConcepts(id int) []Concept {
	t := theThesaurus()
	weights := make(map[int]float64)
	for _, word := range t.groups[id].words {
		groups := t.of(word)
		for _, g := range groups {
			if g != id {
				weights[g] += 1 / float64(len(groups))
			}
		}
	}
	out := make([]Concept, 0, len(weights))
	for _, g := range slices.Sorted(maps.Keys(weights)) {
		out = append(out, Concept{ID: g, Field: t.groups[g].field, Weight: weights[g]})
	}
	return out
}

// Relation is a word that stands near another one.
type Relation struct {
	Word   string  // as Words gives it
	Weight float64 // above 0 and below 1: how far it stands for the other
}

// The weight of a word all of whose concepts are the other's; foreign is for
// the part of it that a word of the other language keeps.
const (
	nearest = 0.9
	foreign = 0.6
)

// Related gives words, in both languages, that may stand for a word in a search,
// nearest first, at most limit of them; a limit below 1 gives all. The weight is
// the cosine of the two words' concepts, times nearest.
func Related(word string, limit int) []Relation {
	t := theThesaurus()
	own := t.of(word)
	known := make(map[lang.Language]bool)
	for l, stems := range t.stems {
		known[l] = len(stems[Stem(word, l)]) > 0
	}
	weights := make(map[string]float64)
	for _, g := range own {
		for i, other := range t.groups[g].words {
			if sameStem(word, other) {
				continue
			}
			weight := nearest / math.Sqrt(float64(len(own)*t.degree[other]))
			if !known[t.groups[g].language(i)] {
				weight *= foreign
			}
			weights[other] += weight
		}
	}
	out := make([]Relation, 0, len(weights))
	for _, other := range slices.Sorted(maps.Keys(weights)) {
		out = append(out, Relation{other, min(weights[other], nearest)})
	}
	slices.SortStableFunc(out, func(a, b Relation) int { return cmp.Compare(b.Weight, a.Weight) })
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out
}

func sameStem(a, b string) bool {
	return Stem(a, lang.Spanish) == Stem(b, lang.Spanish) || Stem(a, lang.English) == Stem(b, lang.English)
}
