package action

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Cancel ends an action that is being worked on: the worker finds out at its next
// step. One that has ended stays as it is.
func (s *Service) Cancel(ctx context.Context, st *Stored) error {
	return s.alter(ctx, st, func(a Action) ([]firestore.Update, error) {
		if a.Output.Status != Processing {
			return nil, nil
		}
		return []firestore.Update{
			{Path: "output", Value: Output{Status: Cancelled, Cards: []Card{}}},
			{Path: "lease", Value: firestore.Delete},
			{Path: "progress", Value: firestore.Delete},
			{Path: "completedAt", Value: s.now()},
		}, nil
	})
}

// Change changes an action that has ended, such as an e-mail's draft. Where its
// revision is not the given one any more it is a Conflict, changed, and nothing
// is written. The extra writes are made in the same commit, or not at all.
func (s *Service) Change(ctx context.Context, st *Stored, revision int, updates []firestore.Update, extra ...store.Write) error {
	return s.alter(ctx, st, func(a Action) ([]firestore.Update, error) {
		if a.Revision != revision {
			return nil, changed()
		}
		if a.DeletedAt != nil {
			return nil, Missing()
		}
		return append(slices.Clone(updates), firestore.Update{Path: "revision", Value: revision + 1}), nil
	}, extra...)
}

func changed() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "changed", Sentence: lang.Text{
		ES: "Esta acción cambió mientras tanto. Mira cómo está ahora y vuelve a intentarlo.",
		EN: "This action has changed meanwhile. Look at it as it is now and try again.",
	}}
}

// undoTime is how long a deleted action can be brought back.
const undoTime = 30 * time.Second

// Remove deletes an action: from now on nobody sees it, and after half a minute it
// is purged. Twice is fine. What is being worked on is cancelled.
func (s *Service) Remove(ctx context.Context, st *Stored) (undoUntil time.Time, err error) {
	err = s.alter(ctx, st, func(a Action) ([]firestore.Update, error) {
		if a.DeletedAt != nil {
			return nil, nil
		}
		now := s.now()
		fields := []firestore.Update{{Path: "deletedAt", Value: now}, {Path: "purgeAfter", Value: now.Add(undoTime)}}
		if a.Output.Status == Processing {
			fields = append(fields, firestore.Update{Path: "output", Value: Output{Status: Cancelled, Cards: []Card{}}},
				firestore.Update{Path: "lease", Value: firestore.Delete}, firestore.Update{Path: "progress", Value: firestore.Delete})
		}
		return fields, nil
	})
	if err != nil {
		return time.Time{}, err
	}
	return st.DeletedAt.Add(undoTime), nil
}

// Restore undoes a deletion until its time is over.
func (s *Service) Restore(ctx context.Context, st *Stored) error {
	return s.alter(ctx, st, func(a Action) ([]firestore.Update, error) {
		if a.DeletedAt == nil {
			return nil, nil
		}
		if a.PurgeAfter == nil || !s.Now().Before(*a.PurgeAfter) {
			return nil, &fault.Fault{Kind: fault.Conflict, Code: "too_late", Sentence: lang.Text{
				ES: "Ya no se puede deshacer.", EN: "It can't be undone any more.",
			}}
		}
		return []firestore.Update{{Path: "deletedAt", Value: firestore.Delete}, {Path: "purgeAfter", Value: firestore.Delete}}, nil
	})
}

// LoadRemoved reads an action even where it is deleted, for Remove and Restore.
func (s *Service) LoadRemoved(ctx context.Context, actionID string) (Stored, error) {
	return s.load(ctx, actionID)
}

// alter makes the change that follows from the action as it is, which is read
// again where it has changed meanwhile, and leaves st as it then is. No change is
// none.
func (s *Service) alter(ctx context.Context, st *Stored, change func(Action) ([]firestore.Update, error), extra ...store.Write) error {
	st.held.mu.Lock()
	defer st.held.mu.Unlock()
	again := func() error {
		now, err := s.load(ctx, st.ID)
		if err == nil {
			st.Action, st.held.readAt = now.Action, now.held.readAt
		}
		return err
	}
	wrote := false
	err := store.Again(ctx, s.Pause, tries, func() error {
		fields, err := change(st.Action)
		if err != nil || len(fields) == 0 {
			return err
		}
		if _, err = store.Commit(ctx, s.Client, append([]store.Write{store.Update(s.ref(st.ID), st.held.readAt, fields...)}, extra...)...); err == nil {
			wrote = true
			return nil
		}
		if store.Raced(err) {
			if err := again(); err != nil {
				return err
			}
		}
		return fmt.Errorf("action: change %s: %w", st.ID, err)
	})
	if err == nil && wrote {
		err = again()
	}
	return unavailable(err)
}
