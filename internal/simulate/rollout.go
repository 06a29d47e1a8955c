package simulate

import (
	"getaifactory.com/ally/shared/stats"
	"getaifactory.com/ally/shared/verdict"
)

// course is what became of one rollout.
type course struct {
	decided  verdict.Outcome // the first GO or NO-GO; the last outcome where there was neither
	day      int             // on which it was decided
	returned float64         // the lift of the return rate, when it was
	// Of each metric: whether the interval for one look covers the truth at the end, whether
	// it did at every look, and whether the one for all looks did.
	once, daily, always [measures]bool
	known               [measures]bool
	// Whether any key metric was ever said to have improved, and whether nothing but the
	// key metrics stood against a GO at the end.
	improved, otherwise bool
	// Whether the interval of the difference of the ninth decile of times does.
	decile, decileKnown bool
}

// run lets a rollout run its days, with a look at the end of each, until there is a
// decision; to its end where coverage is asked for.
func run(w *world, days int, coverage bool) course {
	var c course
	for m := range c.always {
		c.daily[m], c.always[m] = true, true
	}
	for range days {
		w.pass()
		if c.day > 0 && !coverage {
			break
		}
		v := verdict.Reach(w.input())
		if c.day == 0 {
			c.decided = v.Outcome
			if v.Outcome == verdict.Go || v.Outcome == verdict.NoGo {
				c.day = w.day
			}
			if is := v.Comparisons[returning]; is.Lift != nil {
				c.returned = is.Lift.Value
			}
		}
		if coverage {
			c.criteria(v)
			c.cover(v, w.truth)
		}
	}
	if coverage {
		c.coverDecile(w)
	}
	return c
}

// criteria looks at what the verdict is made of.
func (c *course) criteria(v verdict.Verdict) {
	c.otherwise = true
	for _, is := range v.Criteria {
		if is.Kind == verdict.AKey {
			c.improved = c.improved || is.State == verdict.Pass
		} else if is.Name != "keyMetrics" {
			c.otherwise = c.otherwise && is.State == verdict.Pass
		}
	}
}

// cover says of each metric whether the intervals of its lift cover the true one.
func (c *course) cover(v verdict.Verdict, truth Truth) {
	lifts := truth.lifts()
	for m, is := range v.Comparisons {
		if is.Lift == nil {
			continue
		}
		covers := func(i *stats.Interval) bool { return i.Low <= lifts[m] && lifts[m] <= i.High }
		c.known[m], c.once[m] = true, covers(is.LiftOnce)
		// An interval that holds at all looks is asymptotic: it is asked from the first
		// look on at which a verdict may be reached.
		if v.Days >= verdict.Defaults.Days {
			c.daily[m] = c.daily[m] && covers(is.LiftOnce)
			c.always[m] = c.always[m] && covers(is.LiftAlways)
		}
	}
}

func (c *course) coverDecile(w *world) {
	both := w.spreads()
	var e [2]stats.Estimate
	for i, s := range both {
		q, why := s.Quantile(0.9, 0.95)
		if why != nil {
			return
		}
		if e[i], why = q.Estimate(); why != nil {
			return
		}
	}
	d, why := stats.Difference(e[0], e[1])
	if why != nil {
		return
	}
	if i, why := d.Interval(0.95); why == nil {
		c.decileKnown, c.decile = true, i.Low <= 0 && i.High >= 0
	}
}
