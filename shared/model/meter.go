package model

import (
	"context"
	"sync"
	"time"
)

// Meter sums up what the models took while a request was handled.
type Meter struct {
	mu    sync.Mutex
	spent time.Duration
}

// Time is how long models were at work.
func (m *Meter) Time() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.spent
}

type meterKey struct{}

// WithMeter gives a context whose calls of a Metered model are summed up.
func WithMeter(ctx context.Context) (context.Context, *Meter) {
	m := &Meter{}
	return context.WithValue(ctx, meterKey{}, m), m
}

// Metered adds the time of each call to the Meter of its context.
func Metered(g Generator, now func() time.Time) Generator { return metered{g, now} }

type metered struct {
	Generator
	now func() time.Time
}

func (m metered) Generate(ctx context.Context, req Request, emit func(string) error) (Reply, error) {
	began := m.now()
	defer func() {
		if meter, ok := ctx.Value(meterKey{}).(*Meter); ok {
			meter.mu.Lock()
			meter.spent += m.now().Sub(began)
			meter.mu.Unlock()
		}
	}()
	return m.Generator.Generate(ctx, req, emit)
}
