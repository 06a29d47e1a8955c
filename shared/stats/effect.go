package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

var normal = distuv.Normal{Mu: 0, Sigma: 1}

// Interval is where a figure lies.
type Interval struct {
	Low  float64 `json:"low" required:"true"`
	High float64 `json:"high" required:"true"`
}

// Effect is a figure with its error: a difference, a lift, or one arm's figure
// against a number.
type Effect struct {
	Value   float64 `json:"value"`
	Error   float64 `json:"error"`   // standard error; above zero
	Degrees float64 `json:"degrees"` // of freedom, of Student's t
}

func effect(value, square, degrees float64) (Effect, *Unknown) {
	switch {
	case !finite(value, square):
		return Effect{}, number
	case square <= 0:
		return Effect{}, same
	case !finite(degrees):
		return Effect{}, number
	}
	return Effect{value, math.Sqrt(square), degrees}, nil
}

// Difference is how much more the treated have than the control, with Welch's
// degrees of freedom (Welch 1947; Satterthwaite 1946).
func Difference(control, treated Estimate) (Effect, *Unknown) {
	return Against(control, treated, 1, 0)
}

// Against is how much the treated's figure, with margin added, lies above share times
// the control's: above zero where they have no less than that. A margin in percent is
// told by the share, and so needs no division by a baseline.
func Against(control, treated Estimate, share, margin float64) (Effect, *Unknown) {
	if why := known(control, treated); why != nil {
		return Effect{}, why
	}
	// Of an adjusted control, share stands before the raw figure alone, not before what is
	// taken off for the time before.
	raw, n := control.raw(), float64(control.N)
	c := control.square() + (share*share-1)*raw.Variance/n + 2*(1-share)*(raw.Variance-raw.Shared)/n
	t := treated.square()
	return effect(treated.Value-share*control.Value+margin, max(0, c)+t, welch(control.N, max(0, c), treated.N, t))
}

// Lift is the difference as a share of the control's figure, by the delta method
// (Deng, Knoblich and Lu 2018, section 2.2), with the degrees of the difference. What
// is divided by is the control's raw figure, also where both are adjusted.
func Lift(control, treated Estimate) (Effect, *Unknown) {
	if why := known(control, treated); why != nil {
		return Effect{}, why
	}
	if control.Value == 0 {
		return Effect{}, baseline
	}
	c, t, base, raw := control.square(), treated.square(), control.Value, control.raw()
	lift, n := (treated.Value-base)/base, float64(control.N)
	square := (t + c + 2*lift*raw.Shared/n + lift*lift*raw.Variance/n) / (base * base)
	return effect((treated.Value-base)/math.Abs(base), square, welch(control.N, c, treated.N, t))
}

// Over is how much one arm's figure lies above a number.
func Over(e Estimate, number float64) (Effect, *Unknown) {
	if why := known(e); why != nil {
		return Effect{}, why
	}
	return effect(e.Value-number, e.square(), float64(e.N-1))
}

func known(estimates ...Estimate) *Unknown {
	for _, e := range estimates {
		switch {
		case e.N <= 0:
			return nobody
		case e.N == 1:
			return one
		case !finite(e.Value, e.Variance):
			return number
		}
	}
	return nil
}

func welch(n int, a float64, m int, b float64) float64 {
	a, b = a/(a+b), b/(a+b)
	return 1 / (a*a/float64(n-1) + b*b/float64(m-1))
}

func (e Effect) student() distuv.StudentsT {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: e.Degrees}
}

// Interval gives the interval at a level such as 0.95: for one look at a time that
// was fixed before.
func (e Effect) Interval(confidence float64) (Interval, *Unknown) {
	if !within(confidence) {
		return Interval{}, level
	}
	half := e.student().Quantile(1-(1-confidence)/2) * e.Error
	if !finite(half) {
		return Interval{}, number
	}
	return Interval{e.Value - half, e.Value + half}, nil
}

// P gives the probability of an effect this far from null on either side, were null
// true: for one look.
func (e Effect) P(null float64) float64 {
	return 2 * e.student().Survival(math.Abs(e.Value-null)/e.Error)
}

// PAbove gives the probability of an effect this large, were it null or less: small
// where it is above null.
func (e Effect) PAbove(null float64) float64 {
	return e.student().Survival((e.Value - null) / e.Error)
}
