package fact

import (
	"context"
	"fmt"
	"sync"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// Exposure is a document of `ally_exposures`: when somebody was first told whether
// Ally is on for them, and why. It is written once and stays as it is, so whoever
// is let in later is still counted in the group that they began in.
type Exposure struct {
	Who
	On     bool      `firestore:"on"`
	Reason string    `firestore:"reason"` // the rule that decided
	At     time.Time `firestore:"at"`
	Source string    `firestore:"source"`
}

func exposureRef(client *firestore.Client, userID string) *firestore.DocumentRef {
	return client.Collection(Exposures).Doc(id.Derive("exposure", userID))
}

// mostSeen bounds the people of whom an instance remembers that they were exposed.
const mostSeen = 20_000

// seen is whose exposure is known to be stored.
type seen struct {
	mu     sync.Mutex
	people map[string]bool
}

func (s *seen) has(userID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.people[userID]
}

func (s *seen) add(userID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.people == nil || len(s.people) >= mostSeen {
		s.people = map[string]bool{}
	}
	s.people[userID] = true
}

// Expose stores that the person was told, unless it is stored. It reads nothing, and
// an instance writes it once for each person, who is mostly known already.
func (k *Keeper) Expose(ctx context.Context, e Exposure) error {
	if k.seen.has(e.UserID) || !id.Valid(e.UserID) {
		return nil
	}
	e.At, e.Source = k.Now().UTC().Truncate(time.Millisecond), k.Source
	_, err := store.Commit(ctx, k.Client, store.Create(exposureRef(k.Client, e.UserID), e))
	if err != nil && !store.Raced(err) {
		return fmt.Errorf("fact: expose %s: %w", e.UserID, err)
	}
	k.seen.add(e.UserID)
	return nil
}
