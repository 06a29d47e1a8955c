package localcloud_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"encoding/json"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/localcloud"
	"getaifactory.com/ally/internal/printed"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/web"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

// cloud is a system of a test's own functions.
type cloud struct {
	t       *testing.T
	live    *emulatortest.Live
	project string
	system  *localcloud.System
	url     string
	log     *printed.Text
}

func start(t *testing.T, all ...function.Function) cloud {
	t.Helper()
	c := cloud{t: t, live: emulatortest.WithEvents(t), project: emulatortest.Project(t), log: &printed.Text{}}
	settings, err := config.FromEnvironment([]string{"GOOGLE_CLOUD_PROJECT=" + c.project, "ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true"})
	must(t, err)
	c.system, err = localcloud.Start(t.Context(), localcloud.Options{
		Functions: all, Config: settings, Emulator: c.live.Emulator, Now: time.Now, Log: logging.New(c.log),
	})
	must(t, err)
	server := httptest.NewServer(c.system.Routes())
	c.url = server.URL
	t.Cleanup(func() {
		server.Close()
		if err := c.system.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// public is a function for anybody.
func public[In, Out any](name, route string, handle func(function.Call[In]) (Out, error)) function.Function {
	return function.Function{Name: name, Route: route, Operations: []function.Operation{{
		Method: http.MethodGet, Access: function.Public, Handler: function.Handle(handle).Streaming(),
	}}}
}

type said struct {
	Text string `json:"text"`
}

func says(name, route, text string) function.Function {
	return public(name, route, func(function.Call[function.None]) (said, error) { return said{text}, nil })
}

func (c cloud) get(path string, change ...func(*http.Request)) *http.Response {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.url+path, nil)
	must(c.t, err)
	for _, ch := range change {
		ch(r)
	}
	answer, err := http.DefaultClient.Do(r)
	must(c.t, err)
	c.t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

func decode(t *testing.T, answer *http.Response, into any) {
	t.Helper()
	raw, err := io.ReadAll(answer.Body)
	must(t, err)
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
}

func TestEveryFunctionIsServedOnItsRouteAndNowhereElse(t *testing.T) {
	t.Parallel()
	c := start(t, says("one", "/api/one", "one"), says("two", "/api/one/two", "two"))
	other := start(t, says("one", "/api/one", "another's"))
	for path, want := range map[string]string{"/api/one": "one", "/api/one/two": "two", "/api/%6Fne": "one"} {
		var got said
		decode(t, c.get(path), &got)
		if got.Text != want {
			t.Errorf("%s says %q", path, got.Text)
		}
	}
	var got said
	if decode(t, other.get("/api/one"), &got); got.Text != "another's" {
		t.Errorf("the other system says %q", got.Text)
	}
	for _, path := range []string{"/", "/one", "/api/one/", "/api/one/three", "/events/one", "/ready"} {
		answer := c.get(path)
		var problem web.Problem
		decode(t, answer, &problem)
		id := answer.Header.Get("X-Request-Id")
		if answer.StatusCode != http.StatusNotFound || problem.Code != "not_found" || problem.RequestID != id || len(c.log.Lines(id, `"status":404`)) != 1 {
			t.Errorf("%s: %d %+v", path, answer.StatusCode, problem)
		}
	}
	var problem web.Problem
	decode(t, c.get("/nothing", func(r *http.Request) { r.Header.Set("Accept-Language", "es") }), &problem)
	if !strings.Contains(problem.Error, "dirección") {
		t.Errorf("in Spanish: %q", problem.Error)
	}
}

func TestAFunctionSeesTheRequestAsItWasSent(t *testing.T) {
	t.Parallel()
	var seen sync.Map
	f := function.Function{Name: "seen", Route: "/api/seen", Operations: []function.Operation{{
		Method: http.MethodPost, Access: function.Public,
		Handler: function.Handle(func(c function.Call[struct {
			Word   string `query:"word"`
			Header string `header:"X-Word"`
			Body   string `json:"body"`
		}]) (said, error) {
			seen.Store("word", c.In.Word+"|"+c.In.Header+"|"+c.In.Body)
			return said{"seen"}, nil
		}),
	}}}
	c := start(t, f)
	post := func(path, origin string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+path, strings.NewReader(`{"body":"corpo"}`))
		must(t, err)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Word", "capo")
		r.Header.Set("Origin", origin)
		answer, err := http.DefaultClient.Do(r)
		must(t, err)
		t.Cleanup(func() { _ = answer.Body.Close() })
		return answer
	}
	// The host of the browser's request is what tells its own origin from others.
	if answer := post("/api/seen?word=a%20b%26c", c.url); answer.StatusCode != http.StatusOK {
		t.Errorf("from its own origin: %d", answer.StatusCode)
	}
	if got, _ := seen.Load("word"); got != "a b&c|capo|corpo" {
		t.Errorf("it saw %v", got)
	}
	if answer := post("/api/seen", "https://example.com"); answer.StatusCode != http.StatusForbidden {
		t.Errorf("from elsewhere: %d", answer.StatusCode)
	}
}

func TestEachEventOfAStreamArrivesAtOnce(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	c := start(t, public("stream", "/api/stream", func(c function.Call[function.None]) (said, error) {
		c.Tell("first", said{"first"})
		select {
		case <-release:
		case <-c.Context.Done():
		}
		return said{"last"}, nil
	}))
	answer := c.get("/api/stream", func(r *http.Request) { r.Header.Set("Accept", "text/event-stream") })
	scanner := bufio.NewScanner(answer.Body)
	var names []string
	for scanner.Scan() {
		if name, found := strings.CutPrefix(scanner.Text(), "event: "); found {
			if names = append(names, name); name == "first" {
				close(release) // only once the first has come
			}
		}
	}
	if err := scanner.Err(); err != nil || !slices.Equal(names, []string{"first", "done"}) {
		t.Errorf("events %v, error %v", names, err)
	}
}

func TestEventsReachTheirTriggerUntilItTakesThem(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	handled := map[string]int{}
	f := function.Function{Name: "arrives", Trigger: &function.Trigger{
		Event: "google.cloud.firestore.document.v1.created", Document: "ally_arrivals/{id}",
		Handle: func(e function.Event) error {
			mu.Lock()
			defer mu.Unlock()
			handled[e.Collection+"/"+e.ID]++
			switch {
			case e.ID == "hopeless":
				return function.Acknowledge("it never will")
			case handled[e.Collection+"/"+e.ID] == 1:
				return errors.New("not yet, and 100% sure")
			}
			return nil
		},
	}}
	c := start(t, f)
	route(c, f.Name, "ally-local-settle")
	must(t, localcloud.Register(t.Context(), c.live.Emulator, c.project, []function.Function{f}))
	db := c.live.Client(t, c.project)
	for _, path := range []string{"ally_arrivals/a", "ally_arrivals/hopeless", "ally_elsewhere/a"} {
		_, err := db.Doc(path).Create(t.Context(), map[string]any{"at": time.Now()})
		must(t, err)
	}
	c.live.WaitFor(t, c.project, f.Name, 2)
	mu.Lock()
	defer mu.Unlock()
	if len(handled) != 2 || handled["ally_arrivals/a"] != 2 || handled["ally_arrivals/hopeless"] != 1 {
		t.Errorf("handled %v", handled)
	}
	if c.system.Events("departs") != nil {
		t.Error("a trigger that does not exist is served")
	}
}

// route has the bridge deliver these triggers of the project to the system.
func route(c cloud, triggers ...string) {
	for _, trigger := range triggers {
		c.live.Serve(c.t, c.project, trigger, emulator.Trigger{
			EventType: "google.cloud.firestore.document.v1.created", Document: "ally_nothing/{id}",
		}, c.system.Events(trigger))
	}
}

func TestSettlingWaitsForTheEventsOfEverythingWritten(t *testing.T) {
	t.Parallel()
	const many = 200
	var cancelled atomic.Int32
	f := function.Function{Name: "counts", Trigger: &function.Trigger{
		Event: "google.cloud.firestore.document.v1.created", Document: "ally_many/{id}",
		Handle: func(e function.Event) error {
			if e.Context.Err() != nil {
				cancelled.Add(1)
			}
			return nil
		},
	}}
	c := start(t, f)
	route(c, f.Name, "ally-local-settle")
	must(t, localcloud.Register(t.Context(), c.live.Emulator, c.project, []function.Function{f}))
	db := c.live.Client(t, c.project)
	for round := 1; round <= 2; round++ {
		batch := db.BulkWriter(t.Context())
		for range many {
			_, err := batch.Create(db.Collection("ally_many").NewDoc(), map[string]any{"round": round})
			must(t, err)
		}
		batch.End()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		must(t, c.system.Settle(ctx, c.live.Bridge))
		if arrived := c.live.Bridge.Counts(c.project, f.Name).Arrived; arrived != round*many {
			t.Errorf("round %d: %d of %d events had arrived", round, arrived, round*many)
		}
	}
	// Many at once: none is lost, and none loses its context.
	c.live.WaitFor(t, c.project, f.Name, 2*many)
	if n := cancelled.Load(); n > 0 {
		t.Errorf("%d events were handled with another's context", n)
	}
}

func TestAFunctionThatCannotStartIsNamed(t *testing.T) {
	t.Parallel()
	live, log := emulatortest.WithEvents(t), logging.New(io.Discard)
	f := says("lame", "/api/lame", "")
	_, err := localcloud.Start(t.Context(), localcloud.Options{
		Functions: []function.Function{f}, Config: config.Config{Project: "p"}, Emulator: live.Emulator, Now: time.Now, Log: log,
	})
	if err == nil || !strings.Contains(err.Error(), "localcloud: lame: ") {
		t.Errorf("error %v", err)
	}
	if _, err := localcloud.Start(t.Context(), localcloud.Options{Now: time.Now, Log: log}); err == nil {
		t.Error("it started without an emulator")
	}
}

func TestAnotherFunctionsNameInTheEnvironmentChangesNothing(t *testing.T) {
	t.Setenv("FUNCTION_TARGET", "somebodyelses")
	c := start(t, says("one", "/api/one", "one"), says("two", "/api/two", "two"))
	for _, want := range []string{"one", "two"} {
		var got said
		if decode(t, c.get("/api/"+want), &got); got.Text != want {
			t.Errorf("%s says %q", want, got.Text)
		}
	}
	if got := os.Getenv("FUNCTION_TARGET"); got != "somebodyelses" {
		t.Errorf("FUNCTION_TARGET is %q", got)
	}
}
