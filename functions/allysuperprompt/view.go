package allysuperprompt

import (
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/web"
)

// view is a super prompt as callers see it.
type view struct {
	Version      int      `json:"version" required:"true" description:"0 for the built-in one."`
	SystemPrompt string   `json:"systemPrompt" required:"true"`
	Rules        []string `json:"rules" required:"true" nullable:"false"`
	Prohibitions []string `json:"prohibitions" required:"true" nullable:"false"`
	Capabilities []string `json:"capabilities" required:"true" nullable:"false"`
	Author       string   `json:"author" required:"true" description:"E-mail of who wrote it; empty for the built-in one."`
	At           string   `json:"at,omitempty" format:"date-time"`
	Why          string   `json:"why" required:"true"`
	EqualTo      int      `json:"equalTo,omitempty" description:"The version that this one brought back."`
	Revision     int      `json:"revision,omitempty" description:"Of a draft: how often it was saved."`
}

func viewOf(s prompt.Stored) view {
	v := view{
		Version: s.Version, SystemPrompt: s.SystemPrompt, Rules: some(s.Rules), Prohibitions: some(s.Prohibitions),
		Capabilities: some(s.Capabilities), Author: s.Author, Why: s.Why, EqualTo: s.Equal, Revision: s.Revision,
	}
	if !s.At.IsZero() {
		v.At = web.Stamp(s.At)
	}
	return v
}

func some(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}
