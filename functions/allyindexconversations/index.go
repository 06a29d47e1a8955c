// Package allyindexconversations keeps what can be found in step with its
// conversation. Eventarc calls it for every write in ally_conversations; only what
// changes title, who may see it, or what was cleared or deleted is acted on, all
// else is passed over without a read. It makes the conversation's entries anew, so
// a second delivery or another order ends in the same. What it costs grows with the
// conversation.
package allyindexconversations

import (
	"errors"
	"time"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/search"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyindexconversations",
	Purpose: "keeps what can be found in step with titles, sharing and deletion",
	Memory:  "512Mi", Timeout: 300 * time.Second, Concurrency: 1,
	Secrets: []string{"JWT_SECRET", "GOOGLE_AI_API_KEY"},
	Model:   true,
	Writes:  []string{search.Indexes, search.Vocabulary, "ally_conversations", "ally_memory", "ally_ledger"},
	Trigger: &function.Trigger{
		Event:    "google.cloud.firestore.document.v1.written",
		Document: "ally_conversations/{id}",
		Handle:   written,
	},
}

func written(e function.Event) error {
	if !e.Changed("title", "sharing", "collaboratorIds", "deletedAt", "clearedAt") {
		return nil
	}
	err := e.Backend.Indexer.Conversation(e.Context, e.ID)
	if errors.Is(err, conversation.ErrUnreadable) {
		return function.Acknowledge("%v", err)
	}
	return err
}
