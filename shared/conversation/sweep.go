package conversation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/store"
)

// Swept is what a sweep did.
type Swept struct {
	Replies int // that were left in the making, and are failed now
	Purged  int // conversations that are purged to the end
	Deleted int // documents
}

// entries are what search knows, below the scopes of those who may find it.
const entries = "ally_entries"

const (
	sweptReplies       = 200  // of one sweep
	sweptConversations = 50   // of one sweep
	sweptDocuments     = 5000 // of one sweep: what is left is for the next
	sweepBatch         = 250  // documents of one commit
)

// Sweep puts in order what was left behind: replies whose writer is gone fail,
// to be completed by sending their message again, and what was deleted or
// cleared goes for good. It may run twice at once, and goes on where an earlier
// one ended.
func (s *Service) Sweep(ctx context.Context) (Swept, error) {
	var swept Swept
	err := errors.Join(s.sweepReplies(ctx, &swept), s.purge(ctx, &swept))
	return swept, err
}

func (s *Service) sweepReplies(ctx context.Context, swept *Swept) error {
	docs, err := s.Client.Collection(messages).Where("status", "==", Generating).Where("lease.until", "<", s.Now()).
		OrderBy("lease.until", firestore.Asc).Limit(sweptReplies).Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("conversation: sweep replies: %w", err)
	}
	var failed []error
	for _, doc := range docs {
		err := s.interrupt(ctx, doc)
		switch {
		case err == nil:
			swept.Replies++
		case !store.Raced(err): // somebody else has it by now
			failed = append(failed, fmt.Errorf("conversation: sweep reply %s: %w", doc.Ref.ID, err))
		}
	}
	return errors.Join(failed...)
}

// interrupt makes a reply whose writer is gone one that failed.
func (s *Service) interrupt(ctx context.Context, doc *firestore.DocumentSnapshot) error {
	reply, err := messageFrom(doc)
	if err != nil {
		return err
	}
	_, err = store.Commit(ctx, s.Client, append(s.writeOff(reply.data), store.Update(doc.Ref, reply.readAt,
		firestore.Update{Path: "status", Value: Failed},
		firestore.Update{Path: "failure", Value: Failure{Code: interrupted, Retryable: true}},
		firestore.Update{Path: "lease", Value: firestore.Delete},
		firestore.Update{Path: "stopWanted", Value: firestore.Delete},
	))...)
	return err
}

// purge removes what was deleted or cleared and can't be undone any more.
func (s *Service) purge(ctx context.Context, swept *Swept) error {
	docs, err := s.Client.Collection(conversations).Where("purgeAfter", "<", s.Now()).
		OrderBy("purgeAfter", firestore.Asc).Limit(sweptConversations).Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("conversation: find what is to be purged: %w", err)
	}
	var failed []error
	for _, doc := range docs {
		c, err := conversationFrom(doc)
		if err == nil {
			err = s.purgeOne(ctx, doc.Ref, c, swept)
		}
		if err != nil && !store.Raced(err) {
			failed = append(failed, fmt.Errorf("conversation: purge %s: %w", doc.Ref.ID, err))
		}
	}
	return errors.Join(failed...)
}

// purgeOne first notes that there is no way back, then removes all that belongs
// to the conversation, and last what told of it.
func (s *Service) purgeOne(ctx context.Context, ref *firestore.DocumentRef, c stored[Conversation], swept *Swept) error {
	if !c.data.Purging {
		committed, err := store.Commit(ctx, s.Client, store.Update(ref, c.readAt, firestore.Update{Path: "purging", Value: true}))
		if err != nil {
			return err
		}
		c.readAt = committed
	}
	if writing, err := s.writing(ctx, ref.ID, c.data); err != nil || writing {
		return err // it ends, or is swept, before the next time
	}
	for _, q := range s.belonging(ref.ID, c.data) {
		done, err := s.removeAll(ctx, q, swept)
		if err != nil || !done {
			return err
		}
	}
	if c.data.DeletedAt != nil {
		if err := s.Memory.Purge(ctx, c.data.UserID, ref.ID, time.Time{}); err != nil {
			return err
		}
		_, err := store.Commit(ctx, s.Client, store.Delete(ref))
		if err == nil {
			swept.Purged++
			swept.Deleted++
		}
		return err
	}
	if err := s.purgeDigest(ctx, ref.ID, c.data); err != nil {
		return err
	}
	if c.data.ClearedAt != nil {
		if err := s.Memory.Purge(ctx, c.data.UserID, ref.ID, *c.data.ClearedAt); err != nil {
			return err
		}
	}
	// What was deleted or cleared meanwhile is for another sweep.
	_, err := store.Commit(ctx, s.Client, store.Update(ref, c.readAt,
		firestore.Update{Path: "purgeAfter", Value: firestore.Delete},
		firestore.Update{Path: "purging", Value: firestore.Delete},
		firestore.Update{Path: "cleared", Value: firestore.Delete},
	))
	if err == nil {
		swept.Purged++
	}
	return err
}

// writing says whether a reply that is to be purged is still in the making: it is
// accounted for when it ends.
func (s *Service) writing(ctx context.Context, conversationID string, c Conversation) (bool, error) {
	docs, err := s.Client.Collection(messages).Where("conversationId", "==", conversationID).Where("status", "==", Generating).
		Limit(sweptReplies).Documents(ctx).GetAll()
	if err != nil {
		return false, err
	}
	for _, doc := range docs {
		if m, err := messageFrom(doc); err == nil && (c.DeletedAt != nil || c.Gone(m.data.Timestamp)) {
			return true, nil
		}
	}
	return false, nil
}

// belonging finds all that belongs to a deleted conversation, or what belongs to
// the cleared part of one.
func (s *Service) belonging(conversationID string, c Conversation) []firestore.Query {
	of := func(collection string) firestore.Query {
		return s.Client.Collection(collection).Where("conversationId", "==", conversationID)
	}
	if c.DeletedAt != nil {
		found := s.Client.CollectionGroup(entries).Where("id", "==", conversationID) // wherever it could be found
		return []firestore.Query{of(messages), of(versions), of(ratings), of(digests), of(action.Collection),
			of(Invitations), of(Presences), of(Shares), found}
	}
	if c.ClearedAt == nil {
		return nil
	}
	return []firestore.Query{
		of(messages).Where("timestamp", "<=", *c.ClearedAt).OrderBy("timestamp", firestore.Asc),
		of(versions).Where("timestamp", "<=", *c.ClearedAt).OrderBy("timestamp", firestore.Asc),
		of(ratings).Where("messageTimestamp", "<=", *c.ClearedAt).OrderBy("messageTimestamp", firestore.Asc),
	}
}

// removeAll deletes what a query finds; done is false where the sweep has done
// its share.
func (s *Service) removeAll(ctx context.Context, q firestore.Query, swept *Swept) (done bool, err error) {
	for swept.Deleted < sweptDocuments {
		docs, err := q.Select().Limit(sweepBatch).Documents(ctx).GetAll()
		if err != nil || len(docs) == 0 {
			return err == nil, err
		}
		var writes []store.Write
		for _, doc := range docs {
			writes = append(writes, store.Delete(doc.Ref))
		}
		if _, err := store.Commit(ctx, s.Client, writes...); err != nil {
			return false, err
		}
		swept.Deleted += len(docs)
	}
	return false, nil
}

// purgeDigest removes the cleared exchanges from a digest.
func (s *Service) purgeDigest(ctx context.Context, conversationID string, c Conversation) error {
	docs, err := s.Client.Collection(digests).Where("conversationId", "==", conversationID).Documents(ctx).GetAll()
	if err != nil {
		return err
	}
	for _, doc := range docs {
		var d digest
		if err := doc.DataTo(&d); err != nil {
			return err
		}
		var fields []firestore.Update
		for messageID, e := range d.Exchanges {
			if c.Gone(e.At) {
				fields = append(fields, firestore.Update{FieldPath: firestore.FieldPath{"exchanges", messageID}, Value: firestore.Delete})
			}
		}
		if len(fields) == 0 {
			continue
		}
		if _, err := store.Commit(ctx, s.Client, store.Update(doc.Ref, doc.UpdateTime, fields...)); err != nil {
			return err
		}
	}
	return nil
}
