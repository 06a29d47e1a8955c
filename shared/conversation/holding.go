package conversation

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/store"
)

const (
	leaseLife  = 15 * time.Second
	leaseRenew = 5 * time.Second
	growEvery  = time.Second // how often a reply is stored while it grows
	// growFirst is how soon it is looked at whether it has begun: its first words,
	// and what the model reports of the question, are stored without delay.
	growFirst = 150 * time.Millisecond
)

// holding is the right to write one reply: nobody else writes it while the
// lease lives, and a writer that lost it can't.
type holding struct {
	s     *Service
	ref   *firestore.DocumentRef
	reply Message

	mu         sync.Mutex // held while writing
	readAt     time.Time  // the update time of our last write
	stopWanted bool
	stored     growth // what the last write held
	writtenAt  time.Time

	growing sync.Mutex // never held while writing: the reply goes on
	grown   growth
}

// growth is how far a reply has come.
type growth struct {
	text string
	used model.Usage
}

func (s *Service) newHolding(ref *firestore.DocumentRef, reply Message, readAt time.Time) *holding {
	return &holding{s: s, ref: ref, reply: reply, readAt: readAt, writtenAt: s.Now()}
}

func (s *Service) newLease(who access.Person, l *Loaded) *Lease {
	now := s.now()
	return &Lease{
		Holder: l.holder, Until: now.Add(leaseLife), Since: now,
		OrganizationID: who.Organization.ID, Domain: who.Domain, Limited: who.Organization.MonthlyTokens > 0,
	}
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
// ran out. It counts as a message; what the writer before took goes into the
// ledger.
func (s *Service) takeOver(ctx context.Context, who access.Person, l *Loaded) (*holding, error) {
	counted, err := s.allow(ctx, who, l)
	if err != nil {
		return nil, err
	}
	_, _, ref := s.refs(l)
	writes := append([]store.Write{counted}, s.writeOff(l.reply.data)...) // in this order: both may write what the person has used
	r := s.begun(who, l, l.reply.data)
	committed, err := store.Commit(ctx, s.Client, append(writes, store.Update(ref, l.reply.readAt, beginning(r)...))...)
	if err != nil {
		return nil, unlessRaced(err)
	}
	l.reply = stored[Message]{r, committed, true}
	return s.newHolding(ref, r, committed), nil
}

// begun is a reply that is begun anew by this request.
func (s *Service) begun(who access.Person, l *Loaded, r Message) Message {
	r.UserID, r.Model, r.Lease = l.userID, s.Model.Name(), s.newLease(who, l)
	r.Status, r.Failure, r.Content, r.Cards, r.StopWanted = Generating, nil, "", nil, false
	r.Attempts++
	return r
}

// beginning are the fields of a reply that is begun anew.
func beginning(r Message) []firestore.Update {
	return []firestore.Update{
		{Path: "userId", Value: r.UserID},
		{Path: "model", Value: r.Model},
		{Path: "status", Value: r.Status},
		{Path: "failure", Value: firestore.Delete},
		{Path: "stopWanted", Value: firestore.Delete},
		{Path: "content", Value: ""},
		{Path: "outputCards", Value: firestore.Delete},
		{Path: "lease", Value: r.Lease},
		{Path: "attempts", Value: r.Attempts},
	}
}

// commitTries bounds how often a reply is tried to be stored against those who
// write what goes along with it.
const commitTries = 20

var (
	// errLost says that somebody else holds the reply now, or that it is gone.
	errLost = errors.New("conversation: the reply is held by another")
	// errStopped says that a person wants no more of the reply.
	errStopped = errors.New("conversation: the reply was stopped")
)

// update changes the reply if it is still held, together with the other writes,
// and gives errLost if it is not. A write of ours that came through unnoticed
// does not count as another's. What is optional is left out where it may be what
// keeps failing.
func (h *holding) update(ctx context.Context, fields []firestore.Update, with, optional []store.Write) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.commit(ctx, fields, with, optional)
}

func (h *holding) commit(ctx context.Context, fields []firestore.Update, with, optional []store.Write) error {
	for try := 0; ; try++ {
		writes := append([]store.Write{store.Update(h.ref, h.readAt, fields...)}, with...)
		if try < 2 {
			writes = append(writes, optional...)
		}
		committed, err := store.Commit(ctx, h.s.Client, writes...)
		if err == nil {
			h.readAt, h.writtenAt = committed, h.s.Now()
			return nil
		}
		if !store.Raced(err) || try == commitTries {
			return fmt.Errorf("conversation: write reply %s: %w", h.ref.ID, err)
		}
		if err := h.look(ctx); err != nil {
			return err
		}
		if err := h.s.Pause(ctx, store.Jitter(try)); err != nil {
			return fmt.Errorf("conversation: write reply %s: %w", h.ref.ID, err)
		}
	}
}

// look reads which version of the reply is the last, and gives errLost where
// that is not ours. A wish to stop is no version of another's.
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
	h.readAt, h.stopWanted = now.readAt, h.stopWanted || now.data.StopWanted
	return nil
}

// grow notes how far the reply has come.
func (h *holding) grow(text string, used model.Usage) {
	h.growing.Lock()
	defer h.growing.Unlock()
	h.grown = growth{text, used}
}

// keeping keeps the lease alive and the reply stored while it grows, until the
// returned function is called, which waits for a write under way. lost is called
// when the lease is another's, or when the reply is to be stopped.
func (h *holding) keeping(ctx context.Context, lost context.CancelCauseFunc) (stop func()) {
	pausing, cancel := context.WithCancel(ctx)
	wait := store.Beside(context.WithoutCancel(ctx), func(ctx context.Context) error {
		for h.s.Pause(pausing, h.pause()) == nil {
			if err := h.keep(ctx); errors.Is(err, errLost) || errors.Is(err, errStopped) {
				lost(err)
				return err
			}
		}
		return nil
	})
	return func() {
		cancel()
		_ = wait() // what it could not store, finish will find out
	}
}

// pause is how long to wait until the reply is looked at again.
func (h *holding) pause() time.Duration {
	if h.stored == (growth{}) {
		return growFirst
	}
	return growEvery
}

// keep stores the reply if it has grown, or renews its lease if that is due.
func (h *holding) keep(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, leaseRenew)
	defer cancel()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.growing.Lock()
	growing := h.grown
	h.growing.Unlock()
	if growing == h.stored && h.s.Now().Sub(h.writtenAt) < leaseRenew {
		return nil
	}
	err := h.commit(ctx, []firestore.Update{
		{Path: "content", Value: growing.text},
		{Path: "lease.until", Value: h.s.now().Add(leaseLife)},
		{Path: "lease.used", Value: usedOf(growing.used)},
	}, nil, nil)
	if err == nil {
		h.stored = growing
	}
	if err == nil && h.stopWanted {
		return errStopped
	}
	return err
}

// awaitReply waits, while somebody else writes the reply, until it is finished
// or their lease has run out, and loads it as it then is. Whoever watches sees it
// grow.
func (s *Service) awaitReply(ctx context.Context, l *Loaded, shown *progress) error {
	_, _, ref := s.refs(l)
	for {
		shown.show(l.reply.data)
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

// silence is how long a listener may hear nothing of a reply in the making: its
// writer writes at least every five seconds. Then it is looked at, so that a change
// that a listener has missed is not waited for until the lease is over.
const silence = leaseRenew + 2*time.Second

// nextChange waits until the document differs from what was read at readAt, or
// is gone; over is true where that took longer than the time given.
func (s *Service) nextChange(ctx context.Context, ref *firestore.DocumentRef, readAt time.Time, most time.Duration) (changed stored[Message], over bool, err error) {
	for ; most > 0; most -= silence {
		doc, err := s.hear(ctx, ref, readAt, min(most, silence))
		if err != nil {
			return changed, false, err
		}
		if doc == nil {
			docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{ref})
			if err != nil {
				return changed, false, err
			}
			doc = docs[0]
		}
		if differs(doc, readAt) {
			changed, err = messageFrom(doc)
			return changed, false, err
		}
	}
	return changed, true, nil
}

// hear listens until the document differs from what was read at readAt; nil where
// nothing was heard in the time given.
func (s *Service) hear(ctx context.Context, ref *firestore.DocumentRef, readAt time.Time, most time.Duration) (*firestore.DocumentSnapshot, error) {
	waiting, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	snapshots := ref.Snapshots(waiting)
	defer snapshots.Stop()
	for {
		doc, err := snapshots.Next()
		switch {
		case waiting.Err() != nil, status.Code(err) == codes.DeadlineExceeded: // the server may be first to notice
			return nil, ctx.Err()
		case err != nil:
			return nil, err
		case differs(doc, readAt):
			return doc, nil
		}
	}
}

func differs(doc *firestore.DocumentSnapshot, readAt time.Time) bool {
	return !doc.Exists() || doc.UpdateTime.After(readAt)
}
