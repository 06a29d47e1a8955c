// Package allymessages reads the messages of a conversation and sends one to
// Ally. The workspace and the existing frontend call it. Reading again gives
// the same page; sending again with the same key gives the same message and
// the same reply, or completes a reply that failed half-way. It reads the
// conversation, its newest messages and the agents and documents that a reply
// stands on; it writes messages and the conversation's counters.
package allymessages

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allymessages",
	Purpose: "the messages of a conversation, and sending one",
	Memory:  "512Mi", Timeout: 120 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Writes:  []string{"ally_conversations", "ally_messages"},
	Route:   "/api/ally/messages",
	Operations: []function.Operation{
		{
			Method:   http.MethodGet,
			Summary:  "Gives a page of a conversation's messages, oldest first; the newest page by default.",
			Problems: []string{"not_found"},
			Handler:  function.Prepared(load, page),
		},
		{
			Method:   http.MethodPost,
			Summary:  "Sends a message and gives Ally's reply. With Accept: text/event-stream the reply comes as it is written: the events message, delta and done, or error.",
			Problems: []string{"not_found", "view_only", "key_reused", "model_rate_limited", "model_unavailable", "model_timeout", "model_cut", "model_malformed", "model_refused"},
			Handler:  function.Prepared(prepare, send).Streaming(),
		},
	},
}
