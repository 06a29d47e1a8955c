package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

	"cloud.google.com/go/firestore"
	"golang.org/x/sync/errgroup"

	"getaifactory.com/ally/shared/store"
)

const (
	atOnce = 8   // conversations with the server
	inRun  = 200 // letters of one run, and records that it removes
)

// Ran is what a run did.
type Ran struct {
	Letters int // that were tried
	Sent    int // recipients
	Failed  int // recipients who are not tried any more
	Purged  int // records
}

// Run sends what is due, the longest due first, and removes records that are old
// enough. It takes a bounded share; two at once do no harm.
func (s *Sender) Run(ctx context.Context) (Ran, error) {
	purged, purgeErr := s.purge(ctx)
	ran := Ran{Purged: purged}
	if !s.CanSend() {
		return ran, purgeErr
	}
	docs, err := s.o.Client.Collection(Collection).Where("dueAt", "<=", s.now()).OrderBy("dueAt", firestore.Asc).
		Select().Limit(inRun).Documents(ctx).GetAll()
	if err != nil {
		return ran, errors.Join(fmt.Errorf("mail: find due letters: %w", err), purgeErr)
	}
	var letters, sent, failed atomic.Int64
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, doc := range docs {
		if ctx.Err() != nil { // the next run goes on
			break
		}
		group.Go(func() error {
			f, err := s.try(ctx, doc.Ref)
			if errors.Is(err, errGone) {
				return nil
			}
			letters.Add(1)
			sent.Add(int64(f.has(Sent) - f.sent))
			failed.Add(int64(f.has(Failed) - f.failed))
			if err != nil {
				s.o.Log.LogAttrs(ctx, slog.LevelError, "letter not noted", slog.String("letter", doc.Ref.ID), slog.String("error", err.Error()))
			}
			return err
		})
	}
	err = group.Wait()
	ran.Letters, ran.Sent, ran.Failed = int(letters.Load()), int(sent.Load()), int(failed.Load())
	return ran, errors.Join(err, purgeErr)
}

// purge removes records that are old enough.
func (s *Sender) purge(ctx context.Context) (int, error) {
	docs, err := s.o.Client.Collection(Collection).Where("purgeAfter", "<=", s.now()).OrderBy("purgeAfter", firestore.Asc).
		Select().Limit(inRun).Documents(ctx).GetAll()
	if err != nil || len(docs) == 0 {
		return 0, err
	}
	var writes []store.Write
	for _, doc := range docs {
		writes = append(writes, store.Remove(doc.Ref, doc.UpdateTime))
	}
	if _, err := store.Commit(ctx, s.o.Client, writes...); err != nil {
		if store.Raced(err) { // one was sent again: the next run looks anew
			return 0, nil
		}
		return 0, fmt.Errorf("mail: purge: %w", err)
	}
	return len(docs), nil
}
