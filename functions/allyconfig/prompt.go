package allyconfig

import (
	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/prompt"
)

// words is a super prompt that is not in force.
type words struct {
	SystemPrompt string   `json:"systemPrompt" required:"true" maxLength:"20000"`
	Rules        []string `json:"rules,omitempty" maxItems:"100"`
	Prohibitions []string `json:"prohibitions,omitempty" maxItems:"100"`
	Capabilities []string `json:"capabilities,omitempty" maxItems:"100"`
}

type promptInput struct {
	Email string `json:"email,omitempty" maxLength:"320" description:"Whose prompt; their organization and domain count unless others are named."`
	// A pointer, since a text of this name says for whom a request claims to be made.
	OrganizationID *string `json:"organizationId,omitempty" maxLength:"1500"`
	Domain         string  `json:"domain,omitempty" maxLength:"300"`
	Superprompt    *words  `json:"superprompt,omitempty" description:"Without it, the one in force."`
}

type promptPart struct {
	Level     prompt.Level `json:"level" required:"true" enum:"super,organization,domain,person,agent"`
	ID        string       `json:"id" required:"true"`
	Name      string       `json:"name" required:"true"`
	Version   *int         `json:"version" required:"true" description:"Of the super prompt; null for the others, which count none."`
	Component string       `json:"component" required:"true" description:"As a reply's contextUsed.promptComponents names it."`
	Text      string       `json:"text" required:"true"`
	Tokens    int          `json:"tokens" required:"true" description:"Estimated, as for the budget of an answer."`
}

type promptOutput struct {
	Parts   []promptPart `json:"parts" required:"true" nullable:"false" description:"In their order; the super prompt stands at both ends. Between two stands a line of dashes."`
	Tokens  int          `json:"tokens" required:"true" description:"Of all, what stands between the parts included."`
	Text    string       `json:"text" required:"true" description:"What the model is told."`
	Success bool         `json:"success" required:"true"`
}

func effective(c function.Call[promptInput]) (promptOutput, error) {
	about := desk.About{Email: c.In.Email, Domain: c.In.Domain}
	if c.In.OrganizationID != nil {
		about.OrganizationID = *c.In.OrganizationID
	}
	if w := c.In.Superprompt; w != nil {
		about.Words = &prompt.Words{SystemPrompt: w.SystemPrompt, Rules: w.Rules, Prohibitions: w.Prohibitions, Capabilities: w.Capabilities}
	}
	p, err := c.Backend.Desk.Prompt(c.Context, about)
	if err != nil {
		return promptOutput{}, err
	}
	out := promptOutput{Parts: make([]promptPart, len(p.Pieces)), Tokens: model.EstimateTokens(p.Text), Text: p.Text, Success: true}
	for i, piece := range p.Pieces {
		out.Parts[i] = promptPart{
			Level: piece.Level, ID: piece.ID, Name: piece.Name, Component: piece.Component.String(), Text: piece.Text, Tokens: model.EstimateTokens(piece.Text),
		}
		if piece.Level == prompt.LevelSuper {
			out.Parts[i].Version = &p.Components.SuperPromptVersion
		}
	}
	return out, nil
}
