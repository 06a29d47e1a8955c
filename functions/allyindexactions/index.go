// Package allyindexactions makes the results of apps findable. Eventarc calls it
// for every write in ally_actions. It reads the action as it is now and writes its
// entry and the words in it, or takes them out; a second delivery changes nothing.
package allyindexactions

import (
	"time"

	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/search"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyindexactions",
	Purpose: "makes the results of apps findable",
	Memory:  "512Mi", Timeout: 120 * time.Second, Concurrency: 1,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Writes:  []string{search.Indexes, search.Vocabulary},
	Trigger: &function.Trigger{
		Event:    "google.cloud.firestore.document.v1.written",
		Document: "ally_actions/{id}",
		Handle:   func(e function.Event) error { return e.Backend.Indexer.Action(e.Context, e.ID) },
	},
}
