package conversation

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// Stretch is a conversation with some of its messages, as they are stored now,
// for what is made of them: nothing of it is checked against a person.
type Stretch struct {
	ID           string
	Conversation Conversation
	Exists       bool
	Messages     []Message
}

// LoadStretch reads a conversation and its messages with the numbers from
// first to last, in one round trip. After a clearing there may be two of a number
// until the older ones are purged.
func (s *Service) LoadStretch(ctx context.Context, conversationID string, first, last int) (Stretch, error) {
	stretch := Stretch{ID: conversationID}
	if !id.Valid(conversationID) {
		return stretch, nil
	}
	var found []*firestore.DocumentSnapshot
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			stretch.Conversation, stretch.Exists, err = s.Read(ctx, conversationID)
			return err
		},
		func(ctx context.Context) (err error) {
			found, err = s.Client.Collection(messages).Where("conversationId", "==", conversationID).
				Where("number", ">=", first).Where("number", "<=", last).OrderBy("number", firestore.Asc).Documents(ctx).GetAll()
			return err
		},
	)
	if err != nil {
		return stretch, fmt.Errorf("conversation: messages %d to %d of %s: %w", first, last, conversationID, err)
	}
	stretch.Messages = readable(found)
	return stretch, nil
}

// Read reads a conversation as it is stored.
func (s *Service) Read(ctx context.Context, conversationID string) (c Conversation, exists bool, err error) {
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.conversation(conversationID)})
	if err != nil {
		return c, false, fmt.Errorf("conversation: read %s: %w", conversationID, err)
	}
	one, err := conversationFrom(docs[0])
	return one.data, one.exists, err
}

// NoteIndexed gives the write that notes what search knows of a conversation.
func (s *Service) NoteIndexed(conversationID string, indexed Indexed) store.Write {
	return store.Change(s.conversation(conversationID), firestore.Update{Path: "indexed", Value: indexed})
}

// Visible reads conversations and messages, in one round trip, and gives those
// that a person may see now, by their ids.
func (s *Service) Visible(ctx context.Context, who access.Person, conversationIDs, messageIDs []string) (map[string]Seen, map[string]Message, error) {
	refs := make([]*firestore.DocumentRef, 0, len(conversationIDs)+len(messageIDs))
	for _, id := range conversationIDs {
		refs = append(refs, s.conversation(id))
	}
	for _, id := range messageIDs {
		refs = append(refs, s.message(id))
	}
	if len(refs) == 0 {
		return nil, nil, nil
	}
	docs, err := s.Client.GetAll(ctx, refs)
	if err != nil {
		return nil, nil, unavailable(fmt.Errorf("conversation: look at %d documents: %w", len(refs), err))
	}
	conversations, found := map[string]Seen{}, map[string]Message{}
	all, known, err := s.readFor(ctx, who, docs[:len(conversationIDs)])
	if err != nil {
		return nil, nil, err
	}
	for id, c := range all {
		if permissionOf(c, who, known) >= view {
			conversations[id] = seen(id, c, who, known)
		}
	}
	for _, doc := range docs[len(conversationIDs):] {
		m, err := messageFrom(doc)
		if err != nil || !m.exists {
			continue
		}
		if c, ok := conversations[m.data.ConversationID]; ok && !c.Gone(m.data.Timestamp) {
			found[m.data.ID] = c.shown(m.data)
		}
	}
	return conversations, found, nil
}
