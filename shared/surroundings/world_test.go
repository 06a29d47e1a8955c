package surroundings_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

var today = time.Date(2026, 3, 18, 15, 4, 5, 678_000_000, time.UTC)

// world is a database with a keeper that may write surroundings only, and a
// clock that stands.
type world struct {
	db     *firestore.Client // past all fences
	fenced *firestore.Client
	keeper *surroundings.Keeper
	now    time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	project := emulatortest.Project(t)
	w := &world{db: emulatortest.Client(t, project), now: today}
	var err error
	w.fenced, err = store.Open(context.Background(), store.Options{
		Project: project, Emulator: emulatortest.Shared(t).Addr(),
		Writes: []string{surroundings.Collection}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.fenced.Close(); err != nil {
			t.Error(err)
		}
	})
	if w.keeper, err = surroundings.NewKeeper(w.fenced, func() time.Time { return w.now }); err != nil {
		t.Fatal(err)
	}
	return w
}

// withSample gives a world with the sample's people, agents and documents.
func withSample(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	if err := sample.LoadCore(t.Context(), w.db, today); err != nil {
		t.Fatal(err)
	}
	return w
}

// write sets documents by their paths.
func (w *world) write(t *testing.T, documents map[string]map[string]any) {
	t.Helper()
	writer := w.db.BulkWriter(t.Context())
	var jobs []*firestore.BulkWriterJob
	for path, document := range documents {
		job, err := writer.Set(w.db.Doc(path), document)
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, job)
	}
	writer.End()
	for _, job := range jobs {
		if _, err := job.Results(); err != nil {
			t.Fatal(err)
		}
	}
}

// person is somebody as a request of theirs is checked.
func (w *world) person(t *testing.T, p sample.Person) access.Person {
	t.Helper()
	checker, err := access.NewChecker(access.Options{Client: w.fenced, EnvironmentOn: true, Now: func() time.Time { return w.now }})
	if err != nil {
		t.Fatal(err)
	}
	who, _, err := checker.Check(t.Context(), access.Session{ID: p.ID, Email: p.Email, Domain: p.Domain()})
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// kept gives what is stored for the person.
func (w *world) kept(t *testing.T, who access.Person) (surroundings.Surroundings, bool) {
	t.Helper()
	docs, err := w.db.GetAll(t.Context(), []*firestore.DocumentRef{w.keeper.Ref(who.ID)})
	if err != nil {
		t.Fatal(err)
	}
	return w.keeper.From(docs[0])
}

// costOf gives what a call takes from Firestore.
func costOf(t *testing.T, call func(ctx context.Context) error) store.Cost {
	t.Helper()
	ctx, meter := store.Metered(t.Context(), func() time.Time { return today })
	if err := call(ctx); err != nil {
		t.Fatal(err)
	}
	return meter.Cost()
}
