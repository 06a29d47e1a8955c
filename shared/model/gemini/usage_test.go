package gemini_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/auth"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/gemini"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
)

// thinking is a chunk that tells usage and no text of the reply.
func thinking(usage geminitest.Usage) geminitest.Step { return geminitest.Last("", "", usage) }

// wasted is an attempt that fails before any text, after it told its usage.
func wasted(prompt, thoughts int) geminitest.Answer {
	return geminitest.Stream(thinking(geminitest.Usage{Prompt: prompt, Thoughts: thoughts}), geminitest.Cut())
}

func TestUsageIsTheSumOverAllAttempts(t *testing.T) {
	withSource := question
	withSource.Sources = []model.Source{{Kind: model.Action, Name: "Resumen", Text: "Doce usos."}}
	busy := geminitest.Failed(503, "UNAVAILABLE", "overloaded")
	last := geminitest.Text("ok", geminitest.Usage{Prompt: 100, Candidates: 5, Cached: 40})
	for name, c := range map[string]struct {
		script  []geminitest.Answer
		counted int         // attempts that told their usage
		want    model.Usage // without Context
	}{
		"one attempt":                       {[]geminitest.Answer{last}, 1, model.Usage{Input: 100, Output: 5, Cached: 40, Calls: 1}},
		"failed ones that told their usage": {[]geminitest.Answer{wasted(100, 7), wasted(101, 8), last}, 3, model.Usage{Input: 301, Output: 20, Cached: 40, Calls: 3}},
		"a failed one that told nothing":    {[]geminitest.Answer{busy, wasted(100, 7), last}, 2, model.Usage{Input: 200, Output: 12, Cached: 40, Calls: 3}},
		"a connection that was dropped":     {[]geminitest.Answer{geminitest.Drop(), last}, 1, model.Usage{Input: 100, Output: 5, Cached: 40, Calls: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			server := geminitest.New(t, c.script...)
			got := newBench(t, server, nil).ask(withSource).Usage
			rendered := strings.TrimSuffix(server.Requests()[0].Question(), "\n\n"+withSource.Question)
			equal(t, "context", got.Context, c.counted*model.EstimateTokens(rendered))
			got.Context = 0
			equal(t, "usage", got, c.want)
		})
	}
}

func TestUsageIsKeptOnTheErrorPath(t *testing.T) {
	for name, c := range map[string]struct {
		script []geminitest.Answer
		kind   model.ErrorKind
		want   model.Usage
	}{
		"attempts are used up":  {[]geminitest.Answer{wasted(10, 1), wasted(10, 2), wasted(10, 3)}, model.Cut, model.Usage{Input: 30, Output: 6, Calls: 3}},
		"refused in the end":    {[]geminitest.Answer{wasted(10, 1), geminitest.Failed(403, "PERMISSION_DENIED", "no")}, model.Refused, model.Usage{Input: 10, Output: 1, Calls: 2}},
		"cut in mid-reply":      {[]geminitest.Answer{wasted(10, 1), geminitest.Stream(geminitest.Counted("so far", geminitest.Usage{Prompt: 10, Candidates: 2}), geminitest.Cut())}, model.Cut, model.Usage{Input: 20, Output: 3, Calls: 2}},
		"nothing was ever told": {[]geminitest.Answer{geminitest.Failed(400, "INVALID_ARGUMENT", "no")}, model.Refused, model.Usage{Calls: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			reply, _ := newBench(t, geminitest.New(t, c.script...), nil).fail(question, c.kind)
			equal(t, "usage", reply.Usage, c.want)
		})
	}
	t.Run("the caller ends the wait", func(t *testing.T) {
		ended := errors.New("ended")
		b := newBench(t, geminitest.New(t, wasted(10, 1)), func(o *gemini.Options) {
			o.Wait = func(context.Context, time.Duration) error { return ended }
		})
		reply, err := b.gen.Generate(t.Context(), question, b.emit)
		equal(t, "error", err, ended)
		equal(t, "usage", reply.Usage, model.Usage{Input: 10, Output: 1, Calls: 1})
	})
	t.Run("emit fails", func(t *testing.T) {
		b := newBench(t, geminitest.New(t, geminitest.Stream(geminitest.Counted("one", geminitest.Usage{Prompt: 10, Candidates: 1}))), nil)
		b.refusal = errors.New("the person left")
		reply, err := b.gen.Generate(t.Context(), question, b.emit)
		equal(t, "error", err, b.refusal)
		equal(t, "usage", reply.Usage, model.Usage{Input: 10, Output: 1, Calls: 1})
	})
}

// issuing asks for a token at the address that it is, as Google's providers do:
// under the context of the request that wants it.
type issuing string

func (url issuing) Token(ctx context.Context) (*auth.Token, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, string(url), nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return nil, &auth.Error{Response: response}
}

func TestAttemptThatReachesNobodyIsNoCall(t *testing.T) {
	t.Run("nobody listens", func(t *testing.T) {
		server := geminitest.New(t)
		server.Close()
		reply, _ := newBench(t, server, nil).fail(question, model.Unavailable)
		equal(t, "usage", reply.Usage, model.Usage{})
	})
	t.Run("no token is issued", func(t *testing.T) {
		issuer := httptest.NewServer(http.NotFoundHandler())
		defer issuer.Close()
		b := newBench(t, geminitest.New(t), func(o *gemini.Options) {
			onVertex(nil)(o)
			o.Credentials = auth.NewCredentials(&auth.CredentialsOptions{TokenProvider: issuing(issuer.URL)})
		})
		reply, _ := b.fail(question, model.Refused)
		equal(t, "usage", reply.Usage, model.Usage{})
	})
	t.Run("the caller has gone before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		b := newBench(t, geminitest.New(t), nil)
		reply, err := b.gen.Generate(ctx, question, b.emit)
		equal(t, "error", err, context.Canceled)
		equal(t, "usage", reply.Usage, model.Usage{})
	})
}

func TestProgressTellsTheUsageOfAllAttemptsWithEachChunkThatCounts(t *testing.T) {
	server := geminitest.New(t, wasted(10, 3), geminitest.Stream(
		thinking(geminitest.Usage{Prompt: 11, Thoughts: 1}),
		geminitest.Chunk("a "),
		geminitest.Counted("b", geminitest.Usage{Prompt: 11, Thoughts: 1, Candidates: 2}),
		geminitest.Last("", "STOP", geminitest.Usage{Prompt: 11, Thoughts: 1, Candidates: 4, Cached: 5})))
	b := newBench(t, server, nil)
	var told []model.Usage
	var at []string // what had been emitted by then
	req := question
	req.Progress = func(u model.Usage) {
		told = append(told, u)
		at = append(at, strings.Join(b.deltas, ""))
	}
	reply := b.ask(req)
	want := []model.Usage{
		{Input: 10, Output: 3, Calls: 1},
		{Input: 21, Output: 4, Calls: 2},
		{Input: 21, Output: 6, Calls: 2},
		{Input: 21, Output: 8, Cached: 5, Calls: 2},
	}
	if !slices.Equal(told, want) {
		t.Errorf("told %+v, want %+v", told, want)
	}
	if want := []string{"", "", "a ", "a b"}; !slices.Equal(at, want) {
		t.Errorf("told when %q had been emitted, want %q", at, want)
	}
	equal(t, "usage in the end", reply.Usage, told[len(told)-1])
}

func TestProgressIsTheReplysUsageAlsoWhenItFails(t *testing.T) {
	var last model.Usage
	req := question
	req.Progress = func(u model.Usage) { last = u }
	reply, _ := newBench(t, geminitest.New(t, wasted(10, 1), wasted(10, 2), wasted(10, 3)), nil).fail(req, model.Cut)
	equal(t, "usage", last, reply.Usage)
}
