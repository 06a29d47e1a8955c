// Package allyratings counts what people think of Ally's answers. Eventarc calls it
// for every write in ally_ratings. What counts is in the event itself, with the time
// of its change: the later one counts, whichever is told first, and a rating that was
// taken back counts for nothing. It reads and writes the person's day.
package allyratings

import (
	"time"

	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyratings",
	Purpose: "counts what people think of Ally's answers",
	Memory:  "256Mi", Timeout: 60 * time.Second, Concurrency: 1,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{fact.Collection, fact.Progresses},
	Trigger: &function.Trigger{
		Event:    "google.cloud.firestore.document.v1.written",
		Document: "ally_ratings/{id}",
		Handle:   written,
	},
}

func written(e function.Event) error {
	if e.Text("userId") == "" {
		return function.Acknowledge("rating %s is of nobody", e.ID)
	}
	mark := fact.Mark{
		Kind: fact.Rated, At: e.Time("createdAt"), Version: e.Time("updatedAt").UnixMilli(), Of: e.Text("conversationId"),
		Stars: e.Number("stars"),
	}
	mark.Gone = e.Gone() || mark.Stars < 1 || mark.Stars > 5
	if e.Gone() {
		mark.Version++ // it is later than what was taken back
	}
	return e.Backend.Facts.Note(e.Context, fact.Ally, e.Text("userId"), fact.Marks{e.ID: mark})
}
