package stats

import "math"

// Estimate is a figure of one arm.
type Estimate struct {
	N        int     `json:"n"` // people
	Value    float64 `json:"value"`
	Variance float64 `json:"variance"` // of one person; that of Value is Variance/N
	// Raw is there where Variance was made smaller by what people did before.
	Raw *Raw `json:"raw,omitempty"`
}

// Raw is what was before an adjustment: of one person, the variance of the raw
// figure and its covariance with the adjusted one.
type Raw struct {
	Variance float64 `json:"variance"`
	Shared   float64 `json:"shared"`
}

func estimate(n int, value, variance float64) (Estimate, *Unknown) {
	if !finite(value, variance) {
		return Estimate{}, number
	}
	return Estimate{N: n, Value: value, Variance: variance}, nil
}

// square gives the variance of Value.
func (e Estimate) square() float64 { return e.Variance / float64(e.N) }

// Proportion gives the share of people of whom something holds.
func Proportion(hits, n int) (Estimate, *Unknown) {
	switch {
	case n <= 0:
		return Estimate{}, nobody
	case hits < 0 || hits > n:
		return Estimate{}, pieces
	case n == 1:
		return Estimate{}, one
	}
	p := float64(hits) / float64(n)
	return estimate(n, p, p*(1-p))
}

// Wilson gives the interval of a proportion at a level such as 0.95: of no hits, or
// of nothing but hits, too (Wilson 1927; Agresti and Coull 1998, formula 2).
func Wilson(hits, n int, confidence float64) (Interval, *Unknown) {
	switch {
	case n <= 0:
		return Interval{}, nobody
	case hits < 0 || hits > n:
		return Interval{}, pieces
	case !within(confidence):
		return Interval{}, level
	}
	z := normal.Quantile(1 - (1-confidence)/2)
	p, m := float64(hits)/float64(n), float64(n)
	middle, half := p+z*z/(2*m), z*math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return Interval{max(0, (middle-half)/(1+z*z/m)), min(1, (middle+half)/(1+z*z/m))}, nil
}

// Adjusted gives both arms' means of A, less what B, the same people's figure of
// the time before, explains of them: CUPED (Deng, Xu, Kohavi and Walker 2013,
// "Improving the Sensitivity of Online Controlled Experiments by Utilizing
// Pre-Experiment Data"). The share that is explained is found over both arms
// together. The control's mean is the raw one, the treated's that of people whose B
// is the control's, so that a lift is one of what the control really has. Where B
// tells nothing, both are the raw means.
func Adjusted(control, treated Cross) (Estimate, Estimate, *Unknown) {
	c, why := control.First().Mean()
	if why != nil {
		return Estimate{}, Estimate{}, why
	}
	t, why := treated.First().Mean()
	if why != nil {
		return Estimate{}, Estimate{}, why
	}
	all := control.Merge(treated)
	before, why := all.Second().Mean()
	if why != nil {
		return Estimate{}, Estimate{}, why
	}
	if !finite(all.AB) {
		return Estimate{}, Estimate{}, number
	}
	if before.Variance == 0 {
		return c, t, nil
	}
	theta := all.covariance() / before.Variance
	start, _ := control.Second().Mean()
	adjust := func(raw Estimate, arm Cross) Estimate {
		b, _ := arm.Second().Mean()
		return raw.less(theta, b.Value-start.Value, b.Variance, arm.covariance())
	}
	return adjust(c, control), adjust(t, treated), nil
}

// less gives the figure less theta times what people were ahead before.
func (e Estimate) less(theta, ahead, before, covariance float64) Estimate {
	return Estimate{
		N: e.N, Value: e.Value - theta*ahead, Variance: spread(e.Variance+theta*theta*before, 2*theta*covariance),
		Raw: &Raw{Variance: e.Variance, Shared: e.Variance - theta*covariance},
	}
}

// raw gives what was before an adjustment, also where there was none.
func (e Estimate) raw() Raw {
	if e.Raw != nil {
		return *e.Raw
	}
	return Raw{e.Variance, e.Variance}
}
