package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/store"
)

const (
	// lease is how long a letter belongs to who took it; each noted outcome begins
	// it anew. margin is the part of it that is left for noting.
	lease  = 2 * time.Minute
	margin = 30 * time.Second
	// mostAttempts at a recipient take some 21 hours.
	mostAttempts = 10
	firstPause   = time.Minute
	longestPause = 4 * time.Hour
	// keptFor is how long the record of a letter stays when all is done.
	keptFor = 30 * 24 * time.Hour
)

// Options are what a Sender needs.
type Options struct {
	Client *firestore.Client
	// Server is where letters are handed over; the zero value for none, which sends
	// nothing and leaves everything in the outbox.
	Server Server
	Now    func() time.Time
	Pause  func(context.Context, time.Duration) error
	Log    *slog.Logger
	// AnswerTime is how long the server may take for one answer; 0 for 25 seconds.
	AnswerTime time.Duration
	// Told gives the writes that tell others how far a letter has come, to go into
	// the commit that notes it; nil for none. They must change, not make documents:
	// where one is gone, the letter's own outcome is noted without them.
	Told func(Kept) []store.Write
	// Wanted says whether a due letter is still to be sent; one that is not is
	// cancelled. nil: all are.
	Wanted func(context.Context, Kept) (bool, error)
}

// Sender sends what is in the outbox.
type Sender struct{ o Options }

// NewSender gives a Sender.
func NewSender(o Options) (*Sender, error) {
	if o.Client == nil || o.Now == nil || o.Pause == nil || o.Log == nil {
		return nil, errors.New("mail: a sender needs a client, a clock, a pause and a log")
	}
	if o.AnswerTime == 0 {
		o.AnswerTime = answerTime
	}
	if o.Told == nil {
		o.Told = func(Kept) []store.Write { return nil }
	}
	if o.Wanted == nil {
		o.Wanted = func(context.Context, Kept) (bool, error) { return true, nil }
	}
	return &Sender{o}, nil
}

// CanSend says whether there is a server to send by.
func (s *Sender) CanSend() bool { return s.o.Server.Host != "" }

// From is the sender's address of every letter; "" without a server.
func (s *Sender) From() string { return s.o.Server.From.Address }

// now is the clock's time as it is stored.
func (s *Sender) now() time.Time { return s.o.Now().UTC().Truncate(time.Millisecond) }

// found is a letter as it was read.
type found struct {
	Kept
	ref    *firestore.DocumentRef
	readAt time.Time
	// sent and failed are how many there were when it was read.
	sent, failed int
}

var errGone = errors.New("mail: the letter is gone")

// read gives a letter as it is now; errGone where it is not there any more.
func read(ctx context.Context, ref *firestore.DocumentRef) (found, error) {
	doc, err := ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return found{}, errGone
	}
	if err != nil {
		return found{}, fmt.Errorf("mail: read %s: %w", ref.ID, err)
	}
	f := found{ref: ref, readAt: doc.UpdateTime}
	if err := doc.DataTo(&f.Kept); err != nil {
		return found{}, fmt.Errorf("mail: unreadable %s: %w", ref.ID, err)
	}
	f.ID, f.sent, f.failed = ref.ID, f.has(Sent), f.has(Failed)
	return f, nil
}

// Look gives a letter as it is now, by the id that it was queued with; ok is false
// where there is none.
func (s *Sender) Look(ctx context.Context, letterID string) (k Kept, ok bool, err error) {
	f, err := read(ctx, Ref(s.o.Client, letterID))
	if errors.Is(err, errGone) {
		return Kept{}, false, nil
	}
	return f.Kept, err == nil, err
}

// Try sends what of a letter is due, now and here, and gives how far it has come. It
// does nothing where somebody else is sending it, nothing is due, or there is no
// server. Only an error of the database is one; what the server refused is in the
// letter. It takes up to two minutes for each recipient.
func (s *Sender) Try(ctx context.Context, letterID string) (Kept, error) {
	f, err := s.try(ctx, Ref(s.o.Client, letterID))
	return f.Kept, err
}

// Arrived sends what of a new letter is due, which is named by its document. It
// leaves an e-mail to whoever queued it, and a letter that is gone alone.
func (s *Sender) Arrived(ctx context.Context, documentID string) error {
	ref := s.o.Client.Collection(Collection).Doc(documentID)
	f, err := read(ctx, ref)
	if err == nil && f.Kind != Email {
		_, err = s.try(ctx, ref)
	}
	if errors.Is(err, errGone) {
		return nil
	}
	return err
}

func (s *Sender) try(ctx context.Context, ref *firestore.DocumentRef) (found, error) {
	ctx = context.WithoutCancel(ctx) // who leaves leaves nothing half-way
	f, err := read(ctx, ref)
	if err != nil || !s.CanSend() {
		return f, err
	}
	due := f.due(s.now())
	if f.leased(s.now()) || len(due) == 0 {
		return f, nil
	}
	var next *int
	switch wanted, wantedErr := s.o.Wanted(ctx, f.Kept); {
	case wantedErr != nil:
		return f, wantedErr
	case !wanted:
		f.cancel()
	case f.Recipients[due[0]].Attempts >= mostAttempts: // each of them ended with the process
		f.outcome(due[0], &refusal{}, s.now())
	default:
		next = &due[0]
	}
	if err := s.note(ctx, &f, next); err != nil {
		if store.Raced(err) || errors.Is(err, errGone) { // it is somebody else's, or cancelled
			return f, nil
		}
		return f, err
	}
	if next == nil {
		return f, nil
	}
	err = s.send(ctx, &f, due)
	return f, err
}

// send hands a leased letter over for each of the recipients, whose places are due.
func (s *Sender) send(ctx context.Context, f *found, due []int) error {
	var content bytes.Buffer
	if err := compose(&content, f.Kept, s.o.Server.From); err != nil {
		for _, place := range due {
			f.outcome(place, s.said(ctx, f, &refusal{err: err, final: true}), s.now())
		}
		return s.note(ctx, f, nil)
	}
	var open *line
	defer func() {
		if open != nil {
			open.close()
		}
	}()
	for n, place := range due {
		end := s.o.Now().Add(lease - margin)
		var refused *refusal
		if open == nil {
			open, refused = s.o.Server.open(ctx, end, s.o.AnswerTime)
		} else {
			open.extend(end)
		}
		unreachable := refused != nil
		if refused == nil {
			refused = open.deliver(f.Recipients[place].Address, content.Bytes())
		}
		if refused != nil && refused.broken {
			open = nil
		}
		f.outcome(place, s.said(ctx, f, refused), s.now())
		var next *int
		if n+1 < len(due) {
			next = &due[n+1]
		}
		if unreachable { // nor is it for the others
			for _, other := range due[n+1:] {
				f.Recipients[other].Attempts++
				f.outcome(other, refused, s.now())
			}
			next = nil
		}
		if err := s.note(ctx, f, next); err != nil {
			return err
		}
		if next == nil {
			break
		}
	}
	return nil
}

// said logs a refusal, without addresses.
func (s *Sender) said(ctx context.Context, f *found, refused *refusal) *refusal {
	if refused != nil {
		s.o.Log.LogAttrs(ctx, slog.LevelWarn, "letter refused", slog.String("letter", f.ID), slog.String("kind", f.Kind),
			slog.Bool("final", refused.final), slog.String("error", refused.err.Error()))
	}
	return refused
}

// outcome notes in a letter what came of an attempt at a recipient.
func (k *Kept) outcome(place int, refused *refusal, now time.Time) {
	r := &k.Recipients[place]
	if refused == nil {
		r.State, r.SentAt, r.Reason = Sent, now, ""
		return
	}
	r.Reason = refused.reason()
	if refused.final || r.Attempts >= mostAttempts {
		r.State = Failed
		return
	}
	r.DueAt = now.Add(min(firstPause<<(2*(r.Attempts-1)), longestPause))
}

// due are the places of the recipients that are due.
func (k Kept) due(now time.Time) (places []int) {
	for i, r := range k.Recipients {
		if r.State == Waiting && !r.DueAt.After(now) {
			places = append(places, i)
		}
	}
	return places
}

// leased says whether somebody is sending the letter.
func (k Kept) leased(now time.Time) bool { return k.Lease != nil && k.Lease.After(now) }

// has counts the recipients in a state.
func (k Kept) has(state State) (n int) {
	for _, r := range k.Recipients {
		if r.State == state {
			n++
		}
	}
	return n
}

// settle sets what follows from the recipients' states: when somebody has to look
// again, and, when all is done, that nobody has to. A letter that everybody has, or
// that nobody is to have, is emptied.
func (k *Kept) settle(now time.Time) {
	k.Lease, k.DueAt, k.PurgeAfter = nil, nil, nil
	for _, r := range k.Recipients {
		if at := r.DueAt; r.State == Waiting && (k.DueAt == nil || at.Before(*k.DueAt)) {
			k.DueAt = &at
		}
	}
	if k.DueAt == nil {
		until := now.Add(keptFor)
		k.PurgeAfter = &until
		if k.has(Failed) == 0 {
			k.Markdown, k.Attachments = "", nil
		}
	}
}

// note stores the letter as it stands. With next, the place of the recipient whose
// turn it is, its attempt is counted and the lease begins anew; without, it ends. A
// letter that somebody else has changed meanwhile stays as it is: store.Raced.
func (s *Sender) note(ctx context.Context, f *found, next *int) error {
	now := s.now()
	f.settle(now)
	if next != nil {
		f.Recipients[*next].Attempts++
		end := now.Add(lease)
		f.Lease, f.DueAt, f.PurgeAfter = &end, &end, nil
	}
	return s.store(ctx, f)
}

// store writes what may change of a letter, under the precondition that it is as it
// was read, and tells others of it.
func (s *Sender) store(ctx context.Context, f *found, extra ...store.Write) error {
	fields := []firestore.Update{
		{Path: "recipients", Value: f.Recipients},
		{Path: "lease", Value: f.Lease}, {Path: "dueAt", Value: f.DueAt}, {Path: "purgeAfter", Value: f.PurgeAfter},
	}
	if f.Markdown == "" && f.Attachments == nil {
		fields = append(fields, firestore.Update{Path: "markdown", Value: ""}, firestore.Update{Path: "attachments", Value: nil})
	}
	// The letter comes last: the commit's time is that of its last write, and a write
	// that changes nothing, as what is told may be, has an older one.
	own := append(slices.Clone(extra), store.Update(f.ref, f.readAt, fields...))
	told := s.o.Told(f.Kept)
	at, err := s.commit(ctx, slices.Concat(told, own))
	if store.Raced(err) && len(told) > 0 {
		now, readErr := read(ctx, f.ref)
		if readErr != nil {
			return readErr
		}
		if now.readAt.Equal(f.readAt) { // it was not the letter that has changed
			at, err = s.commit(ctx, own)
		}
	}
	if err != nil {
		return err
	}
	f.readAt = at
	return nil
}

// commit tries for some time where the database does not answer: what a server
// has accepted should be noted.
func (s *Sender) commit(ctx context.Context, writes []store.Write) (at time.Time, err error) {
	for try := range 5 {
		if at, err = store.Commit(ctx, s.o.Client, writes...); err == nil || store.Raced(err) {
			return at, err
		}
		if pauseErr := s.o.Pause(ctx, time.Second<<try); pauseErr != nil {
			return at, err
		}
	}
	return at, fmt.Errorf("mail: note: %w", err)
}
