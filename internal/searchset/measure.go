package searchset

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Depth is how many results are looked at.
const Depth = 10

// Engine is a search over the conversations of a Set.
type Engine interface {
	// Search gives the ids of at most limit conversations, best first.
	Search(ctx context.Context, query string, limit int) (ids []string, err error)
}

// Recall is the share of the relevant ids, of which there is at least one, that
// are among the first k found.
func Recall(found, relevant []string, k int) float64 {
	hits := 0
	for _, id := range relevant {
		if slices.Contains(found[:min(k, len(found))], id) {
			hits++
		}
	}
	return float64(hits) / float64(len(relevant))
}

// NDCG is the normalized discounted cumulated gain of the first k found, 1 for
// the best order that there can be: K. Järvelin and J. Kekäläinen, Cumulated
// gain-based evaluation of IR techniques, ACM Transactions on Information Systems
// 20(4), 2002. A relevant id gains 1. The discount of rank i is log2(i+1), as has
// become usual, where theirs begins at rank 3.
func NDCG(found, relevant []string, k int) float64 {
	gained, best := 0.0, 0.0
	for i := range k {
		discounted := 1 / math.Log2(float64(i+2))
		if i < len(found) && slices.Contains(relevant, found[i]) && !slices.Contains(found[:i], found[i]) {
			gained += discounted
		}
		if i < len(relevant) {
			best += discounted
		}
	}
	return gained / best
}

// Figures are means over queries.
type Figures struct {
	Queries int
	Recall  float64 // at Depth
	NDCG    float64 // at Depth
}

// Measure asks an engine all queries. The figures of all together are under "".
func Measure(ctx context.Context, e Engine, queries []Query) (map[Kind]Figures, error) {
	out := make(map[Kind]Figures)
	for _, q := range queries {
		found, err := e.Search(ctx, q.Text, Depth)
		if err != nil {
			return nil, fmt.Errorf("search for %q: %w", q.Text, err)
		}
		recall, ndcg := Recall(found, q.Relevant, Depth), NDCG(found, q.Relevant, Depth)
		for _, kind := range []Kind{q.Kind, ""} {
			f := out[kind]
			f.Queries++
			f.Recall += recall
			f.NDCG += ndcg
			out[kind] = f
		}
	}
	for kind, f := range out {
		f.Recall /= float64(f.Queries)
		f.NDCG /= float64(f.Queries)
		out[kind] = f
	}
	return out, nil
}
