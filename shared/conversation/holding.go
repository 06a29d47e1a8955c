package conversation

import (
	"context"
	"fmt"
	"sync"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/store"
)

const (
	leaseLife  = 15 * time.Second
	leaseRenew = 5 * time.Second
)

// holding is the right to write one reply: nobody else writes it while the
// lease lives, and a writer that lost it can't.
type holding struct {
	s     *Service
	ref   *firestore.DocumentRef
	reply Message

	mu     sync.Mutex
	readAt time.Time // the update time of our last write
}

func (s *Service) newHolding(ref *firestore.DocumentRef, reply Message, readAt time.Time) *holding {
	return &holding{s: s, ref: ref, reply: reply, readAt: readAt}
}

func (s *Service) newLease() *Lease {
	return &Lease{Holder: s.NewKey(), Until: s.now().Add(leaseLife)}
}

// leaseLeft is how long nobody else may write the reply; not above 0 where
// anybody may.
func (s *Service) leaseLeft(reply Message) time.Duration {
	if reply.Status != Generating || reply.Lease == nil {
		return 0
	}
	return reply.Lease.Until.Sub(s.Now())
}

// takeOver makes this request the writer of a reply that failed or whose lease
// ran out.
func (s *Service) takeOver(ctx context.Context, l *Loaded) (*holding, error) {
	_, _, ref := s.refs(l)
	r := l.reply.data
	r.Status, r.Failure, r.Content, r.Lease = Generating, nil, "", s.newLease()
	r.Attempts++
	committed, err := store.Commit(ctx, s.Client, store.Update(ref, l.reply.readAt,
		firestore.Update{Path: "status", Value: r.Status},
		firestore.Update{Path: "failure", Value: firestore.Delete},
		firestore.Update{Path: "content", Value: ""},
		firestore.Update{Path: "lease", Value: r.Lease},
		firestore.Update{Path: "attempts", Value: r.Attempts},
	))
	if err != nil {
		return nil, busyUnlessRaced(err)
	}
	l.reply = stored[Message]{r, committed, true}
	return s.newHolding(ref, r, committed), nil
}

// update changes the reply if it is still held.
func (h *holding) update(ctx context.Context, fields ...firestore.Update) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	committed, err := store.Commit(ctx, h.s.Client, store.Update(h.ref, h.readAt, fields...))
	if err != nil {
		return fmt.Errorf("conversation: write reply %s: %w", h.ref.ID, err)
	}
	h.readAt = committed
	return nil
}

// renewing keeps the lease alive until the returned function is called. ctx of
// the work is cancelled when the lease is lost.
func (h *holding) renewing(ctx context.Context, lost context.CancelCauseFunc) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	branch, join := store.Branch(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			if h.s.Pause(branch, leaseRenew) != nil {
				return
			}
			err := h.update(branch, firestore.Update{Path: "lease.until", Value: h.s.now().Add(leaseLife)})
			if store.Raced(err) {
				lost(err)
				return
			}
		}
	}()
	return func() {
		cancel()
		<-done
		join()
	}
}

// awaitReply waits, while somebody else writes the reply, until it is finished
// or their lease has run out, and loads it as it then is.
func (s *Service) awaitReply(ctx context.Context, l *Loaded) error {
	_, _, ref := s.refs(l)
	for {
		lease := s.leaseLeft(l.reply.data)
		if lease <= 0 {
			return nil
		}
		changed, err := s.nextChange(ctx, ref, l.reply.readAt, lease)
		if err != nil {
			return fault.Busy(fmt.Errorf("conversation: await reply %s: %w", ref.ID, err))
		}
		if changed.exists {
			l.reply = changed
		}
	}
}

// nextChange waits until the document differs from what was read at readAt,
// at most for the time given. It gives what does not exist where the time is
// over or the document is gone.
func (s *Service) nextChange(ctx context.Context, ref *firestore.DocumentRef, readAt time.Time, most time.Duration) (stored[Message], error) {
	waiting, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	snapshots := ref.Snapshots(waiting)
	defer snapshots.Stop()
	for {
		doc, err := snapshots.Next()
		if waiting.Err() != nil {
			return stored[Message]{}, ctx.Err()
		}
		if err != nil {
			return stored[Message]{}, err
		}
		if !doc.Exists() || doc.UpdateTime.After(readAt) {
			return messageFrom(doc)
		}
	}
}
