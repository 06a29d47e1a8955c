package simulate

import (
	"errors"
	"fmt"
	"strings"

	"getaifactory.com/ally/shared/stats"
	"getaifactory.com/ally/shared/verdict"
)

// Report is how often the verdict was right, without knowing what people did before and
// knowing it.
type Report struct {
	Options Options
	Counts
	Before Counts
}

// Counts are those of some rollouts.
type Counts struct {
	// Of A/A rollouts: how many had a GO, or a NO-GO, at any look.
	FalseGo, FalseNoGo, AA int
	// … in how many any key metric was said to have improved, at any look, and in how many
	// nothing but the key metrics stood against a GO at the end.
	FalseKey, Otherwise int
	// Of each metric, how often the intervals of the lift covered a true one of nothing,
	// and one of 20 %.
	Once, Always, OnceGain, AlwaysGain [measures]Share
	// How often the intervals for one look covered nothing at every look.
	Daily [measures]Share
	// The same of the difference of the ninth decile of times, of nothing.
	Decile Share
	Power  []Size // by the size of a true gain
	Harm   []Size // by the size of a true harm to a guardrail, with a gain that is a GO without it
	Leave  []Size // the same, of another guardrail
}

// Share is how often something was so.
type Share struct{ Hits, Of int }

func (s *Share) add(hit, known bool) {
	if known {
		s.Of++
		if hit {
			s.Hits++
		}
	}
}

// Value gives the share, 0 to 1; 0 of none.
func (s Share) Value() float64 { return float64(s.Hits) / float64(max(1, s.Of)) }

// String gives the share with its Wilson interval.
func (s Share) String() string {
	i, why := stats.Wilson(s.Hits, s.Of, 0.95)
	if why != nil {
		return "?"
	}
	return fmt.Sprintf("%5.1f %%  (%.1f to %.1f; %d of %d)", 100*s.Value(), 100*i.Low, 100*i.High, s.Hits, s.Of)
}

// nothing counts an A/A rollout.
func (r *Counts) nothing(c course) {
	r.AA++
	switch c.decided {
	case verdict.Go:
		r.FalseGo++
	case verdict.NoGo:
		r.FalseNoGo++
	}
	if c.improved {
		r.FalseKey++
	}
	if c.otherwise {
		r.Otherwise++
	}
	for m := range c.once {
		r.Once[m].add(c.once[m], c.known[m])
		r.Daily[m].add(c.daily[m], c.known[m])
		r.Always[m].add(c.always[m], c.known[m])
	}
	r.Decile.add(c.decile, c.decileKnown)
}

// something counts a rollout with a true gain in some metrics.
func (r *Counts) something(c course) {
	for _, m := range []int{firstMessage, agents, session} {
		r.OnceGain[m].add(c.once[m], c.known[m])
		r.AlwaysGain[m].add(c.always[m], c.known[m])
	}
}

// Coverage is that of all metrics' intervals for one look, together.
func (r Counts) Coverage() Share {
	return sum(r.Once, r.OnceGain, [measures]Share{r.Decile})
}

func sum(of ...[measures]Share) Share {
	var all Share
	for _, shares := range of {
		for _, s := range shares {
			all.Hits, all.Of = all.Hits+s.Hits, all.Of+s.Of
		}
	}
	return all
}

// AlwaysCoverage is that of all metrics' intervals for all looks, together.
func (r Counts) AlwaysCoverage() Share {
	return sum(r.Always, r.AlwaysGain)
}

// Stopped is how often a real regression of a guardrail was stopped.
func (r Counts) Stopped() Share {
	for _, s := range r.Harm {
		if s.Share == regression {
			return Share{s.NoGo, s.Rollouts}
		}
	}
	return Share{}
}

// String tells the figures, a line each.
func (r Report) String() string {
	var b strings.Builder
	tell(&b, "people, days with a look each, seed", fmt.Sprintf("%d, %d, %d", r.Options.People, r.Options.Days, r.Options.Seed))
	r.tell(&b)
	tell(&b, fmt.Sprintf("knowing what the same people did in %d days before:", daysBefore), "")
	r.Before.tell(&b)
	if err := r.Err(); err != nil {
		tell(&b, "WRONG", err)
	}
	return b.String()
}

func tell(b *strings.Builder, name string, value any) { fmt.Fprintf(b, "%-58s %v\n", name, value) }

func (r Counts) tell(b *strings.Builder) {
	line := func(name string, value any) { tell(b, name, value) }
	line("A/A: a GO at any look", Share{r.FalseGo, r.AA})
	line("A/A: a NO-GO at any look", Share{r.FalseNoGo, r.AA})
	line("A/A: a key metric improved, at any look", Share{r.FalseKey, r.AA})
	line("A/A: nothing else stands against a GO at the end", Share{r.Otherwise, r.AA})
	line("95 % intervals that cover the truth, for one look", r.Coverage())
	for m, key := range asked() {
		line("… "+key.Key, r.Once[m])
		if r.OnceGain[m].Of > 0 {
			line("… "+key.Key+", with a gain of 20 %", r.OnceGain[m])
		}
	}
	line("… ninth decile of responseTime", r.Decile)
	line("the same, were they asked at every look", sum(r.Daily))
	line("95 % intervals for all looks that cover it at all of them", r.AlwaysCoverage())
	for m, key := range asked() {
		line("… "+key.Key, r.Always[m])
		if r.AlwaysGain[m].Of > 0 {
			line("… "+key.Key+", with a gain of 20 %", r.AlwaysGain[m])
		}
	}
	for _, s := range r.Power {
		line(fmt.Sprintf("gain of %2.0f %% in three key metrics: GO", 100*s.Share), Share{s.Go, s.Rollouts})
		if s.Go > 0 {
			line("… after days, on average", fmt.Sprintf("%5.1f", float64(s.days)/float64(s.Go)))
		}
	}
	for _, s := range r.Harm {
		line(fmt.Sprintf("gain of 50 %%, answers that take %2.0f %% longer: NO-GO", 100*s.Share), Share{s.NoGo, s.Rollouts})
		line("… GO", Share{s.Go, s.Rollouts})
	}
	for _, s := range r.Leave {
		line(fmt.Sprintf("gain of 50 %%, %2.0f %% fewer visits, return rate %.0f %%: NO-GO", 100*s.Share, 100*s.returned/float64(max(1, s.Rollouts))), Share{s.NoGo, s.Rollouts})
		line("… GO", Share{s.Go, s.Rollouts})
	}
}

// Err is an error where the verdict is wrong more often than it may be.
func (r Report) Err() error {
	return errors.Join(r.Counts.err(), r.Before.err())
}

func (r Counts) err() error {
	var wrong []error
	must := func(holds bool, format string, args ...any) {
		if !holds {
			wrong = append(wrong, fmt.Errorf(format, args...))
		}
	}
	falseGo, coverage := Share{r.FalseGo, r.AA}.Value(), r.Coverage().Value()
	must(falseGo <= 0.05, "a false GO in %.1f %% of A/A rollouts", 100*falseGo)
	must(coverage >= 0.94 && coverage <= 0.96, "intervals cover the truth in %.1f %%", 100*coverage)
	falseKey, always := Share{r.FalseKey, r.AA}.Value(), r.AlwaysCoverage().Value()
	must(falseKey <= 0.05, "a key metric falsely improved in %.1f %% of A/A rollouts", 100*falseKey)
	must(always >= 0.95, "intervals for all looks cover the truth in %.1f %%", 100*always)
	must(r.Stopped().Value() >= 0.95, "a regression of %.0f %% is stopped in %.1f %%", 100*regression, 100*r.Stopped().Value())
	return errors.Join(wrong...)
}
