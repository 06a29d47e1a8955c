// Package allyactions gives what apps have made, and does what can be done with
// it: cancel, delete and bring back, save as a file, add to a report. The
// workspace calls it. Reading again gives the same, and each change made twice is
// made once. It reads the action and its conversation; it writes actions, and
// an entry of the trail for each file.
package allyactions

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyactions",
	Purpose: "what apps have made: list, look at, cancel, delete, save as a file, add to a report",
	Memory:  "256Mi", Timeout: 60 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{action.Collection, audit.Collection},
	Route:   "/api/ally/actions",
	Operations: []function.Operation{
		{
			Method:   http.MethodGet,
			Summary:  "Gives a page of the actions of a conversation, or of all that the person began, the newest first.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(list),
		},
		{
			Method: http.MethodGet, Path: "/{id}",
			Summary:  "Gives one action.",
			Problems: []string{"not_found"},
			Handler:  function.Prepared(load, one),
		},
		{
			Method: http.MethodDelete, Path: "/{id}",
			Summary:  "Deletes an action. For half a minute it can be brought back.",
			Problems: []string{"not_found", "not_yours"},
			Handler:  function.Prepared(load, remove),
		},
		{
			Method: http.MethodPost, Path: "/{id}/restore",
			Summary:  "Brings a deleted action back.",
			Problems: []string{"not_found", "not_yours", "too_late"},
			Handler:  function.Prepared(load, restore),
		},
		{
			Method: http.MethodPost, Path: "/{id}/cancel",
			Summary:  "Ends an action that is being worked on. One that has ended is given as it is.",
			Problems: []string{"not_found", "not_yours"},
			Handler:  function.Prepared(load, cancel),
		},
		{
			Method: http.MethodGet, Path: "/{id}/export",
			Summary:  "Gives what a completed action made as a file.",
			Problems: []string{"not_found", "not_completed"},
			Handler:  function.Prepared(loadExported, exported),
		},
		{
			Method: http.MethodPost, Path: "/{id}/report",
			Summary:  "Adds what a completed action made to the person's report of the conversation, in place of what it had made before, and gives the report.",
			Problems: []string{"not_found", "view_only", "not_completed", "report_full"},
			Handler:  function.Prepared(load, report),
		},
	},
}
