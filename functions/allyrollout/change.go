package allyrollout

import (
	"unicode/utf8"

	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/rollout"
)

type output struct {
	Rollout  view     `json:"rollout" required:"true"`
	Switches switches `json:"switches" required:"true"`
	// Next is what must hold before the next stage, with what is named for it now.
	Next    []condition `json:"next" required:"true" nullable:"false" description:"What must hold before the next stage; empty in the last."`
	Success bool        `json:"success" required:"true"`
}

func show(c function.Call[function.None]) (output, error) {
	s, err := c.Backend.Desk.State(c.Context)
	if err != nil {
		return output{}, err
	}
	return output{viewOf(s.Rollout), switchesOf(s.Switches), conditionsOf(s.Next(c.Backend.Now()), c.Person.Language), true}, nil
}

// changes are what a rollout is to become; what is absent stays.
type changes struct {
	Stage         *rollout.Stage  `json:"stage,omitempty" enum:"superadmin,beta,domain,organization,general,deprecation"`
	People        *[]string       `json:"people,omitempty" maxItems:"500"`
	Domains       *map[string]int `json:"domains,omitempty"`
	Organizations *map[string]int `json:"organizations,omitempty"`
	Percentage    *int            `json:"percentage,omitempty" minimum:"0" maximum:"100"`
	Holdout       *int            `json:"holdout,omitempty" minimum:"0" maximum:"50"`
}

func (c changes) change() rollout.Change { return rollout.Change(c) }

type changeInput struct {
	changes
	Revision int    `json:"revision" required:"true" minimum:"0" description:"Of the rollout that the change is made to."`
	Override bool   `json:"override,omitempty" description:"Go on although conditions do not hold; why must say why, in 20 characters at least."`
	Why      string `json:"why" required:"true" minLength:"3" maxLength:"500" pattern:"\\S"`
}

// shortestReason is how long the reason of an override is at least.
const shortestReason = 20

type changeOutput struct {
	Rollout view `json:"rollout" required:"true"`
	Success bool `json:"success" required:"true"`
}

func change(c function.Call[changeInput]) (changeOutput, error) {
	if c.In.Override && utf8.RuneCountInString(c.In.Why) < shortestReason {
		return changeOutput{}, fault.Wrong(fault.Field{Name: "why", Problem: lang.Text{
			ES: "debe explicar en al menos 20 caracteres por qué se sigue de todos modos",
			EN: "must explain in at least 20 characters why to go on all the same",
		}})
	}
	s, err := c.Backend.Desk.Change(c.Context, authorOf(c, c.In.Why), c.In.Revision, c.In.change(), c.In.Override)
	if err != nil {
		return changeOutput{}, err
	}
	return changeOutput{viewOf(s), true}, nil
}

func authorOf[In any](c function.Call[In], why string) desk.Author {
	return desk.Author{Who: c.Person, Why: why, From: c.From}
}

type previewInput struct {
	changes
	Cursor string `json:"cursor,omitempty" maxLength:"200" description:"The nextCursor of the page before."`
}

type previewOutput struct {
	Moved      []somebody  `json:"moved" required:"true" nullable:"false" description:"Who would gain Ally (on) or lose it."`
	Looked     int         `json:"looked" required:"true" description:"How many people were looked at."`
	Conditions []condition `json:"conditions" required:"true" nullable:"false"`
	NextCursor *string     `json:"nextCursor" required:"true" description:"Null when everybody was looked at."`
	Success    bool        `json:"success" required:"true"`
}

func preview(c function.Call[previewInput]) (previewOutput, error) {
	p, err := c.Backend.Desk.Preview(c.Context, c.In.change(), c.In.Cursor)
	if err != nil {
		return previewOutput{}, err
	}
	out := previewOutput{Moved: movedOf(p.Moved), Looked: p.Looked, Conditions: conditionsOf(p.Conditions, c.Person.Language), Success: true}
	if p.Next != "" {
		out.NextCursor = &p.Next
	}
	return out, nil
}

type flipInput struct {
	Off           *bool           `json:"off,omitempty" description:"For everybody."`
	Organizations map[string]bool `json:"organizations,omitempty" description:"By id; true is off."`
	People        map[string]bool `json:"people,omitempty" description:"By id; true is off."`
	Why           string          `json:"why" required:"true" minLength:"3" maxLength:"500" pattern:"\\S"`
}

type flipOutput struct {
	Switches switches `json:"switches" required:"true"`
	Success  bool     `json:"success" required:"true"`
}

func flip(c function.Call[flipInput]) (flipOutput, error) {
	s, err := c.Backend.Desk.Switch(c.Context, authorOf(c, c.In.Why), desk.Switch{Off: c.In.Off, Organizations: c.In.Organizations, People: c.In.People})
	return flipOutput{switchesOf(s), true}, err
}
