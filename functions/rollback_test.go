package functions_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/function"
)

// felt is how soon whatever switches Ally off must be felt everywhere.
const felt = 15 * time.Second

// The ways back that need no deployment: for one person, an organization, and everybody. In
// the midst of use nothing is left half-done or lost, and both are undone as fast.
func TestWhatSwitchesAllyOffIsFeltWithin15SecondsAndLosesNothing(t *testing.T) {
	t.Parallel()
	me, other := sample.Granted(), sample.GrantedEnglish()
	for name, tc := range map[string]struct {
		path    string
		off, on []firestore.Update
		reason  string
		others  int // what is answered to somebody else meanwhile
	}{
		"for one person": {
			"users/" + me.ID, []firestore.Update{{Path: "allyBetaAccess.enabled", Value: false}},
			[]firestore.Update{{Path: "allyBetaAccess.enabled", Value: true}}, "denied", http.StatusOK,
		},
		"for one person, by a switch": {
			"ally_config/switches", []firestore.Update{{Path: "people", Value: map[string]bool{me.ID: true}}},
			[]firestore.Update{{Path: "people", Value: firestore.Delete}}, "person_switch", http.StatusOK,
		},
		"for an organization": {
			"ally_config/switches", []firestore.Update{{Path: "organizations", Value: map[string]bool{me.Organization: true}}},
			[]firestore.Update{{Path: "organizations", Value: map[string]bool{me.Organization: false}}}, "organization_switch", http.StatusForbidden,
		},
		"for everybody": {
			"ally_config/switches", []firestore.Update{{Path: "off", Value: true}},
			[]firestore.Update{{Path: "off", Value: false}}, "kill_switch", http.StatusForbidden,
		},
		"for everybody, by a switch that can't be read": {
			"ally_config/switches", []firestore.Update{{Path: "off", Value: "yes"}},
			[]firestore.Update{{Path: "off", Value: false}}, "kill_switch", http.StatusForbidden,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")), allytest.Environment("ALLY_MESSAGES_PER_MINUTE=0"))
			instances := []*allytest.World{w, w.Again(w.Config)}
			w.Set("ally_config/switches", map[string]any{"off": false})
			id := w.Open(me)
			w.Open(other)
			var group sync.WaitGroup
			for i := range 8 {
				r := instances[i%2].Request(me, http.MethodPost, "/api/ally/messages", map[string]any{
					"conversationId": id, "message": "hola", "clientMessageId": fmt.Sprint(i),
				})
				group.Go(func() {
					if a := w.Do(r); a.Status != http.StatusOK && a.Status != http.StatusForbidden {
						t.Errorf("in the midst of it: %d %s", a.Status, a.Body)
					}
				})
			}
			if _, err := w.DB.Doc(tc.path).Update(t.Context(), tc.off); err != nil {
				t.Fatal(err)
			}
			group.Wait()
			w.Clock.Move(felt)
			for _, instance := range instances {
				for _, f := range functions.All {
					for _, o := range f.Operations {
						if o.Access != function.WithAlly {
							continue
						}
						if a := instance.Call(me, o.Method, at(f, o), bodyFor(o)); a.Status != http.StatusForbidden || a.Problem().Code != "no_access" {
							t.Errorf("%s %s: %d %s", o.Method, at(f, o), a.Status, a.Body)
						}
					}
				}
				var flags struct {
					AllyBetaAccess bool
					Reason         string
				}
				instance.Call(me, http.MethodGet, "/api/feature-flags", nil).Into(&flags)
				if flags.AllyBetaAccess || flags.Reason != tc.reason {
					t.Errorf("%+v, want %s", flags, tc.reason)
				}
				if a := instance.Call(other, http.MethodGet, allytest.MainPath(other), nil); a.Status != tc.others {
					t.Errorf("somebody else: %d %s", a.Status, a.Body)
				}
			}
			if _, err := w.DB.Doc(tc.path).Update(t.Context(), tc.on); err != nil {
				t.Fatal(err)
			}
			w.Clock.Move(felt)
			all := w.Messages(me, id).Messages
			for i, m := range all {
				if m.Role == "user" && (i+1 == len(all) || all[i+1].InReplyTo != m.ID || all[i+1].Status != "completed") {
					t.Errorf("message %d has no whole reply", i)
				}
			}
			if n := w.Stored(id).MessageCount; n != len(all) {
				t.Errorf("%d messages, %d counted", len(all), n)
			}
			w.Send(me, id, "otra vez")
		})
	}
}

// The environment is above everything that is stored: with it off no grant, rollout or
// superadmin gets through, and nothing is written.
func TestTheEnvironmentIsAboveAll(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	w.Set("ally_config/switches", map[string]any{"off": false})
	w.Set("ally_config/rollout", map[string]any{"stage": "deprecation", "salt": "s"})
	off := w.Config
	off.AllyOn = false
	without := w.Again(off)
	for _, p := range []sample.Person{sample.Granted(), sample.Stranger(), sample.Superadmin()} {
		for _, f := range functions.All {
			for _, o := range f.Operations {
				if o.Access != function.WithAlly && o.Access != function.Superadmin {
					continue
				}
				a := without.Call(p, o.Method, at(f, o), bodyFor(o))
				if a.Status != http.StatusForbidden {
					t.Errorf("%s %s by %s: %d %s", o.Method, at(f, o), p.Email, a.Status, a.Body)
				}
				if _, writes, _ := a.Cost(); writes > 0 {
					t.Errorf("%s %s by %s: %d writes", o.Method, at(f, o), p.Email, writes)
				}
			}
		}
		var flags struct {
			AllyBetaAccess bool
			Reason         string
		}
		without.Call(p, http.MethodGet, "/api/feature-flags", nil).Into(&flags)
		if flags.AllyBetaAccess || flags.Reason != "environment_off" {
			t.Errorf("%s: %+v", p.Email, flags)
		}
		w.Open(p) // where the environment is on, everybody has it
	}
}
