package desk_test

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/store"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

var (
	began  = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	author = desk.Author{Who: access.Person{ID: "usr_admin", Email: "admin@example.com"}, Why: "rampa", From: "192.0.2.1"}
)

// steered is a desk over a database of its own, whose client meets what commit does.
func steered(t *testing.T, project string, now time.Time, commit grpc.UnaryClientInterceptor) *desk.Desk {
	t.Helper()
	options := []grpc.DialOption{
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithPerRPCCredentials(store.EmulatorOwner{}),
	}
	if commit != nil {
		options = append(options, grpc.WithChainUnaryInterceptor(commit))
	}
	conn, err := grpc.NewClient("passthrough:///"+emulatortest.Shared(t).Addr(), options...)
	if err != nil {
		t.Fatal(err)
	}
	client, err := firestore.NewClient(t.Context(), project, option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return &desk.Desk{Client: client, Now: func() time.Time { return now }, EnvironmentOn: true}
}

// ramp is a change that needs no conditions.
func ramp(percent int) rollout.Change { return rollout.Change{Percentage: &percent} }

// scheduled is a database with steps for the hours that follow.
func scheduled(t *testing.T, changes ...rollout.Change) (project string) {
	t.Helper()
	project = emulatortest.Project(t)
	d := steered(t, project, began, nil)
	for i, c := range changes {
		if p, err := d.Plan(t.Context(), author, began.Add(time.Duration(i+1)*time.Hour), c); err != nil || !p.Fits {
			t.Fatalf("%+v, %v", p, err)
		}
	}
	return project
}

func entries(t *testing.T, d *desk.Desk, what string) int {
	t.Helper()
	docs, err := d.Client.Collection("ally_audit").Where("what", "==", what).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		if doc.Data()["userId"] != author.Who.ID {
			t.Errorf("%s by %v", what, doc.Data()["userId"])
		}
	}
	return len(docs)
}

func percentage(t *testing.T, d *desk.Desk) (percent, revision int) {
	t.Helper()
	s, err := d.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s.Rollout.Percentage, s.Rollout.Revision
}

func TestOfManySweepsAtOnceOneCarriesOutEachStep(t *testing.T) {
	t.Parallel()
	project := scheduled(t, ramp(10), ramp(25), ramp(50))
	late := began.Add(24 * time.Hour)
	var mu sync.Mutex
	var all desk.Carried
	var group sync.WaitGroup
	for range 4 {
		d := steered(t, project, late, nil)
		group.Go(func() {
			c, err := d.CarryOut(t.Context())
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			all.Done, all.Held = all.Done+c.Done, all.Held+c.Held
		})
	}
	group.Wait()
	d := steered(t, project, late, nil)
	if percent, revision := percentage(t, d); all != (desk.Carried{Done: 3}) || percent != 50 || revision != 3 {
		t.Errorf("%+v, %d %%, revision %d", all, percent, revision)
	}
	if n := entries(t, d, "rollout.changed"); n != 3 {
		t.Errorf("%d entries", n)
	}
	if c, err := d.CarryOut(t.Context()); err != nil || c != (desk.Carried{}) {
		t.Errorf("once more: %+v, %v", c, err)
	}
}

// A sweep that is killed before its commit has done nothing, and one that is killed
// before it knows of it everything: the next goes on from either.
func TestASweepThatIsKilledLeavesAStepUndoneOrDone(t *testing.T) {
	t.Parallel()
	for name, reached := range map[string]bool{"before the commit": false, "after the commit": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			project := scheduled(t, ramp(10), ramp(25))
			late := began.Add(24 * time.Hour)
			ctx, kill := context.WithCancel(t.Context())
			victim := steered(t, project, late, func(ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
				if reached {
					if err := invoke(ctx, method, req, reply, conn, opts...); err != nil {
						t.Error(err)
					}
				}
				kill()
				return context.Canceled
			})
			if _, err := victim.CarryOut(ctx); err == nil {
				t.Fatal("it was not killed")
			}
			d := steered(t, project, late, nil)
			percent, _ := percentage(t, d)
			if want := map[bool]int{false: 0, true: 10}[reached]; percent != want || entries(t, d, "rollout.changed") != want/10 {
				t.Errorf("after the kill: %d %%", percent)
			}
			if _, err := d.CarryOut(t.Context()); err != nil {
				t.Fatal(err)
			}
			if percent, revision := percentage(t, d); percent != 25 || revision != 2 || entries(t, d, "rollout.changed") != 2 {
				t.Errorf("%d %%, revision %d", percent, revision)
			}
		})
	}
}

func TestAStepIsHeldWhereItIsNotWhatWasReviewed(t *testing.T) {
	t.Parallel()
	beta := rollout.Change{Stage: new(rollout.Beta), People: &[]string{"one@example.com"}}
	for name, tc := range map[string]struct {
		step     rollout.Change
		between  func(*testing.T, *desk.Desk)
		off      bool
		obstacle desk.Obstacle
	}{
		"the conditions do not hold": {step: beta, obstacle: desk.Unmet},
		"the rollout was changed": {step: ramp(10), obstacle: desk.Otherwise, between: func(t *testing.T, d *desk.Desk) {
			change(t, d, 0, ramp(5))
		}},
		"it was changed and changed back": {step: ramp(10), between: func(t *testing.T, d *desk.Desk) {
			change(t, d, 0, ramp(5))
			change(t, d, 1, ramp(0))
		}},
		"Ally is switched off": {step: ramp(10), obstacle: desk.SwitchedOff, between: func(t *testing.T, d *desk.Desk) {
			if _, err := d.Switch(t.Context(), author, desk.Switch{Off: new(true)}); err != nil {
				t.Fatal(err)
			}
		}},
		"the environment is off": {step: ramp(10), obstacle: desk.SwitchedOff, off: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := steered(t, scheduled(t, tc.step), began.Add(24*time.Hour), nil)
			if tc.between != nil {
				tc.between(t, d)
			}
			before, _ := percentage(t, d)
			d.EnvironmentOn = !tc.off
			c, err := d.CarryOut(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			d.EnvironmentOn = true
			steps, err := d.Schedule(t.Context())
			if err != nil || len(steps) != 1 || steps[0].Obstacle != tc.obstacle {
				t.Fatalf("%+v, %v", steps, err)
			}
			percent, _ := percentage(t, d)
			if tc.obstacle == "" {
				if c.Done != 1 || percent != 10 {
					t.Errorf("%+v, %d %%", c, percent)
				}
				return
			}
			if c.Held != 1 || percent != before || steps[0].Says.ES == "" || entries(t, d, "rollout.held") != 1 {
				t.Errorf("%+v, %d %%, %+v", c, percent, steps[0])
			}
			if c, err := d.CarryOut(t.Context()); err != nil || c != (desk.Carried{}) {
				t.Errorf("once more: %+v, %v", c, err)
			}
		})
	}
}

func change(t *testing.T, d *desk.Desk, revision int, c rollout.Change) {
	t.Helper()
	if _, err := d.Change(t.Context(), author, revision, c, false); err != nil {
		t.Fatal(err)
	}
}
