package verdict

import (
	"getaifactory.com/ally/shared/stats"
)

// guardrails asks of each guardrail whether Ally is no worse by its margin. One that can be
// shown passes; one of which it can't, and which is shown to be worse, fails. That one of
// several fails by chance is no more probable than of one alone.
func guardrails(in Input, comparisons []Comparison) []Criterion {
	var asked []Comparison
	for _, c := range comparisons {
		if c.Margin > 0 && c.Direction != None {
			asked = append(asked, c)
		}
	}
	var criteria []Criterion
	for _, c := range asked {
		criteria = append(criteria, guardrail(c, in.Thresholds, 1-(1-in.Thresholds.Confidence)/float64(len(asked))))
	}
	return criteria
}

func guardrail(c Comparison, t Thresholds, toFail float64) Criterion {
	r := Criterion{
		Name: c.Key, Kind: AGuardrail, State: Unknown, Threshold: of(0), Classic: c.Classic.people(), Ally: c.Ally.people(),
		Title: c.Name, Why: c.Why,
	}
	if c.Classic.Estimate == nil || c.Ally.Estimate == nil {
		return r
	}
	classic, ally := c.compared()
	if c.gain == nil {
		if classic.Variance == 0 && ally.Variance == 0 && !worse(c.Direction, classic.Value, ally.Value) {
			r.State = Pass
			r.Why = say("Todas las personas tienen el mismo valor en ambos grupos.", "Everybody has the same value in both arms.")
		}
		return r
	}
	room, why := noWorse(c.Direction, c.Margin, classic, ally)
	if why != nil {
		r.Why = why.Why
		return r
	}
	i, why := room.Sequential(t.Confidence, c.size)
	if why != nil {
		r.Why = why.Why
		return r
	}
	harm, why := c.gain.Sequential(toFail, c.size)
	if why != nil {
		r.Why = why.Why
		return r
	}
	r.Value, r.Interval, r.Bound = of(room.Value), &i, of(i.Low)
	allowed := share(c.Margin)
	switch {
	case i.Low > 0:
		r.State = Pass
		r.Why = say("Está demostrado que no es peor en más de %s.", "It is shown to be no worse by more than %s.", allowed)
	case harm.High < 0:
		r.State = Fail
		r.Why = say("Está demostrado que es peor (%s), y no que lo sea en menos de %s.", "It is shown to be worse (%s), and not to be so by less than %s.", changed(c), allowed)
	default:
		r.Why = say("Cambio %s: todavía no está demostrado que no sea peor en más de %s.", "Change %s: it is not shown yet to be no worse by more than %s.", changed(c), allowed)
	}
	return r
}

// noWorse is, in the classic's unit, how much better Ally is than the classic less the
// margin, a share of the classic's figure.
func noWorse(d Direction, margin float64, classic, ally stats.Estimate) (stats.Effect, *stats.Unknown) {
	if d == Lower {
		e, why := stats.Against(classic, ally, 1+margin, 0)
		e.Value = -e.Value
		return e, why
	}
	return stats.Against(classic, ally, 1-margin, 0)
}

func worse(d Direction, classic, ally float64) bool {
	if d == Lower {
		return ally > classic
	}
	return ally < classic
}

// changed writes a change: as a percentage where there is one.
func changed(c Comparison) written {
	if c.Lift != nil {
		return percent(c.Lift.Value)
	}
	return figure(c.Change.Value)
}
