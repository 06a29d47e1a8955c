package gemini_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/gemini"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
)

var answered = geminitest.Text("ok", geminitest.Usage{})

func TestPassingFailureBeforeAnyTextIsRetried(t *testing.T) {
	for name, failure := range map[string]geminitest.Answer{
		"429":                geminitest.RateLimited(0),
		"500":                geminitest.Failed(500, "INTERNAL", "oops"),
		"503":                geminitest.Failed(503, "UNAVAILABLE", "overloaded"),
		"a proxy's page":     geminitest.Page(502, "<html>bad gateway</html>"),
		"dropped connection": geminitest.Drop(),
		"cut before text":    geminitest.Stream(geminitest.Thought("hm"), geminitest.Cut()),
		"unreadable chunk":   geminitest.Stream(geminitest.Raw(`{"candidates":`)),
		"error in a stream":  geminitest.Stream(geminitest.Broken(503, "UNAVAILABLE", "overloaded")),
		"empty stream":       geminitest.Stream(),
	} {
		t.Run(name, func(t *testing.T) {
			server := geminitest.New(t, failure, failure, answered)
			b := newBench(t, server, nil)
			equal(t, "text", b.ask(question).Text, "ok")
			equal(t, "requests", len(server.Requests()), 3)
			equal(t, "waits", len(b.waits), 2)
			equal(t, "logged retries", strings.Count(b.log.String(), `"msg"`), 2)
		})
	}
}

func TestAttemptsAreBounded(t *testing.T) {
	failure := geminitest.Failed(503, "UNAVAILABLE", "overloaded")
	b := newBench(t, geminitest.New(t, failure, failure, failure), nil)
	b.fail(question, model.Unavailable)
	equal(t, "waits", len(b.waits), 2)
}

func TestNothingIsRetriedOnceTextWasEmitted(t *testing.T) {
	for name, c := range map[string]struct {
		then geminitest.Step
		kind model.ErrorKind
	}{
		"cut":               {geminitest.Cut(), model.Cut},
		"unreadable chunk":  {geminitest.Raw("{"), model.Malformed},
		"error in a stream": {geminitest.Broken(503, "UNAVAILABLE", "overloaded"), model.Unavailable},
		"quota in a stream": {geminitest.Broken(429, "RESOURCE_EXHAUSTED", "quota"), model.RateLimited},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, geminitest.New(t, geminitest.Stream(geminitest.Chunk("so far"), c.then)), nil)
			reply, _ := b.fail(question, c.kind)
			equal(t, "text", reply.Text, "so far")
			equal(t, "waits", len(b.waits), 0)
		})
	}
}

func TestOnlyTheGeneratorItselfAsksAgain(t *testing.T) {
	for name, failure := range map[string]geminitest.Answer{
		"an error that genai could retry":   geminitest.Failed(503, "UNAVAILABLE", "overloaded"),
		"a reply that genai could continue": geminitest.Stream(geminitest.Raw(`{"candidates":[{"continuationToken":"bW9yZQ=="}]}`), geminitest.Cut()),
	} {
		t.Run(name, func(t *testing.T) {
			server := geminitest.New(t, failure)
			b := newBench(t, server, once)
			if _, err := b.gen.Generate(t.Context(), question, b.emit); err == nil {
				t.Error("got no error")
			}
			equal(t, "requests", len(server.Requests()), 1)
		})
	}
}

func TestRefusalIsNotRetried(t *testing.T) {
	for status, name := range map[int]string{400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, geminitest.New(t, geminitest.Failed(status, name, "no")), nil)
			_, failure := b.fail(question, model.Refused)
			equal(t, "retryable", failure.Retryable(), false)
			equal(t, "waits", len(b.waits), 0)
		})
	}
}

func TestWaitIsAtLeastWhatTheServiceAsks(t *testing.T) {
	for name, failure := range map[string]geminitest.Answer{
		"retry info": geminitest.RateLimited(34*time.Second + 70*time.Millisecond),
		"header":     geminitest.RateLimitedByHeader("40"),
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, geminitest.New(t, failure, answered), nil)
			b.ask(question)
			if len(b.waits) != 1 || b.waits[0] < 34*time.Second+70*time.Millisecond || b.waits[0] > time.Minute {
				t.Errorf("waited %v, want once what was asked", b.waits)
			}
		})
	}
}

func TestWaitGrowsWhenTheServiceDoesNotSayHowLong(t *testing.T) {
	failure := geminitest.RateLimited(0)
	b := newBench(t, geminitest.New(t, failure, failure, failure, failure, failure), func(o *gemini.Options) { o.Attempts = 5 })
	_, got := b.fail(question, model.RateLimited)
	equal(t, "asked to wait", got.RetryAfter, 0)
	// Each wait is 500 ms doubled so far, half of it more or less at random.
	for i, w := range b.waits {
		if middle := 500 * time.Millisecond << i; w < middle/2 || w > middle*3/2+1 {
			t.Errorf("wait %d was %v, want around %v", i+1, w, middle)
		}
	}
	equal(t, "waits", len(b.waits), 4)
}

func TestWaitThatWouldOutlastTheCallerIsNotBegun(t *testing.T) {
	b := newBench(t, geminitest.New(t, geminitest.RateLimited(30*time.Second)), nil)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := b.gen.Generate(ctx, question, b.emit)
	var failure *model.Error
	if !errors.As(err, &failure) || failure.Kind != model.RateLimited {
		t.Fatalf("got %v, want a rate limit", err)
	}
	equal(t, "asked to wait", failure.RetryAfter, 30*time.Second)
	equal(t, "waits", len(b.waits), 0)
}

func TestWaitOfHoursIsLeftToTheCaller(t *testing.T) {
	b := newBench(t, geminitest.New(t, geminitest.RateLimited(5*time.Hour)), nil)
	_, failure := b.fail(question, model.RateLimited)
	equal(t, "asked to wait", failure.RetryAfter, 5*time.Hour)
	equal(t, "waits", len(b.waits), 0)
}

func TestErrorOfWaitEndsTheReply(t *testing.T) {
	ended := errors.New("ended")
	b := newBench(t, geminitest.New(t, geminitest.RateLimited(0)), func(o *gemini.Options) {
		o.Wait = func(context.Context, time.Duration) error { return ended }
	})
	_, err := b.gen.Generate(t.Context(), question, b.emit)
	equal(t, "error", err, ended)
}

func TestWithoutAWaitOfItsOwnTheCallersEndEndsTheWait(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := geminitest.New(t, geminitest.RateLimited(50*time.Second))
	b := newBench(t, server, func(o *gemini.Options) {
		o.Wait = nil
		o.Log = cancelling(cancel) // the retry is logged just before the wait
	})
	_, err := b.gen.Generate(ctx, question, b.emit)
	equal(t, "error", err, context.Canceled)
	equal(t, "requests", len(server.Requests()), 1)
}

func TestKeyIsNeverShownEvenWhenTheServiceRepeatsIt(t *testing.T) {
	message := "Consumer 'api_key:" + key + "' has been suspended."
	for name, answer := range map[string]geminitest.Answer{
		"refusal": geminitest.Failed(http.StatusForbidden, "PERMISSION_DENIED", message),
		"page":    geminitest.Page(http.StatusForbidden, message),
	} {
		t.Run(name, func(t *testing.T) {
			_, failure := newBench(t, geminitest.New(t, answer), nil).fail(question, model.Refused)
			if !strings.Contains(failure.Error(), "has been suspended") {
				t.Errorf("the service's words are lost: %v", failure)
			}
		})
	}
	t.Run("in the log of a retry", func(t *testing.T) {
		answer := geminitest.Failed(http.StatusServiceUnavailable, "UNAVAILABLE", message)
		b := newBench(t, geminitest.New(t, answer, answer, answer), nil)
		b.fail(question, model.Unavailable)
		if !strings.Contains(b.log.String(), "has been suspended") {
			t.Errorf("the service's words are lost: %s", b.log.String())
		}
	})
}
