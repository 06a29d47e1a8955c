// Package allymemory shows a person what Ally remembers for them, and lets them
// change, delete and forget it and switch memory off. The workspace calls it. Each call may
// be repeated. It reads the person's memory, one document, and the conversations
// that a page comes from; it writes that document, what conversations tell of it, and
// the additive field allyPreferences.memoryOptIn of the person's own document.
package allymemory

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allymemory",
	Purpose: "what Ally remembers for a person: see, change, forget, switch off",
	Memory:  "256Mi", Timeout: 30 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{"ally_memory", "ally_conversations", "users"},
	Route:   "/api/ally/memory",
	Operations: []function.Operation{
		{
			Method:  http.MethodGet,
			Summary: "Gives a page of what is remembered for the person, newest first, and whether memory is on.",
			Handler: function.Prepared(load, list),
		},
		{
			Method:  http.MethodPatch,
			Summary: "Switches memory on or off for the person. Switched off, what was remembered goes.",
			Handler: function.Handle(change),
		},
		{
			Method:  http.MethodDelete,
			Summary: "Forgets what is remembered, of one conversation or all; what was said until now is not learnt again.",
			Handler: function.Handle(forget),
		},
		{
			Method: http.MethodPatch, Path: "/{id}",
			Summary:  "Changes an item.",
			Problems: []string{"not_found", "no_action_item"},
			Handler:  function.Handle(changeOne),
		},
		{
			Method: http.MethodDelete, Path: "/{id}",
			Summary:  "Deletes an item. It is gone at once, can be restored until undoUntil, and is never learnt again.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(removeOne),
		},
		{
			Method: http.MethodPost, Path: "/{id}/restore",
			Summary:  "Undoes the deletion of an item.",
			Problems: []string{"not_found", "too_late"},
			Handler:  function.Handle(restoreOne),
		},
	},
}
