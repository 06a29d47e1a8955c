package search

import (
	"iter"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/retrieve"
)

// PartMessages is how many messages of a conversation one entry covers, so that
// a message costs the same to index in a long conversation as in a short one.
const PartMessages = 20

// Kind is what an entry stands for.
type Kind string

const (
	Conversation Kind = "conversation"
	Action       Kind = "action"
)

// Entry is a document of `ally_entries`: what can be found of one part of a
// conversation, or of an action. It follows from them alone, so that indexing
// twice, late or anew ends in the same document.
type Entry struct {
	Kind           Kind      `firestore:"kind"`
	ID             string    `firestore:"id"`             // of the conversation or action
	ConversationID string    `firestore:"conversationId"` // of an action: where it was made; "" for none
	UserID         string    `firestore:"userId"`         // whose it is
	Scopes         []Scope   `firestore:"scopes"`         // in which it is, its owner's first
	Part           int       `firestore:"part"`
	Title          string    `firestore:"title"`
	FirstAt        time.Time `firestore:"firstAt"` // of its messages
	LastAt         time.Time `firestore:"lastAt"`
	Language       string    `firestore:"language"`

	// Has holds each stem and each facet, so that entries with several of them are
	// found by merging the single-field indexes of this map.
	Has map[string]bool `firestore:"has"`
	// Words says for each stem where it stands: pairs of a place and how often; place
	// 0 is the title, place n message n of Messages.
	Words    map[string][]int `firestore:"words"`
	Length   int              `firestore:"length"` // words without function words, those of the title weighted
	Messages []Place          `firestore:"messages"`

	Topics   []string `firestore:"topics"`
	Entities []string `firestore:"entities"`
	Keywords []string `firestore:"keywords"`
	Summary  string   `firestore:"summary"`

	Vector   firestore.Vector32 `firestore:"vector"`   // of title, summary and what was said; unit length
	Embedded string             `firestore:"embedded"` // the hash of what the vector was made of
	Model    string             `firestore:"model"`    // that made the vector

	meaning string // what the vector is made of

	// Hash is of all above but the vector: an entry that has it already is not
	// written again.
	Hash string `firestore:"hash"`
}

// occurring gives the places of a stem, as Words has them, with how much it counts
// there: how often it stands in a message, more in the title.
func occurring(pairs []int) iter.Seq2[int, float64] {
	return func(yield func(int, float64) bool) {
		for i := 0; i+1 < len(pairs); i += 2 {
			weighted := float64(pairs[i+1])
			if pairs[i] == 0 {
				weighted *= retrieve.TitleWeight
			}
			if !yield(pairs[i], weighted) {
				return
			}
		}
	}
}

// Place is a message of a part.
type Place struct {
	ID   string    `firestore:"id"`
	Role string    `firestore:"role"`
	At   time.Time `firestore:"at"`
}

// fields gives the whole entry as changes of a document that exists.
func (e Entry) fields() []firestore.Update {
	return []firestore.Update{
		{Path: "kind", Value: e.Kind}, {Path: "id", Value: e.ID}, {Path: "conversationId", Value: e.ConversationID},
		{Path: "userId", Value: e.UserID}, {Path: "scopes", Value: e.Scopes}, {Path: "part", Value: e.Part}, {Path: "title", Value: e.Title},
		{Path: "firstAt", Value: e.FirstAt}, {Path: "lastAt", Value: e.LastAt}, {Path: "language", Value: e.Language},
		{Path: "has", Value: e.Has}, {Path: "words", Value: e.Words}, {Path: "length", Value: e.Length}, {Path: "messages", Value: e.Messages},
		{Path: "topics", Value: e.Topics}, {Path: "entities", Value: e.Entities}, {Path: "keywords", Value: e.Keywords}, {Path: "summary", Value: e.Summary},
		{Path: "vector", Value: e.Vector}, {Path: "embedded", Value: e.Embedded}, {Path: "model", Value: e.Model}, {Path: "hash", Value: e.Hash},
	}
}
