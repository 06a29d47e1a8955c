package search

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Parameters of BM25, as in shared/retrieve.
const (
	k1 = 1.2
	b  = 0.75
)

// meaningWeight is what the cosine to the question counts for beside the share of
// the question's words that an entry has: a weighted sum of scores that are
// comparable between questions, which finds better than fusing ranks where both are
// (Bruch, Gai and Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, ACM
// TOIS 42(1), 2023). Found with the tuning half of internal/searchset.
const meaningWeight = 0.6

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
	share := 0.0
	for i := range groups {
		share += own.rarity(i)
	}
	return fused(hits, share)
}

// bm25 is how well an entry answers by words.
func (c *candidates) bm25(groups []group, e Entry) float64 {
	score := 0.0
	for i, g := range groups {
		best := 0.0
		for _, a := range g.alts {
			if tf := frequencyIn(e.Words[a.stem]); tf > 0 {
				norm := k1 * (1 - b + b*float64(e.Length)/max(c.length, 1))
				best = max(best, a.weight*tf*(k1+1)/(tf+norm))
			}
		}
		score += c.rarity(i) * best
	}
	return score
}

// rarity is the inverse document frequency of a group, as in retrieve.Index.
func (c *candidates) rarity(group int) float64 {
	return math.Log1p((max(c.entries-c.with[group], 0) + 0.5) / (c.with[group] + 0.5))
}

func frequencyIn(places []int) float64 {
	tf := 0.0
	for i := 0; i+1 < len(places); i += 2 {
		n := float64(places[i+1])
		if places[i] == 0 {
			n *= titleWeight
		}
		tf += n
	}
	return tf
}

// fused gives the hits, best first. share is the sum of the rarities of all that
// was asked for: of a full answer's lexical score about one.
func fused(hits map[string]*hit, share float64) []hit {
	all := make([]hit, 0, len(hits))
	for _, id := range sortedKeys(hits) {
		h := *hits[id]
		h.score = max(h.near, 0) * meaningWeight
		if share > 0 {
			h.score += h.lexical / share
		}
		all = append(all, h)
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
