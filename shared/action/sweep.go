package action

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/store"
)

// Swept is what a sweep did.
type Swept struct {
	Interrupted int // actions whose process was gone, and that are failed now
	Purged      int // actions that were deleted
}

// sweptActions bounds each part of a sweep.
const sweptActions = 200

// Sweep fails the actions whose process is gone, to be begun again with the same
// key, and removes for good what was deleted. It may run twice at once, and
// goes on where an earlier one ended.
func (s *Service) Sweep(ctx context.Context) (Swept, error) {
	var swept Swept
	all := s.Client.Collection(Collection)
	err := errors.Join(
		s.each(ctx, all.Where("output.status", "==", Processing).Where("lease.until", "<", s.Now()).OrderBy("lease.until", firestore.Asc),
			&swept.Interrupted, s.interrupt),
		s.each(ctx, all.Where("purgeAfter", "<", s.Now()).OrderBy("purgeAfter", firestore.Asc), &swept.Purged, func(st Stored) []store.Write {
			return []store.Write{store.Remove(s.ref(st.ID), st.held.readAt)}
		}),
	)
	return swept, err
}

func (s *Service) each(ctx context.Context, q firestore.Query, done *int, write func(Stored) []store.Write) error {
	docs, err := q.Limit(sweptActions).Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("action: sweep: %w", err)
	}
	var failed []error
	for _, doc := range docs {
		st, err := storedFrom(doc)
		if err == nil {
			_, err = store.Commit(ctx, s.Client, write(st)...)
		}
		switch {
		case err == nil:
			*done++
		case !store.Raced(err): // somebody else has it by now
			failed = append(failed, fmt.Errorf("action: sweep %s: %w", doc.Ref.ID, err))
		}
	}
	return errors.Join(failed...)
}

func (s *Service) interrupt(st Stored) []store.Write {
	return []store.Write{store.Update(s.ref(st.ID), st.held.readAt,
		firestore.Update{Path: "output", Value: Output{Status: Failed, Cards: []Card{}, Error: &Failure{Interrupted, true}}},
		firestore.Update{Path: "lease", Value: firestore.Delete},
		firestore.Update{Path: "progress", Value: firestore.Delete},
		firestore.Update{Path: "completedAt", Value: s.now()},
	)}
}
