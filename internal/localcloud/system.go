// Package localcloud stands in for Google Cloud on one's own machine: every
// function behind its production route, and the events of a Firestore emulator
// carried to the triggers, both through functions-framework-go.
package localcloud

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/model"
)

// Options are what a System is made of.
type Options struct {
	Functions []function.Function
	Config    config.Config // its Project names the database
	Emulator  *emulator.Emulator
	Now       func() time.Time
	Log       *slog.Logger
	Model     model.Generator // nil: as Config says
}

// System is all functions, running.
type System struct {
	framework *framework
	backends  []*backend.Backend
	routes    *http.ServeMux
	triggers  map[string]bool
}

// Start starts the functions, each with a backend of its own, as in
// production. Events come once Register was called.
func Start(ctx context.Context, o Options) (*System, error) {
	if o.Emulator == nil || o.Now == nil || o.Log == nil {
		return nil, errors.New("localcloud: an emulator, a clock and a log are needed")
	}
	o.Config.Emulator = o.Emulator.Addr()
	served, err := newFramework(o.Config.Project)
	if err != nil {
		return nil, err
	}
	s := &System{framework: served, routes: http.NewServeMux(), triggers: map[string]bool{}}
	for _, f := range o.Functions {
		if err := s.add(ctx, o, f); err != nil {
			return nil, errors.Join(fmt.Errorf("localcloud: %s: %w", f.Name, err), s.Close())
		}
	}
	if err := served.start(ctx); err != nil {
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
	b, err := backend.New(ctx, backend.Options{Config: o.Config, Now: o.Now, Log: o.Log, Writes: f.Writes, Model: o.Model})
	if err != nil {
		return err
	}
	s.backends = append(s.backends, b)
	if f.Trigger != nil {
		s.triggers[f.Name] = true
		return s.framework.event(f.Name, f.EventHandler(b))
	}
	handler, err := f.Handler(b)
	if err != nil {
		return err
	}
	s.routes.Handle(f.Route, s.framework.proxy(f.Route))
	return s.framework.http(f.Route, handler)
}

// Routes serves the HTTP functions; what is no route of theirs is 404.
func (s *System) Routes() http.Handler { return s.routes }

// Events serves the events of a trigger; nil where there is no such trigger.
func (s *System) Events(trigger string) http.Handler {
	if !s.triggers[trigger] {
		return nil
	}
	return s.framework.proxy(eventPath(trigger))
}

// Close ends the backends' connections.
func (s *System) Close() error {
	var failed []error
	for _, b := range s.backends {
		failed = append(failed, b.Close())
	}
	return errors.Join(failed...)
}
