package emulator_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cloudevents/sdk-go/v2/binding"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
	"github.com/googleapis/google-cloudevents-go/cloud/firestoredata"
	"google.golang.org/protobuf/proto"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/emulator/emulatortest"
)

func TestAWriteBecomesACloudEventWithTheDocument(t *testing.T) {
	t.Parallel()
	live, project := emulatortest.WithEvents(t), emulatortest.Project(t)
	data := make(chan *firestoredata.DocumentEventData, 1)
	live.Serve(t, project, "indexer", emulator.Trigger{
		EventType: "google.cloud.firestore.document.v1.written", Document: "notes/{id}",
	}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The same way as functions-framework-go reads it.
		event, err := binding.ToEvent(r.Context(), cehttp.NewMessageFromHttpRequest(r))
		if err != nil {
			t.Errorf("no CloudEvent: %v", err)
			return
		}
		if event.Type() != "google.cloud.firestore.document.v1.written" || event.DataContentType() != "application/protobuf" ||
			event.Extensions()["document"] != "notes/1" || event.Extensions()["project"] != project {
			t.Errorf("event %v", event)
		}
		var d firestoredata.DocumentEventData
		if err := proto.Unmarshal(event.Data(), &d); err != nil {
			t.Errorf("data: %v", err)
		}
		data <- &d
	}))
	c := live.Client(t, project)
	write(t, c, "others/1", "no event: the pattern is of another collection")
	write(t, c, "notes/1", "hello")
	live.WaitFor(t, project, "indexer", 1)
	d := <-data
	if got := d.GetValue().GetFields()["text"].GetStringValue(); got != "hello" {
		t.Errorf("text %q", got)
	}
	if !strings.HasSuffix(d.GetValue().GetName(), "/documents/notes/1") || d.GetOldValue() != nil {
		t.Errorf("name %q, old value %v", d.GetValue().GetName(), d.GetOldValue())
	}
	if err := live.Bridge.Idle(limited(t), project); err != nil {
		t.Error(err)
	}
	if got, want := live.Bridge.Counts(project, ""), (emulator.Counts{Arrived: 1, Delivered: 1, Attempts: 1}); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

// bridge gives one whose pauses take no time and are noted.
func bridge(t *testing.T, o emulator.BridgeOptions) (*emulator.Bridge, *pauses) {
	t.Helper()
	p := &pauses{}
	if o.Wait == nil {
		o.Wait = p.wait
	}
	b, err := emulator.NewBridge(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close(context.Background()) })
	return b, p
}

type pauses struct {
	mu  sync.Mutex
	all []time.Duration
}

func (p *pauses) wait(ctx context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, d)
	return ctx.Err()
}

// call is what the emulator sends.
func call(b http.Handler, project, key, body string) int {
	r := httptest.NewRequest(http.MethodPost, "/functions/projects/"+project+"/triggers/"+key, strings.NewReader(body))
	for name, value := range map[string]string{
		"ce-id": "1", "ce-specversion": "1.0", "ce-type": "google.cloud.firestore.document.v1.created", "ce-source": "//firestore",
		"ce-document": "notes/1", "ce-datacontenttype": "application/protobuf", "Authorization": "secret",
	} {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w.Code
}

var proper = base64.StdEncoding.EncodeToString([]byte("data"))

func TestAnEventIsDeliveredAgainUntilItIsAccepted(t *testing.T) {
	t.Parallel()
	answers := []func() (int, error){
		func() (int, error) { return 500, nil },
		func() (int, error) { return 0, errors.New("connection refused") },
		func() (int, error) { return 404, nil },
		func() (int, error) { return 302, nil },
		func() (int, error) { return 204, nil },
	}
	attempt := 0
	b, p := bridge(t, emulator.BridgeOptions{
		First: 100 * time.Millisecond, Longest: 300 * time.Millisecond,
		Deliver: func(_ context.Context, project, key string, r *http.Request) (int, error) {
			body, err := io.ReadAll(r.Body)
			if err != nil || string(body) != "data" || project != "p" || key != "k" {
				t.Errorf("attempt %d: %s/%s %q %v", attempt, project, key, body, err)
			}
			if r.Header.Get("Content-Type") != "application/protobuf" || r.Header.Get("Ce-Id") != "1" ||
				r.Header.Get("Ce-Datacontenttype") != "" || r.Header.Get("Authorization") != "" {
				t.Errorf("attempt %d: header %v", attempt, r.Header)
			}
			attempt++
			return answers[attempt-1]()
		},
	})
	if status := call(b, "p", "k", proper); status != http.StatusOK {
		t.Errorf("the emulator gets %d", status)
	}
	if err := b.WaitFor(limited(t), "p", "k", 1); err != nil {
		t.Fatal(err)
	}
	if got, want := b.Counts("p", "k"), (emulator.Counts{Arrived: 1, Delivered: 1, Attempts: 5}); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
	// Doubling, not above the longest, give or take half.
	for i, base := range []time.Duration{100, 200, 300, 300} {
		base *= time.Millisecond
		if len(p.all) != 4 || p.all[i] < base/2 || p.all[i] > base*3/2+1 {
			t.Fatalf("pauses %v", p.all)
		}
	}
}

func TestAnEventIsGivenUpAfterItsTime(t *testing.T) {
	t.Parallel()
	b, p := bridge(t, emulator.BridgeOptions{
		First: time.Minute, Longest: time.Minute, GiveUp: 5 * time.Minute,
		Deliver: func(context.Context, string, string, *http.Request) (int, error) { return 500, nil },
	})
	call(b, "p", "k", proper)
	if err := b.Idle(limited(t), ""); err != nil {
		t.Fatal(err)
	}
	var sum time.Duration
	for _, pause := range p.all {
		sum += pause
	}
	if got := b.Counts("", ""); got.Dropped != 1 || got.Delivered != 0 || got.Attempts != len(p.all)+1 || sum > 5*time.Minute || len(p.all) < 3 {
		t.Errorf("counts %+v after pauses %v", got, p.all)
	}
}

func TestWhatIsNoEventIsDroppedAndLogged(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"not base64": "!!!", "cut base64": "QUJ", "nothing": "", "too long": strings.Repeat("A", 9<<20)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			logged := 0
			b, _ := bridge(t, emulator.BridgeOptions{
				Deliver: func(context.Context, string, string, *http.Request) (int, error) {
					t.Error("delivered")
					return 200, nil
				},
				Log: func(string, ...any) { logged++ },
			})
			if status := call(b, "p", "k", body); status != http.StatusBadRequest {
				t.Errorf("answered %d", status)
			}
			if got := b.Counts("p", "k"); got != (emulator.Counts{Arrived: 1, Dropped: 1}) || logged != 1 {
				t.Errorf("counts %+v, %d lines logged", got, logged)
			}
		})
	}
}

func TestOnlySoManyAttemptsAreUnderWayAtOnce(t *testing.T) {
	t.Parallel()
	const limit, events = 3, 20
	var mu sync.Mutex
	now, most := 0, 0
	full, release := make(chan struct{}), make(chan struct{})
	b, _ := bridge(t, emulator.BridgeOptions{AtOnce: limit, Deliver: func(context.Context, string, string, *http.Request) (int, error) {
		mu.Lock()
		now++
		most = max(most, now)
		if now == limit {
			select {
			case <-full:
			default:
				close(full)
			}
		}
		mu.Unlock()
		<-release
		mu.Lock()
		now--
		mu.Unlock()
		return 200, nil
	}})
	for range events {
		call(b, "p", "k", proper)
	}
	<-full
	close(release)
	if err := b.WaitFor(limited(t), "p", "", events); err != nil {
		t.Fatal(err)
	}
	if most != limit {
		t.Errorf("%d attempts at once, want %d", most, limit)
	}
}

func TestCloseWaitsForAttemptsAndGivesUpRetries(t *testing.T) {
	t.Parallel()
	failed, entered, release := make(chan struct{}), make(chan struct{}), make(chan struct{})
	b, _ := bridge(t, emulator.BridgeOptions{
		Wait: func(ctx context.Context, _ time.Duration) error {
			close(failed)
			<-ctx.Done()
			return ctx.Err()
		},
		Deliver: func(_ context.Context, _, key string, _ *http.Request) (int, error) {
			if key == "failing" {
				return 500, nil
			}
			close(entered)
			<-release
			return 200, nil
		},
	})
	call(b, "p", "failing", proper)
	call(b, "p", "slow", proper)
	<-failed
	<-entered
	closed := make(chan error)
	go func() { closed <- b.Close(context.Background()) }()
	if err := b.Await(limited(t), "p", "failing", func(c emulator.Counts) bool { return c.Dropped == 1 }); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-closed:
		t.Fatalf("closed while an attempt is under way: %v", err)
	default:
	}
	close(release)
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if got := b.Counts("p", "slow"); got.Delivered != 1 {
		t.Errorf("counts %+v", got)
	}
	if status := call(b, "p", "late", proper); status != http.StatusServiceUnavailable {
		t.Errorf("a call after Close is answered %d", status)
	}
}

func TestCloseCutsAttemptsShortWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	entered := make(chan struct{})
	b, _ := bridge(t, emulator.BridgeOptions{Deliver: func(ctx context.Context, _, _ string, _ *http.Request) (int, error) {
		close(entered)
		<-ctx.Done()
		return 0, ctx.Err()
	}})
	call(b, "p", "k", proper)
	<-entered
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if err := b.Close(over); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if got := b.Counts("p", "k"); got != (emulator.Counts{Arrived: 1, Attempts: 1, Dropped: 1}) {
		t.Errorf("counts %+v", got)
	}
}

func TestABridgeNeedsSomewhereToDeliverTo(t *testing.T) {
	if _, err := emulator.NewBridge(emulator.BridgeOptions{}); err == nil {
		t.Error("made")
	}
}

func FuzzACallIsEitherDeliveredAsItWasOrDropped(f *testing.F) {
	f.Add(proper)
	f.Add("QUJ")
	f.Add("QUI=\n")
	f.Fuzz(func(t *testing.T, body string) {
		var delivered []byte
		b, _ := bridge(t, emulator.BridgeOptions{Deliver: func(_ context.Context, _, _ string, r *http.Request) (int, error) {
			var err error
			delivered, err = io.ReadAll(r.Body)
			return 200, err
		}})
		status := call(b, "p", "k", body)
		if err := b.Idle(limited(t), "p"); err != nil {
			t.Fatal(err)
		}
		want, err := base64.StdEncoding.DecodeString(body)
		if proper := err == nil && len(want) > 0; proper != (status == 200) || proper && string(delivered) != string(want) {
			t.Errorf("%q: answered %d, delivered %q", body, status, delivered)
		}
	})
}
