package conversation

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/store"
)

// LoadedMessage is one message with its conversation, read before it is known
// whether the person may see it.
type LoadedMessage struct {
	message      stored[Message]
	conversation stored[Conversation]
	rating       *Rating
}

// LoadMessage reads one message, its conversation and the person's rating, in
// two round trips.
func (s *Service) LoadMessage(ctx context.Context, userID, messageID string) (*LoadedMessage, error) {
	m, err := s.readMessage(ctx, messageID)
	if err != nil {
		return nil, err
	}
	one := &LoadedMessage{}
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{
		s.message(m.ID), s.conversation(m.ConversationID), s.ratingRef(m.ID, userID),
	})
	if err != nil {
		return nil, unavailable(fmt.Errorf("conversation: message %s: %w", messageID, err))
	}
	if one.message, err = messageFrom(docs[0]); err != nil {
		return nil, err
	}
	if one.conversation, err = conversationFrom(docs[1]); err != nil {
		return nil, err
	}
	one.rating = ratingFrom(docs[2])
	return one, nil
}

// Message gives what was loaded to a person who may see it.
func (s *Service) Message(ctx context.Context, one *LoadedMessage, who access.Person) (Message, error) {
	if err := s.visible(ctx, one, who); err != nil {
		return Message{}, err
	}
	m := one.message.data
	m.Rating = one.rating
	s.showInterrupted(&m, who)
	if _, crosses := external(one.conversation.data, who); crosses {
		m.forExternal()
	}
	return m, nil
}

// Names are those of the people in the message's conversation.
func (one *LoadedMessage) Names(who access.Person) Names { return one.conversation.data.people(who) }

func (s *Service) visible(ctx context.Context, one *LoadedMessage, who access.Person) error {
	c := one.conversation
	if !one.message.exists || !c.exists || c.data.Gone(one.message.data.Timestamp) {
		return missingMessage()
	}
	known, err := s.policiesFor(ctx, who, c.data)
	if err == nil && permissionOf(c.data, who, known) < view {
		err = missingMessage()
	}
	if err == nil {
		err = s.toldOf(ctx, one.message.data.ConversationID, c.data, who)
	}
	return err
}

// Follow tells how a reply grows until it is finished, from where the person
// left off, and gives it as it is then.
func (s *Service) Follow(ctx context.Context, one *LoadedMessage, who access.Person, from Position, emit Emit) (Message, error) {
	if err := s.visible(ctx, one, who); err != nil {
		return Message{}, err
	}
	shown := newProgress(emit, from)
	ref := s.message(one.message.data.ID)
	for {
		shown.show(one.message.data)
		lease := s.leaseLeft(one.message.data)
		if lease <= 0 {
			return s.Message(ctx, one, who)
		}
		changed, over, err := s.nextChange(ctx, ref, one.message.readAt, lease)
		switch {
		case err != nil:
			return Message{}, unavailable(fmt.Errorf("conversation: follow %s: %w", ref.ID, err))
		case over:
			return s.Message(ctx, one, who)
		case !changed.exists:
			return Message{}, missingMessage()
		}
		one.message = changed
	}
}

// Stop ends the writing of a reply, and gives it as it is then: with what there
// was of it, or finished if it was faster. Who may write in the conversation may
// stop.
func (s *Service) Stop(ctx context.Context, one *LoadedMessage, who access.Person) (Message, error) {
	if err := s.visible(ctx, one, who); err != nil {
		return Message{}, err
	}
	if err := s.required(ctx, write, one.conversation.data, who); err != nil {
		return Message{}, err
	}
	ref := s.message(one.message.data.ID)
	for try := 0; one.message.data.Status == Generating; try++ {
		err := s.stopOnce(ctx, ref, one)
		if store.Raced(err) {
			err = s.backOff(ctx, try)
		}
		if err != nil {
			return Message{}, unavailable(fmt.Errorf("conversation: stop %s: %w", ref.ID, err))
		}
		if one.message.data.Status != Generating {
			break
		}
		docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{ref})
		if err != nil {
			return Message{}, unavailable(err)
		}
		if one.message, err = messageFrom(docs[0]); err != nil {
			return Message{}, err
		}
		if !one.message.exists {
			return Message{}, missingMessage()
		}
	}
	return s.Message(ctx, one, who)
}

// stopOnce ends a reply whose writer is gone, else tells the writer, here or in
// another instance, and waits until it has ended.
func (s *Service) stopOnce(ctx context.Context, ref *firestore.DocumentRef, one *LoadedMessage) error {
	r := one.message
	if s.leaseLeft(r.data) <= 0 {
		writes := append(s.writeOff(r.data), store.Update(ref, r.readAt,
			firestore.Update{Path: "status", Value: Stopped},
			firestore.Update{Path: "lease", Value: firestore.Delete},
			firestore.Update{Path: "stopWanted", Value: firestore.Delete},
		))
		committed, err := store.Commit(ctx, s.Client, writes...)
		if err == nil {
			one.message.data.Status, one.message.data.Lease, one.message.readAt = Stopped, nil, committed
		}
		return err
	}
	if !s.running.stop(r.data) && !r.data.StopWanted {
		committed, err := store.Commit(ctx, s.Client, store.Update(ref, r.readAt, firestore.Update{Path: "stopWanted", Value: true}))
		if err != nil {
			return err
		}
		r.readAt = committed
	}
	for {
		changed, over, err := s.nextChange(ctx, ref, r.readAt, s.leaseLeft(r.data))
		if err != nil {
			return err
		}
		if over || !changed.exists || changed.data.Status != Generating {
			if changed.exists {
				one.message = changed
			}
			return nil
		}
		r = changed
	}
}
