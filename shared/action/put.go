package action

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/store"
)

// Put stores an action that takes no time: output makes its output from the one
// there was, the zero Output where there was none. What was deleted is as good as
// none.
func (s *Service) Put(ctx context.Context, d Draft, title string, output func(Output) (Output, error)) (Stored, error) {
	var st Stored
	err := store.Again(ctx, s.Pause, tries, func() (err error) {
		st, err = s.put(ctx, d, title, output)
		return err
	})
	return st, unavailable(err)
}

func (s *Service) put(ctx context.Context, d Draft, title string, output func(Output) (Output, error)) (Stored, error) {
	there, err := s.load(ctx, ID(d))
	missing := fault.Has(err, "not_found")
	if err != nil && !missing {
		return Stored{}, err
	}
	before := there.Output
	if missing || there.DeletedAt != nil {
		before = Output{}
	}
	o, err := output(before)
	if err != nil {
		return Stored{}, err
	}
	o.Status = Completed
	now := s.now()
	if missing {
		a := Action{
			ID: ID(d), UserID: d.UserID, ConversationID: d.ConversationID, AppID: d.AppID, AppName: d.AppName, ActionType: d.ActionType,
			Title: title, Inputs: d.Inputs, Output: o, CreatedAt: now, CompletedAt: &now, Source: s.Source, Key: d.Key, Attempts: 1,
		}
		return s.commit(ctx, a, []store.Write{store.Create(s.ref(a.ID), a)})
	}
	a := there.Action
	a.Output, a.Revision, a.CompletedAt, a.DeletedAt, a.PurgeAfter = o, a.Revision+1, &now, nil, nil
	return s.commit(ctx, a, []store.Write{store.Update(s.ref(a.ID), there.held.readAt,
		firestore.Update{Path: "output", Value: o},
		firestore.Update{Path: "revision", Value: a.Revision},
		firestore.Update{Path: "completedAt", Value: now},
		firestore.Update{Path: "deletedAt", Value: firestore.Delete},
		firestore.Update{Path: "purgeAfter", Value: firestore.Delete},
	)})
}

// size is about how many bytes an output takes.
func size(o Output) int {
	n := 0
	for _, c := range o.Cards {
		n += len(c.Title) + len(fmt.Sprint(c.Content))
	}
	return n
}

// Full says whether an output has no room for more: a document takes a mebibyte.
func (o Output) Full() bool { return size(o) > 700_000 }

// Ended is when the action ended, else when it was begun.
func (a Action) Ended() time.Time {
	if a.CompletedAt != nil {
		return *a.CompletedAt
	}
	return a.CreatedAt
}
