package sharing

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

const (
	// seenEvery is the pause between two writes of one person's presence.
	seenEvery = 30 * time.Second
	// onlineFor is how long somebody counts as being there: two pauses and some.
	onlineFor = 75 * time.Second
)

// Presence is a document of `ally_presence`: how far somebody has read a
// conversation, and when they were there last.
type Presence struct {
	ConversationID string    `firestore:"conversationId"`
	UserID         string    `firestore:"userId"`
	LastSeenAt     time.Time `firestore:"lastSeenAt"`
	ReadUpTo       string    `firestore:"readUpTo"` // a message
	ReadUpToAt     time.Time `firestore:"readUpToAt"`
	Source         string    `firestore:"source"`
}

// Online says whether the person is there now, or was a moment ago.
func (p Presence) Online(now time.Time) bool { return now.Sub(p.LastSeenAt) < onlineFor }

func (s *Service) presence(conversationID, userID string) *firestore.DocumentRef {
	return s.Client.Collection(Presences).Doc(id.Derive("presence", conversationID, userID))
}

// Seen notes that the person has read a conversation up to a message. Within
// thirty seconds of the last time nothing is written, and what is stored is given.
func (s *Service) Seen(ctx context.Context, who access.Person, conversationID, messageID string) (Presence, error) {
	if !id.Valid(messageID) {
		return Presence{}, fault.Missing(lang.Text{ES: "ese mensaje", EN: "that message"})
	}
	var there Presence
	var l *conversation.LoadedConversation
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			l, err = s.Conversations.LoadConversation(ctx, conversationID)
			return err
		},
		func(ctx context.Context) error {
			if !id.Valid(conversationID) {
				return nil
			}
			docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.presence(conversationID, who.ID)})
			if err == nil && docs[0].Exists() {
				err = docs[0].DataTo(&there)
			}
			return err
		},
	)
	if err != nil {
		return there, unavailable(err)
	}
	if _, err := s.Conversations.See(ctx, l, who); err != nil {
		return there, err
	}
	now := s.now()
	if now.Sub(there.LastSeenAt) < seenEvery {
		return there, nil
	}
	_, messages, err := s.Conversations.Visible(ctx, who, []string{conversationID}, []string{messageID})
	if err != nil {
		return there, err
	}
	m, ok := messages[messageID]
	if !ok {
		return there, fault.Missing(lang.Text{ES: "ese mensaje", EN: "that message"})
	}
	there.ConversationID, there.UserID, there.LastSeenAt, there.Source = conversationID, who.ID, now, s.Source
	if m.Timestamp.After(there.ReadUpToAt) {
		there.ReadUpTo, there.ReadUpToAt = messageID, m.Timestamp
	}
	_, err = store.Commit(ctx, s.Client, store.Set(s.presence(conversationID, who.ID), there))
	return there, unavailable(err)
}

// presences reads that of everybody in a conversation.
func (s *Service) presences(ctx context.Context, seen conversation.Seen) (map[string]Presence, error) {
	found := map[string]Presence{}
	var refs []*firestore.DocumentRef
	for _, o := range seen.Collaborators {
		refs = append(refs, s.presence(seen.ID, o.UserID))
	}
	if len(refs) == 0 {
		return found, nil
	}
	docs, err := s.Client.GetAll(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("sharing: presence in %s: %w", seen.ID, err)
	}
	for _, doc := range docs {
		var p Presence
		if doc.Exists() && doc.DataTo(&p) == nil {
			found[p.UserID] = p
		}
	}
	return found, nil
}
