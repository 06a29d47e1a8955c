package allyrollout_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

type step struct {
	ID, At, State, Obstacle, Says, By string
	Fits                              bool
	Change                            struct{ Percentage *int }
}

func steps(w *allytest.World) []step {
	var out struct{ Steps []step }
	call(w, http.MethodGet, route+"/schedule", nil).Into(&out)
	return out.Steps
}

// planned schedules a percentage for so many hours ahead.
func planned(w *allytest.World, percentage, hours int) allytest.Answer {
	at := w.Clock.Now().UTC().Truncate(time.Hour).Add(time.Duration(hours) * time.Hour).Format(time.RFC3339)
	return call(w, http.MethodPost, route+"/schedule", fields{"change": fields{"percentage": percentage}, "at": at, "why": "rampa"})
}

func TestARampIsScheduledAndCarriedOutStepByStep(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	w.Clock.Stop()
	for _, s := range []struct{ percentage, hours int }{{50, 30}, {10, 2}, {10, 2}} { // the same once more is the same step
		if a := planned(w, s.percentage, s.hours); a.Status != http.StatusOK {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
	}
	got := steps(w)
	if len(got) != 2 || *got[0].Change.Percentage != 10 || got[0].By != sample.Superadmin().Email || got[0].State != "waiting" || !got[0].Fits {
		t.Fatalf("%+v", got)
	}
	if got[1].Fits {
		t.Error("the step that was reviewed before another came in front of it fits")
	}
	a := call(w, http.MethodDelete, route+"/schedule/"+got[1].ID+"?why=orden", nil)
	if a.Status != http.StatusOK {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	planned(w, 50, 31)
	w.Sweep()
	if s := shown(w); s.Rollout.Revision != 0 {
		t.Errorf("before its time: %+v", s)
	}
	w.Clock.Move(3 * time.Hour)
	w.Sweep()
	w.Sweep()
	if s := shown(w); s.Rollout.Revision != 1 {
		t.Errorf("after the first step: %+v", s)
	}
	w.Clock.Move(30 * time.Hour)
	w.Sweep()
	if s := shown(w); s.Rollout.Revision != 2 {
		t.Errorf("after the second step: %+v", s)
	}
	states := map[string]int{}
	for _, s := range steps(w) {
		states[s.State]++
	}
	if states["done"] != 2 || states["cancelled"] != 1 {
		t.Errorf("%v", states)
	}
	for what, want := range map[string]int{"rollout.scheduled": 3, "rollout.unscheduled": 1, "rollout.changed": 2} {
		docs, err := w.DB.Collection("ally_audit").Where("what", "==", what).Documents(t.Context()).GetAll()
		if err != nil || len(docs) != want {
			t.Errorf("%d entries of %s, %v", len(docs), what, err)
		}
	}
}

func TestWhatCanNotBeScheduledIsToldByName(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	w.Clock.Stop()
	at := func(d time.Duration) string { return w.Clock.Now().Add(d).Format(time.RFC3339) }
	for field, body := range map[string]fields{
		"at":     {"change": fields{"percentage": 10}, "at": at(-time.Hour), "why": "rampa"},
		"change": {"change": fields{}, "at": at(time.Hour), "why": "rampa"},
		"people": {"change": fields{"people": []string{"x"}}, "at": at(time.Hour), "why": "rampa"},
	} {
		a := call(w, http.MethodPost, route+"/schedule", body)
		if p := a.Problem(); a.Status != http.StatusBadRequest || len(p.Fields) != 1 || p.Fields[0].Field != field {
			t.Errorf("%s: %d %s", field, a.Status, a.Body)
		}
	}
	for i := range 20 {
		if a := planned(w, i+1, i+2); a.Status != http.StatusOK {
			t.Fatalf("step %d: %d %s", i, a.Status, a.Body)
		}
	}
	if a := planned(w, 50, 60); a.Status != http.StatusConflict || a.Problem().Code != "full" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	w.Clock.Move(3 * time.Hour)
	w.Sweep()
	over := steps(w)[19]
	for id, want := range map[string]int{"step_none": http.StatusNotFound, over.ID: http.StatusConflict} {
		if a := call(w, http.MethodDelete, route+"/schedule/"+id, nil); a.Status != want {
			t.Errorf("%s: %d %s", id, a.Status, a.Body)
		}
	}
	waiting := steps(w)[0].ID
	for i := range 2 { // taken back twice is taken back
		if a := call(w, http.MethodDelete, fmt.Sprint(route, "/schedule/", waiting), nil); a.Status != http.StatusOK {
			t.Errorf("time %d: %d %s", i, a.Status, a.Body)
		}
	}
}
