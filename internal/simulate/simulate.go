package simulate

import (
	"context"
	"errors"
	"fmt"
	"io"

	"getaifactory.com/ally/shared/verdict"
)

// Options say what is simulated.
type Options struct {
	Seed     uint64
	Rollouts int // A/A; the others are a tenth as many, for each size
	People   int // of both arms together
	Days     int // with a look at the end of each
	Progress io.Writer
}

// The sizes of the truths that are simulated, as shares.
var (
	gains  = []float64{0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5}
	harms  = []float64{0, 0.05, 0.1, 0.15, 0.2, 0.3}
	leaves = []float64{0.2, 0.4, 0.6}
)

// regression is the size of a guardrail's harm that must be stopped: what its margin
// allows.
const regression = 0.2

// Run simulates A/A rollouts, rollouts in which Ally improves what it is for, and
// rollouts in which it does so and harms a guardrail.
func Run(ctx context.Context, o Options) (Report, error) {
	if o.Rollouts < 10 || o.People < 2 || o.Days < 1 || o.Progress == nil {
		return Report{}, errors.New("simulate: ten rollouts, two people, a day and a place for the progress are needed at least")
	}
	r := Report{Options: o}
	number := uint64(0)
	each := func(name string, rollouts int, truth Truth, coverage bool, end func(course)) error {
		for range rollouts {
			if err := ctx.Err(); err != nil {
				return err
			}
			number++
			end(run(newWorld(o.Seed, number, o.People, truth), o.Days, coverage))
		}
		fmt.Fprintf(o.Progress, "%s: %d rollouts\n", name, rollouts)
		return nil
	}
	if err := each("A/A", o.Rollouts, Nothing, true, r.nothing); err != nil {
		return r, err
	}
	if err := each("gain of 20 %, for coverage", o.Rollouts/4, improved(0.2), true, r.something); err != nil {
		return r, err
	}
	for _, gain := range gains {
		s := Size{Share: gain}
		if err := each(fmt.Sprintf("gain of %.0f %%", 100*gain), o.Rollouts/10, improved(gain), false, s.add); err != nil {
			return r, err
		}
		r.Power = append(r.Power, s)
	}
	for _, harm := range harms {
		s := Size{Share: harm}
		truth := improved(0.5)
		truth.Response = 1 + harm
		if err := each(fmt.Sprintf("harm of %.0f %%", 100*harm), o.Rollouts/10, truth, false, s.add); err != nil {
			return r, err
		}
		r.Harm = append(r.Harm, s)
	}
	for _, leave := range leaves {
		s := Size{Share: leave}
		truth := improved(0.5)
		truth.Return = 1 - leave
		if err := each(fmt.Sprintf("visits fewer by %.0f %%", 100*leave), o.Rollouts/10, truth, false, s.add); err != nil {
			return r, err
		}
		r.Leave = append(r.Leave, s)
	}
	return r, nil
}

// improved is the truth in which Ally improves three key metrics by a share.
func improved(share float64) Truth {
	t := Nothing
	t.FirstMessage, t.Agents, t.Session = 1/(1+share), 1+share, 1+share
	return t
}

// Size is what became of rollouts with one size of truth.
type Size struct {
	Share    float64
	Rollouts int
	Go, NoGo int
	days     int     // until a GO, of all
	returned float64 // lifts of the return rate, of all
}

func (s *Size) add(c course) {
	s.Rollouts++
	s.returned += c.returned
	switch c.decided {
	case verdict.Go:
		s.Go++
		s.days += c.day
	case verdict.NoGo:
		s.NoGo++
	}
}
