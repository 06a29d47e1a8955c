package stats

import "math"

// A comparison that is looked at every day needs an interval that holds at all looks
// together. Ours is that of the normal mixture: with the information I = 1/Error²
// that has been gathered, and an effect that is thought to be of the size τ,
//
//	Value ± Error·√((1+1/(τ²I))·(ln(1+τ²I) + 2·ln(1/α)))
//
// (Robbins 1970; as a mixture sequential probability ratio test, Johari, Koomen,
// Pekelis and Walsh 2022, "Always Valid Inference"; as a boundary, Howard, Ramdas,
// McAuliffe and Sekhon 2021, "Time-uniform, nonparametric, nonasymptotic confidence
// sequences", proposition 5; for means of whatever numbers, Waudby-Smith, Arbour,
// Sinha, Kennedy and Ramdas 2021, arXiv 2103.06476, theorem 2.2). It is asymptotic:
// of many people, not of five. τ decides only where the interval is narrowest; any
// τ that was fixed before the data was seen is valid.

// Sequential gives the interval at a level such as 0.95 that holds at all looks; size
// is the effect that is worth finding.
func (e Effect) Sequential(confidence, size float64) (Interval, *Unknown) {
	if !within(confidence) {
		return Interval{}, level
	}
	if !(size > 0) || !finite(size) {
		return Interval{}, number
	}
	information, rho := 1/(e.Error*e.Error), 1/(size*size)
	half := boundary(information, rho, 1-confidence) / information
	if !finite(half) {
		return Interval{}, number
	}
	return Interval{e.Value - half, e.Value + half}, nil
}

// AlwaysP gives the p-value that goes with Sequential: the smallest α whose interval
// leaves null out. It may be looked at every day; it is 1 where there is no such interval.
func (e Effect) AlwaysP(null, size float64) float64 {
	if !(size > 0) || !finite(size, null) {
		return 1
	}
	information, rho := 1/(e.Error*e.Error), 1/(size*size)
	z := (e.Value - null) * information
	if p := math.Exp(-mixture(z, information, rho)); p < 1 {
		return p
	}
	return 1
}

// Narrowest gives the size for which the sequential interval is narrowest once there
// is n/have times the information that have people gave.
func (e Effect) Narrowest(have, n int, confidence float64) (float64, *Unknown) {
	if !within(confidence) {
		return 0, level
	}
	if have <= 0 || n <= 0 {
		return 0, nobody
	}
	return e.Error * math.Sqrt(float64(have)/best(float64(n), 1-confidence)), nil
}

// mixture gives the logarithm of the mixed likelihood ratio of a sum with variance v.
func mixture(sum, v, rho float64) float64 {
	return math.Log(rho/(v+rho))/2 + sum*sum/(2*(v+rho))
}

// boundary is what the sum of observations with variance v in all crosses at some
// time with no more than the probability alpha.
func boundary(v, rho, alpha float64) float64 {
	return math.Sqrt((v + rho) * (math.Log1p(v/rho) - 2*math.Log(alpha)))
}

// best gives the rho with which boundary is lowest, about, at the variance v.
func best(v, alpha float64) float64 {
	a := -2 * math.Log(alpha)
	return v / (a + math.Log1p(a))
}
