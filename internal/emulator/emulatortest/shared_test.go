package emulatortest

import (
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/internal/emulator"
)

func TestMain(m *testing.M) { os.Exit(Main(m)) }

func TestProjectsDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	mine, other := Client(t, Project(t)), Client(t, Project(t))
	if _, err := mine.Doc("notes/1").Set(ctx, map[string]any{"text": "here"}); err != nil {
		t.Fatal(err)
	}
	doc, err := mine.Doc("notes/1").Get(ctx)
	if err != nil || doc.Data()["text"] != "here" {
		t.Errorf("own project: %v, %v", doc.Data(), err)
	}
	if _, err := other.Doc("notes/1").Get(ctx); status.Code(err) != codes.NotFound {
		t.Errorf("other project: %v, want NotFound", err)
	}
}

func TestAllTestsShareOneEmulator(t *testing.T) {
	t.Parallel()
	if a, b := WithEvents(t), WithEvents(t); a != b {
		t.Error("two emulators")
	}
}

func TestAnEnvironmentsEmulatorIsTakenInstead(t *testing.T) {
	t.Setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
	if got := Shared(t).Addr(); got != "127.0.0.1:1" {
		t.Errorf("got %s", got)
	}
}

func TestAWriteReachesItsHandlerUntilItIsAccepted(t *testing.T) {
	t.Parallel()
	live, project := WithEvents(t), Project(t)
	var calls atomic.Int32
	live.Serve(t, project, "greet", emulator.Trigger{
		EventType: "google.cloud.firestore.document.v1.created", Document: "notes/{id}",
	}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(r.Body); err != nil || len(body) == 0 {
			t.Errorf("body: %d bytes, %v", len(body), err)
		}
		if calls.Add(1) == 1 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	if _, err := live.Client(t, project).Doc("notes/1").Set(context.Background(), map[string]any{"n": 1}); err != nil {
		t.Fatal(err)
	}
	live.WaitFor(t, project, "greet", 1)
	if calls.Load() != 2 {
		t.Errorf("%d calls, want one refused and one accepted", calls.Load())
	}
}

func TestProcessesThatShareAnEmulatorEachGetTheirOwnEvents(t *testing.T) {
	relay := emulator.NewRelay()
	shared, err := emulator.Start(t.Context(), emulator.Options{Events: relay})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = shared.Stop(context.Background()) })
	name, value, _ := strings.Cut(shared.Share(), "=")
	t.Setenv(name, value)
	project := Project(t)
	for range 2 { // as two processes would
		live, err := start()
		if err != nil {
			t.Fatal(err)
		}
		project += "x"
		got := make(chan string, 1)
		live.Serve(t, project, "greet", emulator.Trigger{EventType: "google.cloud.firestore.document.v1.created", Document: "notes/{id}"},
			http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.Header.Get("Ce-Source") }))
		if _, err := live.Client(t, project).Doc("notes/1").Set(t.Context(), map[string]any{"n": 1}); err != nil {
			t.Fatal(err)
		}
		live.WaitFor(t, project, "greet", 1)
		if source := <-got; !strings.Contains(source, project) {
			t.Errorf("an event of %s", source)
		}
	}
}
