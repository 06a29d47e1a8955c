// Package allyindexactions makes the results of apps findable. Eventarc calls it
// for every write in ally_actions. It reads the action as it is now and writes its
// entry and the words in it, or takes them out, and counts an action that ended; a second
// delivery changes nothing.
package allyindexactions

import (
	"errors"
	"time"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/search"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyindexactions",
	Purpose: "makes the results of apps findable, and counts them",
	Memory:  "512Mi", Timeout: 120 * time.Second, Concurrency: 1,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Writes:  []string{search.Indexes, search.Vocabulary, fact.Collection, fact.Progresses},
	Trigger: &function.Trigger{
		Event:    "google.cloud.firestore.document.v1.written",
		Document: "ally_actions/{id}",
		Handle:   func(e function.Event) error { return errors.Join(count(e), e.Backend.Indexer.Action(e.Context, e.ID)) },
	},
}

// count notes an action that ended, by what the event tells of it.
func count(e function.Event) error {
	status := e.In("output").Text("status")
	if e.Gone() || status == action.Processing || e.Text("userId") == "" {
		return nil
	}
	return e.Backend.Facts.Note(e.Context, fact.Ally, e.Text("userId"), fact.Marks{e.ID: {
		Kind: fact.Action, At: e.Time("createdAt"), Version: int64(e.Number("attempts")), Of: e.Text("appId"), MS: int64(e.Number("duration")),
		OK: status == action.Completed, Failed: status == action.Failed,
	}})
}
