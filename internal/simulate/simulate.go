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
	Rollouts int // A/A, without and with knowing what people did before; the others are a tenth as many, for each size
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
	r, draw := Report{Options: o}, drawing{ctx: ctx, options: o}
	if err := draw.counts(&r.Counts); err != nil {
		return r, err
	}
	draw = drawing{ctx: ctx, options: o, remember: true}
	return r, draw.counts(&r.Before)
}

// drawing draws rollouts, each with its number's dice.
type drawing struct {
	ctx      context.Context
	options  Options
	remember bool // what people did before
	number   uint64
}

func (d *drawing) each(name string, rollouts int, truth Truth, coverage bool, end func(course)) error {
	for range rollouts {
		if err := d.ctx.Err(); err != nil {
			return err
		}
		d.number++
		w := newWorld(d.options.Seed, d.number, d.options.People, truth)
		if d.remember {
			w.remember(d.options.Seed, d.number)
		}
		end(run(w, d.options.Days, coverage))
	}
	fmt.Fprintf(d.options.Progress, "%s: %d rollouts\n", name, rollouts)
	return nil
}

// counts draws A/A rollouts, and of each size of a gain or a harm a tenth of all.
func (d *drawing) counts(r *Counts) error {
	same, sized := d.options.Rollouts, d.options.Rollouts/10
	if err := d.each("A/A", same, Nothing, true, r.nothing); err != nil {
		return err
	}
	if err := d.each("gain of 20 %, for coverage", same/4, improved(0.2), true, r.something); err != nil {
		return err
	}
	for _, gain := range gains {
		s := Size{Share: gain}
		if err := d.each(fmt.Sprintf("gain of %.0f %%", 100*gain), sized, improved(gain), false, s.add); err != nil {
			return err
		}
		r.Power = append(r.Power, s)
	}
	for _, harm := range harms {
		s := Size{Share: harm}
		truth := improved(0.5)
		truth.Response = 1 + harm
		if err := d.each(fmt.Sprintf("harm of %.0f %%", 100*harm), sized, truth, false, s.add); err != nil {
			return err
		}
		r.Harm = append(r.Harm, s)
	}
	for _, leave := range leaves {
		s := Size{Share: leave}
		truth := improved(0.5)
		truth.Return = 1 - leave
		if err := d.each(fmt.Sprintf("visits fewer by %.0f %%", 100*leave), sized, truth, false, s.add); err != nil {
			return err
		}
		r.Leave = append(r.Leave, s)
	}
	return nil
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
