package allycomparison_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/stats"
	"getaifactory.com/ally/shared/verdict"
)

// criterion gives one of a comparison's.
func (c comparison) criterion(name string) verdict.ReportedCriterion {
	for _, one := range c.Criteria {
		if one.Name == name {
			return one
		}
	}
	return verdict.ReportedCriterion{}
}

// Where a holdout is switched on while a comparison is under way, whoever was let in before was
// drawn by nobody.
func TestALotThatBeginsLateCountsWhomItDraws(t *testing.T) {
	t.Parallel()
	w := measured(t, 9)
	people := w.Colleagues(48)
	for _, p := range people {
		w.Set("users/"+p.ID, fields{"allyBetaAccess": nil})
	}
	tell := func(some []sample.Person) (drawn map[bool]int) {
		t.Helper()
		w.Clock.Move(6 * time.Second) // what is kept of the rollout is read again
		drawn = map[bool]int{}
		for _, p := range some {
			var out struct{ AllyBetaAccess bool }
			w.Call(p, http.MethodGet, "/api/feature-flags", nil).Into(&out)
			drawn[out.AllyBetaAccess]++
		}
		return drawn
	}
	compare := func() (out comparison) {
		t.Helper()
		w.Clock.Move(6 * time.Minute)
		w.Call(sample.Superadmin(), http.MethodGet, route, nil).Into(&out)
		return out
	}
	w.Set("ally_config/rollout", fields{"stage": "domain", "salt": "s", "domains": fields{people[0].Domain(): 100}})
	if before := tell(people[:16]); before[true] != 16 {
		t.Fatalf("%v", before)
	}
	if r := compare(); !r.Observational || r.criterion("sampleRatio").Name != "" {
		t.Errorf("without a lot: %+v", r.Criteria)
	}

	w.Clock.Move(3 * 24 * time.Hour)
	began := fact.DayOf(w.Clock.Now())
	w.Set("ally_config/rollout", fields{"holdout": 50})
	drawn := tell(people[16:40])
	if kept := tell(people[:16]); kept[false] == 0 {
		t.Fatalf("nobody of those who had it is held out: %v", kept)
	}
	w.Clock.Move(2 * 24 * time.Hour)
	through := fact.DayOf(w.Clock.Now().AddDate(0, 0, -1))
	w.Set("ally_measuring/rollup", fields{"through": through})
	r := compare()
	if r.Observational || r.Filter.From != began || r.Filter.To != through {
		t.Errorf("%+v, want from %s to %s", r.Filter, began, through)
	}
	if got := r.criterion("people").Sample; got != (verdict.Sample{Classic: drawn[false], Ally: drawn[true]}) {
		t.Errorf("%+v of %v that were drawn", got, drawn)
	}
	p, why := stats.SampleRatio([]int{drawn[false], drawn[true]}, []float64{0.5, 0.5})
	if c := r.criterion("sampleRatio"); why != nil || c.State != verdict.Pass || c.Value == nil || *c.Value != p {
		t.Errorf("%+v, want %v: %v", c, p, why)
	}

	// Somebody gets lost: only those who are let in are still noted.
	for n := range 24 {
		w.Set(fmt.Sprint("ally_exposures/lost-", n), fields{"userId": fmt.Sprint("lost-", n), "group": "ally", "at": w.Clock.Now()})
	}
	if c := compare().criterion("sampleRatio"); c.State != verdict.Fail {
		t.Errorf("%+v", c)
	}
}
