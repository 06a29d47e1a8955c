package sharing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/store"
)

const (
	sweptAtOnce = 100
	// keptFor is how long an invitation that is over stays to be seen by its owner.
	keptFor = 30 * 24 * time.Hour
)

// Swept is what a sweep has done.
type Swept struct{ GuestsOut, Removed int }

// Sweep takes guests out of conversations whose time is over, and removes
// invitations and snapshots that are. A run does a bounded share.
func (s *Service) Sweep(ctx context.Context) (swept Swept, err error) {
	now := s.now()
	docs, err := s.Client.Collection(Invitations).Where("sweepAt", "<=", now).OrderBy("sweepAt", firestore.Asc).Limit(sweptAtOnce).Documents(ctx).GetAll()
	if err != nil {
		return swept, fmt.Errorf("sharing: find invitations that are over: %w", err)
	}
	var failed []error
	for _, doc := range docs {
		i, ok, err := invitationFrom(doc)
		if err == nil && ok {
			err = s.sweepOne(ctx, i, now, &swept)
		}
		if err != nil && !store.Raced(err) {
			failed = append(failed, err)
		}
	}
	old, err := s.Client.Collection(Shares).Where("expiresAt", "<=", now).OrderBy("expiresAt", firestore.Asc).Limit(sweptAtOnce).Select().Documents(ctx).GetAll()
	if err != nil {
		return swept, errors.Join(append(failed, fmt.Errorf("sharing: find shares that are over: %w", err))...)
	}
	var writes []store.Write
	for _, doc := range old {
		writes = append(writes, store.Delete(doc.Ref))
	}
	if len(writes) > 0 {
		if _, err := store.Commit(ctx, s.Client, writes...); err != nil {
			failed = append(failed, err)
		}
		swept.Removed += len(writes)
	}
	return swept, errors.Join(failed...)
}

func (s *Service) sweepOne(ctx context.Context, i Invitation, now time.Time, swept *Swept) error {
	if !now.Before(i.ExpiresAt.Add(keptFor)) {
		swept.Removed++
		_, err := store.Commit(ctx, s.Client, store.Delete(s.invitation(i.ID)))
		return err
	}
	writes := []store.Write{store.Update(s.invitation(i.ID), i.readAt,
		firestore.Update{Path: "sweepAt", Value: i.ExpiresAt.Add(keptFor)},
		firestore.Update{Path: "code", Value: firestore.Delete},
	)}
	if i.State(now) == Expired && i.byGuest() {
		l, err := s.Conversations.LoadConversation(ctx, i.ConversationID)
		if err != nil && !fault.Has(err, "not_found") {
			return err
		}
		if err == nil {
			c, ok := l.Open()
			if _, in := c.Collaborator(i.AcceptedBy); ok && in {
				writes = append(writes, s.Conversations.SetCollaborators(l, c.Without(i.AcceptedBy), now), store.Delete(s.presence(i.ConversationID, i.AcceptedBy)))
				swept.GuestsOut++
			}
		}
	}
	_, err := store.Commit(ctx, s.Client, writes...)
	return err
}
