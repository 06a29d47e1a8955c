// Package allysuperprompt is the superadmin's door to the super prompt: the one in
// force, its versions, its draft, and trying it. The desk calls it. Publishing
// names the version that the text was written on, so a second time is told that
// there is a newer one; nothing that was saved is ever lost or changed.
package allysuperprompt

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/quota"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allysuperprompt",
	Purpose: "the super prompt: in force, versions, draft, and trying it",
	Memory:  "512Mi", Timeout: 120 * time.Second, Concurrency: 20,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Writes:  []string{prompt.Collection, prompt.Questions, audit.Collection, quota.Collection, ledger.Collection},
	Route:   "/api/ally/config/superprompt",
	Operations: []function.Operation{
		{
			Method: http.MethodGet, Access: function.Superadmin,
			Summary: "Gives the super prompt in force, and the draft where there is one.",
			Handler: function.Handle(edition),
		},
		{
			Method: http.MethodPut, Access: function.Superadmin,
			Summary:  "Publishes a super prompt as a new version and puts it in force, if the version that it was written on still is.",
			Problems: []string{"changed"},
			Handler:  function.Handle(publish),
		},
		{
			Method: http.MethodGet, Path: "/versions", Access: function.Superadmin,
			Summary: "Lists the versions, newest first.",
			Handler: function.Handle(versions),
		},
		{
			Method: http.MethodGet, Path: "/versions/{version}", Access: function.Superadmin,
			Summary:  "Gives one version.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(version),
		},
		{
			Method: http.MethodPost, Path: "/rollback", Access: function.Superadmin,
			Summary:  "Puts a new version in force that is equal to an old one.",
			Problems: []string{"changed", "not_found"},
			Handler:  function.Handle(rollback),
		},
		{
			Method: http.MethodPut, Path: "/draft", Access: function.Superadmin,
			Summary:  "Keeps a text that is not in force.",
			Problems: []string{"changed"},
			Handler:  function.Handle(saveDraft),
		},
		{
			Method: http.MethodDelete, Path: "/draft", Access: function.Superadmin,
			Summary: "Forgets the draft.",
			Handler: function.Handle(dropDraft),
		},
		{
			Method: http.MethodPost, Path: "/try", Access: function.Superadmin,
			Summary:  "Answers a question by a text beside the super prompt in force. What stays is what it took, and an entry in the trail.",
			Problems: []string{"not_found", "too_many", "limit_tokens", "model_rate_limited", "model_unavailable", "model_timeout", "model_refused"},
			Handler:  function.Handle(try),
		},
		{
			Method: http.MethodGet, Path: "/questions", Access: function.Superadmin,
			Summary: "Lists the questions that texts are tried with, in the order in which they were saved.",
			Handler: function.Handle(questions),
		},
		{
			Method: http.MethodPost, Path: "/questions", Access: function.Superadmin,
			Summary:  "Saves a question, up to 50. The same again gives what is there.",
			Problems: []string{"too_many_questions"},
			Handler:  function.Handle(saveQuestion),
		},
		{
			Method: http.MethodDelete, Path: "/questions/{id}", Access: function.Superadmin,
			Summary: "Deletes a saved question.",
			Handler: function.Handle(dropQuestion),
		},
		{
			Method: http.MethodPost, Path: "/questions/run", Access: function.Superadmin,
			Summary:  "Tries a saved question, and tells whether the answers differ.",
			Problems: []string{"not_found", "too_many", "limit_tokens", "model_rate_limited", "model_unavailable", "model_timeout", "model_refused"},
			Handler:  function.Handle(run),
		},
	},
}
