package verdict

import (
	"time"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/stats"
)

// Report is the verdict as JSON: the plan's shape, with what it rests on. Nothing in it
// is NaN; what isn't known is left out, with the reason in words.
type Report struct {
	Classic     map[string]float64 `json:"classic" required:"true" nullable:"false"`
	Ally        map[string]float64 `json:"ally" required:"true" nullable:"false"`
	Improvement map[string]string  `json:"improvement" required:"true" nullable:"false"` // by metric, such as "-60%"
	// Verdict is the outcome and why, such as "GO - All criteria are met."
	Verdict       string              `json:"verdict" required:"true"`
	Outcome       Outcome             `json:"outcome" required:"true" enum:"GO,NO-GO,NEEDS-IMPROVEMENT,NOT-ENOUGH-DATA"`
	Why           Words               `json:"why" required:"true"`
	Observational bool                `json:"observational" required:"true"`
	At            time.Time           `json:"at" required:"true"`
	Days          int                 `json:"days" required:"true"`
	Criteria      []ReportedCriterion `json:"criteria" required:"true" nullable:"false"`
	Metrics       []ReportedMetric    `json:"metrics" required:"true" nullable:"false"`
	Thresholds    Thresholds          `json:"thresholds" required:"true"`
}

// Words are a text in both languages.
type Words struct {
	ES string `json:"es" required:"true"`
	EN string `json:"en" required:"true"`
}

// ReportedCriterion is a criterion as JSON.
type ReportedCriterion struct {
	Name      string          `json:"name" required:"true"`
	Kind      Kind            `json:"kind" required:"true" enum:"check,health,guardrail,goal,key,target"`
	Title     Words           `json:"title" required:"true"`
	State     State           `json:"state" required:"true" enum:"pass,fail,unknown"`
	Value     *float64        `json:"value,omitempty"`
	Interval  *stats.Interval `json:"interval,omitempty"`
	Bound     *float64        `json:"bound,omitempty"`
	Threshold *float64        `json:"threshold,omitempty"`
	P         *float64        `json:"p,omitempty"`
	Sample    Sample          `json:"sample" required:"true"`
	Why       Words           `json:"why" required:"true"`
}

// Sample are the people behind a figure.
type Sample struct {
	Classic int `json:"classic" required:"true"`
	Ally    int `json:"ally" required:"true"`
}

// ReportedMetric is a comparison as JSON.
type ReportedMetric struct {
	Key        string          `json:"key" required:"true"`
	Name       Words           `json:"name" required:"true"`
	Unit       string          `json:"unit" required:"true"`
	Direction  Direction       `json:"direction" required:"true" enum:"higher,lower,none"`
	Sample     Sample          `json:"sample" required:"true"`
	Classic    *float64        `json:"classic,omitempty"`
	Ally       *float64        `json:"ally,omitempty"`
	Change     *float64        `json:"change,omitempty"`
	Adjusted   *Adjustment     `json:"adjusted,omitempty"`
	Once       *stats.Interval `json:"once,omitempty"`   // of the change, for this look alone
	Always     *stats.Interval `json:"always,omitempty"` // of the change, for all looks
	Lift       *float64        `json:"lift,omitempty"`
	LiftOnce   *stats.Interval `json:"liftOnce,omitempty"`
	LiftAlways *stats.Interval `json:"liftAlways,omitempty"`
	Detectable *float64        `json:"detectable,omitempty"`
	MoreDays   *int            `json:"moreDays,omitempty"`
	Why        Words           `json:"why" required:"true"`
}

// Adjustment says that a change is the one that is left when what the same people did
// before is taken off.
type Adjustment struct {
	People Sample  `json:"people" required:"true" description:"Of whom something of before is known."`
	Change float64 `json:"change" required:"true" description:"The change as the two figures have it."`
}

// put takes what are numbers over.
func put(side, totals map[string]float64) {
	for name, total := range totals {
		if finite(total) {
			side[name] = total
		}
	}
}

// Report gives the verdict as JSON, with its sentence in a language.
func (v Verdict) Report(l lang.Language) Report {
	r := Report{
		Classic: map[string]float64{}, Ally: map[string]float64{}, Improvement: map[string]string{},
		Verdict: string(v.Outcome) + " - " + v.Why.In(l), Outcome: v.Outcome, Why: Words(v.Why), Observational: v.Observational,
		At: v.At, Days: v.Days, Thresholds: v.input.Thresholds, Criteria: []ReportedCriterion{}, Metrics: []ReportedMetric{},
	}
	put(r.Classic, v.input.Totals.Classic)
	put(r.Ally, v.input.Totals.Ally)
	for _, c := range v.Criteria {
		r.Criteria = append(r.Criteria, ReportedCriterion{
			c.Name, c.Kind, Words(c.Title), c.State, c.Value, c.Interval, c.Bound, c.Threshold, c.P, Sample{c.Classic, c.Ally}, Words(c.Why),
		})
	}
	for _, c := range v.Comparisons {
		name := c.Figure
		if name == "" {
			name = c.Key
		}
		m := ReportedMetric{
			Key: c.Key, Name: Words(c.Name), Unit: c.Unit, Direction: c.Direction, Sample: Sample{c.Classic.people(), c.Ally.people()},
			Once: c.Once, Always: c.Always, LiftOnce: c.LiftOnce, LiftAlways: c.LiftAlways,
			Detectable: c.Detectable, MoreDays: c.MoreDays, Why: Words(c.Why),
		}
		if e := c.Classic.Estimate; e != nil {
			r.Classic[name], m.Classic = e.Value, of(e.Value)
		}
		if e := c.Ally.Estimate; e != nil {
			r.Ally[name], m.Ally = e.Value, of(e.Value)
		}
		if c.Change != nil {
			m.Change = of(c.Change.Value)
			if a := c.Adjusted; a != nil {
				m.Adjusted = &Adjustment{Sample{a.ClassicPeople, a.AllyPeople}, c.Ally.Estimate.Value - c.Classic.Estimate.Value}
			}
		}
		if c.Lift != nil {
			m.Lift, r.Improvement[c.Key] = of(c.Lift.Value), string(percent(c.Lift.Value))
		}
		r.Metrics = append(r.Metrics, m)
	}
	return r
}
