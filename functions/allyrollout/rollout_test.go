package allyrollout_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

const route = "/api/ally/config/rollout"

type fields = map[string]any

type state struct {
	Rollout struct {
		Stage    string
		People   []string
		Revision int
	}
	Switches struct {
		Off                   bool
		Organizations, People []string
	}
	Next []struct {
		Name, Says string
		Met        bool
	}
}

func call(w *allytest.World, method, path string, body any) allytest.Answer {
	return w.Call(sample.Superadmin(), method, path, body)
}

func shown(w *allytest.World) state {
	var s state
	call(w, http.MethodGet, route, nil).Into(&s)
	return s
}

// reason is what the person is told of themselves, once nothing is kept any more.
func reason(w *allytest.World, p sample.Person) string {
	var a struct{ Reason string }
	w.Clock.Move(15 * time.Second)
	w.Call(p, http.MethodGet, "/api/feature-flags", nil).Into(&a)
	return a.Reason
}

const override = "La comparación todavía no tiene datos suficientes."

func TestABetaGroupIsLetInByAnOverrideWithItsReason(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Stranger()
	beta := fields{"revision": 0, "stage": "beta", "people": []string{p.Email}, "why": "Grupo beta"}
	if a := call(w, http.MethodPut, route, beta); a.Status != http.StatusConflict || a.Problem().Code != "conditions" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	beta["override"] = true
	if a := call(w, http.MethodPut, route, beta); a.Status != http.StatusBadRequest {
		t.Errorf("without a reason: %d %s", a.Status, a.Body)
	}
	beta["why"] = override
	if a := call(w, http.MethodPut, route, beta); a.Status != http.StatusOK {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if got := reason(w, p); got != "beta_group" {
		t.Errorf("the reason is %s", got)
	}
	if a := call(w, http.MethodPut, route, beta); a.Status != http.StatusConflict || a.Problem().Code != "changed" {
		t.Errorf("a second time: %d %s", a.Status, a.Body)
	}
	if s := shown(w); s.Rollout.Stage != "beta" || s.Rollout.Revision != 1 || len(s.Next) != 4 {
		t.Errorf("%+v", s)
	}
	call(w, http.MethodPut, route, fields{"revision": 1, "stage": "superadmin", "why": "Vuelta atrás"})
	if got := reason(w, p); got != "not_in_rollout" {
		t.Errorf("after going back the reason is %s", got)
	}
	trail := w.DB.Collection("ally_audit").Where("what", "==", "rollout.changed").Documents(t.Context())
	entries, err := trail.GetAll()
	if err != nil || len(entries) != 2 {
		t.Errorf("%d entries in the trail, %v", len(entries), err)
	}
}

func TestWhenTheVerdictIsGoAndTheStageHasLastedNoOverrideIsNeeded(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	now := w.Clock.Now()
	w.Set("ally_config/rollout", fields{"stage": "superadmin", "since": now.Add(-20 * 24 * time.Hour), "salt": "s", "revision": 4})
	w.Set("ally_config/verdict", fields{"verdict": "GO", "at": now.Add(-time.Hour)})
	a := call(w, http.MethodPut, route, fields{"revision": 4, "stage": "beta", "people": []string{sample.Stranger().Email}, "why": "Grupo beta"})
	if a.Status != http.StatusOK {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

// A preview tells what the change then does, of everybody.
func TestAPreviewTellsExactlyWhoGainsAndWhoLoses(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	change := fields{"stage": "domain", "domains": fields{"salfagestion.cl": 50}}
	type moved struct {
		Email string
		On    bool
	}
	var all struct {
		Moved  []moved
		Looked int
	}
	call(w, http.MethodPost, route+"/preview", change).Into(&all)
	if len(all.Moved) == 0 || all.Looked < 10 {
		t.Fatalf("%+v", all)
	}
	var told []string
	for _, m := range all.Moved {
		if !m.On {
			t.Errorf("%s would lose Ally", m.Email)
		}
		told = append(told, m.Email)
	}
	change["revision"], change["override"], change["why"] = 0, true, override
	call(w, http.MethodPut, route, change)
	for _, p := range []sample.Person{sample.Stranger(), sample.NoOrganization(), sample.OldestShape(), sample.OrganizationAdmin()} {
		if in := reason(w, p) == "domain_rollout"; in != slices.Contains(told, p.Email) {
			t.Errorf("%s: %t, and %v was told", p.Email, in, told)
		}
	}
	var back struct{ Moved []moved }
	call(w, http.MethodPost, route+"/preview", fields{"stage": "superadmin"}).Into(&back)
	if len(back.Moved) != len(all.Moved) || back.Moved[0].On {
		t.Errorf("going back: %+v", back.Moved)
	}
}

func TestASwitchIsFeltAndUndone(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	for _, tc := range []struct {
		off, on fields
		reason  string
	}{
		{fields{"off": true}, fields{"off": false}, "kill_switch"},
		{fields{"people": fields{p.ID: true}}, fields{"people": fields{p.ID: false}}, "person_switch"},
		{fields{"organizations": fields{p.Organization: true}}, fields{"organizations": fields{p.Organization: false}}, "organization_switch"},
	} {
		tc.off["why"], tc.on["why"] = "incidente", "resuelto"
		for range 2 { // the second time is as the first
			if a := call(w, http.MethodPatch, route+"/switches", tc.off); a.Status != http.StatusOK {
				t.Errorf("%d %s", a.Status, a.Body)
			}
		}
		if got := reason(w, p); got != tc.reason {
			t.Errorf("%v: %s", tc.off, got)
		}
		call(w, http.MethodPatch, route+"/switches", tc.on)
		if got := reason(w, p); got != "granted" {
			t.Errorf("%v: %s", tc.on, got)
		}
	}
	if s := shown(w).Switches; s.Off || len(s.People)+len(s.Organizations) > 0 {
		t.Errorf("%+v", s)
	}
}

func TestSomebodyIsGrantedDeniedAndLeftToTheRollout(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Stranger()
	for _, tc := range []struct {
		enabled any
		reason  string
	}{{true, "granted"}, {false, "denied"}, {nil, "not_in_rollout"}} {
		var out struct {
			Person struct {
				Reason string
				On     bool
			}
			Steps []struct {
				Reason  string
				Decides bool
			}
		}
		a := call(w, http.MethodPut, route+"/grants", fields{"email": p.Email, "enabled": tc.enabled, "why": "prueba"})
		if a.Status != http.StatusOK {
			t.Fatalf("%v: %d %s", tc.enabled, a.Status, a.Body)
		}
		a.Into(&out)
		if got := reason(w, p); got != tc.reason || out.Person.Reason != tc.reason {
			t.Errorf("%v: %s, explained as %s", tc.enabled, got, out.Person.Reason)
		}
		for _, s := range out.Steps {
			if s.Decides && s.Reason != tc.reason {
				t.Errorf("%v: %s decides", tc.enabled, s.Reason)
			}
		}
	}
	if a := call(w, http.MethodGet, route+"/people?email=nobody@example.com", nil); a.Status != http.StatusNotFound {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	doc, err := w.DB.Doc("users/" + p.ID).Get(t.Context())
	if err != nil || doc.Data()["email"] != p.Email {
		t.Errorf("the rest of the document: %v, %v", doc.Data(), err)
	}
}

// Of many who change the rollout at once one does, and nothing is lost of what
// somebody was told was done.
func TestOfManyWhoChangeTheRolloutAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	for round := range 5 {
		var done, told atomic.Int32
		var group sync.WaitGroup
		for i := range 4 {
			group.Go(func() {
				switch a := call(w, http.MethodPut, route, fields{"revision": round, "percentage": 10*round + i, "why": "carrera"}); {
				case a.Status == http.StatusOK:
					done.Add(1)
				case a.Status == http.StatusConflict && a.Problem().Code == "changed":
					told.Add(1)
				default:
					t.Errorf("%d %s", a.Status, a.Body)
				}
			})
		}
		group.Wait()
		if done.Load() != 1 || told.Load() != 3 {
			t.Errorf("round %d: %d did, %d were told", round, done.Load(), told.Load())
		}
	}
}

func TestTheTrailHoldsNoAddresses(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Stranger()
	call(w, http.MethodPut, route, fields{"revision": 0, "people": []string{p.Email}, "why": "lista"})
	call(w, http.MethodPut, route+"/grants", fields{"email": p.Email, "enabled": true, "why": "prueba"})
	entries, err := w.DB.Collection("ally_audit").Documents(t.Context()).GetAll()
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		for name, value := range e.Data() {
			if s, ok := value.(string); ok && strings.Contains(s, p.Email) {
				t.Errorf("%s has %s", name, s)
			}
		}
	}
}
