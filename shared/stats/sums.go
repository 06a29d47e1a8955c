package stats

import "math"

// Sums are what is kept of numbers, one of each person. They are merged by
// addition, in any order: those of counts and of whole milliseconds exactly.
type Sums struct {
	N       int     `json:"n" firestore:"n"`
	Sum     float64 `json:"sum" firestore:"sum"`
	Squares float64 `json:"squares" firestore:"squares"` // sum of the squares
}

// Of gives the sums of the values.
func Of(values ...float64) Sums {
	var s Sums
	for _, v := range values {
		s = s.Merge(Sums{1, v, v * v})
	}
	return s
}

// Merge gives the sums of both.
func (s Sums) Merge(o Sums) Sums {
	return Sums{s.N + o.N, s.Sum + o.Sum, s.Squares + o.Squares}
}

// Mean gives the mean over people.
func (s Sums) Mean() (Estimate, *Unknown) {
	switch {
	case s.N <= 0:
		return Estimate{}, nobody
	case !finite(s.Sum, s.Squares):
		return Estimate{}, number
	case s.N == 1:
		return Estimate{}, one
	}
	n := float64(s.N)
	return estimate(s.N, s.Sum/n, spread(s.Squares, s.Sum*s.Sum/n)/(n-1))
}

// rounding is the share of a sum of squares below which what is left of it is
// taken for rounding.
const rounding = 1e-12

// spread gives squares less what the mean explains of them.
func spread(squares, explained float64) float64 {
	if d := squares - explained; d > rounding*math.Abs(squares) {
		return d
	}
	return 0
}

// Cross are what is kept of two numbers of each person, such as ratings and their
// sum, or a figure of this period and of the one before.
type Cross struct {
	N  int     `json:"n" firestore:"n"`
	A  float64 `json:"a" firestore:"a"` // sums
	B  float64 `json:"b" firestore:"b"`
	AA float64 `json:"aa" firestore:"aa"` // sums of products
	BB float64 `json:"bb" firestore:"bb"`
	AB float64 `json:"ab" firestore:"ab"`
}

// Pair gives the sums of one person's two numbers.
func Pair(a, b float64) Cross { return Cross{1, a, b, a * a, b * b, a * b} }

// Merge gives the sums of both.
func (c Cross) Merge(o Cross) Cross {
	return Cross{c.N + o.N, c.A + o.A, c.B + o.B, c.AA + o.AA, c.BB + o.BB, c.AB + o.AB}
}

// First and Second give the sums of one of both numbers.
func (c Cross) First() Sums  { return Sums{c.N, c.A, c.AA} }
func (c Cross) Second() Sums { return Sums{c.N, c.B, c.BB} }

// Ratio gives the sum of A over the sum of B, such as messages over conversations,
// with the variance that people have, not messages: the delta method (Deng, Knoblich
// and Lu 2018, "Applying the Delta Method in Metric Analytics", section 3.1).
func (c Cross) Ratio() (Estimate, *Unknown) {
	switch {
	case c.N <= 0:
		return Estimate{}, nobody
	case !finite(c.A, c.B, c.AA, c.BB, c.AB):
		return Estimate{}, number
	case c.B == 0:
		return Estimate{}, never
	case c.N == 1:
		return Estimate{}, one
	}
	n := float64(c.N)
	ratio, per := c.A/c.B, c.B/n
	// The variance of A − ratio·B, whose mean is zero.
	rest := spread(c.AA+ratio*ratio*c.BB, 2*ratio*c.AB) / (n - 1)
	return estimate(c.N, ratio, rest/(per*per))
}

// covariance gives that of both numbers.
func (c Cross) covariance() float64 {
	n := float64(c.N)
	return (c.AB - c.A*c.B/n) / (n - 1)
}
