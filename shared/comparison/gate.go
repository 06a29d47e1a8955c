package comparison

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/store"
)

// between is how long a verdict that the rollout's gates read is left alone.
const between = time.Hour

// Renew reaches the verdict over everything since the comparison began, and keeps it
// where the rollout's gates read it, unless the one there is is young. It says whether
// it did. Of two runs at once one writes.
func (s *Service) Renew(ctx context.Context) (bool, error) {
	ref := desk.VerdictRef(s.Client)
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{ref})
	if err != nil {
		return false, fmt.Errorf("comparison: verdict: %w", err)
	}
	if at, _ := docs[0].Data()["at"].(time.Time); docs[0].Exists() && s.now().Sub(at) < between {
		return false, nil
	}
	r, err := s.Compare(ctx, Filter{})
	if err != nil {
		return false, err
	}
	if !r.kept {
		if err := s.keep(ctx, r); err != nil {
			return false, err
		}
	}
	e := r.Evidence()
	write := store.Create(ref, struct {
		Verdict rollout.Verdict `firestore:"verdict"`
		At      time.Time       `firestore:"at"`
	}{e.Verdict, e.At})
	if docs[0].Exists() {
		write = store.Update(ref, docs[0].UpdateTime, firestore.Update{Path: "verdict", Value: e.Verdict}, firestore.Update{Path: "at", Value: e.At})
	}
	if _, err = store.Commit(ctx, s.Client, write); store.Raced(err) {
		return false, nil
	}
	return err == nil, err
}
