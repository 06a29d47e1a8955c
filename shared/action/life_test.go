package action_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/wait"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

// world is a database and a clock that stands still unless the test moves it.
type world struct {
	*action.Service
	db    *firestore.Client
	ahead atomic.Int64
	keys  atomic.Int64
}

var began = time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{db: emulatortest.Client(t, emulatortest.Project(t))}
	var err error
	w.Service, err = action.NewService(action.Deps{
		Client: w.db, Source: "localhost", Pause: wait.For,
		Now:    func() time.Time { return began.Add(time.Duration(w.ahead.Load())) },
		NewKey: func() string { return fmt.Sprint("key-", w.keys.Add(1)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) move(d time.Duration) { w.ahead.Add(int64(d)) }

func (w *world) begin(t *testing.T, d action.Draft) action.Stored {
	t.Helper()
	st, existed, err := w.Begin(t.Context(), d)
	if err != nil || existed {
		t.Fatal(existed, err)
	}
	return st
}

func (w *world) stored(t *testing.T, id string) action.Action {
	t.Helper()
	st, err := w.LoadRemoved(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return st.Action
}

var (
	draft = action.Draft{
		UserID: "u1", ConversationID: "c1", AppID: "summary", AppName: "Resumen", ActionType: "summarize",
		Inputs: map[string]any{"source": "text", "text": "uno"}, Key: "k1",
	}
	person = access.Person{ID: "u1"}
	result = action.Output{Result: map[string]any{"n": int64(1)}, Cards: []action.Card{{ID: "1", Type: action.Markdown, Title: "Uno", Content: "uno"}}}
)

func TestOfManyWhoBeginTheSameActionOneWorksOnIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var began atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			st, existed, err := w.Begin(t.Context(), draft)
			if err != nil || st.ID != action.ID(draft) || st.Output.Status != action.Processing {
				t.Error(st, err)
			}
			if !existed {
				began.Add(1)
			}
		})
	}
	all.Wait()
	if began.Load() != 1 || w.stored(t, action.ID(draft)).Attempts != 1 {
		t.Errorf("%d began it", began.Load())
	}
}

func TestAnActionThatHasEndedIsGivenAsItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	st := w.begin(t, draft)
	if err := w.Progress(t.Context(), &st, 1, 2); err != nil {
		t.Fatal(err)
	}
	if p := w.ViewOf(w.stored(t, st.ID), person).Progress; p == nil || *p != (action.Progress{Done: 1, Total: 2}) {
		t.Errorf("%+v", p)
	}
	w.move(1200 * time.Millisecond)
	if err := w.Complete(t.Context(), &st, result); err != nil {
		t.Fatal(err)
	}
	again, existed, err := w.Begin(t.Context(), draft)
	if err != nil || !existed || again.Output.Status != action.Completed || again.DurationMS != 1200 || again.Lease != nil || again.Action.Progress != nil {
		t.Errorf("%t %v %+v", existed, err, again.Action)
	}
	v := w.ViewOf(again.Action, access.Person{ID: "u2"})
	if v.Status != "completed" || v.Mine || v.Title != "Uno" || v.CompletedAt != "2026-03-18T12:00:01.200Z" || len(v.Cards) != 1 {
		t.Errorf("%+v", v)
	}
	other := draft
	other.Inputs = map[string]any{"source": "text", "text": "dos"}
	if _, _, err := w.Begin(t.Context(), other); !fault.Has(err, "key_reused") {
		t.Errorf("the key with other inputs: %v", err)
	}
	if err := w.Complete(t.Context(), &st, result); !errors.Is(err, action.ErrLost) {
		t.Errorf("ended twice: %v", err)
	}
}

func TestWithoutAKeyEachBeginningIsAnActionOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := draft
	d.Key = ""
	if one, two := w.begin(t, d), w.begin(t, d); one.ID == two.ID {
		t.Error(one.ID)
	}
}

func TestAnActionWhoseProcessIsGoneIsTakenOverAndItsWriterIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.begin(t, draft)
	w.move(14 * time.Second)
	if _, existed, err := w.Begin(t.Context(), draft); err != nil || !existed {
		t.Fatalf("while its lease lives: %t %v", existed, err)
	}
	w.move(2 * time.Second)
	if v := w.ViewOf(first.Action, person); v.Status != "failed" || v.Error.Code != action.Interrupted || !v.Error.Retryable || v.Error.Sentence == "" {
		t.Errorf("it is shown as %+v", v)
	}
	second := w.begin(t, draft)
	if second.Attempts != 2 {
		t.Errorf("%d attempts", second.Attempts)
	}
	beside := w.db.Doc("ally_actions/beside")
	for name, err := range map[string]error{
		"progress": w.Progress(t.Context(), &first, 1, 2),
		"complete": w.Complete(t.Context(), &first, result, store.Set(beside, map[string]any{"a": 1})),
		"fail":     w.Fail(t.Context(), &first, "x", true),
	} {
		if !errors.Is(err, action.ErrLost) {
			t.Errorf("%s after being overtaken: %v", name, err)
		}
	}
	if _, err := beside.Get(t.Context()); status.Code(err) != codes.NotFound {
		t.Errorf("what went along with the refused end: %v", err)
	}
	if err := w.Complete(t.Context(), &second, result); err != nil {
		t.Error(err)
	}
}

func TestALeaseLivesOnAsLongAsItIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	st := w.begin(t, draft)
	w.move(14 * time.Second)
	if err := w.Progress(t.Context(), &st, 1, 2); err != nil {
		t.Fatal(err)
	}
	w.move(14 * time.Second)
	if _, existed, err := w.Begin(t.Context(), draft); err != nil || !existed {
		t.Errorf("%t %v", existed, err)
	}
}

func TestAFailedActionIsBegunAnewWithTheSameKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	st := w.begin(t, draft)
	if err := w.Fail(t.Context(), &st, "model_unavailable", true); err != nil {
		t.Fatal(err)
	}
	if v := w.ViewOf(w.stored(t, st.ID), person); v.Status != "failed" || v.Error == nil || v.Error.Code != "model_unavailable" {
		t.Errorf("%+v", v)
	}
	again := w.begin(t, draft)
	if again.Attempts != 2 || again.Output.Error != nil || again.CompletedAt != nil {
		t.Errorf("%+v", again.Action)
	}
	if err := w.Complete(t.Context(), &again, result); err != nil {
		t.Error(err)
	}
}

func TestACancelledActionHasNoResultWhateverItsWorkerDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	worker := w.begin(t, draft)
	other, err := w.Load(t.Context(), worker.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Cancel(t.Context(), &other); err != nil || other.Output.Status != action.Cancelled {
		t.Fatal(other, err)
	}
	if err := w.Progress(t.Context(), &worker, 1, 2); !errors.Is(err, action.ErrCancelled) {
		t.Errorf("progress: %v", err)
	}
	if err := w.Complete(t.Context(), &worker, result); !errors.Is(err, action.ErrCancelled) {
		t.Errorf("complete: %v", err)
	}
	if _, existed, err := w.Begin(t.Context(), draft); err != nil || !existed {
		t.Errorf("the same key again: %t %v", existed, err)
	}
	if err := w.Cancel(t.Context(), &other); err != nil {
		t.Errorf("twice: %v", err)
	}
	done := draft
	done.Key = "k2"
	st := w.begin(t, done)
	if err := w.Complete(t.Context(), &st, result); err != nil {
		t.Fatal(err)
	}
	if err := w.Cancel(t.Context(), &st); err != nil || st.Output.Status != action.Completed {
		t.Errorf("after its end: %s %v", st.Output.Status, err)
	}
}

func TestWhoKeepsAnActionLearnsThatItIsCancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	paused := make(chan struct{})
	deps := w.Deps
	deps.Pause = func(ctx context.Context, _ time.Duration) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case paused <- struct{}{}:
			return nil
		}
	}
	keeper, err := action.NewService(deps)
	if err != nil {
		t.Fatal(err)
	}
	worker := w.begin(t, draft)
	working, stop := keeper.Keep(t.Context(), &worker)
	defer stop()
	<-paused // the lease is renewed once
	other, err := w.Load(t.Context(), worker.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Cancel(t.Context(), &other); err != nil {
		t.Fatal(err)
	}
	for working.Err() == nil {
		select {
		case <-paused:
		case <-working.Done():
		}
	}
	if !errors.Is(context.Cause(working), action.ErrCancelled) {
		t.Error(context.Cause(working))
	}
}

func TestOfTwoWhoChangeTheSameRevisionTheSecondIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	st := w.begin(t, draft)
	if err := w.Complete(t.Context(), &st, result); err != nil {
		t.Fatal(err)
	}
	one, _ := w.Load(t.Context(), st.ID)
	two, _ := w.Load(t.Context(), st.ID)
	beside := w.db.Doc("ally_actions/beside")
	set := func(n int) []firestore.Update { return []firestore.Update{{Path: "output.result.n", Value: n}} }
	if err := w.Change(t.Context(), &one, 0, set(2)); err != nil || one.Revision != 1 {
		t.Fatal(one.Revision, err)
	}
	if err := w.Change(t.Context(), &two, 0, set(3), store.Set(beside, map[string]any{"a": 1})); !fault.Has(err, "changed") {
		t.Errorf("the second: %v", err)
	}
	if _, err := beside.Get(t.Context()); status.Code(err) != codes.NotFound {
		t.Errorf("what went along: %v", err)
	}
	if n := w.stored(t, st.ID).Output.Result.(map[string]any)["n"]; n != int64(2) {
		t.Errorf("%v", n)
	}
	if err := w.Change(t.Context(), &two, 1, set(4)); err != nil || two.Revision != 2 {
		t.Errorf("with what is there now: %v", err)
	}
}

func TestADeletedActionComesBackWithinHalfAMinute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	st := w.begin(t, draft)
	until, err := w.Remove(t.Context(), &st)
	if err != nil || !until.Equal(began.Add(30*time.Second)) {
		t.Fatal(until, err)
	}
	if _, err := w.Load(t.Context(), st.ID); !fault.Has(err, "not_found") {
		t.Errorf("it is still there: %v", err)
	}
	if _, _, err := w.Begin(t.Context(), draft); !fault.Has(err, "not_found") {
		t.Errorf("its key: %v", err)
	}
	w.move(29 * time.Second)
	removed, err := w.LoadRemoved(t.Context(), st.ID)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.Remove(t.Context(), &removed); err != nil || !again.Equal(until) {
		t.Errorf("twice: %v %v", again, err)
	}
	if err := w.Restore(t.Context(), &removed); err != nil || removed.DeletedAt != nil || removed.Output.Status != action.Cancelled {
		t.Fatal(removed.Action, err)
	}
	if until, err = w.Remove(t.Context(), &removed); err != nil {
		t.Fatal(err)
	}
	w.move(until.Sub(began))
	if err := w.Restore(t.Context(), &removed); !fault.Has(err, "too_late") {
		t.Errorf("too late: %v", err)
	}
	if swept, err := w.Sweep(t.Context()); err != nil || swept.Purged != 1 {
		t.Errorf("%+v %v", swept, err)
	}
	if _, err := w.LoadRemoved(t.Context(), st.ID); !fault.Has(err, "not_found") {
		t.Errorf("after the sweep: %v", err)
	}
}

func TestASweepFailsWhatNobodyWorksOnAnyMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	left := w.begin(t, draft)
	w.move(10 * time.Second)
	d := draft
	d.Key = "k2"
	kept := w.begin(t, d)
	w.move(6 * time.Second)
	if swept, err := w.Sweep(t.Context()); err != nil || swept.Interrupted != 1 {
		t.Fatalf("%+v %v", swept, err)
	}
	if a := w.stored(t, left.ID); a.Output.Status != action.Failed || a.Output.Error.Code != action.Interrupted || a.Lease != nil {
		t.Errorf("%+v", a)
	}
	if a := w.stored(t, kept.ID); a.Output.Status != action.Processing {
		t.Errorf("%+v", a)
	}
	if err := w.Complete(t.Context(), &left, result); !errors.Is(err, action.ErrLost) {
		t.Errorf("its worker comes back: %v", err)
	}
}
