// Package allymessages reads the messages of a conversation, sends one to Ally,
// and does what can be done with a reply: follow it while it is written, stop it,
// have it made anew, edit the message it answers, rate it. The workspace and the
// existing frontend call it. Reading again gives the same; sending again with the
// same key gives the same message and the same reply, or completes a reply that
// failed half-way. It reads the conversation, its newest messages, and what was
// chosen for a reply to stand on; it writes messages with what follows from them.
package allymessages

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allymessages",
	Purpose: "the messages of a conversation, sending one, and what is done with a reply",
	Memory:  "512Mi", Timeout: 120 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Writes:  []string{"ally_conversations", "ally_messages", "ally_versions", "ally_digests", "ally_ratings", "ally_ledger", "ally_usage", audit.Collection},
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
			Summary:  "Sends a message and gives Ally's reply. With Accept: text/event-stream the reply comes as it is written: the events message, delta and done, or error; reset where what was told counts no more. A delta's id, sent back as Last-Event-ID with the same key, goes on from there.",
			Problems: append([]string{"not_found", "view_only", "key_reused", "too_many", "limit_tokens"}, modelProblems...),
			Handler:  function.Prepared(prepare, send).Streaming(),
		},
		{
			Method: http.MethodPost, Path: "/comments",
			Summary:  "Says something to the others in a conversation. Ally does not answer it, nor learns of it unless the owner wants that.",
			Problems: []string{"not_found", "view_only", "key_reused", "too_many"},
			Handler:  function.Prepared(loadComment, comment),
		},
		{
			Method: http.MethodGet, Path: "/{id}",
			Summary:  "Gives one message. With Accept: text/event-stream a reply in the making is told as it is written: message, delta, reset, done.",
			Problems: []string{"not_found"},
			Handler:  function.Prepared(loadOne, follow).Streaming(),
		},
		{
			Method: http.MethodPatch, Path: "/{id}",
			Summary:  "Edits one's own message, the last of a conversation, and has it answered anew. The answer is as for sending.",
			Problems: append([]string{"not_found", "view_only", "not_yours", "not_last", "generating", "too_many", "limit_tokens"}, modelProblems...),
			Handler:  function.Prepared(prepareEdit, send).Streaming(),
		},
		{
			Method: http.MethodPost, Path: "/{id}/regenerate",
			Summary:  "Has the last reply of a conversation made anew; the one there was is kept as a version. The answer is as for sending.",
			Problems: append([]string{"not_found", "view_only", "not_last", "generating", "too_many", "limit_tokens"}, modelProblems...),
			Handler:  function.Prepared(prepareRegenerate, send).Streaming(),
		},
		{
			Method: http.MethodPost, Path: "/{id}/stop",
			Summary:  "Stops a reply in the making, and gives it with what there was of it. One that has ended is given as it is.",
			Problems: []string{"not_found", "view_only"},
			Handler:  function.Prepared(loadOne, stop),
		},
		{
			Method: http.MethodGet, Path: "/{id}/versions",
			Summary:  "Gives what a message was before it was edited, or a reply before it was made anew, oldest first.",
			Problems: []string{"not_found"},
			Handler:  function.Prepared(loadOne, versions),
		},
		{
			Method: http.MethodPut, Path: "/{id}/rating",
			Summary:  "Rates a reply, instead of what one thought of it before.",
			Problems: []string{"not_found", "not_rateable"},
			Handler:  function.Prepared(loadRated, rate),
		},
		{
			Method: http.MethodDelete, Path: "/{id}/rating",
			Summary:  "Takes one's rating of a reply back.",
			Problems: []string{"not_found", "not_rateable"},
			Handler:  function.Prepared(loadOne, unrate),
		},
	},
}

// modelProblems are what a model may fail with.
var modelProblems = []string{"model_rate_limited", "model_unavailable", "model_timeout", "model_cut", "model_malformed", "model_refused"}
