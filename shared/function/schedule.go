package function

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/store"
)

// Run is one call of a scheduled function.
type Run struct {
	Context context.Context
	Backend *backend.Backend
	// Note adds a figure to the run's log line, such as how much it did.
	Note func(name string, value int)
}

// ScheduleHandler serves a scheduled function with the backend. A run that fails
// answers 500, which Cloud Scheduler counts; the next run comes all the same.
func (f Function) ScheduleHandler(b *backend.Backend) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := b.Now()
		ctx, meter := store.Metered(r.Context(), b.Now)
		ctx, models := model.WithMeter(ctx)
		var notes []slog.Attr
		err := f.run(Run{Context: ctx, Backend: b, Note: func(name string, value int) { notes = append(notes, slog.Int(name, value)) }})
		level, outcome, text, status := slog.LevelInfo, "done", "", http.StatusNoContent
		if err != nil {
			level, outcome, text, status = slog.LevelError, "failed", err.Error(), http.StatusInternalServerError
		}
		b.Log.LogAttrs(ctx, level, "run", append(append([]slog.Attr{
			slog.String("function", f.Name), slog.String("outcome", outcome), slog.String("error", text),
		}, took(b.Now().Sub(began), meter, models)...), notes...)...)
		w.WriteHeader(status)
	})
}

func (f Function) run(r Run) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return f.Schedule.Handle(r)
}
