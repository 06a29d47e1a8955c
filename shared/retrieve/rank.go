// Package retrieve finds the pieces of a small set of texts that have to do
// with a question, in Spanish and English, by their words alone: the same
// input gives the same answer, on any machine, without network or model.
package retrieve

import (
	"cmp"
	"math"
	"slices"

	"getaifactory.com/ally/shared/lang"
)

// Parameters of BM25. k1 bounds what repeating a word adds and b says how far
// a long text is held against it; the values are those that Manning, Raghavan
// and Schütze call reasonable without tuning (Introduction to Information
// Retrieval, 2008, section 11.4.3). A word of the title counts as TitleWeight
// words of the text, as in BM25F with one b for both fields (Robertson and
// Zaragoza, The Probabilistic Relevance Framework, 2009, section 3.6).
const (
	k1 = 1.2
	b  = 0.75
)

// TitleWeight is how many words of the text a word of the title counts as.
const TitleWeight = 3

// Item is a text to be ranked.
type Item struct {
	ID    string
	Title string
	Text  string
}

// Hit is an Item that a query found.
type Hit struct {
	ID    string
	Index int      // the Item's place in the input
	Score float64  // above 0; comparable within one Index only
	Terms []string // the query's words that the Item has, itself or by a related one, in the query's order
	// Share is the part, above 0 and at most 1, of the query's weight that the
	// Terms carry, a rare word weighing more than a frequent one and one found by a
	// related word as much less as this stands for it. A word that no
	// Item has weighs most, so a low Share means that the query is about
	// something else.
	Share float64
}

// Index holds items prepared for ranking, for several queries over one set.
type Index struct {
	entries []entry
	mean    float64                          // length of an entry
	having  map[lang.Language]map[string]int // how many entries of a language have a stem
}

type entry struct {
	id          string
	title, text Bag
	length      float64
}

// NewIndex prepares items. An item's language is detected from its title and text.
func NewIndex(items []Item) *Index {
	x := &Index{entries: make([]entry, len(items)), having: map[lang.Language]map[string]int{lang.Spanish: {}, lang.English: {}}}
	for i, item := range items {
		title, text := Words(item.Title), Words(item.Text)
		language := detect(slices.Concat(title, text))
		e := entry{id: item.ID, title: newBag(language, title), text: newBag(language, text)}
		e.length = TitleWeight*float64(e.title.size) + float64(e.text.size)
		x.entries[i] = e
		x.mean += e.length / float64(len(items))
		for stem := range e.text.counts {
			x.having[language][stem]++
		}
		for stem := range e.title.counts {
			if e.text.counts[stem] == 0 {
				x.having[language][stem]++
			}
		}
	}
	return x
}

// Rank gives the items that have a word of the query, best first, at most
// limit of them; a limit below 1 gives all. It is NewIndex and Index.Rank for
// a set that is asked once.
func Rank(query string, items []Item, limit int) []Hit {
	return NewIndex(items).Rank(NewQuery(query), limit)
}

// Rank gives the items that have a term of the query by their BM25 score, best
// first, at most limit of them; a limit below 1 gives all. Items of equal score
// stand in the order of their ids, and of their places where the ids are equal.
func (x *Index) Rank(q Query, limit int) []Hit {
	rarity := make([]float64, len(q.terms))
	whole := 0.0
	for i, term := range q.terms {
		rarity[i] = x.Rarity(term)
		whole += term.Weight * rarity[i]
	}
	var hits []Hit
	near := make([][]float64, len(q.terms)) // rarities of the related words
	for i, term := range q.terms {
		for _, f := range term.near {
			near[i] = append(near[i], x.formRarity(f))
		}
	}
	for i, e := range x.entries {
		hit := Hit{ID: e.id, Index: i}
		for j, term := range q.terms {
			score, share := rarity[j]*x.saturated(e, e.frequency(term)), 0.0
			if score > 0 {
				share = 1
			}
			for k, f := range term.near {
				if best := f.weight * near[j][k] * x.saturated(e, e.near(f)); best > score {
					score, share = best, max(share, f.weight)
				}
			}
			if score == 0 {
				continue
			}
			hit.Score += term.Weight * score
			hit.Share += share * term.Weight * rarity[j] / whole
			hit.Terms = append(hit.Terms, term.Word)
		}
		if hit.Score > 0 {
			hit.Share = min(hit.Share, 1)
			hits = append(hits, hit)
		}
	}
	slices.SortFunc(hits, func(m, n Hit) int {
		return cmp.Or(cmp.Compare(n.Score, m.Score), cmp.Compare(m.ID, n.ID), cmp.Compare(m.Index, n.Index))
	})
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	return hits
}

// Rarity is the inverse document frequency of a term among the items,
// ln(1 + (N-n+0.5)/(n+0.5)) for n of N items having it: above 0 for every
// term, and highest for one that no item has.
func (x *Index) Rarity(t Term) float64 {
	have := 0.0
	for _, e := range x.entries {
		if e.title.Has(t) || e.text.Has(t) {
			have++
		}
	}
	return x.rarity(have)
}

// rarity is that of what a number of items have.
func (x *Index) rarity(have float64) float64 { return Rarity(have, float64(len(x.entries))) }

// Rarity is the inverse document frequency of what so many of all texts have.
func Rarity(have, all float64) float64 {
	return math.Log1p((max(all-have, 0) + 0.5) / (have + 0.5))
}

// MostSaturated is what no Saturated reaches.
const MostSaturated = k1 + 1

// Saturated is what a frequency above 0 counts in a text of a length, by the mean
// of all lengths: less for each more, and less in a long one.
func Saturated(frequency, length, mean float64) float64 {
	return frequency * MostSaturated / (frequency + k1*(1-b+b*length/mean))
}

func (x *Index) saturated(e entry, tf float64) float64 {
	if tf == 0 {
		return 0
	}
	return Saturated(tf, e.length, x.mean)
}

func (e entry) frequency(t Term) float64 {
	return TitleWeight*float64(e.title.count(t)) + float64(e.text.count(t))
}

func (e entry) near(f form) float64 {
	stem := f.spanish
	if e.text.language == lang.English {
		stem = f.english
	}
	return TitleWeight*float64(e.title.counts[stem]) + float64(e.text.counts[stem])
}

// Ceiling is what no item's score for a query exceeds.
func (x *Index) Ceiling(q Query) float64 {
	sum := 0.0
	for _, term := range q.terms {
		best := x.Rarity(term)
		for _, f := range term.near {
			best = max(best, f.weight*x.formRarity(f))
		}
		sum += term.Weight * best * MostSaturated
	}
	return sum
}

func (x *Index) formRarity(f form) float64 {
	return x.rarity(float64(x.having[lang.Spanish][f.spanish] + x.having[lang.English][f.english]))
}
