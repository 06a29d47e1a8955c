package allyrollout

import (
	"time"

	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/web"
)

// planned is a scheduled step as callers see it.
type planned struct {
	ID        string    `json:"id" required:"true"`
	Change    changes   `json:"change" required:"true"`
	At        string    `json:"at" required:"true" format:"date-time"`
	State     desk.Fate `json:"state" required:"true" enum:"waiting,done,held,cancelled"`
	Fits      bool      `json:"fits" required:"true" description:"Of a step that waits: the rollout is on the way to the one that it was reviewed against. Else it will be held."`
	EndedAt   string    `json:"endedAt,omitempty" format:"date-time"`
	Obstacle  string    `json:"obstacle,omitempty" enum:"conditions,changed,switched_off" description:"Why a step was held."`
	Says      string    `json:"says,omitempty" description:"The obstacle in words."`
	By        string    `json:"by" required:"true" description:"The e-mail of who scheduled it."`
	Why       string    `json:"why" required:"true"`
	PlannedAt string    `json:"plannedAt" required:"true" format:"date-time"`
}

func plannedOf(p desk.Planned, l lang.Language) planned {
	v := planned{
		ID: p.ID, Change: changes(p.Change), At: web.Stamp(p.At), State: p.Fate, Fits: p.Fits, Obstacle: string(p.Obstacle),
		Says: p.Says.In(l), By: p.UserEmail, Why: p.Why, PlannedAt: web.Stamp(p.PlannedAt),
	}
	if !p.EndedAt.IsZero() {
		v.EndedAt = web.Stamp(p.EndedAt)
	}
	return v
}

type scheduleOutput struct {
	Steps   []planned `json:"steps" required:"true" nullable:"false" description:"What waits, in the order of its time; then what is over, newest first, the last 30."`
	Success bool      `json:"success" required:"true"`
}

func schedule(c function.Call[function.None]) (scheduleOutput, error) {
	steps, err := c.Backend.Desk.Schedule(c.Context)
	if err != nil {
		return scheduleOutput{}, err
	}
	out := scheduleOutput{Steps: make([]planned, len(steps)), Success: true}
	for i, s := range steps {
		out.Steps[i] = plannedOf(s, c.Person.Language)
	}
	return out, nil
}

type planInput struct {
	Change changes `json:"change" required:"true"`
	At     string  `json:"at" required:"true" format:"date-time" description:"In the future, within a year. The sweep carries it out within a minute of it."`
	Why    string  `json:"why" required:"true" minLength:"3" maxLength:"500" pattern:"\\S"`
}

type stepOutput struct {
	Step    planned `json:"step" required:"true"`
	Success bool    `json:"success" required:"true"`
}

func plan(c function.Call[planInput]) (stepOutput, error) {
	at, err := time.Parse(time.RFC3339, c.In.At)
	if err != nil {
		return stepOutput{}, fault.Wrong(fault.Field{Name: "at", Problem: lang.Text{
			ES: "debe ser una fecha con hora, como 2026-03-01T09:00:00Z", EN: "must be a date with a time, such as 2026-03-01T09:00:00Z",
		}})
	}
	p, err := c.Backend.Desk.Plan(c.Context, authorOf(c, c.In.Why), at, c.In.Change.change())
	return stepOutput{plannedOf(p, c.Person.Language), true}, err
}

type cancelInput struct {
	ID  string `path:"id" required:"true" maxLength:"200"`
	Why string `query:"why" maxLength:"500"`
}

func cancel(c function.Call[cancelInput]) (stepOutput, error) {
	p, err := c.Backend.Desk.Cancel(c.Context, authorOf(c, c.In.Why), c.In.ID)
	return stepOutput{plannedOf(p, c.Person.Language), true}, err
}
