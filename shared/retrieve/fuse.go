package retrieve

import (
	"cmp"
	"maps"
	"slices"
)

// Scored is something found, with how well it fits.
type Scored struct {
	ID    string
	Score float64
}

// fusedK is what the authors of FuseRanks's rule set it to.
const fusedK = 60

// FuseRanks joins lists of ids, each best first, by reciprocal rank fusion: an
// id scores the sum of 1/(60+rank) over the lists that have it. G. Cormack, C.
// Clarke and S. Büttcher, Reciprocal rank fusion outperforms Condorcet and
// individual rank learning methods, SIGIR 2009.
func FuseRanks(lists ...[]string) []Scored {
	scores := make(map[string]float64)
	for _, list := range lists {
		for i, id := range list {
			scores[id] += 1 / float64(fusedK+i+1)
		}
	}
	return ranked(scores)
}

// meaningWeight is what a cosine counts beside a full score by words, which is
// 1. It was chosen with the tuning half of `ally bench quality`, where 0.2 to 0.7
// give nearly the same.
const meaningWeight = 0.5

// FuseScores joins what was found by words, with their scores and the ceiling
// that no score exceeds (0 where nothing was looked for), and what was found by
// meaning, with cosines, best first. An id scores its part of the ceiling, and by how much its cosine
// exceeds that of the last one in the list, which is about what texts that have
// nothing to do with each other have. Sums of scores keep apart what ranks
// level: whether the best hit by words has all of them or one of five. S. Bruch,
// S. Gai and A. Ingber, An analysis of fusion functions for hybrid retrieval, ACM
// Transactions on Information Systems 42(1), 2023.
func FuseScores(words []Scored, ceiling float64, meaning []Scored) []Scored {
	scores := make(map[string]float64)
	for _, hit := range words {
		scores[hit.ID] += hit.Score / ceiling
	}
	for _, hit := range meaning {
		scores[hit.ID] += meaningWeight * (hit.Score - meaning[len(meaning)-1].Score)
	}
	return ranked(scores)
}

func ranked(scores map[string]float64) []Scored {
	out := make([]Scored, 0, len(scores))
	for _, id := range slices.Sorted(maps.Keys(scores)) {
		out = append(out, Scored{id, scores[id]})
	}
	slices.SortStableFunc(out, func(a, b Scored) int { return cmp.Compare(b.Score, a.Score) })
	return out
}
