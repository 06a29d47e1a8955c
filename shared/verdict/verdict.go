// Package verdict says what a comparison of the classic chat with Ally comes to: GO,
// NO-GO, NEEDS-IMPROVEMENT, or that there is not enough data to say. It knows figures
// and recorded checks, and nothing of where they are from. What it says holds however
// often it is asked: it rests on intervals that hold at all looks together.
package verdict

import (
	"slices"
	"time"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/stats"
)

// Outcome is the verdict in a word.
type Outcome string

const (
	Go               Outcome = "GO"
	NoGo             Outcome = "NO-GO"
	NeedsImprovement Outcome = "NEEDS-IMPROVEMENT"
	NotEnoughData    Outcome = "NOT-ENOUGH-DATA"
)

// Input is all that a verdict is reached from.
type Input struct {
	At time.Time
	// Days are those that the comparison has run for.
	Days int
	// Randomized says that it was drawn by lot who has Ally: the rollout's holdout.
	Randomized bool
	// Classic and Ally are the people of each arm, by what they were drawn for and not
	// by what they used.
	Classic, Ally int
	// Share is the share of people, 0 to 1, that was to be drawn for Ally.
	Share float64
	// Exposed are the people of Ally's arm who have used it, Crossed those of the
	// classic's arm who have: somebody in both arms counts in the one they were drawn for.
	Exposed, Crossed int
	// Metrics are figures of all days since the comparison began: a window that slides would
	// forget, and an interval for all looks holds of what only grows.
	Metrics    []Metric
	Checks     []Check
	Thresholds Thresholds
	// Totals are figures that are shown and decide nothing, by their names in the report,
	// such as conversationCount.
	Totals struct{ Classic, Ally map[string]float64 }
}

// Kind is what a criterion is about.
type Kind string

const (
	ACheck     Kind = "check"     // something that was looked at and recorded
	Health     Kind = "health"    // whether the data can be trusted
	AGuardrail Kind = "guardrail" // what must not become worse
	Goal       Kind = "goal"      // what the plan asks for
	AKey       Kind = "key"       // one of the key metrics, of which some must have improved
	ATarget    Kind = "target"    // a figure that Ally must reach whatever the classic's is
)

// State is how a criterion stands.
type State string

const (
	Pass    State = "pass"
	Fail    State = "fail"
	Unknown State = "unknown"
)

// Criterion is one of the things that a verdict is made of.
type Criterion struct {
	Name  string
	Kind  Kind
	State State
	// Value is the figure, nil where there is none; Interval is where it lies at all looks
	// together, Bound the side of it that decides, and Threshold what that is held against.
	Value, Bound, Threshold *float64
	Interval                *stats.Interval
	// P is the p-value, adjusted for all that is asked together; only of key metrics.
	P *float64
	// Classic and Ally are the people behind it.
	Classic, Ally int
	Title, Why    lang.Text
}

// Verdict is what the comparison comes to.
type Verdict struct {
	Outcome Outcome
	At      time.Time
	Days    int
	// Observational says that who has Ally was not drawn by lot, so that whatever differs
	// between the arms may have been there before.
	Observational bool
	Why           lang.Text
	Criteria      []Criterion
	Comparisons   []Comparison
	input         Input
}

// Evidence gives the verdict as the rollout's gates read it.
func (v Verdict) Evidence() rollout.Evidence {
	said := rollout.Verdict(v.Outcome)
	if v.Outcome == NotEnoughData {
		said = rollout.Unknown
	}
	return rollout.Evidence{Verdict: said, At: v.At}
}

// Reach reaches the verdict. What was recorded to stop everything stops it whatever the
// data; then the data must be sound; then nothing may have become worse; then the
// plan's criteria are asked.
func Reach(in Input) Verdict {
	in.Thresholds = in.Thresholds.OrDefaults()
	v := Verdict{At: in.At, Days: in.Days, Observational: !in.Randomized, input: in}
	v.Criteria = append(v.Criteria, checks(in)...)
	v.Criteria = append(v.Criteria, health(in)...)
	in.Metrics = slices.Clone(in.Metrics)
	for i, m := range in.Metrics {
		in.Metrics[i] = m.sound()
	}
	for _, m := range in.Metrics {
		v.Comparisons = append(v.Comparisons, compare(m, in))
	}
	v.Criteria = append(v.Criteria, guardrails(in, v.Comparisons)...)
	v.Criteria = append(v.Criteria, goals(in, v.Comparisons)...)
	v.Outcome, v.Why = outcome(v, in.Thresholds)
	return v
}

// outcome draws the criteria together.
func outcome(v Verdict, t Thresholds) (Outcome, lang.Text) {
	is := func(state State, kinds ...Kind) []Criterion {
		var found []Criterion
		for _, c := range v.Criteria {
			for _, k := range kinds {
				if c.Kind == k && c.State == state {
					found = append(found, c)
				}
			}
		}
		return found
	}
	unsound := append(is(Fail, Health), is(Unknown, Health)...)
	failed, open := is(Fail, Goal, ATarget), is(Unknown, ACheck, AGuardrail, Goal, ATarget)
	switch stopped := is(Fail, ACheck); {
	case len(stopped) > 0:
		return NoGo, about("Se detiene por", "Stopped by", stopped)
	case len(unsound) > 0:
		return NotEnoughData, about("Los datos todavía no permiten decidir", "The data does not allow a decision yet", unsound)
	case len(is(Fail, AGuardrail)) > 0:
		return NoGo, about("Ally es peor que el chat clásico en", "Ally is worse than the classic chat in", is(Fail, AGuardrail))
	case len(failed) > 0:
		return NeedsImprovement, about("No se cumple", "Not met", failed)
	case len(open) > 0 && v.Days >= t.MostDays:
		late := say("Tras %d días no está demostrado", "After %d days it is not shown", v.Days)
		return NeedsImprovement, about(late.ES, late.EN, open)
	case len(open) > 0:
		return NotEnoughData, about("Todavía no se puede saber", "It can't be told yet", open)
	case v.Observational:
		return NeedsImprovement, lang.Text{
			ES: "Se cumplen todos los criterios, pero quién usa Ally no se decidió por sorteo: es una observación, y no basta para avanzar.",
			EN: "All criteria are met, but who has Ally was not drawn by lot: this is an observation, and not enough to go on.",
		}
	}
	return Go, lang.Text{ES: "Se cumplen todos los criterios.", EN: "All criteria are met."}
}
