package stats

import "gonum.org/v1/gonum/stat/distuv"

// SampleRatio gives the probability of arms of these sizes, or further from their
// shares, were people split by these shares (Pearson's chi-squared). A tiny one says
// that somebody gets lost, and that nothing can be compared until it is known who.
func SampleRatio(people []int, shares []float64) (float64, *Unknown) {
	if len(people) != len(shares) || len(people) < 2 {
		return 0, pieces
	}
	var n, whole float64
	for i, share := range shares {
		if !(share > 0) || !finite(share) {
			return 0, level
		}
		if people[i] < 0 {
			return 0, pieces
		}
		n += float64(people[i])
		whole += share
	}
	if n == 0 {
		return 0, nobody
	}
	var chi float64
	for i, share := range shares {
		want := n * share / whole
		d := float64(people[i]) - want
		chi += d * d / want
	}
	return distuv.ChiSquared{K: float64(len(people) - 1)}.Survival(chi), nil
}
