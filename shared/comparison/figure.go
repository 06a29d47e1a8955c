package comparison

import (
	"cmp"
	"math"
	"slices"

	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/metric"
	"getaifactory.com/ally/shared/stats"
	"getaifactory.com/ally/shared/verdict"
)

// figure gives a measure of one side of what its people contribute, or why there is none.
// A side without a source keeps none.
func figure(d metric.Definition, source string, values []metric.Value, confidence float64) verdict.Side {
	if source == "" {
		return verdict.Side{Why: d.Same}
	}
	return verdict.Known(estimate(d, values, confidence))
}

func estimate(d metric.Definition, values []metric.Value, confidence float64) (stats.Estimate, *stats.Unknown) {
	switch d.Kind {
	case metric.Ratio:
		var sums stats.Cross
		for _, v := range values {
			sums = sums.Merge(stats.Pair(v.Num, v.Den))
		}
		return sums.Ratio()
	case metric.Proportion:
		hits := 0
		for _, v := range values {
			hits += int(v.Num)
		}
		return stats.Proportion(hits, len(values))
	case metric.Quantile:
		q, why := quantile(d.At, values, confidence)
		if why != nil {
			return stats.Estimate{}, why
		}
		return q.Estimate()
	}
	return stats.Of(numbers(values)...).Mean()
}

func numbers(values []metric.Value) []float64 {
	all := make([]float64, len(values))
	for i, v := range values {
		all[i] = v.Num
	}
	return all
}

// quantile is that of times of which everybody has many, or of a number of each.
func quantile(at float64, values []metric.Value, confidence float64) (stats.Quantile, *stats.Unknown) {
	if !slices.ContainsFunc(values, func(v metric.Value) bool { return v.Times != nil }) {
		return stats.OrderStatistics(numbers(values), at, confidence)
	}
	spread := stats.NewSpread(fact.Edges()...)
	for _, v := range values {
		spread.Add(v.Times.Counts()...)
	}
	return spread.Quantile(at, confidence)
}

// value is a measure without its interval, which one person is enough for; ok is false
// where there is nothing.
func value(d metric.Definition, values []metric.Value) (float64, bool) {
	if d.Kind == metric.Quantile {
		var times fact.Histogram
		for _, v := range values {
			times = times.Merged(v.Times)
		}
		if ms, ok := times.Quantile(d.At); ok {
			return ms, true
		}
		if len(values) == 0 {
			return 0, false
		}
		sorted := slices.SortedFunc(slices.Values(numbers(values)), cmp.Compare[float64])
		return sorted[max(0, int(math.Ceil(d.At*float64(len(sorted))))-1)], true
	}
	num, den := 0.0, 0.0
	for _, v := range values {
		num, den = num+v.Num, den+v.Den
	}
	return num / den, den > 0
}

// atLeast is what the satisfaction must lie above to count as improved.
var atLeast = 4.0

// names are those of figures in the plan's report.
var names = map[string]string{
	metric.SessionLength: "avgSessionLength", metric.AgentsDiscovered: "agentDiscoveryRate",
	metric.Satisfaction: "userSatisfaction", metric.PromptEffectiveness: "promptEffectiveness",
}

// asked gives a measure with what the verdict asks of it.
func asked(d metric.Definition, classic, ally verdict.Side) verdict.Metric {
	m := verdict.Metric{
		Key: d.Key, Name: d.Name, Unit: string(d.Unit), Figure: names[d.Key], Direction: verdict.Direction(d.Direction),
		Classic: classic, Ally: ally, IsKey: d.KeyMetric,
	}
	if d.Guardrail {
		m.Margin = d.Margin
	}
	switch d.Key {
	case metric.Satisfaction: // its target is the threshold of the satisfaction
		m.Rated, m.AtLeast = true, &atLeast
	case metric.SessionLength:
		m.Or = metric.MessagesPerSession
	}
	if target := d.Target.Value; target > 0 && !m.Rated {
		m.Target = &target
	}
	return m
}
