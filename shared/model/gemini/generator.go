// Package gemini writes replies with Google's Gemini models, through the
// Gemini API (with a key) or through Vertex AI (with a project).
package gemini

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"google.golang.org/genai"

	"getaifactory.com/ally/shared/model"
)

// Generator is a model.Generator that streams from Gemini. It may be used by
// many goroutines at once.
type Generator struct {
	client  *genai.Client
	options Options
}

var _ model.Generator = (*Generator)(nil)

// New prepares calls to the model that options name. It fails when credentials
// are missing or unreadable; it does not call the model.
func New(ctx context.Context, options Options) (*Generator, error) {
	if err := options.check(); err != nil {
		return nil, err
	}
	httpClient, err := newHTTPClient(options)
	if err != nil {
		return nil, err
	}
	config := &genai.ClientConfig{
		HTTPClient: httpClient,
		// RetryOptions stays nil, which keeps genai from retrying: its own retries
		// ignore what the service asks to wait and can't be told from here.
		HTTPOptions: genai.HTTPOptions{BaseURL: options.BaseURL},
	}
	if options.APIKey != "" {
		config.Backend, config.APIKey = genai.BackendGeminiAPI, options.APIKey
	} else {
		config.Backend, config.Project, config.Location = genai.BackendVertexAI, options.Project, options.Location
	}
	client, err := genai.NewClient(ctx, config)
	if err != nil {
		// genai prints the whole configuration, the key included.
		return nil, errors.New("gemini: new client: " + redact(err.Error(), options.APIKey))
	}
	return &Generator{client: client, options: options}, nil
}

// Name is the model's name, such as "gemini-2.5-flash".
func (g *Generator) Name() string { return g.options.Model }

// Generate streams one reply, as model.Generator asks. It repeats an attempt
// that failed in a way that may pass, as long as nothing was emitted, attempts
// remain and the pause fits into ctx's deadline. When ctx ends, the error is
// ctx.Err() as it is. The usage is what Gemini reported for all attempts together;
// for one that ended before a report that is nothing, whatever it is billed.
func (g *Generator) Generate(ctx context.Context, req model.Request, emit func(delta string) error) (model.Reply, error) {
	p := g.render(req)
	pauses := newPauses()
	var spent model.Usage // by the attempts that are over
	for n := 1; ; n++ {
		a := &answer{emit: emit}
		a.report = func() {
			if req.Progress != nil {
				req.Progress(spent.Plus(a.taken(p.contextTokens)))
			}
		}
		err := g.attempt(ctx, p, a)
		spent = spent.Plus(a.taken(p.contextTokens))
		reply := a.reply(spent)
		if err == nil {
			return reply, nil
		}
		var failure *model.Error
		if a.spoke || n == g.options.Attempts || !errors.As(err, &failure) || !failure.Retryable() {
			return reply, err
		}
		pause, ok := pauses.next(ctx, failure.RetryAfter)
		if !ok {
			return reply, err
		}
		g.logRepeat(ctx, n, pause, failure)
		if err := g.options.Wait(ctx, pause); err != nil {
			return reply, err
		}
	}
}

func (g *Generator) logRepeat(ctx context.Context, attempt int, pause time.Duration, failure *model.Error) {
	g.options.Log.LogAttrs(ctx, slog.LevelWarn, "the model failed and is asked again",
		slog.String("model", g.options.Model), slog.String("kind", string(failure.Kind)),
		slog.Int("attempt", attempt), slog.Duration("wait", pause), slog.String("error", failure.Err.Error()))
}
