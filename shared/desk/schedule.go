package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/store"
)

const (
	// MostSteps is how many steps may wait at once.
	MostSteps = 20
	// keptSteps is how many that are over are still shown; the trail has them all.
	keptSteps = 30
	// furthest is how far ahead a step may be scheduled.
	furthest = 366 * 24 * time.Hour
)

// Fate is what became of a scheduled step.
type Fate string

const (
	Waits     Fate = "waiting"
	Done      Fate = "done"
	Held      Fate = "held"      // its time came and it was not carried out
	Cancelled Fate = "cancelled" // it was taken back before its time
)

// Obstacle is why a step was held.
type Obstacle string

const (
	Unmet       Obstacle = "conditions"   // the stage's conditions did not hold
	Otherwise   Obstacle = "changed"      // the rollout was another than the one it was reviewed against
	SwitchedOff Obstacle = "switched_off" // Ally was off for everybody
)

// Step is a change of the rollout that is carried out at its time.
type Step struct {
	ID     string         `firestore:"id"`
	Change rollout.Change `firestore:"change"`
	At     time.Time      `firestore:"at"`
	// Meets is the fingerprint of the rollout that the change was reviewed against:
	// the one there was, with all that was to be carried out before.
	Meets     string    `firestore:"meets"`
	UserID    string    `firestore:"userId"` // who scheduled it
	UserEmail string    `firestore:"userEmail"`
	Why       string    `firestore:"why"`
	From      string    `firestore:"from"`
	PlannedAt time.Time `firestore:"plannedAt"`

	Fate     Fate      `firestore:"fate"`
	EndedAt  time.Time `firestore:"endedAt"` // zero while it waits
	Obstacle Obstacle  `firestore:"obstacle"`
	Says     lang.Text `firestore:"says"` // of the obstacle
}

// Planned is a step as it stands now.
type Planned struct {
	Step
	// Fits says of a step that waits whether the rollout is on the way to the one that
	// it was reviewed against. One that does not fit will be held.
	Fits bool
}

// schedule is the document `ally_config/schedule`. It is one document, so that a step
// that is carried out and the rollout change together, and it is bounded by
// MostSteps and keptSteps.
type schedule struct {
	Steps  []Step    `firestore:"steps"` // what waits first, in the order of its time, then what is over, newest first
	readAt time.Time // zero where there is no document
}

// ScheduleRef is the place of what is scheduled.
func ScheduleRef(client *firestore.Client) *firestore.DocumentRef {
	return client.Collection(access.Config).Doc("schedule")
}

func (d *Desk) schedule(ctx context.Context) (s schedule, err error) {
	docs, err := d.Client.GetAll(ctx, []*firestore.DocumentRef{ScheduleRef(d.Client)})
	if err != nil {
		return schedule{}, fault.Busy(fmt.Errorf("desk: schedule: %w", err))
	}
	if !docs[0].Exists() {
		return schedule{}, nil
	}
	if err := docs[0].DataTo(&s); err != nil {
		return schedule{}, fmt.Errorf("desk: schedule: %w", err)
	}
	s.readAt = docs[0].UpdateTime
	return s, nil
}

// both reads the schedule and the state beside each other.
func (d *Desk) both(ctx context.Context) (plan schedule, s State, err error) {
	err = store.Together(ctx,
		func(ctx context.Context) (err error) { plan, err = d.schedule(ctx); return err },
		func(ctx context.Context) (err error) { s, err = d.State(ctx); return err },
	)
	return plan, s, err
}

// write is the write of a schedule over the one that was read.
func (d *Desk) write(s schedule) store.Write {
	if s.readAt.IsZero() {
		return store.Create(ScheduleRef(d.Client), s)
	}
	return store.Update(ScheduleRef(d.Client), s.readAt, firestore.Update{Path: "steps", Value: s.Steps})
}

// with gives the schedule with the step in its place, instead of one of its id.
func (s schedule) with(step Step) schedule {
	steps := slices.DeleteFunc(slices.Clone(s.Steps), func(o Step) bool { return o.ID == step.ID })
	steps = append(steps, step)
	slices.SortStableFunc(steps, func(a, b Step) int {
		switch {
		case a.Fate == Waits && b.Fate == Waits:
			return a.At.Compare(b.At)
		case a.Fate == Waits:
			return -1
		case b.Fate == Waits:
			return 1
		}
		return b.EndedAt.Compare(a.EndedAt)
	})
	s.Steps = steps
	s.Steps = s.Steps[:min(len(steps), s.waiting()+keptSteps)]
	return s
}

// Schedule gives what is scheduled, in the order of its time, and then what is over,
// newest first.
func (d *Desk) Schedule(ctx context.Context) ([]Planned, error) {
	plan, s, err := d.both(ctx)
	if err != nil {
		return nil, err
	}
	return plan.walked(s.Rollout), nil
}

// walked tells of every step whether it fits, were those before it carried out.
func (s schedule) walked(now rollout.State) []Planned {
	planned := make([]Planned, len(s.Steps))
	for i, step := range s.Steps {
		planned[i].Step = step
		if step.Fate != Waits || step.Meets != now.Fingerprint() {
			continue
		}
		if next, err := now.With(step.Change, step.At); err == nil {
			planned[i].Fits, now = true, next
		}
	}
	return planned
}

// Plan schedules a change for a time. It is reviewed against the rollout as it will
// be when everything scheduled for before is carried out. The same change for the
// same time is one step.
func (d *Desk) Plan(ctx context.Context, by Author, at time.Time, c rollout.Change) (Planned, error) {
	now, at := d.now(), at.UTC().Truncate(time.Millisecond)
	if !at.After(now) || at.Sub(now) > furthest {
		return Planned{}, fault.Wrong(fault.Field{Name: "at", Problem: lang.Text{
			ES: "debe estar en el futuro, a un año como máximo", EN: "must be in the future, within a year",
		}})
	}
	plan, s, err := d.both(ctx)
	if err != nil {
		return Planned{}, err
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return Planned{}, fmt.Errorf("desk: plan: %w", err)
	}
	step := Step{
		ID: id.Derive("step", at.Format(time.RFC3339Nano), string(raw)), Change: c, At: at, Fate: Waits,
		UserID: by.Who.ID, UserEmail: by.Who.Email, Why: by.Why, From: by.From, PlannedAt: now,
	}
	if i := slices.IndexFunc(plan.Steps, func(o Step) bool { return o.ID == step.ID && o.Fate == Waits }); i >= 0 {
		return plan.walked(s.Rollout)[i], nil
	}
	if plan.waiting() >= MostSteps {
		return Planned{}, &fault.Fault{Kind: fault.Conflict, Code: "full", Sentence: lang.Text{
			ES: fmt.Sprintf("Ya hay %d pasos programados. Cancela alguno primero.", MostSteps),
			EN: fmt.Sprintf("%d steps are scheduled already. Cancel one first.", MostSteps),
		}}
	}
	before := plan.expected(s.Rollout, at)
	after, err := before.With(c, at)
	if err != nil {
		return Planned{}, err
	}
	if step.Meets = before.Fingerprint(); after.Fingerprint() == step.Meets {
		return Planned{}, fault.Wrong(fault.Field{Name: "change", Problem: lang.Text{ES: "debe cambiar algo", EN: "must change something"}})
	}
	entry := told(after, nil)
	entry["step"], entry["at"] = step.ID, at
	err = d.commit(ctx, by, "rollout.scheduled", ScheduleRef(d.Client), told(before, nil), entry, d.write(plan.with(step)))
	return Planned{step, true}, err
}

// expected is the rollout when all that fits and is scheduled until then is carried out.
func (s schedule) expected(now rollout.State, until time.Time) rollout.State {
	for _, p := range s.walked(now) {
		if p.Fits && !p.At.After(until) {
			if next, err := now.With(p.Change, p.At); err == nil {
				now = next
			}
		}
	}
	return now
}

func (s schedule) waiting() int {
	n := 0
	for _, step := range s.Steps {
		if step.Fate == Waits {
			n++
		}
	}
	return n
}

// Cancel takes a step back that waits; one that is taken back already stays so.
func (d *Desk) Cancel(ctx context.Context, by Author, stepID string) (Planned, error) {
	plan, err := d.schedule(ctx)
	if err != nil {
		return Planned{}, err
	}
	i := slices.IndexFunc(plan.Steps, func(o Step) bool { return o.ID == stepID })
	if i < 0 {
		return Planned{}, fault.Missing(lang.Text{ES: "ese paso", EN: "that step"})
	}
	step := plan.Steps[i]
	switch step.Fate {
	case Cancelled:
		return Planned{Step: step}, nil
	case Done, Held:
		return Planned{}, &fault.Fault{Kind: fault.Conflict, Code: "over", Sentence: lang.Text{
			ES: "Ese paso ya tuvo su momento. Mira cómo quedó.", EN: "That step has had its time. Look at what became of it.",
		}}
	}
	step.Fate, step.EndedAt = Cancelled, d.now()
	err = d.commit(ctx, by, "rollout.unscheduled", ScheduleRef(d.Client),
		map[string]any{"step": step.ID, "at": step.At}, map[string]any{}, d.write(plan.with(step)))
	return Planned{Step: step}, err
}
