package search

import (
	"slices"
	"unicode/utf8"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

// Match says how something was found.
type Match string

const (
	Word    Match = "word"    // as it was asked for
	Form    Match = "form"    // another inflection
	Prefix  Match = "prefix"  // it begins so
	Typo    Match = "typo"    // it was misspelt
	Synonym Match = "synonym" // another word for it, or its translation
	Phrase  Match = "phrase"
	Meaning Match = "meaning" // no word of it
)

// group is a word that was asked for with all that counts as it.
type group struct {
	asked string
	alts  []alternative
	own   int // so many of them, the first, are the word itself
}

// alternative is a stem that counts as the word, at a weight.
type alternative struct {
	stem   string
	weight float64
	match  Match
}

// What another word counts for beside the one that was asked for. A translation or
// a synonym of the glossary may stand for it nearly as well; a related word of the
// thesaurus as far as that says.
const (
	prefixWeight  = 0.8
	typoWeight    = 0.7
	synonymWeight = 0.8
	mostRelated   = 20 // words of the thesaurus for one that was asked for
	mostSynonyms  = 20 // stems of these and of the glossary that the person has used
)

// groups gives what is looked for, with what the person's own words complete and
// correct. A word that they have never used may be misspelt.
func (a asked) groups(v vocabulary) []group {
	var all []group
	for _, t := range a.terms {
		g := group{asked: t.Word}
		known := false
		for _, stem := range t.Stems() {
			g.add(stem, 1, Word)
			known = known || !inVocabulary(stem) || v.has(stem)
		}
		if t.Word == a.open && utf8.RuneCountInString(t.Word) > 1 {
			for _, stem := range v.completions(t.Word) {
				g.add(stem, prefixWeight, Prefix)
			}
		}
		if !known && len(g.alts) == len(t.Stems()) {
			for _, stem := range t.Stems() {
				for _, other := range v.corrections(stem) {
					g.add(other, typoWeight, Typo)
				}
			}
		}
		g.own = len(g.alts)
		for _, stem := range t.Alternatives() {
			g.addSynonym(v, stem, synonymWeight)
		}
		for _, r := range retrieve.Related(t.Word, mostRelated) {
			g.addSynonym(v, retrieve.Stem(r.Word, lang.Spanish), r.Weight)
			g.addSynonym(v, retrieve.Stem(r.Word, lang.English), r.Weight)
		}
		all = append(all, g)
	}
	return all
}

// addSynonym adds a stem that the person has used.
func (g *group) addSynonym(v vocabulary, stem string, weight float64) {
	if len(g.alts)-g.own < mostSynonyms && inVocabulary(stem) && v.has(stem) {
		g.add(stem, weight, Synonym)
	}
}

func (g *group) add(stem string, weight float64, match Match) {
	if !slices.ContainsFunc(g.alts, func(a alternative) bool { return a.stem == stem }) {
		g.alts = append(g.alts, alternative{stem, weight, match})
	}
}

func (g group) stems() []string {
	stems := make([]string, len(g.alts))
	for i, a := range g.alts {
		stems[i] = a.stem
	}
	return stems
}

// itself are the stems of the word, without those of other words.
func (g group) itself() []string { return g.stems()[:g.own] }

// mostAlternatives is how many a Firestore query may have, multiplied out.
// https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries
const mostAlternatives = 30

// fitting gives the lists, each with at least its first, so short that multiplied
// out they are no more than Firestore takes: the longest loses its last first.
func fitting(lists [][]string) [][]string {
	out := slices.Clone(lists)
	for {
		product, longest := 1, 0
		for i, list := range out {
			product *= len(list)
			if len(list) > len(out[longest]) {
				longest = i
			}
		}
		if product <= mostAlternatives {
			return out
		}
		out[longest] = out[longest][:len(out[longest])-1]
	}
}
