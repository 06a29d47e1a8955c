package grounding_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

var today = time.Date(2026, 3, 18, 15, 4, 5, 0, time.UTC)

func now() time.Time { return today }

// world is a database with the sample's people, agents and documents, and a
// gatherer whose client may write nothing.
type world struct {
	db       *firestore.Client // past all fences
	classic  *classic.Reader
	keeper   *surroundings.Keeper
	gatherer *grounding.Gatherer
	checker  *access.Checker
}

func newWorld(t *testing.T) *world {
	t.Helper()
	project := emulatortest.Project(t)
	w := &world{db: emulatortest.Client(t, project)}
	if err := sample.LoadCore(t.Context(), w.db, today); err != nil {
		t.Fatal(err)
	}
	client, err := store.Open(context.Background(), store.Options{
		Project: project, Emulator: emulatortest.Shared(t).Addr(), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Close(); err != nil {
			t.Error(err)
		}
	})
	w.classic = classic.NewReader(client)
	if w.keeper, err = surroundings.NewKeeper(client, now); err != nil {
		t.Fatal(err)
	}
	if w.gatherer, err = grounding.NewGatherer(client, w.keeper, now); err != nil {
		t.Fatal(err)
	}
	if w.checker, err = access.NewChecker(access.Options{Client: client, EnvironmentOn: true, Now: now}); err != nil {
		t.Fatal(err)
	}
	return w
}

// person is somebody as a request of theirs is checked.
func (w *world) person(t *testing.T, p sample.Person) access.Person {
	t.Helper()
	who, _, err := w.checker.Check(t.Context(), access.Session{ID: p.ID, Email: p.Email, Domain: p.Domain()})
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// around gives the person's surroundings.
func (w *world) around(t *testing.T, who access.Person) *surroundings.Surroundings {
	t.Helper()
	made, err := w.keeper.Make(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	return &made
}

// update changes fields of a document of the classic system.
func (w *world) update(t *testing.T, path string, fields ...firestore.Update) {
	t.Helper()
	if _, err := w.db.Doc(path).Update(t.Context(), fields); err != nil {
		t.Fatal(err)
	}
}

func (w *world) gather(t *testing.T, who access.Person, known *surroundings.Surroundings, c grounding.Choice, question string) grounding.Ground {
	t.Helper()
	ground, err := w.gatherer.Gather(t.Context(), grounding.Request{Who: who, Known: known, Choice: c, Question: question, Tokens: 6000})
	if err != nil {
		t.Fatal(err)
	}
	return ground
}

// ids gives the ids of the sources of a kind, in their order.
func ids(g grounding.Ground, kind model.Kind) []string {
	found := []string{}
	for _, s := range g.Sources {
		if s.Kind == kind {
			found = append(found, s.ID)
		}
	}
	return found
}
