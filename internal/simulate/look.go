package simulate

import (
	"time"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/stats"
	"getaifactory.com/ally/shared/verdict"
)

// arm is what an arm's people come to.
type arm struct {
	people, exposed int
	sums            [measures]stats.Cross
	with            [measures]stats.Ratios // with what the same people did before
}

// arms sums the people up, the classic's first.
func (w *world) arms() [2]arm {
	var both [2]arm
	for _, p := range w.people {
		a := &both[0]
		if p.ally {
			a = &both[1]
		}
		a.people++
		if p.count[session] > 0 {
			a.exposed++
		}
		for m := range p.sum {
			if p.count[m] == 0 {
				continue
			}
			a.sums[m] = a.sums[m].Merge(stats.Pair(p.sum[m], p.count[m]))
			if b := p.before; b != nil {
				a.with[m] = a.with[m].Merge(stats.Person(p.sum[m], p.count[m], b.sum[m], b.count[m]))
			}
		}
	}
	return both
}

var start = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// input is what the verdict gets to see.
func (w *world) input() verdict.Input {
	both := w.arms()
	at := start.AddDate(0, 0, w.day)
	in := verdict.Input{
		At: at, Days: w.day, Randomized: true, Classic: both[0].people, Ally: both[1].people, Share: 0.5, Exposed: both[1].exposed,
	}
	for _, name := range verdict.CheckNames {
		in.Checks = append(in.Checks, verdict.Check{Name: name, Passed: true, At: at})
	}
	for m, is := range asked() {
		is.Classic, is.Ally = verdict.Known(both[0].sums[m].Ratio()), verdict.Known(both[1].sums[m].Ratio())
		classic, ally, why := stats.AdjustedRatios(both[0].with[m], both[1].with[m])
		if why == nil && classic.Raw != nil {
			is.Adjusted = &verdict.Adjusted{Classic: classic, Ally: ally}
		}
		in.Metrics = append(in.Metrics, is)
	}
	return in
}

// asked are the metrics with what is asked of them, as the plan has it.
func asked() [measures]verdict.Metric {
	four, two := 4.0, 2.0
	all := [measures]verdict.Metric{
		firstMessage:  {Key: "timeToFirstMessage", Direction: verdict.Lower, IsKey: true},
		agents:        {Key: "agentDiscovery", Direction: verdict.Higher, IsKey: true},
		rating:        {Key: "satisfaction", Direction: verdict.Higher, IsKey: true, AtLeast: &four, Rated: true},
		session:       {Key: "sessionLength", Direction: verdict.Higher, IsKey: true, Or: "promptEffectiveness"},
		effectiveness: {Key: "promptEffectiveness", Direction: verdict.Higher},
		response:      {Key: "responseTime", Direction: verdict.Lower, Target: &two, Margin: 0.2},
		returning:     {Key: "returnRate", Direction: verdict.Higher, Margin: 0.1},
	}
	for i := range all {
		all[i].Name = lang.Text{ES: all[i].Key, EN: all[i].Key}
	}
	return all
}

// spreads are the times of answers of both arms.
func (w *world) spreads() [2]stats.Spread {
	both := [2]stats.Spread{stats.NewSpread(edges...), stats.NewSpread(edges...)}
	for _, p := range w.people {
		i := 0
		if p.ally {
			i = 1
		}
		both[i].Add(both[i].Counts(p.times...)...)
	}
	return both
}
