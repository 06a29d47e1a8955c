// Package gemini writes replies with Google's Gemini models, through the
// Gemini API (with a key) or through Vertex AI (with a project).
package gemini

import (
	"context"

	"getaifactory.com/ally/shared/model"
)

// Generator is a model.Generator that streams from Gemini. It may be used by
// many goroutines at once.
type Generator struct{ service }

var _ model.Generator = (*Generator)(nil)

// New prepares calls to the model that options name. It fails when credentials
// are missing or unreadable; it does not call the model.
func New(ctx context.Context, options Options) (*Generator, error) {
	s, err := connect(ctx, options)
	if err != nil {
		return nil, err
	}
	return &Generator{s}, nil
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
		if a.spoke {
			return reply, err
		}
		if err := g.again(ctx, n, pauses, err); err != nil {
			return reply, err
		}
	}
}
