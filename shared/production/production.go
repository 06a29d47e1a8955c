// Package production makes one function ready to be served by
// functions-framework-go, as the deployed service runs it.
package production

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
	"github.com/cloudevents/sdk-go/v2/event"

	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/function"
)

// Register registers the function under its name, configured by the
// environment, which is given as in os.Environ. An error says which variable
// is wrong; the process should then not start.
//
// From then on SIGTERM ends the process when the requests under way are
// answered.
func Register(ctx context.Context, f function.Function, environ []string, log *slog.Logger) error {
	c, err := config.FromEnvironment(environ)
	if err != nil {
		return err
	}
	b, err := backend.New(ctx, backend.Options{Config: c, Now: time.Now, Log: log, Writes: f.Writes, AsksModel: f.Model, NewSigner: f.Signer})
	if err != nil {
		return fmt.Errorf("production: %s: %w", f.Name, err)
	}
	d := newDrain(log)
	serve := func(h http.Handler) {
		functions.HTTP(f.Name, func(w http.ResponseWriter, r *http.Request) {
			defer d.enter()()
			h.ServeHTTP(w, r)
		})
	}
	switch {
	case f.Trigger != nil:
		handle := f.EventHandler(b)
		functions.CloudEvent(f.Name, func(ctx context.Context, e event.Event) error {
			defer d.enter()()
			return handle(ctx, e)
		})
	case f.Schedule != nil:
		serve(f.ScheduleHandler(b))
	default:
		handler, err := f.Handler(b)
		if err != nil {
			return fmt.Errorf("production: %s: %w", f.Name, err)
		}
		serve(handler)
	}
	d.listen()
	return nil
}
