package action

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/store"
)

// Progress stores how many steps are done, and keeps the action for whoever
// works on it for 15 seconds more. It gives ErrCancelled where the person has
// cancelled it, and ErrLost where it is not theirs any more.
func (s *Service) Progress(ctx context.Context, st *Stored, done, total int, extra ...store.Write) error {
	if st.Lease == nil {
		return ErrLost
	}
	p := &Progress{done, total}
	until := s.now().Add(leaseLife)
	err := s.write(ctx, st, extra,
		firestore.Update{Path: "progress", Value: p},
		firestore.Update{Path: "lease.until", Value: until},
	)
	if err == nil {
		st.Action.Progress = p
	}
	return err
}

// Complete ends the action with its output, whose status it sets. The extra
// writes are made in the same commit, or not at all. ErrCancelled and ErrLost as
// of Progress.
func (s *Service) Complete(ctx context.Context, st *Stored, o Output, extra ...store.Write) error {
	o.Status, o.Error = Completed, nil
	if o.Cards == nil {
		o.Cards = []Card{}
	}
	return s.end(ctx, st, o, extra)
}

// Fail ends the action without a result. retryable says whether the same may
// succeed another time.
func (s *Service) Fail(ctx context.Context, st *Stored, code string, retryable bool, extra ...store.Write) error {
	return s.end(ctx, st, Output{Status: Failed, Cards: []Card{}, Error: &Failure{code, retryable}}, extra)
}

func (s *Service) end(ctx context.Context, st *Stored, o Output, extra []store.Write) error {
	if st.Lease == nil {
		return ErrLost
	}
	now := s.now()
	duration := now.Sub(st.Lease.Since).Milliseconds()
	fields := []firestore.Update{
		{Path: "output", Value: o},
		{Path: "lease", Value: firestore.Delete},
		{Path: "progress", Value: firestore.Delete},
		{Path: "completedAt", Value: now},
		{Path: "duration", Value: duration},
		{Path: "endedBy", Value: st.Lease.Holder},
	}
	if st.Title != "" {
		fields = append(fields, firestore.Update{Path: "title", Value: st.Title})
	}
	if err := s.write(ctx, st, extra, fields...); err != nil {
		return err
	}
	st.Output, st.Lease, st.Action.Progress, st.CompletedAt, st.DurationMS = o, nil, nil, &now, duration
	return nil
}

// write changes an action that is still the worker's. Where somebody else has
// written it since, it is looked at: a wish to cancel, and another's work, end
// it; a write of ours that came through unnoticed does not.
func (s *Service) write(ctx context.Context, st *Stored, extra []store.Write, fields ...firestore.Update) error {
	st.held.mu.Lock()
	defer st.held.mu.Unlock()
	return unavailable(store.Again(ctx, s.Pause, tries, func() error {
		committed, err := store.Commit(ctx, s.Client, append([]store.Write{store.Update(s.ref(st.ID), st.held.readAt, fields...)}, extra...)...)
		if err == nil {
			st.held.readAt = committed
			return nil
		}
		if !store.Raced(err) {
			return fmt.Errorf("action: write %s: %w", st.ID, err)
		}
		ours, lookErr := s.look(ctx, st)
		if ours || lookErr != nil {
			return lookErr
		}
		return err
	}))
}

// look reads the action's last version. ours says that it ended by a write of
// this worker; an error for which store.Raced does not hold that it is not the
// worker's any more.
func (s *Service) look(ctx context.Context, st *Stored) (ours bool, err error) {
	now, err := s.load(ctx, st.ID)
	switch {
	case fault.Has(err, "not_found"):
		return false, ErrLost
	case err != nil:
		return false, err
	case now.EndedBy == st.Lease.Holder:
		st.held.readAt = now.held.readAt
		return true, nil
	case now.Output.Status == Cancelled:
		return false, ErrCancelled
	case now.Output.Status != Processing || now.Lease == nil || now.Lease.Holder != st.Lease.Holder:
		return false, ErrLost
	}
	st.held.readAt = now.held.readAt
	return false, nil
}

// Keep keeps the action for whoever works on it while they do. The context that
// it gives ends, with ErrCancelled or ErrLost as its cause, when the action is
// not theirs any more. stop ends the keeping, and waits for a write under way.
func (s *Service) Keep(ctx context.Context, st *Stored) (working context.Context, stop func()) {
	working, lost := context.WithCancelCause(ctx)
	pausing, cancel := context.WithCancel(ctx)
	wait := store.Beside(context.WithoutCancel(ctx), func(ctx context.Context) error {
		for s.Pause(pausing, leaseRenew) == nil {
			err := s.renew(ctx, st)
			if errors.Is(err, ErrCancelled) || errors.Is(err, ErrLost) {
				lost(err)
				return err
			}
		}
		return nil
	})
	return working, func() {
		cancel()
		_ = wait() // what it could not store, the next write will find out
		lost(nil)
	}
}

func (s *Service) renew(ctx context.Context, st *Stored) error {
	ctx, cancel := context.WithTimeout(ctx, leaseRenew)
	defer cancel()
	return s.write(ctx, st, nil, firestore.Update{Path: "lease.until", Value: s.now().Add(leaseLife)})
}
