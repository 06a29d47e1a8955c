package verdict

import (
	"math"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/stats"
)

// Direction says which way a metric improves.
type Direction string

const (
	Higher Direction = "higher"
	Lower  Direction = "lower"
	None   Direction = "none" // it is shown and decides nothing
)

// Metric is one figure as both sides have it, and what it is asked.
type Metric struct {
	Key  string
	Name lang.Text
	Unit string
	// Figure is its name in the report where that is not Key, such as avgSessionLength.
	Figure        string
	Direction     Direction
	Classic, Ally Side
	// Adjusted are both figures less what the same people did before; nil where there is
	// nothing of before. Ally is held against the classic chat by these.
	Adjusted *Adjusted
	// Margin makes it a guardrail: Ally's may be worse by less than this share of the
	// classic's. 0 for none.
	Margin float64
	// Target is what Ally's must reach: lie below or above, as it improves. Nil for none.
	Target *float64
	// IsKey makes it one of the key metrics, which must be better than the classic's.
	IsKey bool
	// AtLeast is what a key metric must lie above as well. Nil for none.
	AtLeast *float64
	// Or is the key of another metric: a key metric has also improved where it is no worse
	// and that one is better. "" for none.
	Or string
	// Rated says that it is the satisfaction that the plan asks for.
	Rated bool
}

// Side is a figure of one side, or why there is none.
type Side struct {
	Estimate *stats.Estimate
	Why      lang.Text
}

// Adjusted are both sides' figures less what the same people did before explains of them,
// and of how many people something of before is known.
type Adjusted struct {
	Classic, Ally             stats.Estimate
	ClassicPeople, AllyPeople int
}

// compared gives the figures that are held against each other. Both sides must be known.
func (m Metric) compared() (classic, ally stats.Estimate) {
	if m.Adjusted != nil {
		return m.Adjusted.Classic, m.Adjusted.Ally
	}
	return *m.Classic.Estimate, *m.Ally.Estimate
}

// Known gives a side of what the statistics say.
func Known(e stats.Estimate, why *stats.Unknown) Side {
	if why != nil {
		return Side{Why: why.Why}
	}
	return Side{Estimate: &e}
}

// sound gives the side without a figure that is none.
func (s Side) sound() Side {
	if e := s.Estimate; e != nil && !isSound(*e) {
		return Side{Why: lang.Text{ES: "El valor no es un número.", EN: "The figure is not a number."}}
	}
	return s
}

func isSound(e stats.Estimate) bool {
	return e.N > 0 && finite(e.Value) && finite(e.Variance) && e.Variance >= 0
}

// sound gives the metric without figures that are none.
func (m Metric) sound() Metric {
	m.Classic, m.Ally = m.Classic.sound(), m.Ally.sound()
	if a := m.Adjusted; a != nil && !(isSound(a.Classic) && isSound(a.Ally) && a.Classic.Variance+a.Ally.Variance > 0) {
		m.Adjusted = nil
	}
	return m
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func (s Side) people() int {
	if s.Estimate == nil {
		return 0
	}
	return s.Estimate.N
}

// reason says why there is no figure.
func (s Side) reason() lang.Text {
	if s.Why.ES == "" || s.Why.EN == "" {
		return lang.Text{ES: "No hay datos.", EN: "There is no data."}
	}
	return s.Why
}

// Comparison is what both sides' figures come to.
type Comparison struct {
	Metric
	// Change is Ally's figure less the classic's, adjusted where Adjusted is there, with where it lies: for this one look, and
	// for all looks together. Nil where it can't be told, for the reason Why.
	Change       *stats.Effect
	Once, Always *stats.Interval
	// Lift is the change as a share of the classic's figure; nil where that is zero.
	Lift                 *stats.Effect
	LiftOnce, LiftAlways *stats.Interval
	Why                  lang.Text
	// Detectable is the change, as a share of the classic's figure, that would be found now
	// with a probability of 0.8; MoreDays how long it takes, at the pace at which data came
	// so far, until the change that is worth finding would be. Only of key metrics.
	Detectable *float64
	MoreDays   *int

	gain *stats.Effect // the change, above zero where Ally is better
	size float64       // the change that is worth finding
}

const power = 0.8

// compare compares both sides of a metric.
func compare(m Metric, in Input) Comparison {
	c, t := Comparison{Metric: m}, in.Thresholds
	for _, s := range []Side{m.Classic, m.Ally} {
		if s.Estimate == nil {
			c.Why = s.reason()
			return c
		}
	}
	classic, ally := m.compared()
	change, why := stats.Difference(classic, ally)
	if why != nil {
		c.Why = why.Why
		return c
	}
	c.size = t.Worthwhile * math.Abs((float64(classic.N)*classic.Value+float64(ally.N)*ally.Value)/float64(classic.N+ally.N))
	once, why := change.Interval(t.Confidence)
	if why != nil {
		c.Why = why.Why
		return c
	}
	always, why := change.Sequential(t.Confidence, c.size)
	if why != nil {
		c.Why = why.Why
		return c
	}
	c.Change, c.Once, c.Always = &change, &once, &always
	gain := change
	if m.Direction == Lower {
		gain.Value = -gain.Value
	}
	c.gain = &gain
	c.lift(classic, ally, t)
	if m.IsKey {
		c.outlook(classic, in)
	}
	return c
}

func (c *Comparison) lift(classic, ally stats.Estimate, t Thresholds) {
	lift, why := stats.Lift(classic, ally)
	if why != nil {
		return
	}
	once, why := lift.Interval(t.Confidence)
	if why != nil {
		return
	}
	if always, why := lift.Sequential(t.Confidence, t.Worthwhile); why == nil {
		c.Lift, c.LiftOnce, c.LiftAlways = &lift, &once, &always
	}
}

// outlook says what could be found now, and when enough will be there.
func (c *Comparison) outlook(classic stats.Estimate, in Input) {
	keys := 0
	for _, m := range in.Metrics {
		if m.IsKey {
			keys++
		}
	}
	level := 1 - (1-in.Thresholds.Confidence)/float64(keys)
	found, why := c.Change.Finds(level, c.size, power)
	if why != nil || !finite(found/classic.Value) {
		return
	}
	c.Detectable = of(found / math.Abs(classic.Value))
	times, why := c.Change.Sooner(level, c.size, power)
	if why != nil {
		return
	}
	if days, why := stats.Days(times, in.Days); why == nil {
		c.MoreDays = &days
	}
}
