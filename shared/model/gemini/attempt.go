package gemini

import (
	"context"
	"fmt"
	"iter"

	"google.golang.org/genai"
)

// attempt asks the model once and lets a take what comes.
func (g *Generator) attempt(ctx context.Context, p prompt, a *answer) error {
	ctx, w, cancel := watched(ctx, g.options.Timeout)
	defer cancel()
	defer func() { a.reached = a.reached || w.reached.Load() }()
	next, stop := iter.Pull2(g.client.Models.GenerateContentStream(ctx, g.options.Model, p.contents, p.config))
	defer stop()
	for {
		chunk, err, more := pull(next)
		if !more {
			break
		}
		if err != nil && a.ended() {
			break // the model had said all: what the connection does next loses nothing
		}
		if err != nil {
			return g.failure(w, a.spoke, err)
		}
		if err := a.take(chunk); err != nil {
			return err
		}
	}
	return a.incomplete()
}

// pull reads one chunk. genai asserts the types of the JSON it reads and panics
// on a chunk of another shape, which here is an unreadable chunk like any other.
// Only reading is guarded, not the caller's emit.
func pull(next func() (*genai.GenerateContentResponse, error, bool)) (chunk *genai.GenerateContentResponse, err error, more bool) {
	defer func() {
		if cause := recover(); cause != nil {
			chunk, err, more = nil, fmt.Errorf("chunk of another shape: %v", cause), true
		}
	}()
	return next()
}
