package gemini_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/gemini"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
)

func TestFailuresAreToldApartByWhatCanBeDone(t *testing.T) {
	for name, c := range map[string]struct {
		answer geminitest.Answer
		want   model.ErrorKind
	}{
		"too many requests":               {geminitest.RateLimited(time.Second), model.RateLimited},
		"too many requests, by a proxy":   {geminitest.Page(429, "slow down"), model.RateLimited},
		"internal error":                  {geminitest.Failed(500, "INTERNAL", "oops"), model.Unavailable},
		"overloaded":                      {geminitest.Failed(503, "UNAVAILABLE", "overloaded"), model.Unavailable},
		"the service's own deadline":      {geminitest.Failed(504, "DEADLINE_EXCEEDED", "slow"), model.Unavailable},
		"cancelled by the service":        {geminitest.Failed(499, "CANCELLED", "cancelled"), model.Unavailable},
		"bad gateway page":                {geminitest.Page(502, "<html>"), model.Unavailable},
		"error that does not name itself": {geminitest.Page(429, `{"error":{"message":"slow down"}}`), model.RateLimited},
		"connection dropped":              {geminitest.Drop(), model.Unavailable},
		"bad request":                     {geminitest.Failed(400, "INVALID_ARGUMENT", "no"), model.Refused},
		"unknown model":                   {geminitest.Failed(404, "NOT_FOUND", "no"), model.Refused},
		"cut between chunks":              {geminitest.Stream(geminitest.Thought("a"), geminitest.Cut()), model.Cut},
		"cut within a chunk":              {geminitest.Stream(geminitest.Bytes(`data: {"candidates":[{"con`), geminitest.Cut()), model.Cut},
		"error cut off":                   {append(geminitest.Page(429, "quota"), geminitest.Cut()), model.RateLimited},
		"not JSON":                        {geminitest.Stream(geminitest.Raw("<html>")), model.Malformed},
		"not an event":                    {geminitest.Stream(geminitest.Bytes("hello\r\n\r\n")), model.Malformed},
		"no list":                         {geminitest.Stream(geminitest.Raw(`{"candidates":"text"}`)), model.Malformed},
		"no candidate":                    {geminitest.Stream(geminitest.Raw(`{"candidates":[null]}`)), model.Malformed},
		"no object":                       {geminitest.Stream(geminitest.Raw(`[1]`)), model.Malformed},
		"text that is none":               {geminitest.Stream(geminitest.Raw(`{"candidates":[{"content":{"parts":[{"text":5}]}}]}`)), model.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			reply, failure := newBench(t, geminitest.New(t, c.answer), once).fail(question, c.want)
			equal(t, "text", reply.Text, "")
			if failure.Err == nil || failure.Err.Error() == "" {
				t.Error("the failure has no cause for the log")
			}
		})
	}
}

func TestUnreadableChunkIsNotQuoted(t *testing.T) {
	for _, data := range []string{`secret words`, `{"candidates":"secret words"}`, `{"candidates":[{"content":"secret words"}]}`} {
		_, failure := newBench(t, geminitest.New(t, geminitest.Stream(geminitest.Raw(data))), once).fail(question, model.Malformed)
		if strings.Contains(failure.Error(), "secret") {
			t.Errorf("%s: the log would show %q", data, failure)
		}
	}
}

func TestWordsOfTheServiceAreBounded(t *testing.T) {
	answer := geminitest.Failed(400, "INVALID_ARGUMENT", strings.Repeat("ñ", 5000))
	_, failure := newBench(t, geminitest.New(t, answer), once).fail(question, model.Refused)
	if n := len(failure.Error()); n > 1000 {
		t.Errorf("the error has %d bytes", n)
	}
}

func TestConnectionRefusedIsUnavailable(t *testing.T) {
	server := geminitest.New(t)
	b := newBench(t, server, nil)
	server.Close()
	b.fail(question, model.Unavailable)
	equal(t, "waits", len(b.waits), 2)
}

func TestModelNameThatCannotBeAskedForIsRefused(t *testing.T) {
	newBench(t, geminitest.New(t), func(o *gemini.Options) { o.Model = "models/../other" }).fail(question, model.Refused)
}

func TestSilenceIsATimeout(t *testing.T) {
	for name, answer := range map[string]geminitest.Answer{
		"before headers": geminitest.Silence(),
		"after headers":  geminitest.Stream(geminitest.Stall()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := geminitest.New(t)
			server.Respond(func(geminitest.Request) geminitest.Answer { return answer })
			b := newBench(t, server, func(o *gemini.Options) { o.Timeout = 10 * time.Millisecond })
			b.fail(question, model.Timeout)
			equal(t, "waits", len(b.waits), 2)
		})
	}
}

func TestSilenceAfterTextIsACut(t *testing.T) {
	t.Parallel()
	server := geminitest.New(t, geminitest.Stream(geminitest.Chunk("so far"), geminitest.Stall()))
	b := newBench(t, server, func(o *gemini.Options) { o.Timeout = time.Second })
	reply, _ := b.fail(question, model.Cut)
	equal(t, "text", reply.Text, "so far")
	equal(t, "waits", len(b.waits), 0)
}

func TestEndOfTheCallersContextIsReturnedAsItIs(t *testing.T) {
	t.Run("before the call", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		b := newBench(t, geminitest.New(t), nil)
		_, err := b.gen.Generate(ctx, question, b.emit)
		equal(t, "error", err, context.Canceled)
	})
	t.Run("while the model is silent", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		server := geminitest.New(t)
		server.Respond(func(geminitest.Request) geminitest.Answer {
			cancel()
			return geminitest.Silence()
		})
		b := newBench(t, server, nil)
		_, err := b.gen.Generate(ctx, question, b.emit)
		equal(t, "error", err, context.Canceled)
		equal(t, "waits", len(b.waits), 0)
	})
	t.Run("in mid-reply, keeping the text so far", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		b := newBench(t, geminitest.New(t, geminitest.Stream(geminitest.Chunk("so far"), geminitest.Stall())), nil)
		reply, err := b.gen.Generate(ctx, question, func(string) error {
			cancel()
			return nil
		})
		equal(t, "error", err, context.Canceled)
		equal(t, "text", reply.Text, "so far")
	})
	t.Run("by its deadline", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		server := geminitest.New(t)
		server.Respond(func(geminitest.Request) geminitest.Answer { return geminitest.Silence() })
		b := newBench(t, server, nil)
		_, err := b.gen.Generate(ctx, question, b.emit)
		equal(t, "error", err, context.DeadlineExceeded)
	})
}

// cancelling is a log that ends a context with its first line.
func cancelling(cancel context.CancelFunc) *slog.Logger {
	return slog.New(slog.NewTextHandler(writer(func(p []byte) (int, error) {
		cancel()
		return len(p), nil
	}), nil))
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
