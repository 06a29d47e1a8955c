// Package allypanel serves the super prompt where the classic system's panel
// looks for it. The panel calls it; its text becomes a new version like any other,
// and the lists of the version in force stay. Saving the same text again makes a
// version that says the same.
package allypanel

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/prompt"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allypanel",
	Purpose: "the super prompt, for the classic system's panel",
	Memory:  "256Mi", Timeout: 60 * time.Second, Concurrency: 20,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{prompt.Collection, audit.Collection},
	Route:   "/api/ally/superprompt",
	Operations: []function.Operation{
		{
			Method: http.MethodGet, Access: function.Superadmin,
			Summary: "Gives the text of the super prompt in force.",
			Handler: function.Handle(show),
		},
		{
			Method: http.MethodPost, Access: function.Superadmin,
			Summary:  "Makes a text the super prompt in force, as a new version.",
			Problems: []string{"changed"},
			Handler:  function.Handle(save),
		},
	},
}

type output struct {
	SystemPrompt string `json:"systemPrompt" required:"true"`
	Version      int    `json:"version" required:"true" description:"0 for the built-in one."`
	Success      bool   `json:"success" required:"true"`
}

func show(c function.Call[function.None]) (output, error) {
	e, err := c.Backend.Superprompt.Edition(c.Context)
	return output{e.Active.SystemPrompt, e.Active.Version, true}, err
}

type input struct {
	SystemPrompt string `json:"systemPrompt" required:"true" maxLength:"20000"`
	UserID       string `json:"userId,omitempty" description:"Must be the session's, where it is given."`
}

var fromPanel = lang.Text{ES: "Guardado desde el panel del chat clásico.", EN: "Saved from the classic chat's panel."}

func save(c function.Call[input]) (output, error) {
	e, err := c.Backend.Superprompt.Edition(c.Context)
	if err != nil {
		return output{}, err
	}
	active := e.Active
	s, err := c.Backend.Superprompt.Publish(c.Context,
		prompt.Author{Who: c.Person, Why: fromPanel.In(c.Person.Language), From: c.From}, active.Version,
		prompt.Words{SystemPrompt: c.In.SystemPrompt, Rules: active.Rules, Prohibitions: active.Prohibitions, Capabilities: active.Capabilities})
	return output{s.SystemPrompt, s.Version, true}, err
}
