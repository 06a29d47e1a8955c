package allytest

import (
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/wait"
)

// said counts the messages of all tests, so that no two are one.
var said atomic.Int64

// Say stores a message of the person's in a conversation, as it is when its reply
// is finished, and gives the conversation's id.
func (w *World) Say(p sample.Person, conversationID, text string) string {
	w.t.Helper()
	n := said.Add(1)
	w.Set(fmt.Sprintf("ally_messages/said%05d", n), map[string]any{
		"conversationId": conversationID, "userId": p.ID, "role": "user", "content": text,
		"timestamp": w.Clock.Now().UTC().Truncate(time.Millisecond).Add(time.Duration(n) * time.Millisecond),
	})
	return conversationID
}

// Remember has all that was said in a conversation learnt, as the function that
// indexes messages does, and gives what is remembered of it for the person, newest
// first.
func (w *World) Remember(p sample.Person, conversationID string) []memory.Item {
	w.t.Helper()
	c := w.Stored(conversationID)
	docs, err := w.DB.Collection("ally_messages").Where("conversationId", "==", conversationID).
		OrderBy("timestamp", firestore.Asc).Documents(w.t.Context()).GetAll()
	w.must(err)
	var messages []memory.Said
	for _, doc := range docs {
		var m conversation.Message
		w.must(doc.DataTo(&m))
		if m.Role == conversation.System || m.Status == conversation.Generating || m.Status == conversation.Failed {
			continue
		}
		messages = append(messages, memory.Said{
			MessageID: doc.Ref.ID, AuthorID: m.UserID, AuthorName: p.Name, Role: memory.Role(m.Role), Text: m.Content, At: m.Timestamp, Version: m.Version,
		})
	}
	keeper := w.Keeper()
	w.must(keeper.Learn(w.t.Context(), memory.Conversation{ID: conversationID, OwnerID: c.UserID, OwnerEmail: c.UserEmail, OrganizationID: c.OrganizationID}, messages))
	return w.Memories(p, conversationID)
}

// Keeper keeps memory past all fences, by patterns.
func (w *World) Keeper() *memory.Keeper {
	w.t.Helper()
	keeper, err := memory.NewKeeper(memory.Options{Client: w.DB, Now: w.Clock.Now, Pause: wait.For, Log: slog.New(slog.DiscardHandler)})
	w.must(err)
	return keeper
}

// Memories are what the person is shown of what is remembered of a conversation.
func (w *World) Memories(p sample.Person, conversationID string) []memory.Item {
	w.t.Helper()
	var out struct{ Items []memory.Item }
	path := "/api/ally/memory?limit=100"
	if conversationID != "" {
		path += "&conversationId=" + conversationID
	}
	w.Call(p, "GET", path, nil).Into(&out)
	return out.Items
}
