package verdict

import (
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/stats"
)

// goals asks what the plan asks for: satisfaction, key metrics and targets.
func goals(in Input, comparisons []Comparison) []Criterion {
	criteria := []Criterion{satisfaction(in)}
	each := keys(in, comparisons)
	criteria = append(criteria, improved(in.Thresholds, each))
	criteria = append(criteria, each...)
	for _, m := range in.Metrics {
		if m.Target != nil && m.Direction != None {
			criteria = append(criteria, reach(m, *m.Target, ATarget, in.Thresholds))
		}
	}
	return criteria
}

// satisfaction is told by the lower bound of Ally's.
func satisfaction(in Input) Criterion {
	for _, m := range in.Metrics {
		if m.Rated {
			m.Direction = Higher
			return reach(m, in.Thresholds.Satisfaction, Goal, in.Thresholds)
		}
	}
	return Criterion{
		Name: "satisfaction", Kind: Goal, State: Unknown, Threshold: of(in.Thresholds.Satisfaction),
		Title: lang.Text{ES: "satisfacción", EN: "satisfaction"}, Why: say("No se mide.", "It is not measured."),
	}
}

// reach asks whether Ally's figure lies beyond a number, whatever the classic's is.
func reach(m Metric, number float64, kind Kind, t Thresholds) Criterion {
	c := Criterion{Name: m.Key, Kind: kind, State: Unknown, Threshold: of(number), Ally: m.Ally.people(), Title: m.Name}
	if m.Ally.Estimate == nil {
		c.Why = m.Ally.reason()
		return c
	}
	e := *m.Ally.Estimate
	c.Value = of(e.Value)
	over, why := stats.Over(e, number)
	if why != nil {
		c.Why = why.Why
		return c
	}
	i, why := over.Sequential(t.Confidence, sizeOf(number, e.Value, t))
	if why != nil {
		c.Why = why.Why
		return c
	}
	i.Low, i.High = i.Low+number, i.High+number
	c.Interval = &i
	good, bad := i.Low > number, i.High < number
	c.Bound = of(i.Low)
	limit := say("su límite inferior", "its lower bound")
	if m.Direction == Lower {
		good, bad = bad, good
		c.Bound, limit = of(i.High), say("su límite superior", "its upper bound")
	}
	c.Why = say("%s; "+limit.ES+" es %s, y se pide %s.", "%s; "+limit.EN+" is %s, and %s is asked for.", figure(e.Value), figure(*c.Bound), figure(number))
	switch {
	case good:
		c.State = Pass
	case bad:
		c.State = Fail
	}
	return c
}

// sizeOf is the distance from a number that is worth finding.
func sizeOf(number, value float64, t Thresholds) float64 {
	if number == 0 {
		number = value
	}
	return t.Worthwhile * max(number, -number)
}

// improved counts the key metrics that have improved.
func improved(t Thresholds, each []Criterion) Criterion {
	count := map[State]int{}
	for _, c := range each {
		count[c.State]++
	}
	c := Criterion{
		Name: "keyMetrics", Kind: Goal, State: Unknown, Value: of(float64(count[Pass])), Threshold: of(float64(t.Improved)),
		Title: lang.Text{ES: "métricas clave mejoradas", EN: "key metrics improved"},
		Why: say("Han mejorado %d de %d; se piden %d, y de %d todavía no se sabe.", "%d of %d have improved; %d are asked for, and of %d it is not known yet.",
			count[Pass], len(each), t.Improved, count[Unknown]),
	}
	switch {
	case count[Pass] >= t.Improved:
		c.State = Pass
	case count[Pass]+count[Unknown] < t.Improved:
		c.State = Fail
	}
	return c
}

// keys asks each key metric whether it has improved; their p-values are adjusted together.
func keys(in Input, comparisons []Comparison) []Criterion {
	byKey := map[string]Comparison{}
	var asked []Comparison
	for _, c := range comparisons {
		byKey[c.Key] = c
		if c.IsKey && c.Direction != None {
			asked = append(asked, c)
		}
	}
	var ps []float64
	for _, c := range asked {
		ps = append(ps, keyP(c, byKey[c.Or], in.Thresholds))
	}
	var criteria []Criterion
	for i, p := range stats.Holm(ps...) {
		criteria = append(criteria, key(asked[i], byKey[asked[i].Or], p, in.Thresholds))
	}
	return criteria
}

// keyP gives the p-value of a key metric not having improved. Of two ways to improve,
// the better p-value counts twice (Bonferroni).
func keyP(c, other Comparison, t Thresholds) float64 {
	p := betterP(c)
	if c.AtLeast != nil {
		p = max(p, aboveP(c, t))
	}
	if c.Or == "" {
		return p
	}
	return min(1, 2*min(p, instead(c, other, t)))
}

// instead gives the p-value of neither being no worse nor the other being better.
func instead(c, other Comparison, t Thresholds) float64 {
	if c.gain == nil || other.gain == nil {
		return 1
	}
	classic, ally := c.compared()
	equal, why := noWorse(c.Direction, t.Worthwhile, classic, ally)
	if why != nil || equal.Value <= 0 {
		return 1
	}
	return max(equal.AlwaysP(0, c.size), betterP(other))
}

// betterP gives the p-value of Ally being no better.
func betterP(c Comparison) float64 {
	if c.gain == nil || c.gain.Value <= 0 {
		return 1
	}
	return c.gain.AlwaysP(0, c.size)
}

// aboveP gives the p-value of Ally's figure not lying above what a key metric must.
func aboveP(c Comparison, t Thresholds) float64 {
	if c.Ally.Estimate == nil {
		return 1
	}
	over, why := stats.Over(*c.Ally.Estimate, *c.AtLeast)
	if why != nil || over.Value <= 0 {
		return 1
	}
	return over.AlwaysP(0, sizeOf(*c.AtLeast, c.Ally.Estimate.Value, t))
}

func key(c, other Comparison, p float64, t Thresholds) Criterion {
	r := Criterion{
		Name: c.Key, Kind: AKey, State: Unknown, Threshold: of(0), P: of(p), Classic: c.Classic.people(), Ally: c.Ally.people(),
		Title: c.Name, Why: c.Why,
	}
	if c.gain == nil {
		r.P = nil
		return r
	}
	r.Value, r.Interval, r.Bound = of(c.Change.Value), c.Always, of(c.Always.Low)
	if c.Direction == Lower {
		r.Bound = of(c.Always.High)
	}
	switch {
	case p <= 1-t.Confidence:
		r.State = Pass
		r.Why = say("Ha mejorado (%s; %s).", "It has improved (%s; %s).", changed(c), odds(p))
	case below(c, t):
		r.State = Fail
		r.Why = say("No llega a %s.", "It does not reach %s.", figure(*c.AtLeast))
	case ruledOut(c) && (c.Or == "" || other.gain != nil && ruledOut(other)):
		r.State = Fail
		r.Why = say("Una mejora de %s, la que vale la pena, queda descartada (%s).", "An improvement of %s, which is what is worth finding, is ruled out (%s).", share(t.Worthwhile), changed(c))
	default:
		r.Why = say("Cambio %s: todavía no está demostrado (%s).", "Change %s: it is not shown yet (%s).", changed(c), odds(p))
	}
	return r
}

// below says that a key metric's own figure is shown to be too low.
func below(c Comparison, t Thresholds) bool {
	return c.AtLeast != nil && reach(c.Metric, *c.AtLeast, AKey, t).State == Fail
}

// ruledOut says that the improvement that is worth finding can be ruled out.
func ruledOut(c Comparison) bool {
	best := c.Always.High
	if c.Direction == Lower {
		best = -c.Always.Low
	}
	return best < c.size
}
