// Package localcloud stands in for Google Cloud on one's own machine: every
// function behind its production route, and the events of a Firestore emulator
// carried to the triggers, both through functions-framework-go.
package localcloud

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/web"
)

// Options are what a System is made of.
type Options struct {
	Functions []function.Function
	Config    config.Config // its Project names the database
	Emulator  *emulator.Emulator
	Now       func() time.Time
	Log       *slog.Logger
	Model     model.Generator // nil: as Config says
	// Observe is told of every query of every function; nil for nobody.
	Observe func(*firestorepb.StructuredQuery)
}

// System is all functions, running.
type System struct {
	emulator  *emulator.Emulator
	project   string
	log       *slog.Logger
	framework *framework
	backends  []*backend.Backend
	routes    *http.ServeMux
	triggers  map[string]http.Handler
	schedules map[string]http.Handler
}

// Start starts the functions, each with a backend of its own, as in
// production. Events come once Register was called.
func Start(ctx context.Context, o Options) (*System, error) {
	if o.Emulator == nil || o.Now == nil || o.Log == nil {
		return nil, errors.New("localcloud: an emulator, a clock and a log are needed")
	}
	o.Config.Emulator = o.Emulator.Addr()
	s := &System{
		emulator: o.Emulator, project: o.Config.Project, log: o.Log,
		framework: newFramework(), routes: http.NewServeMux(), triggers: map[string]http.Handler{}, schedules: map[string]http.Handler{},
	}
	s.routes.HandleFunc("/", s.missing)
	s.triggers[settleTrigger] = http.HandlerFunc(settled)
	for _, f := range o.Functions {
		if err := s.add(ctx, o, f); err != nil {
			return nil, errors.Join(fmt.Errorf("localcloud: %s: %w", f.Name, err), s.Close())
		}
	}
	if err := s.framework.start(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Register has the emulator tell of the events that the functions wait for.
func Register(ctx context.Context, e *emulator.Emulator, project string, functions []function.Function) error {
	for _, f := range functions {
		if f.Trigger == nil {
			continue
		}
		if err := e.Register(ctx, project, f.Name, emulator.Trigger{EventType: f.Trigger.Event, Document: f.Trigger.Document}); err != nil {
			return fmt.Errorf("localcloud: %s: %w", f.Name, err)
		}
	}
	return nil
}

func (s *System) add(ctx context.Context, o Options, f function.Function) error {
	b, err := backend.New(ctx, backend.Options{Config: o.Config, Now: o.Now, Log: o.Log, Writes: f.Writes, AsksModel: f.Model, Model: o.Model, Observe: o.Observe, NewSigner: f.Signer})
	if err != nil {
		return err
	}
	s.backends = append(s.backends, b)
	if f.Trigger != nil {
		s.triggers[f.Name] = s.framework.event(f.Name, f.EventHandler(b))
		return nil
	}
	if f.Schedule != nil {
		path := "/schedules/" + f.Name
		s.framework.http(path, f.ScheduleHandler(b))
		s.schedules[f.Name] = s.framework.proxy(func(*http.Request) string { return path })
		return nil
	}
	handler, err := f.Handler(b)
	if err != nil {
		return err
	}
	routes := []string{f.Route}
	if f.HasPaths() {
		routes = append(routes, f.Route+"/")
	}
	for _, route := range routes {
		s.routes.Handle(route, s.framework.proxy(same))
		s.framework.http(route, handler)
	}
	return nil
}

// Routes serves the HTTP functions; what is no route of theirs is 404.
func (s *System) Routes() http.Handler { return s.routes }

// missing answers as a function answers to an address that is not its own.
func (s *System) missing(w http.ResponseWriter, r *http.Request) {
	requestID := strings.ToLower(rand.Text())
	s.log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Int("status", http.StatusNotFound), slog.String("requestId", requestID))
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("X-Request-Id", requestID)
	web.Fail(w, fault.From(fault.Missing(lang.Text{ES: "esa dirección", EN: "that address"})), requestID,
		lang.FromHeader(r.Header.Get("Accept-Language")))
}

// Events serves the events of a trigger; nil where there is no such trigger.
func (s *System) Events(trigger string) http.Handler { return s.triggers[trigger] }

// Run calls the scheduled functions once, as Cloud Scheduler would, and gives an
// error where one failed.
func (s *System) Run(ctx context.Context) error {
	var failed []error
	for name, h := range s.schedules {
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", http.NoBody)
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code >= http.StatusMultipleChoices {
			failed = append(failed, fmt.Errorf("localcloud: %s answered %d", name, w.Code))
		}
	}
	return errors.Join(failed...)
}

// Close ends the backends' connections.
func (s *System) Close() error {
	var failed []error
	for _, b := range s.backends {
		failed = append(failed, b.Close())
	}
	return errors.Join(failed...)
}
