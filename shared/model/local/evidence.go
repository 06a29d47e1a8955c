package local

import (
	"cmp"
	"slices"

	"getaifactory.com/ally/shared/retrieve"
)

// A sentence is evidence when its places hold at least enoughShare of the
// weight of the question's own words, and its near ones at least nearShare.
// Below that it shares a word with the question and is about something else:
// "capital de trabajo" does not answer what the capital of France is. A
// sentence with a code of the question, such as "M16", is about the right thing
// already, so less is enough. A word that stands elsewhere in the document only
// counts half. Below sureShare the answer is given as the closest there is.
const (
	enoughShare = 0.65
	codedShare  = 0.5
	sureShare   = 0.75
	nearShare   = 0.1
)

// What a sentence's score is multiplied by when it holds the kind of answer
// that is asked for (a number, a time, a person …), and when not.
const (
	wanted   = 1.5
	unwanted = 0.8
)

// opening is what the score of the first sentence of a section is multiplied
// by, where the section is what was asked about: it says the main thing.
const opening = 1.1

// exactly is what a word counts beyond its worth when it stands in the sentence
// in the very form that it has in the question, unless the whole document is
// about it: who asks "¿quién aprueba…?" is
// answered by "aprueba" rather than by "la aprobación".
const exactly = 0.2

// slightOrder is what the weak words weigh together when sentences about the
// matter are told apart: more than slight, which decides whether they are about it.
const slightOrder = 0.6

// evidence is a sentence that answers a question.
type evidence struct {
	candidate
	place     int // among all candidates
	score     float64
	share     float64 // the part of the question's weight that its places hold
	self      float64 // the part that the sentence itself holds
	gives     bool    // it holds the kind of answer that is asked for
	announced bool    // the heading or the announcement above it holds a word of the question
	attribute bool    // one of the weak words, which say what is asked of the subject, is near
}

// weigh says how much a term tells, between 0.5 for one that every sentence
// has and 1 for one that none has. The rarity of a word among a few sentences
// that were chosen for the question says less than among many texts, so it
// counts by half only.
func weigh(t retrieve.Term, x *retrieve.Index) float64 {
	return 0.5 + 0.5*x.Rarity(t)/x.Rarity(retrieve.Term{})
}

// find gives the sentences that answer a question, best first.
func find(q question, all []candidate) []evidence {
	items := make([]retrieve.Item, len(all))
	for i, c := range all {
		items[i] = retrieve.Item{Title: c.unit.Lead, Text: c.unit.Text}
	}
	index := retrieve.NewIndex(items)
	terms := q.subject.Terms()
	weights := make([]float64, len(terms))
	for i, term := range terms {
		weights[i] = weigh(term, index)
	}
	var out []evidence
	for i, c := range all {
		e := evidence{candidate: c, place: i, gives: q.want.satisfies(c.unit)}
		section := c.under(terms)
		var whole, have, near, slightBest float64
		enough := enoughShare
		for j, term := range terms {
			worth, isNear := c.worth(term)
			if section && worth > 0 {
				worth = 1
			}
			if c.exact[term.Word] && !c.name.Has(term) {
				worth += exactly
			}
			if term.Weight == slight {
				slightBest = max(slightBest, weights[j]*worth)
				e.attribute = e.attribute || isNear
			} else {
				e.score += weights[j] * term.Weight * worth
			}
			if term.Weight == inherited {
				continue // helps to order, and is not asked for
			}
			e.announced = e.announced || c.above(term)
			share := weights[j] * term.Weight
			whole += share
			switch {
			case distant(worth):
				have += share / 2
			case worth > 0:
				have += share
			}
			if isNear {
				near += share
			}
			if worth >= worthSelf {
				e.self += share
				if term.Weight == code {
					enough = codedShare
				}
			}
		}
		if whole == 0 || have < enough*whole || near < nearShare*whole {
			continue
		}
		e.score += slightOrder * slightBest
		e.self /= whole
		e.share = have / whole
		if e.gives {
			e.score *= wanted
		} else {
			e.score *= unwanted
		}
		if section && c.first {
			e.score *= opening
		}
		e.score /= 1 + 0.01*float64(max(0, c.words-30)) // a long sentence says more than was asked
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b evidence) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.place, b.place))
	})
	return out
}
