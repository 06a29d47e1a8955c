// Package ledger keeps account of what the models took: one entry for each time
// that Ally asked one. Entries are only ever added. They hold no content, and
// stay when the conversation is deleted.
package ledger

import (
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/store"
)

// Collection holds one document for each entry.
const Collection = "ally_ledger"

// Entry is a document of `ally_ledger`.
type Entry struct {
	UserID         string `firestore:"userId"` // for whom the model was asked
	OrganizationID string `firestore:"organizationId"`
	Domain         string `firestore:"domain"`
	ConversationID string `firestore:"conversationId"`
	MessageID      string `firestore:"messageId"` // of the reply
	Model          string `firestore:"model"`
	// Purpose says what for, where it was not for a reply.
	Purpose Purpose `firestore:"purpose,omitempty"`
	Calls   int     `firestore:"calls"` // requests that reached the provider, repeated ones included

	InputTokens  int `firestore:"inputTokens"` // CachedTokens included
	OutputTokens int `firestore:"outputTokens"`
	CachedTokens int `firestore:"cachedTokens"`
	// PriceMicroUSD is in millionths of a US dollar; nil where the model's price
	// is not known.
	PriceMicroUSD *int64 `firestore:"priceMicroUsd"`

	StartedAt  time.Time `firestore:"startedAt"`
	DurationMS int64     `firestore:"durationMs"`
	Outcome    Outcome   `firestore:"outcome"`
	Code       string    `firestore:"code,omitempty"` // of a failure
	Source     string    `firestore:"source"`
}

// Purpose says what a model was asked for.
type Purpose string

// Memory is finding in a message what is worth remembering. MessageID is that
// message's.
const Memory Purpose = "memory"

// App is working on an action. MessageID is the action's.
const App Purpose = "app"

// Trial is answering a question by a super prompt that is tried. MessageID names the
// trial: there is no message.
const Trial Purpose = "trial"

// Outcome says how it ended.
type Outcome string

const (
	Completed Outcome = "completed"
	Stopped   Outcome = "stopped" // by a person
	Blocked   Outcome = "blocked" // by the model's safety filter
	Failed    Outcome = "failed"
	// Interrupted is what nobody could finish, because its process ended. Its
	// tokens are those that were stored while it grew; the provider may have
	// counted more.
	Interrupted Outcome = "interrupted"
	// Late adds what an interrupted one turned out to have taken beyond what its
	// entry says.
	Late Outcome = "late"
)

// With gives the entry with what was taken and what that costs.
func (e Entry) With(u model.Usage, prices Prices) Entry {
	e.Calls, e.InputTokens, e.OutputTokens, e.CachedTokens = u.Calls, u.Input, u.Output, u.Cached
	e.PriceMicroUSD = prices.Of(e.Model, u)
	return e
}

// Usage is what the entry says was taken.
func (e Entry) Usage() model.Usage {
	return model.Usage{Calls: e.Calls, Input: e.InputTokens, Output: e.OutputTokens, Cached: e.CachedTokens}
}

// Tokens are all that count against a limit.
func (e Entry) Tokens() int { return e.InputTokens + e.OutputTokens }

// Ref is the place of the entry for one asking: the holder names who asked for
// the reply, so that adding it twice meets in one document.
func Ref(client *firestore.Client, messageID, holder string) *firestore.DocumentRef {
	return client.Collection(Collection).Doc(id.Derive("call", messageID, holder))
}

// LateRef is the place of what is added to that entry afterwards.
func LateRef(client *firestore.Client, messageID, holder string) *firestore.DocumentRef {
	return client.Collection(Collection).Doc(id.Derive("late", messageID, holder))
}

// Add is the write that adds an entry; it fails where the entry is there.
func Add(ref *firestore.DocumentRef, e Entry) store.Write { return store.Create(ref, e) }
