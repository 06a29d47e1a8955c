package allyrollout

import (
	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/function"
)

type groupInput struct {
	Emails  []string `json:"emails" required:"true" nullable:"false" minItems:"1" maxItems:"50"`
	Enabled *bool    `json:"enabled" required:"true" description:"True grants, false denies, null leaves it to the rollout."`
	Why     string   `json:"why" required:"true" minLength:"3" maxLength:"500" pattern:"\\S"`
}

type peopleOutput struct {
	People  []somebody `json:"people" required:"true" nullable:"false"`
	Success bool       `json:"success" required:"true"`
}

func grantAll(c function.Call[groupInput]) (peopleOutput, error) {
	users, err := c.Backend.Desk.GrantAll(c.Context, authorOf(c, c.In.Why), c.In.Emails, c.In.Enabled)
	if err != nil {
		return peopleOutput{}, err
	}
	for i := range users {
		users[i].Grant = c.In.Enabled
	}
	return judged(c.Backend.Desk.Judge(c.Context, users))
}

type proposeInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"50" default:"10"`
}

func propose(c function.Call[proposeInput]) (peopleOutput, error) {
	n := c.In.Limit
	if n == 0 {
		n = 10
	}
	return judged(c.Backend.Desk.Propose(c.Context, n))
}

func judged(list []desk.Judged, err error) (peopleOutput, error) {
	if err != nil {
		return peopleOutput{}, err
	}
	people := make([]somebody, len(list))
	for i, j := range list {
		people[i] = somebody{j.User.ID, j.User.Email, j.User.Name, j.Decision.On, j.Decision.Reason}
	}
	return peopleOutput{people, true}, nil
}
