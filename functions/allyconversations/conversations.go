// Package allyconversations lists a person's conversations, opens threads, and
// changes, clears and deletes them. The workspace calls it. Each call may be
// repeated: a thread opened with the same key is the same thread, a change names
// the revision that it is made to, and what is deleted twice is deleted once. It
// reads conversations, and what is newly selected as an input; it writes
// conversations, and the person's surroundings where an agent is selected that
// they did not know. What is deleted is purged by the sweep.
package allyconversations

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyconversations",
	Purpose: "a person's conversations: list, open, change, clear, delete",
	Memory:  "256Mi", Timeout: 30 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{"ally_conversations", "ally_surroundings", audit.Collection},
	Route:   "/api/ally/conversations",
	Operations: []function.Operation{
		{
			Method:  http.MethodGet,
			Summary: "Gives a page of the person's conversations and of those shared with them by name, the one with the newest message first.",
			Handler: function.Prepared(loadList, list),
		},
		{
			Method:  http.MethodPost,
			Summary: "Opens a thread.",
			Handler: function.Handle(open),
		},
		{
			Method: http.MethodGet, Path: "/{id}",
			Summary:  "Gives one conversation, to its owner with the prompt in force.",
			Problems: []string{"not_found"},
			Handler:  function.Prepared(loadOne, one),
		},
		{
			Method: http.MethodPatch, Path: "/{id}",
			Summary:  "Changes title, inputs or who else may read.",
			Problems: []string{"not_found", "view_only", "owner_only", "conflict"},
			Handler:  function.Prepared(loadChanged, change),
		},
		{
			Method: http.MethodDelete, Path: "/{id}",
			Summary:  "Deletes a thread. It is gone at once, and can be restored until undoUntil.",
			Problems: []string{"not_found", "owner_only", "main_permanent"},
			Handler:  function.Prepared(loadOne, remove),
		},
		{
			Method: http.MethodPost, Path: "/{id}/clear",
			Summary:  "Empties a conversation, which can be undone until undoUntil.",
			Problems: []string{"not_found", "owner_only"},
			Handler:  function.Prepared(loadOne, empty),
		},
		{
			Method: http.MethodPost, Path: "/{id}/restore",
			Summary:  "Undoes a deletion or a clearing.",
			Problems: []string{"not_found", "too_late"},
			Handler:  function.Prepared(loadOne, restore),
		},
	},
}
