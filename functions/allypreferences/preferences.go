// Package allypreferences is a person's door to what they tell Ally always to mind and
// whether what they say may be remembered. The workspace calls it. A change names the
// revision that it is made to, so a second time is told how things stand. It reads and
// writes additive fields of the person's own document; with memory off, what was
// remembered goes.
package allypreferences

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/preference"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allypreferences",
	Purpose: "what a person tells Ally always to mind, and whether it may remember",
	Memory:  "256Mi", Timeout: 30 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{"users", "ally_memory", "ally_conversations"},
	Route:   "/api/ally/preferences",
	Operations: []function.Operation{
		{
			Method:  http.MethodGet,
			Summary: "Gives the person's own preferences.",
			Handler: function.Handle(show),
		},
		{
			Method:   http.MethodPut,
			Summary:  "Sets the person's own preferences, if they stand as they did at the revision; changed comes with how they stand now. With memory off, what was remembered goes.",
			Problems: []string{"changed"},
			Handler:  function.Handle(change),
		},
	},
}

type view struct {
	UserPrompt  string `json:"userPrompt" required:"true"`
	MemoryOptIn bool   `json:"memoryOptIn" required:"true"`
	Revision    string `json:"revision" required:"true"`
}

func viewOf(o preference.Own) view { return view{o.Prompt, o.MemoryOptIn, o.Revision()} }

type output struct {
	Preferences view `json:"preferences" required:"true"`
	Success     bool `json:"success" required:"true"`
}

func show(c function.Call[function.None]) (output, error) {
	own, err := c.Backend.Preferences.Of(c.Context, c.Person)
	return output{viewOf(own), true}, err
}

type input struct {
	UserPrompt  string `json:"userPrompt" required:"true" maxLength:"4000" description:"What Ally is always to mind; empty for nothing."`
	MemoryOptIn bool   `json:"memoryOptIn" required:"true"`
	Revision    string `json:"revision" required:"true" maxLength:"100" description:"That the change is made to."`
}

func change(c function.Call[input]) (output, error) {
	own, err := c.Backend.Preferences.Change(c.Context, c.Person, c.In.Revision, preference.Own{Prompt: c.In.UserPrompt, MemoryOptIn: c.In.MemoryOptIn})
	shown := viewOf(own)
	return output{shown, true}, fault.WithStanding(err, shown)
}
