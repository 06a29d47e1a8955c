package conversation

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"cloud.google.com/go/firestore"

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

func (s *Service) newLease(l *Loaded) *Lease {
	return &Lease{Holder: l.holder, Until: s.now().Add(leaseLife)}
}

// heldBy says whether the reply is in the making by the holder.
func (m Message) heldBy(holder string) bool {
	return m.Status == Generating && m.Lease != nil && m.Lease.Holder == holder
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
	r.Status, r.Failure, r.Content, r.Lease = Generating, nil, "", s.newLease(l)
	r.Attempts++
	committed, err := store.Commit(ctx, s.Client, store.Update(ref, l.reply.readAt,
		firestore.Update{Path: "status", Value: r.Status},
		firestore.Update{Path: "failure", Value: firestore.Delete},
		firestore.Update{Path: "content", Value: ""},
		firestore.Update{Path: "lease", Value: r.Lease},
		firestore.Update{Path: "attempts", Value: r.Attempts},
	))
	if err != nil {
		return nil, unlessRaced(err)
	}
	l.reply = stored[Message]{r, committed, true}
	return s.newHolding(ref, r, committed), nil
}

// errLost says that somebody else holds the reply now, or that it is gone.
var errLost = errors.New("conversation: the reply is held by another")

// update changes the reply if it is still held, and gives errLost if it is not.
// A write of ours that came through unnoticed does not count as another's.
func (h *holding) update(ctx context.Context, fields ...firestore.Update) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for try := 0; ; try++ {
		committed, err := store.Commit(ctx, h.s.Client, store.Update(h.ref, h.readAt, fields...))
		if err == nil {
			h.readAt = committed
			return nil
		}
		if !store.Raced(err) || try == 3 {
			return fmt.Errorf("conversation: write reply %s: %w", h.ref.ID, err)
		}
		if err := h.look(ctx); err != nil {
			return err
		}
	}
}

// look reads which version of the reply is the last, and gives errLost where
// that is not ours.
func (h *holding) look(ctx context.Context) error {
	docs, err := h.s.Client.GetAll(ctx, []*firestore.DocumentRef{h.ref})
	if err != nil {
		return fmt.Errorf("conversation: look at reply %s: %w", h.ref.ID, err)
	}
	now, err := messageFrom(docs[0])
	if err != nil {
		return err
	}
	if !now.data.heldBy(h.reply.Lease.Holder) {
		return errLost
	}
	h.readAt = now.readAt
	return nil
}

// renewing keeps the lease alive until the returned function is called, which
// waits for a renewal under way. lost is called when the lease is another's.
func (h *holding) renewing(ctx context.Context, lost context.CancelCauseFunc) (stop func()) {
	pausing, cancel := context.WithCancel(ctx)
	wait := store.Beside(context.WithoutCancel(ctx), func(ctx context.Context) error {
		for h.s.Pause(pausing, leaseRenew) == nil {
			err := h.renew(ctx)
			if errors.Is(err, errLost) {
				lost(err)
				return err
			}
		}
		return nil
	})
	return func() {
		cancel()
		_ = wait() // what it could not renew, finish will find out
	}
}

func (h *holding) renew(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, leaseRenew)
	defer cancel()
	return h.update(ctx, firestore.Update{Path: "lease.until", Value: h.s.now().Add(leaseLife)})
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
		changed, over, err := s.nextChange(ctx, ref, l.reply.readAt, lease)
		switch {
		case err != nil:
			return unavailable(fmt.Errorf("conversation: await reply %s: %w", ref.ID, err))
		case over:
			return nil
		case !changed.exists:
			return missingConversation()
		}
		l.reply = changed
	}
}

// nextChange waits until the document differs from what was read at readAt, or
// is gone; over is true where that took longer than the time given.
func (s *Service) nextChange(ctx context.Context, ref *firestore.DocumentRef, readAt time.Time, most time.Duration) (changed stored[Message], over bool, err error) {
	waiting, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	snapshots := ref.Snapshots(waiting)
	defer snapshots.Stop()
	for {
		doc, err := snapshots.Next()
		if waiting.Err() != nil {
			return changed, true, ctx.Err()
		}
		if err != nil {
			return changed, false, err
		}
		if !doc.Exists() || doc.UpdateTime.After(readAt) {
			changed, err = messageFrom(doc)
			return changed, false, err
		}
	}
}
