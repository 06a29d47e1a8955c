package stats

import (
	"cmp"
	"slices"
)

// Holm adjusts p-values of questions that are asked together, so that the probability
// of any false answer stays below the level that the adjusted ones are compared with
// (Holm 1979). They come in the order of ps; what is no probability counts as 1.
func Holm(ps ...float64) []float64 {
	ps = slices.Clone(ps)
	for i, p := range ps {
		if !(p >= 0 && p <= 1) {
			ps[i] = 1
		}
	}
	order := make([]int, len(ps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ps[a], ps[b]) })
	adjusted := make([]float64, len(ps))
	largest := 0.0
	for rank, i := range order {
		largest = max(largest, min(1, float64(len(ps)-rank)*ps[i]))
		adjusted[i] = largest
	}
	return adjusted
}
