package surroundings_test

import (
	"context"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/surroundings"
)

func TestSurroundingsAreRenewedOnlyWhenTheyAreOlderThanHalfAnHour(t *testing.T) {
	t.Parallel()
	w := withSample(t)
	who := w.person(t, sample.Granted())
	made := today // when the ones kept were made
	for _, step := range []struct {
		after time.Duration
		anew  bool
	}{{0, true}, {0, false}, {29 * time.Minute, false}, {time.Minute, false}, {time.Millisecond, true}, {30 * time.Minute, false}} {
		w.now = w.now.Add(step.after)
		cost := costOf(t, func(ctx context.Context) error { return w.keeper.Renew(ctx, who) })
		if step.anew {
			made = w.now
		} else if cost.Reads != 1 || cost.Writes != 0 {
			t.Errorf("at %v nothing was to be done, and took %+v", w.now, cost)
		}
		if kept, ok := w.kept(t, who); !ok || !kept.ComputedAt.Equal(made) || len(kept.Agents) != 5 {
			t.Errorf("at %v: made at %v, want %v", w.now, kept.ComputedAt, made)
		}
	}
}

func TestWhatCanNotBeReadIsMadeAnew(t *testing.T) {
	t.Parallel()
	w := withSample(t)
	who := w.person(t, sample.Granted())
	for _, odd := range []map[string]any{
		{"agents": "none", "computedAt": today}, {"computedAt": "today"}, {"documents": []any{1}, "computedAt": today}, {},
	} {
		if _, err := w.db.Collection(surroundings.Collection).Doc(who.ID).Set(t.Context(), odd); err != nil {
			t.Fatal(err)
		}
		if err := w.keeper.Renew(t.Context(), who); err != nil {
			t.Fatalf("%v: %v", odd, err)
		}
		if kept, ok := w.kept(t, who); !ok || len(kept.Agents) != 5 || kept.UserID != who.ID {
			t.Errorf("%v: %+v, %t", odd, kept, ok)
		}
	}
}

func TestWhereNothingIsKeptThereIsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, ok := w.keeper.From(nil); ok {
		t.Error("of no document")
	}
	docs, err := w.db.GetAll(t.Context(), []*firestore.DocumentRef{w.keeper.Ref("nobody")})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := w.keeper.From(docs[0]); ok {
		t.Error("of a missing document")
	}
}

func TestAKeeperNeedsAClientAndAClock(t *testing.T) {
	t.Parallel()
	if _, err := surroundings.NewKeeper(nil, time.Now); err == nil {
		t.Error("without a client")
	}
	if _, err := surroundings.NewKeeper(newWorld(t).db, nil); err == nil {
		t.Error("without a clock")
	}
}
