package search

import (
	"cmp"
	"slices"
	"time"

	"getaifactory.com/ally/shared/retrieve"
)

// nearEnough is the cosine from which an entry without any of the words counts as
// being about the same.
const nearEnough = 0.3

// hit is a conversation or action that was found, with its best entries.
type hit struct {
	candidate             // the best
	others    []candidate // of the same conversation, best first
	lexical   float64
	score     float64
}

// rank gives what was found, best first: by words, by meaning, and both fused.
func rank(groups []group, scopes []*candidates, from, to time.Time) []hit {
	if len(scopes) == 0 {
		return nil
	}
	own := scopes[0] // frequencies are those of what is the person's own
	found := map[string]candidate{}
	for _, c := range scopes {
		for name, one := range c.found {
			if there, ok := found[name]; !ok || one.near > there.near {
				found[name] = *one
			}
		}
	}
	hits := map[string]*hit{}
	for _, name := range sortedKeys(found) {
		one := found[name]
		if !from.IsZero() && one.LastAt.Before(from) || !to.IsZero() && one.FirstAt.After(to) {
			continue
		}
		score := own.bm25(groups, one.Entry)
		if score == 0 && one.near < nearEnough && len(groups) > 0 {
			continue
		}
		h := hits[one.ID]
		if h == nil {
			hits[one.ID] = &hit{candidate: one, lexical: score}
			continue
		}
		near := max(h.near, one.near)
		if score > h.lexical {
			h.others = append(h.others, h.candidate)
			h.candidate, h.lexical = one, score
		} else {
			h.others = append(h.others, one)
		}
		h.near = near
	}
	ceiling := 0.0
	for i := range groups {
		ceiling += retrieve.Rarity(own.with[i], own.entries) * retrieve.MostSaturated
	}
	return fused(hits, ceiling)
}

// bm25 is how well an entry answers by words.
func (c *candidates) bm25(groups []group, e Entry) float64 {
	score := 0.0
	for i, g := range groups {
		best := 0.0 // a word counts once, by the best that stands for it
		for _, a := range g.alts {
			if tf := frequencyIn(e.Words[a.stem]); tf > 0 {
				best = max(best, c.weight(i, a)*retrieve.Saturated(tf, float64(e.Length), max(c.length, 1)))
			}
		}
		score += best
	}
	return score
}

// weight is what an alternative of a group counts for: its own weight, by how rare
// it is.
func (c *candidates) weight(group int, a alternative) float64 {
	n := c.with[group]
	if a.match == Synonym {
		n = c.near[group]
	}
	return a.weight * retrieve.Rarity(n, c.entries)
}

func frequencyIn(places []int) float64 {
	tf := 0.0
	for _, weighted := range occurring(places) {
		tf += weighted
	}
	return tf
}

// fused gives the hits, best first. ceiling is what no lexical score exceeds.
func fused(hits map[string]*hit, ceiling float64) []hit {
	var words, meaning []retrieve.Scored
	for _, id := range sortedKeys(hits) {
		h := hits[id]
		if h.lexical > 0 {
			words = append(words, retrieve.Scored{ID: id, Score: h.lexical})
		}
		if h.near > 0 {
			meaning = append(meaning, retrieve.Scored{ID: id, Score: h.near})
		}
	}
	slices.SortStableFunc(meaning, func(a, b retrieve.Scored) int { return cmp.Compare(b.Score, a.Score) })
	all := make([]hit, 0, len(hits))
	for _, s := range retrieve.FuseScores(words, ceiling, meaning) {
		h := *hits[s.ID]
		h.score = s.Score
		all = append(all, h)
		delete(hits, s.ID)
	}
	for _, id := range sortedKeys(hits) { // found by a filter alone
		all = append(all, *hits[id])
	}
	slices.SortStableFunc(all, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), b.LastAt.Compare(a.LastAt)) })
	return all
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
