package allysuperprompt

import (
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/prompt"
)

type editionOutput struct {
	Active  view  `json:"active" required:"true"`
	Draft   *view `json:"draft,omitempty" description:"Absent where there is none."`
	Success bool  `json:"success" required:"true"`
}

func edition(c function.Call[function.None]) (editionOutput, error) {
	e, err := c.Backend.Superprompt.Edition(c.Context)
	if err != nil {
		return editionOutput{}, err
	}
	out := editionOutput{Active: viewOf(e.Active), Success: true}
	if e.Draft != nil {
		draft := viewOf(*e.Draft)
		out.Draft = &draft
	}
	return out, nil
}

// text is a super prompt as it is sent. How long its parts may be together is
// checked where they are stored, too.
type text struct {
	SystemPrompt string   `json:"systemPrompt" required:"true" maxLength:"20000"`
	Rules        []string `json:"rules,omitempty" maxItems:"100"`
	Prohibitions []string `json:"prohibitions,omitempty" maxItems:"100"`
	Capabilities []string `json:"capabilities,omitempty" maxItems:"100"`
}

func (t text) words() prompt.Words {
	return prompt.Words{SystemPrompt: t.SystemPrompt, Rules: t.Rules, Prohibitions: t.Prohibitions, Capabilities: t.Capabilities}
}

type publishInput struct {
	text
	On  int    `json:"on" required:"true" minimum:"0" description:"The version that the text was written on."`
	Why string `json:"why" required:"true" minLength:"3" maxLength:"300" pattern:"\\S" description:"A line on what the change is for."`
}

type oneOutput struct {
	Superprompt view `json:"superprompt" required:"true"`
	Success     bool `json:"success" required:"true"`
}

func publish(c function.Call[publishInput]) (oneOutput, error) {
	return one(c.Backend.Superprompt.Publish(c.Context, prompt.Author{Who: c.Person, Why: c.In.Why, From: c.From}, c.In.On, c.In.words()))
}

func one(s prompt.Stored, err error) (oneOutput, error) {
	if err != nil {
		return oneOutput{}, err
	}
	return oneOutput{viewOf(s), true}, nil
}

type draftInput struct {
	text
	Revision int    `json:"revision" minimum:"0" description:"Of the draft that this one is written over; 0 for none."`
	Why      string `json:"why,omitempty" maxLength:"300"`
}

func saveDraft(c function.Call[draftInput]) (oneOutput, error) {
	return one(c.Backend.Superprompt.SaveDraft(c.Context, prompt.Author{Who: c.Person, Why: c.In.Why, From: c.From}, c.In.Revision, c.In.words()))
}

type done struct {
	Success bool `json:"success" required:"true"`
}

func dropDraft(c function.Call[function.None]) (done, error) {
	return done{true}, c.Backend.Superprompt.DropDraft(c.Context)
}
