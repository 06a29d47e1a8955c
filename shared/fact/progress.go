package fact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/store"
)

// progress is a document of `ally_measuring`: how far a reader has come. Who reads
// holds a lease, and each step is stored under the precondition that the lease is
// still theirs.
type progress struct {
	Holder string    `firestore:"holder"`
	Until  time.Time `firestore:"until"` // the end of the lease

	// Of the readers of the classic system: the place of the last document read.
	At time.Time `firestore:"at,omitempty"`
	ID string    `firestore:"id,omitempty"`

	// Of the roll-up: how often any was written; the last day that all were rolled up to, the one under way, how
	// many pages of it are written, and the last fact that went into them.
	Revision int    `firestore:"revision,omitempty"`
	Through  string `firestore:"through,omitempty"`
	Day      string `firestore:"day,omitempty"`
	Page     int    `firestore:"page,omitempty"`
	After    string `firestore:"after,omitempty"`
}

// lease is how long nobody else reads; a run ends well before.
const lease = 5 * time.Minute

// errHeld says that somebody else is reading.
var errHeld = errors.New("fact: another run is under way")

// held is a progress whose lease is ours.
type held struct {
	ref    *firestore.DocumentRef
	readAt time.Time
	progress
}

// hold takes the lease of a reader; errHeld where another has it.
func (k *Keeper) hold(ctx context.Context, reader string, begin progress) (*held, error) {
	h := &held{ref: progressRef(k.Client, reader), progress: begin}
	docs, err := k.Client.GetAll(ctx, []*firestore.DocumentRef{h.ref})
	if err != nil {
		return nil, fmt.Errorf("fact: %s: %w", reader, err)
	}
	now := k.Now().UTC().Truncate(time.Millisecond)
	var write store.Write
	if docs[0].Exists() {
		stored := progress{}
		if err := docs[0].DataTo(&stored); err != nil {
			return nil, fmt.Errorf("fact: unreadable %s: %w", h.ref.Path, err)
		}
		if stored.Until.After(now) {
			return nil, errHeld
		}
		if stored.At.IsZero() {
			stored.At = begin.At
		}
		if stored.Through == "" {
			stored.Through = begin.Through
		}
		h.progress = stored
	}
	h.Holder, h.Until = k.NewKey(), now.Add(lease)
	if docs[0].Exists() {
		write = store.Update(h.ref, docs[0].UpdateTime, firestore.Update{Path: "holder", Value: h.Holder}, firestore.Update{Path: "until", Value: h.Until})
	} else {
		write = store.Create(h.ref, h.progress)
	}
	h.readAt, err = store.Commit(ctx, k.Client, write)
	if store.Raced(err) {
		return nil, errHeld
	}
	return h, err
}

// errLost says that another run has taken the lease, and goes on with the same step.
var errLost = errors.New("fact: the lease was lost")

// step stores a reader's new place, with what belongs to it.
func (h *held) step(ctx context.Context, client *firestore.Client, with []store.Write, fields ...firestore.Update) error {
	readAt, err := store.Commit(ctx, client, append(with, store.Update(h.ref, h.readAt, fields...))...)
	if store.Raced(err) {
		return errLost
	}
	if err == nil {
		h.readAt = readAt
	}
	return err
}

// release gives the lease back, unless it was lost.
func (h *held) release(ctx context.Context, client *firestore.Client) error {
	_, err := store.Commit(ctx, client, store.Update(h.ref, h.readAt, firestore.Update{Path: "until", Value: time.Time{}}))
	if store.Raced(err) {
		return nil
	}
	return err
}

func progressRef(client *firestore.Client, reader string) *firestore.DocumentRef {
	return client.Collection(Progresses).Doc(reader)
}
