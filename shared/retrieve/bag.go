package retrieve

import (
	"slices"

	"getaifactory.com/ally/shared/lang"
)

// Bag is a text prepared for matching: its words without their order and
// inflections, function words left out. The zero Bag is an empty text.
type Bag struct {
	language lang.Language
	counts   map[string]int
	size     int
}

// NewBag prepares a text in the language given.
func NewBag(l lang.Language, text string) Bag { return newBag(l, Words(text)) }

func newBag(l lang.Language, words []string) Bag {
	b := Bag{language: l, counts: make(map[string]int)}
	stems := make(map[string]string)
	for _, word := range words {
		if StopWord(word) {
			continue
		}
		stemmed, known := stems[word]
		if !known {
			stemmed = Stem(word, l)
			stems[word] = stemmed
		}
		b.counts[stemmed]++
		b.size++
	}
	return b
}

// Has says whether the term or an inflection of it occurs in the text.
func (b Bag) Has(t Term) bool { return b.count(t) > 0 }

func (b Bag) count(t Term) int {
	n, stems := 0, t.stems(b.language)
	for i, s := range stems {
		if !slices.Contains(stems[:i], s) {
			n += b.counts[s]
		}
	}
	return n
}
