package model

import (
	"context"
	"sync"
	"time"
)

// Meter sums up what the models took while a request was handled.
type Meter struct {
	mu       sync.Mutex
	spent    time.Duration
	embedded int
}

// Time is how long models were at work.
func (m *Meter) Time() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.spent
}

// Embedded is how many tokens were sent to be embedded, by EstimateTokens: the
// Gemini API does not count them.
func (m *Meter) Embedded() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.embedded
}

type meterKey struct{}

// WithMeter gives a context whose calls of Metered models are summed up.
func WithMeter(ctx context.Context) (context.Context, *Meter) {
	m := &Meter{}
	return context.WithValue(ctx, meterKey{}, m), m
}

// add counts for the Meter of a context, if it has one.
func add(ctx context.Context, spent time.Duration, embedded int) {
	if meter, ok := ctx.Value(meterKey{}).(*Meter); ok {
		meter.mu.Lock()
		defer meter.mu.Unlock()
		meter.spent += spent
		meter.embedded += embedded
	}
}

// Metered adds the time of each call to the Meter of its context.
func Metered(g Generator, now func() time.Time) Generator { return metered{g, now} }

type metered struct {
	Generator
	now func() time.Time
}

func (m metered) Generate(ctx context.Context, req Request, emit func(string) error) (Reply, error) {
	began := m.now()
	defer func() { add(ctx, m.now().Sub(began), 0) }()
	return m.Generator.Generate(ctx, req, emit)
}

// MeteredEmbedder adds the time and the tokens of each call to the Meter of its
// context.
func MeteredEmbedder(e Embedder, now func() time.Time) Embedder { return meteredEmbedder{e, now} }

type meteredEmbedder struct {
	Embedder
	now func() time.Time
}

func (m meteredEmbedder) Embed(ctx context.Context, use EmbeddingUse, texts ...string) ([][]float32, error) {
	began, tokens := m.now(), 0
	for _, text := range texts {
		tokens += EstimateTokens(text)
	}
	defer func() { add(ctx, m.now().Sub(began), tokens) }()
	return m.Embedder.Embed(ctx, use, texts...)
}
