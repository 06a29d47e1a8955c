package action

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Draft is an action that a person asks for.
type Draft struct {
	UserID, ConversationID, AppID, AppName, ActionType string
	Inputs                                             map[string]any
	// Key makes beginning idempotent: the same person's same key for the same app
	// in the same conversation is the same action. "" begins a new one each time.
	Key string
}

// ID is the identifier of the action that a draft with a key begins.
func ID(d Draft) string { return id.Derive("action", d.UserID, d.ConversationID, d.AppID, d.Key) }

const (
	leaseLife  = 15 * time.Second
	leaseRenew = 5 * time.Second
	tries      = 20 // of a write against those who write the same action
	// beginTries is less: who lost against another finds their action at the next
	// try, and what goes on failing are the writes that go along.
	beginTries = 4
)

// Begin begins the action of a draft, or gives the one that is there. existed is
// true where there is nothing to do: it has ended, or somebody works on it. One
// that failed, or whose process is gone, is taken over. The extra writes go with
// the beginning, in one commit; an error for which store.Raced holds says that
// one of their preconditions did not. The same key with other inputs is a Conflict,
// key_reused.
func (s *Service) Begin(ctx context.Context, d Draft, extra ...store.Write) (st Stored, existed bool, err error) {
	if d.Key == "" {
		d.Key = s.NewKey()
	}
	hash, err := hashOf(d.Inputs)
	if err != nil {
		return Stored{}, false, fmt.Errorf("action: inputs of %s: %w", d.AppID, err)
	}
	err = store.Again(ctx, s.Pause, beginTries, func() error {
		st, existed, err = s.begin(ctx, d, hash, extra)
		return err
	})
	return st, existed, unavailable(err)
}

func (s *Service) begin(ctx context.Context, d Draft, hash string, extra []store.Write) (Stored, bool, error) {
	there, err := s.load(ctx, ID(d))
	switch {
	case fault.Has(err, "not_found"):
		st, err := s.create(ctx, d, hash, extra)
		return st, false, err
	case err != nil:
		return Stored{}, false, err
	case there.DeletedAt != nil:
		return Stored{}, false, Missing()
	case there.InputsHash != hash:
		return Stored{}, false, &fault.Fault{Kind: fault.Conflict, Code: "key_reused", Sentence: lang.Text{
			ES: "Ese clientActionId ya se usó para otra acción.",
			EN: "This clientActionId was already used for another action.",
		}}
	case s.Settled(there.Action):
		return there, true, nil
	}
	st, err := s.takeOver(ctx, there, extra)
	return st, false, err
}

func (s *Service) create(ctx context.Context, d Draft, hash string, extra []store.Write) (Stored, error) {
	lease := s.newLease()
	a := Action{
		ID: ID(d), UserID: d.UserID, ConversationID: d.ConversationID, AppID: d.AppID, AppName: d.AppName, ActionType: d.ActionType,
		Inputs: d.Inputs, Output: Output{Status: Processing, Cards: []Card{}}, CreatedAt: lease.Since, Source: s.Source,
		Key: d.Key, InputsHash: hash, Attempts: 1, Lease: lease,
	}
	return s.commit(ctx, a, append([]store.Write{store.Create(s.ref(a.ID), a)}, extra...))
}

// takeOver begins anew what failed, or what nobody works on any more.
func (s *Service) takeOver(ctx context.Context, there Stored, extra []store.Write) (Stored, error) {
	a := there.Action
	a.Output, a.Progress, a.CompletedAt, a.DurationMS = Output{Status: Processing, Cards: []Card{}}, nil, nil, 0
	a.Attempts, a.Lease, a.EndedBy = a.Attempts+1, s.newLease(), ""
	return s.commit(ctx, a, append([]store.Write{store.Update(s.ref(a.ID), there.held.readAt,
		firestore.Update{Path: "output", Value: a.Output},
		firestore.Update{Path: "attempts", Value: a.Attempts},
		firestore.Update{Path: "lease", Value: a.Lease},
		firestore.Update{Path: "endedBy", Value: firestore.Delete},
		firestore.Update{Path: "progress", Value: firestore.Delete},
		firestore.Update{Path: "completedAt", Value: firestore.Delete},
		firestore.Update{Path: "duration", Value: firestore.Delete},
	)}, extra...))
}

func (s *Service) commit(ctx context.Context, a Action, writes []store.Write) (Stored, error) {
	committed, err := store.Commit(ctx, s.Client, writes...)
	if err != nil {
		return Stored{}, unlessRaced(fmt.Errorf("action: begin %s: %w", a.ID, err))
	}
	return Stored{Action: a, held: &held{readAt: committed}}, nil
}

func (s *Service) newLease() *Lease {
	now := s.now()
	return &Lease{Holder: s.NewKey(), Until: now.Add(leaseLife), Since: now}
}

// hashOf tells inputs apart, whatever the order of their fields.
func hashOf(inputs map[string]any) (string, error) {
	raw, err := json.Marshal(inputs)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16]), nil
}

// What a worker learns when it writes an action that is not its any more.
var (
	// ErrCancelled says that the person wants no more of the action.
	ErrCancelled = errors.New("action: it was cancelled")
	// ErrLost says that somebody else works on the action now, has ended it, or
	// that it is gone.
	ErrLost = errors.New("action: it is another's")
)
