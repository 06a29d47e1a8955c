// Package allyindexmessages makes what people and Ally write findable, and learns
// what is worth remembering of it. Eventarc
// calls it for every write in ally_messages; a reply in the making is passed over
// without a read. Events of one conversation that come within a short window are
// indexed together, from the messages as they are then: a second delivery, a late
// one or another order ends in the same entry. It reads at most one part of the
// conversation, and writes its entry, the words in it, and what the conversation
// is about.
package allyindexmessages

import (
	"errors"
	"time"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/search"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyindexmessages",
	Purpose: "makes what was written findable, and remembers what matters of it",
	Memory:  "512Mi", Timeout: 120 * time.Second, Concurrency: 1,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Writes:  []string{search.Indexes, search.Vocabulary, search.Windows, "ally_conversations", "ally_memory", "ally_ledger"},
	Trigger: &function.Trigger{
		Event:    "google.cloud.firestore.document.v1.written",
		Document: "ally_messages/{id}",
		Handle:   written,
	},
}

func written(e function.Event) error {
	conversationID, number := e.Text("conversationId"), e.Number("number")
	if e.Text("status") == string(conversation.Generating) || number == 0 {
		return nil // it goes on, or it is the same for everybody
	}
	if !id.Valid(conversationID) {
		return function.Acknowledge("message %s is of no conversation", e.ID)
	}
	err := e.Backend.Indexer.Message(e.Context, e.Event, conversationID, number)
	if errors.Is(err, conversation.ErrUnreadable) {
		return function.Acknowledge("%v", err)
	}
	if err == nil {
		e.Note("lagMs", int(e.Backend.Now().Sub(e.Time("timestamp")).Milliseconds()))
	}
	return err
}
