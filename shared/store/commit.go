package store

import (
	"context"
	"math/rand/v2"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// batch is the library's only atomic commit without a transaction, which it
// marks as deprecated in favour of transactions. A transaction would need two
// round trips more to read again what the preconditions in the writes already
// protect.
//
//lint:ignore SA1019 see above
type batch = firestore.WriteBatch

// Write is one write of a Commit.
type Write func(*batch)

// Create writes a document that must not exist yet.
func Create(doc *firestore.DocumentRef, data any) Write {
	return func(b *batch) { b.Create(doc, data) }
}

// Set writes a document, whatever was there.
func Set(doc *firestore.DocumentRef, data any) Write {
	return func(b *batch) { b.Set(doc, data) }
}

// Merge sets the fields that data names, one by one and inside maps, and leaves
// the others; the document is created where there is none.
func Merge(doc *firestore.DocumentRef, data map[string]any) Write {
	return func(b *batch) { b.Set(doc, data, firestore.MergeAll) }
}

// Change changes fields of a document that exists, whatever else has changed.
func Change(doc *firestore.DocumentRef, fields ...firestore.Update) Write {
	return func(b *batch) { b.Update(doc, fields) }
}

// Delete removes a document, whether it is there or not.
func Delete(doc *firestore.DocumentRef) Write {
	return func(b *batch) { b.Delete(doc) }
}

// Remove removes a document that has not changed since it was read at readAt, its
// update time.
func Remove(doc *firestore.DocumentRef, readAt time.Time) Write {
	return func(b *batch) { b.Delete(doc, firestore.LastUpdateTime(readAt)) }
}

// Update changes fields of a document that has not changed since it was read
// at readAt, its update time.
func Update(doc *firestore.DocumentRef, readAt time.Time, fields ...firestore.Update) Write {
	return func(b *batch) { b.Update(doc, fields, firestore.LastUpdateTime(readAt)) }
}

// Commit makes all the writes or none, in one round trip, and gives the
// commit's time, which is the update time of every document written.
func Commit(ctx context.Context, client *firestore.Client, writes ...Write) (time.Time, error) {
	//lint:ignore SA1019 see batch
	b := client.Batch()
	for _, w := range writes {
		w(b)
	}
	results, err := b.Commit(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return results[len(results)-1].UpdateTime, nil
}

// Raced says whether a Commit failed because somebody else was faster: a
// document to be created exists, or one to be updated has changed.
func Raced(err error) bool {
	switch status.Code(err) {
	case codes.AlreadyExists, codes.FailedPrecondition, codes.Aborted, codes.NotFound:
		return true
	}
	return false
}

// Again does what somebody else may be faster at until nobody was: at most tries
// times more, with a pause between. It gives the last error.
func Again(ctx context.Context, pause func(context.Context, time.Duration) error, tries int, do func() error) error {
	for try := 0; ; try++ {
		err := do()
		if err == nil || !Raced(err) || try == tries {
			return err
		}
		if err := pause(ctx, Jitter(try)); err != nil {
			return err
		}
	}
}

// Jitter is how long to wait before try number try, counted from 0, at
// something that others try too: random, up to 20 ms at first and doubling up
// to 320 ms, so that of many at once some come through at every moment.
func Jitter(try int) time.Duration {
	// #nosec G404 -- nothing depends on that nobody guesses how long somebody waits
	return rand.N(20 * time.Millisecond << min(try, 4))
}
