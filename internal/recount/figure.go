package recount

import (
	"math"
	"slices"
	"time"
)

// Figure is a measure of one side by the textbook.
type Figure struct {
	Kind   string // mean, ratio, proportion, times or quantile
	People int
	Value  float64
	// Error is the standard error of Value, and Jackknife the same from leaving out each
	// person in turn; both 0 for quantiles.
	Error, Jackknife float64
}

// Figure gives a measure of a part, of whoever contributes to it.
func (p Part) Figure(key string) Figure {
	values, _ := p.Values(key)
	m := measures[key]
	f := Figure{Kind: m.kind, People: len(values)}
	var all []Value
	for _, person := range p.There() {
		if v, ok := values[person]; ok {
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		return f
	}
	switch m.kind {
	case "times":
		var times []float64
		for _, v := range all {
			for _, t := range v.Times {
				times = append(times, float64(max(t, time.Millisecond))/float64(time.Millisecond))
			}
		}
		f.Value = quantile(times, m.at)
	case "quantile":
		var numbers []float64
		for _, v := range all {
			numbers = append(numbers, v.Num)
		}
		f.Value = quantile(numbers, m.at)
	default:
		f.Value, f.Jackknife = over(all), jackknife(all)
		f.Error = f.spread(all)
	}
	return f
}

// quantile is the smallest number that this part of all do not exceed.
func quantile(of []float64, part float64) float64 {
	slices.Sort(of)
	for i, v := range of {
		if float64(i+1) >= part*float64(len(of)) {
			return v
		}
	}
	return math.NaN()
}

// over is the sum of one number over the sum of the other; a mean's is the number of people.
func over(all []Value) float64 {
	num, den := 0.0, 0.0
	for _, v := range all {
		num, den = num+v.Num, den+v.Den
	}
	return num / den
}

// spread is the standard error: of a mean by the variance of the people, of a share of them by
// p·(1−p), of a ratio by what people are off it (Cochran 1977, "Sampling Techniques",
// section 6.4).
func (f Figure) spread(all []Value) float64 {
	n := float64(len(all))
	squares, den := 0.0, 0.0
	for _, v := range all {
		squares += (v.Num - f.Value*v.Den) * (v.Num - f.Value*v.Den)
		den += v.Den
	}
	if f.Kind == "proportion" {
		return math.Sqrt(f.Value * (1 - f.Value) / n)
	}
	return math.Sqrt(squares/(n-1)/n) / (den / n)
}

// jackknife is the standard error from leaving out each person in turn (Tukey 1958).
func jackknife(all []Value) float64 {
	n, sum, squares := float64(len(all)), 0.0, 0.0
	var without []float64
	for i := range all {
		v := over(slices.Concat(all[:i], all[i+1:]))
		without = append(without, v)
		sum += v
	}
	for _, v := range without {
		squares += (v - sum/n) * (v - sum/n)
	}
	return math.Sqrt(squares * (n - 1) / n)
}
