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
	within("false GO", Share{r.FalseGo, r.AA}, 0, 0.05)
	within("false improvement", Share{r.FalseKey, r.AA}, 0, 0.05)
	within("false NO-GO", Share{r.FalseNoGo, r.AA}, 0, 0.05)
	within("coverage", r.Coverage(), 0.94, 0.96)
	within("coverage at all looks", r.AlwaysCoverage(), 0.95, 1)
	within("stopped", r.Stopped(), 0.95, 1)
	if r.Otherwise == 0 {
		t.Error("it is not the key metrics that keep an A/A comparison from a GO")
	}
	if first, last := r.Power[0], r.Power[len(r.Power)-1]; first.Go > last.Go || last.Go == 0 {
		t.Errorf("a gain of %v leads to %d GO, one of %v to %d", first.Share, first.Go, last.Share, last.Go)
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
	r := Report{FalseGo: 6, FalseKey: 6, AA: 100, Harm: []Size{{Share: regression, Rollouts: 10, NoGo: 9}}}
	r.Once[session], r.Always[session] = Share{90, 100}, Share{90, 100}
	if err := r.Err(); err == nil {
		t.Error("nothing is wrong")
	}
	good := Report{AA: 100, Harm: []Size{{Share: regression, Rollouts: 10, NoGo: 10}}}
	good.Once[session], good.Always[session] = Share{95, 100}, Share{99, 100}
	if err := good.Err(); err != nil {
		t.Errorf("%v", err)
	}
}
