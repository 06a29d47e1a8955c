package allyrollout

import (
	"maps"
	"slices"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/web"
)

// view is the rollout as callers see it.
type view struct {
	Stage         rollout.Stage  `json:"stage" required:"true" enum:"superadmin,beta,domain,organization,general,deprecation"`
	Since         string         `json:"since,omitempty" format:"date-time" description:"When the stage was entered."`
	People        []string       `json:"people" required:"true" nullable:"false" description:"E-mails of the beta group."`
	Domains       map[string]int `json:"domains" required:"true" nullable:"false" description:"The percentage of each domain's people."`
	Organizations map[string]int `json:"organizations" required:"true" nullable:"false" description:"The percentage of each organization's people."`
	Percentage    int            `json:"percentage" required:"true" description:"Of everybody, in the general stage."`
	Holdout       int            `json:"holdout" required:"true" description:"The percentage that is kept out to be compared with."`
	Revision      int            `json:"revision" required:"true"`
}

func viewOf(s rollout.State) view {
	v := view{
		Stage: s.Stage, People: s.People, Domains: map[string]int{}, Organizations: map[string]int{},
		Percentage: s.Percentage, Holdout: s.Holdout, Revision: s.Revision,
	}
	if v.People == nil {
		v.People = []string{}
	}
	maps.Copy(v.Domains, s.Domains)
	maps.Copy(v.Organizations, s.Organizations)
	if !s.Since.IsZero() {
		v.Since = web.Stamp(s.Since)
	}
	return v
}

type switches struct {
	Off           bool     `json:"off" required:"true" description:"For everybody."`
	Organizations []string `json:"organizations" required:"true" nullable:"false"`
	People        []string `json:"people" required:"true" nullable:"false" description:"Ids."`
}

func switchesOf(s access.Switches) switches {
	return switches{s.Off, append([]string{}, slices.Sorted(maps.Keys(s.Organizations))...), append([]string{}, slices.Sorted(maps.Keys(s.People))...)}
}

type condition struct {
	Name string `json:"name" required:"true" enum:"steps,duration,verdict,people"`
	Met  bool   `json:"met" required:"true"`
	Says string `json:"says" required:"true"`
}

func conditionsOf(list []rollout.Condition, l lang.Language) []condition {
	views := make([]condition, len(list))
	for i, c := range list {
		views[i] = condition{c.Name, c.Met, c.Says.In(l)}
	}
	return views
}

type somebody struct {
	UserID string        `json:"userId" required:"true"`
	Email  string        `json:"email" required:"true"`
	Name   string        `json:"name" required:"true"`
	On     bool          `json:"on" required:"true"`
	Reason access.Reason `json:"reason" required:"true"`
}

func movedOf(list []desk.Moved) []somebody {
	people := make([]somebody, len(list))
	for i, m := range list {
		people[i] = somebody{m.User.ID, m.User.Email, m.User.Name, m.On, m.Reason}
	}
	return people
}
