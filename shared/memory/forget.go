package memory

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/store"
)

// Forget forgets what is remembered of a conversation, and learns nothing of what
// was said in it until now again. Twice is fine.
func (k *Keeper) Forget(ctx context.Context, userID, conversationID string) error {
	until := k.now()
	return k.change(ctx, userID, func(d *document) error { d.forget(conversationID, until); return nil })
}

// ForgetAll forgets everything that is remembered for a person, and learns
// nothing again of what was said until now in the conversations that something
// was remembered of.
func (k *Keeper) ForgetAll(ctx context.Context, userID string) error {
	until := k.now()
	return k.change(ctx, userID, func(d *document) error {
		ids := map[string]bool{}
		for _, s := range d.Items {
			ids[s.ConversationID] = true
		}
		for id := range ids {
			d.forget(id, until)
		}
		return nil
	})
}

// Purge removes what is remembered of a conversation that is purged, up to the
// time given, the zero time for all of it.
func (k *Keeper) Purge(ctx context.Context, userID, conversationID string, until time.Time) error {
	return k.change(ctx, userID, func(d *document) error {
		d.removeItems(func(s stored) bool {
			return s.ConversationID == conversationID && (until.IsZero() || !s.SaidAt.After(until))
		})
		if until.IsZero() {
			delete(d.Forgotten, conversationID)
		}
		return nil
	})
}

// Erase removes all that is remembered for a person, and what conversations tell
// of it. Twice is fine.
func (k *Keeper) Erase(ctx context.Context, userID string) error {
	err := store.Again(ctx, k.Pause, tries, func() error {
		docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{k.Ref(userID)})
		if err != nil {
			return err
		}
		h, err := from(docs[0])
		if err != nil { // even what can't be read goes
			h = held{ref: docs[0].Ref, exists: true}
			h.complete()
		}
		return k.erase(ctx, h)
	})
	if err != nil {
		return fmt.Errorf("memory: erase for %s: %w", userID, err)
	}
	return nil
}

// erase first takes from the conversations what they tell, then deletes the
// document, so that whoever is interrupted can go on.
func (k *Keeper) erase(ctx context.Context, h held) error {
	if !h.exists {
		return nil
	}
	nothing := document{}
	nothing.complete()
	return k.commit(ctx, slices.Collect(maps.Keys(both(h.document, nothing))), nothing, store.Delete(h.ref))
}

// Unname takes a person's name from what is remembered for another of what they
// said.
func (k *Keeper) Unname(ctx context.Context, userID, author string) error {
	return k.change(ctx, userID, func(d *document) error {
		for id, s := range d.Items {
			if s.SaidBy.UserID == author {
				s.SaidBy.UserID, s.SaidBy.Name = "", ""
				d.Items[id] = s
			}
		}
		return nil
	})
}

// now is the time to the millisecond.
func (k *Keeper) now() time.Time { return k.Now().UTC().Truncate(time.Millisecond) }
