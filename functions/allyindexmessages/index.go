// Package allyindexmessages makes what people and Ally write findable, and learns
// what is worth remembering of it. Eventarc
// calls it for every write in ally_messages; a reply in the making is passed over
// without a read. Events of one conversation that come within a short window are
// indexed together, from the messages as they are then: a second delivery, a late
// one or another order ends in the same entry. It reads at most one part of the
// conversation, and writes its entry, the words in it, and what the conversation
// is about. A reply that ended is counted first, by what the event itself tells of it:
// one read and one write, in a document that joins what comes in any order.
package allyindexmessages

import (
	"errors"
	"time"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/search"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyindexmessages",
	Purpose: "makes what was written findable, remembers what matters of it, and counts it",
	Memory:  "512Mi", Timeout: 120 * time.Second, Concurrency: 1,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Writes:  []string{search.Indexes, search.Vocabulary, search.Windows, "ally_conversations", "ally_memory", "ally_ledger", fact.Collection, fact.Progresses},
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
	counted := count(e, conversationID, number)
	err := e.Backend.Indexer.Message(e.Context, e.Event, conversationID, number)
	if errors.Is(err, conversation.ErrUnreadable) {
		if counted != nil {
			return counted
		}
		return function.Acknowledge("%v", err)
	}
	if err == nil {
		e.Note("lagMs", int(e.Backend.Now().Sub(e.Time("timestamp")).Milliseconds()))
	}
	return errors.Join(err, counted)
}

// count notes a reply that ended. A guest is nobody that is compared.
func count(e function.Event, conversationID string, number int) error {
	userID := e.Text("userId")
	if e.Gone() || e.Text("role") != string(conversation.Ally) || userID == "" || conversation.IsGuest(userID) {
		return nil
	}
	r := fact.Reply{
		ID: e.ID, ConversationID: conversationID, InReplyTo: e.Text("inReplyTo"), Status: e.Text("status"), At: e.Time("timestamp"),
		MS: int64(e.Number("durationMs")), Attempts: e.Number("attempts"), Version: e.Number("version"), First: number <= lastFirstReply,
	}
	for _, input := range e.In("contextUsed").Each("inputSources") {
		r.Kinds = append(r.Kinds, input.Text("type"))
		if input.Text("type") == "agent" {
			r.Agents = append(r.Agents, input.Text("id"))
		}
	}
	return e.Backend.Facts.Reply(e.Context, userID, r)
}

// lastFirstReply is the highest number that a conversation's first reply can have: 2 in a
// thread, and 4 in a person's Ally, which begins with two messages of its own.
const lastFirstReply = 4
