package retrieve

import (
	"slices"

	"getaifactory.com/ally/shared/lang"
)

// Term is a word of a query with what counts as the same word in a text: its
// inflections, its translations and a few synonyms.
type Term struct {
	Word    string  // as Words gives it
	Weight  float64 // 1 unless the query says otherwise
	spanish []string
	english []string
	near    []form
}

// form is a word that stands near a Term's, with how far it stands for it.
type form struct {
	spanish, english string
	weight           float64
}

func newTerm(word string, weight float64) Term {
	t := Term{Word: word, Weight: weight}
	for _, form := range slices.Concat([]string{word}, theGlossary().alternatives(word)) {
		t.spanish = append(t.spanish, Stem(form, lang.Spanish))
		t.english = append(t.english, Stem(form, lang.English))
	}
	return t
}

func (t Term) stems(l lang.Language) []string {
	if l == lang.English {
		return t.english
	}
	return t.spanish
}

// Query is what is looked for. The zero Query looks for nothing.
type Query struct{ terms []Term }

// NewQuery reads a query from text in either language. Function words are left
// out and a repeated word counts once.
func NewQuery(text string) Query { return Query{}.With(text, 1) }

// With gives the query with the words of text added at a weight; a word that
// the query has already keeps the weight it had.
func (q Query) With(text string, weight float64) Query {
	out := Query{slices.Clone(q.terms)}
	for _, word := range Words(text) {
		if StopWord(word) {
			continue
		}
		term := newTerm(word, weight)
		if !slices.ContainsFunc(out.terms, term.same) {
			out.terms = append(out.terms, term)
		}
	}
	return out
}

func (t Term) same(u Term) bool {
	return t.Word == u.Word || t.spanish[0] == u.spanish[0] && t.english[0] == u.english[0]
}

// Broadened gives the query with, for each of its words, the nearest related
// ones of the thesaurus, at most limit. In ranking a word counts once: by itself
// or, where that is more, by the best of its related words.
func (q Query) Broadened(limit int) Query {
	out := Query{slices.Clone(q.terms)}
	for i, term := range out.terms {
		out.terms[i].near = nil
		for _, r := range Related(term.Word, limit) {
			f := form{Stem(r.Word, lang.Spanish), Stem(r.Word, lang.English), r.Weight}
			if !slices.Contains(term.spanish, f.spanish) && !slices.Contains(term.english, f.english) {
				out.terms[i].near = append(out.terms[i].near, f)
			}
		}
	}
	return out
}

// Terms gives the query's terms in the order in which it was written.
func (q Query) Terms() []Term { return slices.Clone(q.terms) }

// Empty says that nothing is looked for, as in a query of function words only.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Stems gives what the word's inflections share, in Spanish and in English.
func (t Term) Stems() []string { return distinct(t.spanish[0], t.english[0]) }

// Alternatives gives the stems of the words that stand for this one: its
// translations and a few synonyms.
func (t Term) Alternatives() []string {
	own := t.Stems()
	others := distinct(slices.Concat(t.spanish[1:], t.english[1:])...)
	return slices.DeleteFunc(others, func(stem string) bool { return slices.Contains(own, stem) })
}

func distinct(stems ...string) []string {
	var out []string
	for _, stem := range stems {
		if !slices.Contains(out, stem) {
			out = append(out, stem)
		}
	}
	return out
}
