package conversation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Redo asks for the last reply of a conversation to be made anew, of the same
// message or of an edited one.
type Redo struct {
	MessageID string  // of the reply, or of the message that it answers
	Text      *string // the message as edited; nil leaves it
	// Key makes it idempotent: the same key again returns or completes what the
	// first began. "" makes the reply anew each time.
	Key    string
	Inputs *ChosenInputs
	From   Position
}

// LoadRedo reads what making a reply anew needs, in two round trips.
func (s *Service) LoadRedo(ctx context.Context, userID string, r Redo) (*Loaded, error) {
	found, err := s.readMessage(ctx, r.MessageID)
	if err != nil {
		return nil, err
	}
	target := found.ID
	if found.Role == Ally {
		target = found.InReplyTo
	}
	if found.Role == System || found.Role == Comment || target == "" || found.Role == Ally && r.Text != nil {
		return nil, missingMessage()
	}
	if r.Key == "" {
		r.Key = s.NewKey()
	}
	key, kind := r.Key, "regenerate"
	if r.Text != nil {
		kind = "edit"
	}
	r.Key = id.Derive(kind, userID, r.Key) // nobody's key is another's
	l := &Loaded{
		draft: Draft{ConversationID: found.ConversationID, Key: key, Inputs: r.Inputs, From: r.From}, redo: &r,
		userID: userID, holder: s.NewKey(), target: target,
	}
	if err := s.load(ctx, l); err != nil {
		return nil, err
	}
	switch {
	case !l.message.exists || !l.reply.exists || l.conversation.data.Gone(l.message.data.Timestamp):
		return nil, missingMessage()
	case r.Text != nil:
		l.draft.Text = *r.Text
	default:
		l.draft.Text = l.message.data.Content
	}
	return l, nil
}

// readMessage reads one message; what is none is missing.
func (s *Service) readMessage(ctx context.Context, messageID string) (Message, error) {
	if !id.Valid(messageID) {
		return Message{}, missingMessage()
	}
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.message(messageID)})
	if err != nil {
		return Message{}, unavailable(fmt.Errorf("conversation: message %s: %w", messageID, err))
	}
	m, err := messageFrom(docs[0])
	if err != nil {
		return Message{}, err
	}
	if !m.exists || !id.Valid(m.data.ConversationID) {
		return Message{}, missingMessage()
	}
	return m.data, nil
}

// redoKeys is how many of the last requests that had a reply made anew are
// remembered.
const redoKeys = 10

// redone says whether this very request was made before.
func (l *Loaded) redone() bool {
	return l.reply.exists && slices.Contains(l.reply.data.RedoKeys, l.redo.Key)
}

// storeRedo begins the reply anew and keeps the one there was, and the message
// where it is edited, as versions; all in one commit that fails if the
// conversation has moved on.
func (s *Service) storeRedo(ctx context.Context, who access.Person, l *Loaded) (*holding, error) {
	if err := s.mayRedo(who, l); err != nil {
		return nil, err
	}
	counted, err := s.allow(ctx, who, l)
	if err != nil {
		return nil, err
	}
	conversation, message, reply := s.refs(l)
	now := s.now()
	writes := append([]store.Write{counted}, s.writeOff(l.reply.data)...) // in this order: both may write what the person has used
	writes = append(writes, store.Update(conversation, l.conversation.readAt, firestore.Update{Path: "updatedAt", Value: now}))
	m, r := l.message.data, l.reply.data
	if l.redo.Text != nil && m.Content != *l.redo.Text {
		writes = append(writes, s.keepVersion(m, now))
		m.Content, m.Version, m.EditedAt = *l.redo.Text, m.version()+1, &now
		writes = append(writes, store.Update(message, l.message.readAt,
			firestore.Update{Path: "content", Value: m.Content},
			firestore.Update{Path: "version", Value: m.Version},
			firestore.Update{Path: "editedAt", Value: now},
		))
	}
	if r.Status.final() {
		writes = append(writes, s.keepVersion(r, now))
		r.Version = r.version() + 1
	}
	r = s.begun(who, l, r)
	r.RedoKeys = append(slices.Clone(r.RedoKeys[max(0, len(r.RedoKeys)-redoKeys+1):]), l.redo.Key)
	writes = append(writes, store.Update(reply, l.reply.readAt, append(beginning(r),
		firestore.Update{Path: "version", Value: r.version()},
		firestore.Update{Path: "redoKeys", Value: r.RedoKeys},
	)...))
	committed, err := store.Commit(ctx, s.Client, writes...)
	if err != nil {
		return nil, unlessRaced(err)
	}
	l.conversation.readAt = committed
	l.message, l.reply = stored[Message]{m, committed, true}, stored[Message]{r, committed, true}
	return s.newHolding(reply, r, committed), nil
}

// mayRedo refuses what is not the last exchange, what is another's message, and
// a reply that is still in the making.
func (s *Service) mayRedo(who access.Person, l *Loaded) error {
	switch {
	case !l.message.exists || !l.reply.exists:
		return missingMessage()
	case l.redo.Text != nil && l.message.data.UserID != who.ID:
		return &fault.Fault{Kind: fault.Forbidden, Code: "not_yours", Sentence: lang.Text{
			ES: "Solo puedes editar tus propios mensajes.", EN: "You can only edit your own messages.",
		}}
	case !l.reply.data.Timestamp.Equal(l.conversation.data.lastExchangeAt()):
		return &fault.Fault{Kind: fault.Conflict, Code: "not_last", Sentence: lang.Text{
			ES: "Solo se puede rehacer el último intercambio de la conversación, y ya hay mensajes más nuevos.",
			EN: "Only the last exchange of a conversation can be redone, and there are newer messages.",
		}}
	case s.leaseLeft(l.reply.data) > 0:
		return &fault.Fault{Kind: fault.Conflict, Code: "generating", Wait: time.Second, Sentence: lang.Text{
			ES: "Ally todavía está escribiendo esta respuesta. Detenla o espera a que termine.",
			EN: "Ally is still writing this answer. Stop it or wait until it ends.",
		}}
	}
	return nil
}

func missingMessage() error {
	return fault.Missing(lang.Text{ES: "ese mensaje", EN: "that message"})
}
