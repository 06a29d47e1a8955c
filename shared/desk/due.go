package desk

import (
	"context"
	"slices"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/rollout"
)

// Carried is what a look at the schedule did.
type Carried struct{ Done, Held int }

// CarryOut carries out the steps whose time has come, the earliest first. Rollout,
// schedule and trail change in one commit, under the precondition that the first two
// are as they were read: of two at once one does, and one that is killed has done all
// of a step or nothing. With nothing due it reads one document.
func (d *Desk) CarryOut(ctx context.Context) (c Carried, err error) {
	for range 2 * MostSteps { // who loses a race looks again
		plan, err := d.schedule(ctx)
		if err != nil {
			return c, err
		}
		now := d.now()
		i := slices.IndexFunc(plan.Steps, func(s Step) bool { return s.Fate == Waits && !s.At.After(now) })
		if i < 0 {
			return c, nil
		}
		step, err := d.carryOut(ctx, plan, plan.Steps[i])
		switch {
		case fault.Has(err, "changed"):
		case err != nil:
			return c, err
		case step.Fate == Done:
			c.Done++
		default:
			c.Held++
		}
	}
	return c, nil
}

func (d *Desk) carryOut(ctx context.Context, plan schedule, step Step) (Step, error) {
	before, err := d.State(ctx)
	if err != nil {
		return step, err
	}
	now := d.now()
	step.EndedAt = now
	by := Author{Who: access.Person{ID: step.UserID, Email: step.UserEmail}, Why: step.Why, From: step.From}
	hold := func(o Obstacle, says lang.Text, unmet []rollout.Condition) (Step, error) {
		step.Fate, step.Obstacle, step.Says = Held, o, says
		after := map[string]any{"step": step.ID, "obstacle": string(o)}
		if len(unmet) > 0 {
			after["unmet"] = names(unmet)
		}
		return step, d.commit(ctx, by, "rollout.held", access.RolloutRef(d.Client), told(before.Rollout, nil), after, d.write(plan.with(step)))
	}
	changed := lang.Text{
		ES: "El despliegue cambió desde que se revisó este paso.", EN: "The rollout has changed since this step was reviewed.",
	}
	if before.Switches.Off || !d.EnvironmentOn {
		return hold(SwitchedOff, lang.Text{ES: "Ally estaba apagado para todos.", EN: "Ally was switched off for everybody."}, nil)
	}
	if before.Rollout.Fingerprint() != step.Meets {
		return hold(Otherwise, changed, nil)
	}
	after, err := before.Rollout.With(step.Change, now)
	if err != nil { // what can be named has been narrowed since
		return hold(Otherwise, changed, nil)
	}
	if unmet := rollout.Unmet(rollout.Conditions(before.Rollout, after, before.Evidence, now)); len(unmet) > 0 {
		return hold(Unmet, spoken(unmet), unmet)
	}
	step.Fate = Done
	entry := told(after, nil)
	entry["step"] = step.ID
	return step, d.commit(ctx, by, "rollout.changed", access.RolloutRef(d.Client), told(before.Rollout, nil), entry,
		d.replace(before, after), d.write(plan.with(step)))
}
