package conversation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// versions is the collection of what messages were before they were edited, and
// replies before they were made anew.
const versions = "ally_versions"

// mostVersions is how many earlier versions of a message are shown, the newest.
const mostVersions = 50

// Version is a document of `ally_versions`.
type Version struct {
	MessageID      string      `firestore:"messageId"`
	ConversationID string      `firestore:"conversationId"`
	UserID         string      `firestore:"userId"`
	Number         int         `firestore:"version"`
	Content        string      `firestore:"content"`
	Cards          []Card      `firestore:"outputCards,omitempty"`
	ContextUsed    ContextUsed `firestore:"contextUsed"`
	Status         Status      `firestore:"status,omitempty"`
	Model          string      `firestore:"model,omitempty"`
	Timestamp      time.Time   `firestore:"timestamp"` // of the message
	ReplacedAt     time.Time   `firestore:"replacedAt"`
}

// keepVersion is the write that keeps a message as it is.
func (s *Service) keepVersion(m Message, now time.Time) store.Write {
	ref := s.Client.Collection(versions).Doc(id.Derive("version", m.ID, fmt.Sprint(m.version())))
	return store.Create(ref, Version{
		MessageID: m.ID, ConversationID: m.ConversationID, UserID: m.UserID, Number: m.version(), Content: m.Content, Cards: m.Cards,
		ContextUsed: m.ContextUsed, Status: m.Status, Model: m.Model, Timestamp: m.Timestamp, ReplacedAt: now,
	})
}

// Versions gives what a message was before, oldest first, without what it is
// now.
func (s *Service) Versions(ctx context.Context, one *LoadedMessage, who access.Person) ([]Version, error) {
	if _, err := s.Message(ctx, one, who); err != nil {
		return nil, err
	}
	docs, err := s.Client.Collection(versions).Where("messageId", "==", one.message.data.ID).
		OrderBy("version", firestore.Desc).Limit(mostVersions).Documents(ctx).GetAll()
	if err != nil {
		return nil, unavailable(fmt.Errorf("conversation: versions of %s: %w", one.message.data.ID, err))
	}
	var all []Version
	_, crosses := external(one.conversation.data, who)
	for _, doc := range docs {
		var v Version
		if doc.DataTo(&v) == nil {
			if crosses {
				v.Cards, v.ContextUsed, v.Model = nil, noContext(), ""
			}
			all = append(all, v)
		}
	}
	slices.Reverse(all)
	return all, nil
}
