package gemini_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/gemini"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
)

const key = "AIza-not-a-real-key"

// question is the least that can be asked.
var question = model.Request{Language: lang.English, Question: "What does the contract say?"}

// bench is a generator before a server, with what it emitted, waited and logged.
type bench struct {
	t       *testing.T
	gen     *gemini.Generator
	deltas  []string
	waits   []time.Duration
	log     bytes.Buffer
	refusal error // what emit answers
}

func newBench(t *testing.T, server *geminitest.Server, change func(*gemini.Options)) *bench {
	t.Helper()
	b := &bench{t: t}
	options := gemini.Options{
		APIKey:   key,
		BaseURL:  server.URL,
		Attempts: 3,
		Wait: func(_ context.Context, d time.Duration) error {
			b.waits = append(b.waits, d)
			return nil
		},
		Log: slog.New(slog.NewJSONHandler(&b.log, nil)),
	}
	if change != nil {
		change(&options)
	}
	gen, err := gemini.New(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	b.gen = gen
	return b
}

func (b *bench) emit(delta string) error {
	b.deltas = append(b.deltas, delta)
	return b.refusal
}

// ask expects an answer without an error.
func (b *bench) ask(req model.Request) model.Reply {
	b.t.Helper()
	reply, err := b.gen.Generate(b.t.Context(), req, b.emit)
	if err != nil {
		b.t.Fatalf("Generate: %v", err)
	}
	if got := strings.Join(b.deltas, ""); got != reply.Text {
		b.t.Errorf("emitted %q but replied %q", got, reply.Text)
	}
	return reply
}

// fail expects a failure of the model of the given kind, which shows no key.
func (b *bench) fail(req model.Request, kind model.ErrorKind) (model.Reply, *model.Error) {
	b.t.Helper()
	reply, err := b.gen.Generate(b.t.Context(), req, b.emit)
	var failure *model.Error
	if !errors.As(err, &failure) {
		b.t.Fatalf("got error %v, want a *model.Error of kind %s", err, kind)
	}
	if failure.Kind != kind {
		b.t.Fatalf("got kind %s (%v), want %s", failure.Kind, failure.Err, kind)
	}
	if strings.Contains(err.Error(), key) || strings.Contains(b.log.String(), key) {
		b.t.Errorf("the key shows in the error %q or in the log %q", err, b.log.String())
	}
	if got := strings.Join(b.deltas, ""); got != reply.Text {
		b.t.Errorf("emitted %q but replied %q", got, reply.Text)
	}
	return reply, failure
}

func once(o *gemini.Options) { o.Attempts = 1 }

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
