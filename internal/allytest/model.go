package allytest

import (
	"context"
	"sync"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/store"
)

// Writer is a model that writes what a test tells it to, and remembers what it
// was asked.
type Writer struct {
	// Write writes the reply to the n-th call, counted from 1.
	Write func(ctx context.Context, n int, req model.Request, emit func(string) error) (model.Reply, error)

	mu    sync.Mutex
	asked []model.Request
	costs []store.Cost
}

// Name is "scripted".
func (w *Writer) Name() string { return "scripted" }

// Generate calls Write.
func (w *Writer) Generate(ctx context.Context, req model.Request, emit func(string) error) (model.Reply, error) {
	w.mu.Lock()
	w.asked = append(w.asked, req)
	w.costs = append(w.costs, store.CostOf(ctx))
	n := len(w.asked)
	w.mu.Unlock()
	return w.Write(ctx, n, req, emit)
}

// Asked gives what it was asked so far.
func (w *Writer) Asked() []model.Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]model.Request(nil), w.asked...)
}

// CostBefore gives what the last request had cost when the model was asked.
func (w *Writer) CostBefore() store.Cost {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.costs[len(w.costs)-1]
}

// Says makes a Writer that always writes the text.
func Says(text string) *Writer {
	return &Writer{Write: func(_ context.Context, _ int, _ model.Request, emit func(string) error) (model.Reply, error) {
		return Say(text, emit)
	}}
}

// Say emits a text as one piece and ends well, with ten tokens in and five out.
func Say(text string, emit func(string) error) (model.Reply, error) {
	if err := emit(text); err != nil {
		return model.Reply{Text: text}, err
	}
	return model.Reply{Text: text, Finish: model.Complete, Usage: model.Usage{Input: 10, Output: 5, Context: 3}}, nil
}
