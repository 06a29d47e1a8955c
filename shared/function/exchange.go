package function

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/web"
)

// exchange is one request and its answer, with what its log line tells. As a
// ResponseWriter it adds what is only known at the moment of answering.
type exchange struct {
	http.ResponseWriter
	server    *server
	request   *http.Request
	ctx       context.Context
	began     time.Time
	requestID string
	meter     *store.Meter
	models    *model.Meter
	events    *web.Stream // nil where the caller does not want events
	language  lang.Language

	gone   bool // nobody takes the events any more
	status int
	person string
	reason access.Reason
	err    error
}

func newExchange(s *server, w http.ResponseWriter, r *http.Request) *exchange {
	e := &exchange{
		ResponseWriter: w, server: s, request: r, began: s.backend.Now(),
		requestID: requestID(r), language: lang.FromHeader(r.Header.Get("Accept-Language")),
	}
	e.ctx, e.meter = store.Metered(r.Context(), s.backend.Now)
	e.ctx, e.models = model.WithMeter(e.ctx)
	header := w.Header()
	header.Set("Cache-Control", "private, no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Request-Id", e.requestID)
	return e
}

// requestID is the id of Google's trace, so that a person's request number
// finds the platform's own lines too; a random one elsewhere.
func requestID(r *http.Request) string {
	if trace, _, _ := strings.Cut(r.Header.Get("X-Cloud-Trace-Context"), "/"); len(trace) == 32 {
		return trace
	}
	return strings.ToLower(rand.Text())
}

// Unwrap lets a ResponseController reach the connection.
func (e *exchange) Unwrap() http.ResponseWriter { return e.ResponseWriter }

// WriteHeader adds what the request took. A stream tells its cost at its end,
// when it is known.
func (e *exchange) WriteHeader(status int) {
	if e.status != 0 {
		return
	}
	e.status = status
	e.Header().Set("Server-Timing", e.timing())
	if e.local() && !web.IsStream(e.Header()) {
		e.Header().Set("Ally-Cost", e.cost())
	}
	e.ResponseWriter.WriteHeader(status)
}

func (e *exchange) local() bool { return e.server.backend.Config.Environment == config.Localhost }

func (e *exchange) timing() string {
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return fmt.Sprintf("total;dur=%.1f, firestore;dur=%.1f, model;dur=%.1f",
		ms(e.server.backend.Now().Sub(e.began)), ms(e.meter.Time()), ms(e.models.Time()))
}

func (e *exchange) cost() string {
	c := e.meter.Cost()
	return fmt.Sprintf("reads=%d; writes=%d; rounds=%d", c.Reads, c.Writes, c.Rounds)
}

// stream makes the answer one of events, and gives the function that sends
// one. Whether the caller still listens does not matter to the work.
func (e *exchange) stream() func(event string, data any) {
	e.events = web.NewStream(e)
	return func(event string, data any) {
		if err := e.events.Send(event, data); err != nil {
			e.gone = true
		}
	}
}

// ending is what the last event of a stream carries beside its data.
type ending struct {
	Timing string `json:"timing"`
	Cost   string `json:"cost,omitempty"`
}

func (e *exchange) ending() ending {
	end := ending{Timing: e.timing()}
	if e.local() {
		end.Cost = e.cost()
	}
	return end
}

func (e *exchange) answer(output any) error {
	if written, ok := output.(web.Written); ok {
		return web.Write(e, written)
	}
	if file, ok := output.(web.File); ok {
		web.Send(e, file)
		return nil
	}
	if e.events == nil {
		return web.JSON(e, http.StatusOK, output)
	}
	defer e.events.Close()
	return e.last("done", output)
}

// fail answers with an error: as a status, or as the last event where the
// stream has begun.
func (e *exchange) fail(err error) {
	e.err = err
	f := fault.From(err)
	if e.events != nil && e.events.Begun() {
		defer e.events.Close()
		_ = e.last("error", web.ProblemOf(f, e.requestID, e.language)) // the caller may be gone
		return
	}
	if e.status == 0 {
		web.Fail(e, f, e.requestID, e.language)
	}
}

// last sends the stream's last event, with what the whole request took.
func (e *exchange) last(event string, data any) error {
	merged, err := merge(data, e.ending())
	if err != nil {
		return err
	}
	if err := e.events.Send(event, merged); err != nil {
		e.gone = true
	}
	e.Header().Set(http.TrailerPrefix+"Server-Timing", e.timing())
	return nil
}

// merge gives the JSON fields of both values as one object.
func merge(a, b any) (map[string]json.RawMessage, error) {
	merged := map[string]json.RawMessage{}
	for _, v := range []any{a, b} {
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("function: encode %T: %w", v, err)
		}
		if err := json.Unmarshal(raw, &merged); err != nil {
			return nil, fmt.Errorf("function: encode %T: %w", v, err)
		}
	}
	return merged, nil
}

// log writes the request's one line. It holds no content.
func (e *exchange) log() {
	attrs := append([]slog.Attr{
		slog.String("function", e.server.Name),
		slog.String("method", e.request.Method),
		slog.String("path", e.request.URL.Path),
		slog.Int("status", e.status),
		slog.String("requestId", e.requestID),
		slog.String("person", e.person),
	}, took(e.server.backend.Now().Sub(e.began), e.meter, e.models)...)
	if len(e.requestID) == 32 && e.server.backend.Config.Project != "" {
		attrs = append(attrs, slog.String("logging.googleapis.com/trace",
			"projects/"+e.server.backend.Config.Project+"/traces/"+e.requestID))
	}
	if e.gone {
		attrs = append(attrs, slog.Bool("callerGone", true))
	}
	if e.reason != "" {
		attrs = append(attrs, slog.String("reason", string(e.reason)))
	}
	level := slog.LevelInfo
	if e.err != nil {
		f := fault.From(e.err)
		attrs = append(attrs, slog.String("code", f.Code))
		if cause := f.Unwrap(); cause != nil {
			attrs = append(attrs, slog.String("error", cause.Error()))
		}
		if web.Status(f) >= http.StatusInternalServerError {
			level = slog.LevelError
		}
	}
	e.server.backend.Log.LogAttrs(e.ctx, level, "request", attrs...)
}

// took is what every line of the log tells of a request or an event.
func took(all time.Duration, firestore *store.Meter, models *model.Meter) []slog.Attr {
	c := firestore.Cost()
	attrs := []slog.Attr{
		slog.Int("reads", c.Reads), slog.Int("writes", c.Writes), slog.Int("rounds", c.Rounds),
		slog.Int64("ms", all.Milliseconds()),
		slog.Int64("firestoreMs", firestore.Time().Milliseconds()),
		slog.Int64("modelMs", models.Time().Milliseconds()),
	}
	if tokens := models.Embedded(); tokens > 0 {
		attrs = append(attrs, slog.Int("embeddedTokens", tokens))
	}
	return attrs
}
