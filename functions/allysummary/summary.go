// Package allysummary sums up a conversation, a document, a text, or how much an
// agent is used, and stores what came of it as an action. The workspace calls it.
// The same key gives the same action, or completes one that failed or whose process
// was killed. It reads what is summed up; it writes the action and what the model
// took.
package allysummary

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/quota"
	"getaifactory.com/ally/shared/summary"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allysummary",
	Purpose: "sums up a conversation, a document, a text, or how much an agent is used",
	Memory:  "512Mi", Timeout: 300 * time.Second, Concurrency: 20,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Writes:  []string{action.Collection, ledger.Collection, quota.Collection},
	Route:   "/api/ally/apps/summary",
	Operations: []function.Operation{{
		Method:   http.MethodPost,
		Summary:  "Sums something up and gives the action, completed or failed. With Accept: text/event-stream it is told how far it is: the events action, progress and done.",
		Problems: []string{"app_off", "not_found", "view_only", "key_reused", "too_many", "limit_tokens"},
		Handler:  function.Handle(run).Streaming(),
	}},
}

type input struct {
	ConversationID string         `json:"conversationId" required:"true" minLength:"1" maxLength:"200" description:"In which the action is made."`
	UserID         string         `json:"userId,omitempty" description:"Must be the session's, where it is given."`
	UserEmail      string         `json:"userEmail,omitempty" description:"Must be the session's, where it is given."`
	UserDomain     string         `json:"userDomain,omitempty" description:"Must be that of the e-mail, or the word unknown."`
	OrganizationID string         `json:"organizationId,omitempty" description:"Must be the person's, where it is given."`
	ClientActionID string         `json:"clientActionId,omitempty" minLength:"1" maxLength:"200" description:"Makes a retry the same action. Without it each request begins a new one."`
	Inputs         map[string]any `json:"inputs" required:"true" nullable:"false" description:"As the form of the app says: source, conversation, document, agent, text, from, to, style, title."`
}

type output struct {
	Action  action.View `json:"action" required:"true"`
	Success bool        `json:"success" required:"true"`
}

type progress struct {
	ActionID string `json:"actionId"`
	Done     int    `json:"done"`
	Total    int    `json:"total"`
}

func run(c function.Call[input]) (output, error) {
	view := func(a action.Action) output { return output{c.Backend.Actions.ViewOf(a, c.Person), true} }
	a, err := c.Backend.Summaries.Run(c.Context, c.Person,
		summary.Asked{ConversationID: c.In.ConversationID, Key: c.In.ClientActionID, Inputs: c.In.Inputs},
		summary.Told{
			Begun:    func(a action.Action) { c.Tell("action", view(a)) },
			Progress: func(id string, done, total int) { c.Tell("progress", progress{id, done, total}) },
		})
	if err != nil {
		return output{}, err
	}
	return view(a), nil
}
