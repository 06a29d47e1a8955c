// Package allytest gives a test the whole backend over a database of its own:
// the sample classic system in a real Firestore emulator, and every function
// behind its real door.
package allytest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/indexes"
	"getaifactory.com/ally/internal/localcloud"
	"getaifactory.com/ally/internal/printed"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/model"
)

// World is a backend with its database.
type World struct {
	t       testing.TB
	live    *emulatortest.Live
	server  *httptest.Server
	model   model.Generator // nil for the configured one
	Project string
	Config  config.Config
	System  *localcloud.System
	DB      *firestore.Client // past all rules and fences
	Log     *printed.Text
	Clock   *Clock
	Indexes *indexes.File // what every query must be served by
}

type options struct {
	environ []string
	model   model.Generator
	chats   bool
	events  []string // the triggers that are called
}

// Option changes what New makes.
type Option func(*options)

// Environment sets variables, as NAME=value.
func Environment(entries ...string) Option {
	return func(o *options) { o.environ = append(o.environ, entries...) }
}

// Model has replies written by g.
func Model(g model.Generator) Option { return func(o *options) { o.model = g } }

// Chats loads the sample's chats too, which takes some seconds.
func Chats() Option { return func(o *options) { o.chats = true } }

// NoEvents leaves the triggers out: what they do does not happen by itself.
func NoEvents() Option { return func(o *options) { o.events = nil } }

// AllEvents calls every trigger; without it what indexes is left out, which few
// tests look at and all would wait for.
func AllEvents() Option {
	return func(o *options) {
		o.events = nil
		for _, f := range functions.All {
			if f.Trigger != nil {
				o.events = append(o.events, f.Name)
			}
		}
	}
}

// Events calls these triggers, by their functions' names, and no other.
func Events(names ...string) Option { return func(o *options) { o.events = names } }

// New makes a World. It ends with the test.
func New(t testing.TB, change ...Option) *World {
	t.Helper()
	o := options{
		events:  []string{"allywelcome"},
		environ: []string{"ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true", "ALLY_INDEX_WINDOW=0s"},
	}
	for _, c := range change {
		c(&o)
	}
	w := &World{t: t, live: emulatortest.WithEvents(t), Project: emulatortest.Project(t), model: o.model, Log: &printed.Text{}, Clock: &Clock{}}
	w.DB = w.live.Client(t, w.Project)
	load := sample.LoadCore
	if o.chats {
		load = sample.Load
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(strings.Join(w.Log.Lines(`"severity":"ERROR"`), ""))
		}
	})
	ctx := context.Background() // the world outlives t.Context, which ends before clean-up
	w.must(load(ctx, w.DB, time.Now()))
	var err error
	w.Indexes, err = indexFile()
	w.must(err)
	w.Config, err = config.FromEnvironment(append(o.environ, "GOOGLE_CLOUD_PROJECT="+w.Project))
	w.must(err)
	w.start()
	for _, f := range functions.All {
		if slices.Contains(o.events, f.Name) {
			w.live.Serve(t, w.Project, f.Name, emulator.Trigger{EventType: f.Trigger.Event, Document: f.Trigger.Document}, w.System.Events(f.Name))
		}
	}
	return w
}

// observe fails the test for a query whose index is not in
// firestore.indexes.json: the emulator would not tell.
func (w *World) observe(q *firestorepb.StructuredQuery) {
	if err := w.Indexes.Serve(q); err != nil {
		w.t.Error(err)
	}
}

// indexFile is firestore.indexes.json at the root of the project.
func indexFile() (*indexes.File, error) {
	folder, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for {
		path := filepath.Join(folder, "firestore.indexes.json")
		if _, err := os.Stat(path); err == nil || folder == filepath.Dir(folder) {
			return indexes.Read(path)
		}
		folder = filepath.Dir(folder)
	}
}

// start runs the functions, and ends them with the test.
func (w *World) start() {
	w.t.Helper()
	var err error
	w.System, err = localcloud.Start(context.Background(), localcloud.Options{
		Functions: functions.All, Config: w.Config, Emulator: w.live.Emulator,
		Now: w.Clock.Now, Log: logging.New(w.Log), Model: w.model, Observe: w.observe,
	})
	w.must(err)
	server, system := httptest.NewServer(w.System.Routes()), w.System
	w.server = server
	w.t.Cleanup(func() {
		server.Close()
		// Events under way still need the connections that are closed next.
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		w.must(w.live.Bridge.Idle(ctx, w.Project))
		w.must(system.Close())
	})
}

// Again gives a second deployment over the same database, with caches and
// connections of its own and the same model, as another instance has them.
func (w *World) Again(c config.Config) *World {
	w.t.Helper()
	again := *w
	again.Config, again.Log = c, &printed.Text{}
	again.start()
	return &again
}

func (w *World) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// URL is where the functions are served.
func (w *World) URL() string { return w.server.URL }

// Token signs a session token for the person.
func (w *World) Token(p sample.Person) string {
	w.t.Helper()
	token, err := access.Token(w.Config.Secret, access.Holder{
		ID: p.ID, GoogleUserID: p.GoogleUserID, Email: p.Email, Name: p.Name, Picture: p.Picture, Role: p.Role, Roles: p.Roles,
	}, w.Clock.Now(), time.Hour)
	w.must(err)
	return token
}

// Handled waits until n events of a trigger were handled since the world began.
func (w *World) Handled(trigger string, n int) {
	w.t.Helper()
	w.live.WaitFor(w.t, w.Project, trigger, n)
}

// settle is the trigger that Settled waits for.
const settle = "allytest-settle"

// Settled waits until every event of what was written until now was handled: the
// emulator tells of writes one after the other, so once it has told of one that
// came later, all are told.
func (w *World) Settled() {
	w.t.Helper()
	before := w.live.Bridge.Counts(w.Project, settle).Delivered
	if before == 0 {
		w.live.Serve(w.t, w.Project, settle, emulator.Trigger{EventType: "google.cloud.firestore.document.v1.written", Document: "allytest_settle/{id}"},
			http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	}
	w.Set("allytest_settle/now", map[string]any{"at": firestore.ServerTimestamp})
	w.live.WaitFor(w.t, w.Project, settle, before+1)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	w.must(w.live.Bridge.Idle(ctx, w.Project))
}

// Sweep calls the scheduled functions once.
func (w *World) Sweep() {
	w.t.Helper()
	w.must(w.System.Run(context.Background()))
}

// Post carries an event to a trigger as Eventarc would, and gives the status.
func (w *World) Post(trigger string, header http.Header, body []byte) int {
	w.t.Helper()
	return w.post(trigger, header, body)
}
