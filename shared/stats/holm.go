package stats

import "slices"

// Holm adjusts p-values of questions that are asked together, so that the probability
// of any false answer stays below the level that the adjusted ones are compared with
// (Holm 1979). They come in the order of ps.
func Holm(ps ...float64) []float64 {
	order := make([]int, len(ps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case ps[a] < ps[b]:
			return -1
		case ps[a] > ps[b]:
			return 1
		}
		return 0
	})
	adjusted := make([]float64, len(ps))
	largest := 0.0
	for rank, i := range order {
		largest = max(largest, min(1, float64(len(ps)-rank)*ps[i]))
		adjusted[i] = largest
	}
	return adjusted
}
