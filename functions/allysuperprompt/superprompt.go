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
	"getaifactory.com/ally/shared/prompt"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allysuperprompt",
	Purpose: "the super prompt: in force, versions, draft",
	Memory:  "256Mi", Timeout: 60 * time.Second, Concurrency: 20,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{prompt.Collection, audit.Collection},
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
	},
}
