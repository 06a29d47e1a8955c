package classic_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/store"
)

var today = time.Date(2026, 3, 18, 15, 4, 5, 678, time.UTC)

// documents are those of a classic system by their path.
type documents map[string]map[string]any

func theSample(t *testing.T) documents {
	t.Helper()
	all, err := sample.Documents(today)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// in gives the documents of one collection by id.
func (d documents) in(collection string) documents {
	found := documents{}
	for path, document := range d {
		if id, ok := strings.CutPrefix(path, collection+"/"); ok {
			found[id] = document
		}
	}
	return found
}

// only gives the documents of the collections.
func (d documents) only(collections ...string) documents {
	found := documents{}
	for _, c := range collections {
		for id, document := range d.in(c) {
			found[c+"/"+id] = document
		}
	}
	return found
}

// store writes the documents into a project of the test's own, and gives a
// reader whose client may write nothing.
func (d documents) store(t *testing.T) *classic.Reader {
	t.Helper()
	project := emulatortest.Project(t)
	db := emulatortest.Client(t, project)
	writer := db.BulkWriter(t.Context())
	var jobs []*firestore.BulkWriterJob
	for path, document := range d {
		job, err := writer.Set(db.Doc(path), document)
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
	return classic.NewReader(client)
}

// costs checks what a call takes from Firestore.
func costs(t *testing.T, what string, reads, rounds int, call func(ctx context.Context) error) {
	t.Helper()
	ctx, meter := store.Metered(t.Context(), func() time.Time { return today })
	if err := call(ctx); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if got := meter.Cost(); got.Reads > reads || got.Rounds > rounds || got.Writes != 0 {
		t.Errorf("%s took %+v, more than %d reads in %d rounds", what, got, reads, rounds)
	}
}

// viewerOf is a person of the documents as the reader is asked about them.
func viewerOf(d documents, userID string) classic.Viewer {
	email := strings.ToLower(text(d["users/"+userID]["email"]))
	_, domain, _ := strings.Cut(email, "@")
	v := classic.Viewer{ID: userID, Email: email, Domain: domain}
	for _, agent := range many(d["domains/"+domain]["allowedAgents"]) {
		v.AllowedAgents = append(v.AllowedAgents, text(agent))
	}
	return v
}

func text(v any) string { s, _ := v.(string); return s }
func many(v any) []any  { list, _ := v.([]any); return list }

func idsOf(agents []classic.Agent) []string {
	ids := []string{}
	for _, a := range agents {
		ids = append(ids, a.ID)
	}
	return ids
}
