package allysuperprompt

import (
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/prompt"
)

type versionsInput struct {
	Before int `query:"before" minimum:"0" description:"The next of the page before."`
	Limit  int `query:"limit" minimum:"1" maximum:"50" default:"20"`
}

type versionsOutput struct {
	Versions []view `json:"versions" required:"true" nullable:"false"`
	Next     *int   `json:"next" required:"true" description:"For the following page; null at the end."`
	Success  bool   `json:"success" required:"true"`
}

func versions(c function.Call[versionsInput]) (versionsOutput, error) {
	limit := c.In.Limit
	if limit == 0 {
		limit = 20
	}
	list, next, err := c.Backend.Superprompt.Versions(c.Context, c.In.Before, limit)
	if err != nil {
		return versionsOutput{}, err
	}
	out := versionsOutput{Versions: make([]view, len(list)), Success: true}
	for i, s := range list {
		out.Versions[i] = viewOf(s)
	}
	if next > 0 {
		out.Next = &next
	}
	return out, nil
}

type versionInput struct {
	Version int `path:"version" required:"true" minimum:"1"`
}

func version(c function.Call[versionInput]) (oneOutput, error) {
	return one(c.Backend.Superprompt.Version(c.Context, c.In.Version))
}

type rollbackInput struct {
	On  int    `json:"on" required:"true" minimum:"0" description:"The version in force, as the caller knows it."`
	To  int    `json:"to" required:"true" minimum:"1" description:"The version to bring back."`
	Why string `json:"why" required:"true" minLength:"3" maxLength:"300" pattern:"\\S"`
}

func rollback(c function.Call[rollbackInput]) (oneOutput, error) {
	return one(c.Backend.Superprompt.Rollback(c.Context, prompt.Author{Who: c.Person, Why: c.In.Why, From: c.From}, c.In.On, c.In.To))
}
