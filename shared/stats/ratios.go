package stats

// Ratios are what is kept of two numbers of each person and of the same two of the
// time before, so that a ratio, too, can be adjusted by what its people did before.
type Ratios struct {
	Now    Cross `json:"now" firestore:"now"`
	Before Cross `json:"before" firestore:"before"`
	// The sums of products of a number now (first letter) and one before.
	AA float64 `json:"aa" firestore:"aa"`
	AB float64 `json:"ab" firestore:"ab"`
	BA float64 `json:"ba" firestore:"ba"`
	BB float64 `json:"bb" firestore:"bb"`
}

// Person gives the sums of one person: a over b now, and c over d before.
func Person(a, b, c, d float64) Ratios {
	return Ratios{Pair(a, b), Pair(c, d), a * c, a * d, b * c, b * d}
}

// Merge gives the sums of both.
func (r Ratios) Merge(o Ratios) Ratios {
	return Ratios{r.Now.Merge(o.Now), r.Before.Merge(o.Before), r.AA + o.AA, r.AB + o.AB, r.BA + o.BA, r.BB + o.BB}
}

// covariance gives that of both ratios of one person, by the delta method.
func (r Ratios) covariance() float64 {
	n := float64(r.Now.N)
	now, before := r.Now.A/r.Now.B, r.Before.A/r.Before.B
	products := r.AA - before*r.AB - now*r.BA + now*before*r.BB
	return products / (n - 1) / (r.Now.B / n * r.Before.B / n)
}

// AdjustedRatios is Adjusted for ratios: both arms' ratio, less what the ratio of the
// time before explains of it (Deng, Knoblich and Lu 2018 with Deng, Xu, Kohavi and
// Walker 2013). The share that is explained is found within the arms. Where there is nothing before, they are the raw ratios.
func AdjustedRatios(control, treated Ratios) (Estimate, Estimate, *Unknown) {
	c, why := control.Now.Ratio()
	if why != nil {
		return Estimate{}, Estimate{}, why
	}
	t, why := treated.Now.Ratio()
	if why != nil {
		return Estimate{}, Estimate{}, why
	}
	cb, nothing := control.Before.Ratio()
	tb, none := treated.Before.Ratio()
	if nothing != nil || none != nil || cb.Variance+tb.Variance == 0 {
		return c, t, nil
	}
	if !finite(control.covariance(), treated.covariance()) {
		return Estimate{}, Estimate{}, number
	}
	theta := (control.covariance() + treated.covariance()) / (cb.Variance + tb.Variance)
	return c.less(theta, 0, cb.Variance, control.covariance()), t.less(theta, tb.Value-cb.Value, tb.Variance, treated.covariance()), nil
}
