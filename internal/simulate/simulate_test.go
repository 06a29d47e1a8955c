package simulate

import (
	"io"
	"reflect"
	"testing"

	"getaifactory.com/ally/shared/stats"
)

// A short version of `ally prove verdict`: what it finds may not be further from what is
// promised than so few rollouts explain.
func TestTheVerdictIsRightAsOftenAsItSays(t *testing.T) {
	t.Parallel()
	r, err := Run(t.Context(), Options{Seed: 3, Rollouts: 60, People: 200, Days: 28, Progress: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	within := func(name string, s Share, low, high float64) {
		i, why := stats.Wilson(s.Hits, s.Of, 0.999)
		if why != nil || i.High < low || i.Low > high {
			t.Errorf("%s: %s, want %v to %v", name, s, low, high)
		}
	}
	for name, c := range map[string]Counts{"": r.Counts, ", knowing what was before": r.Before} {
		within("false GO"+name, Share{c.FalseGo, c.AA}, 0, 0.05)
		within("false improvement"+name, Share{c.FalseKey, c.AA}, 0, 0.05)
		within("false NO-GO"+name, Share{c.FalseNoGo, c.AA}, 0, 0.05)
		within("coverage"+name, c.Coverage(), 0.94, 0.96)
		within("coverage at all looks"+name, c.AlwaysCoverage(), 0.95, 1)
		within("stopped"+name, c.Stopped(), 0.95, 1)
		if c.Otherwise == 0 {
			t.Errorf("it is not the key metrics that keep an A/A comparison from a GO%s", name)
		}
		if first, last := c.Power[0], c.Power[len(c.Power)-1]; first.Go > last.Go || last.Go == 0 {
			t.Errorf("a gain of %v leads to %d GO, one of %v to %d%s", first.Share, first.Go, last.Share, last.Go, name)
		}
	}
	if now, before := r.Power[len(r.Power)-2], r.Before.Power[len(r.Power)-2]; before.Go < now.Go {
		t.Errorf("a gain of %v leads to %d GO, and knowing what was before to %d", now.Share, now.Go, before.Go)
	}
	if t.Failed() {
		t.Logf("\n%s", r)
	}
}

func TestASeedDrawsTheSameRolloutAgain(t *testing.T) {
	t.Parallel()
	a, b := newWorld(1, 2, 50, Nothing), newWorld(1, 2, 50, Nothing)
	for range 10 {
		a.pass()
		b.pass()
	}
	if a.arms() != b.arms() || !reflect.DeepEqual(a.spreads(), b.spreads()) {
		t.Error("the same seed draws another rollout")
	}
	if other := newWorld(2, 2, 50, Nothing); other.arms() == newWorld(1, 2, 50, Nothing).arms() {
		t.Error("another seed draws the same one")
	}
}

func TestAReportSaysWhatIsWrong(t *testing.T) {
	bad := Counts{FalseGo: 6, FalseKey: 6, AA: 100, Harm: []Size{{Share: regression, Rollouts: 10, NoGo: 9}}}
	bad.Once[session], bad.Always[session] = Share{90, 100}, Share{90, 100}
	good := Counts{AA: 100, Harm: []Size{{Share: regression, Rollouts: 10, NoGo: 10}}}
	good.Once[session], good.Always[session] = Share{95, 100}, Share{99, 100}
	for _, r := range []Report{{Counts: bad, Before: good}, {Counts: good, Before: bad}} {
		if err := r.Err(); err == nil {
			t.Error("nothing is wrong")
		}
	}
	if err := (Report{Counts: good, Before: good}).Err(); err != nil {
		t.Errorf("%v", err)
	}
}
