package memory_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/wait"
)

// world is a database with two people of one organization and three
// conversations of the first.
type world struct {
	db  *firestore.Client
	now time.Time
}

type fields = map[string]any

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{db: emulatortest.Client(t, emulatortest.Project(t)), now: written.Add(time.Hour)}
	w.set(t, "users/u1", fields{"email": "u1@corp.cl", "organizationId": "o1"})
	w.set(t, "users/u2", fields{"email": "u2@corp.cl", "organizationId": "o1"})
	w.set(t, "organizations/o1", fields{"name": "Corp"})
	for _, id := range []string{"c1", "c2", "c3"} {
		w.set(t, "ally_conversations/"+id, fields{"userId": "u1", "title": id})
	}
	return w
}

func (w *world) set(t testing.TB, path string, data fields) {
	t.Helper()
	if _, err := w.db.Doc(path).Set(context.Background(), data, firestore.MergeAll); err != nil {
		t.Fatal(err)
	}
}

// keeper keeps with a clock that stands still unless the test moves it.
func (w *world) keeper(t testing.TB, m memory.Extractor) *memory.Keeper {
	t.Helper()
	k, err := memory.NewKeeper(memory.Options{Client: w.db, Now: func() time.Time { return w.now }, Pause: wait.For, Log: slog.New(slog.DiscardHandler), Model: m})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func conversation(id string) memory.Conversation {
	return memory.Conversation{ID: id, OwnerID: "u1", OwnerEmail: "u1@corp.cl", OrganizationID: "o1"}
}

func (w *world) learn(t testing.TB, k *memory.Keeper, id string, messages ...memory.Said) {
	t.Helper()
	if err := k.Learn(context.Background(), conversation(id), messages); err != nil {
		t.Fatal(err)
	}
}

// said is a message of the first person's; messages are said in the order of
// their ids' lengths and letters.
func said(id, text string) memory.Said {
	at := written
	for _, r := range id {
		at = at.Add(time.Duration(r) * time.Millisecond)
	}
	return memory.Said{MessageID: id, AuthorID: "u1", AuthorName: "Rodrigo", Role: memory.User, Text: text, At: at}
}

var me = access.Person{ID: "u1", Email: "u1@corp.cl", DocumentID: "u1", Organization: classic.Organization{ID: "o1"}}

func (w *world) items(t testing.TB, k *memory.Keeper) []memory.Item {
	t.Helper()
	r, err := k.Load(context.Background(), "u1")
	if err != nil {
		t.Fatal(err)
	}
	return r.Items(me)
}

// told is the field memory of a conversation.
func (w *world) told(t testing.TB, id string) fields {
	t.Helper()
	doc, err := w.db.Collection("ally_conversations").Doc(id).Get(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	m, _ := doc.Data()["memory"].(fields)
	return m
}

// stored is the person's document; nil where there is none.
func (w *world) stored(t testing.TB) fields {
	t.Helper()
	docs, err := w.db.GetAll(context.Background(), []*firestore.DocumentRef{w.db.Collection(memory.Collection).Doc("u1")})
	if err != nil {
		t.Fatal(err)
	}
	data := docs[0].Data()
	delete(data, "checkAfter")
	return data
}
