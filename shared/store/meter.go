package store

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Cost is what a request or event took from Firestore.
type Cost struct {
	Reads  int // documents read, as Firestore bills them: a missing one and an empty query count one
	Writes int // documents written
	Rounds int // sequential round trips: calls made together by Together count once
}

// Meter counts the Firestore calls made with its context.
type Meter struct {
	now func() time.Time

	mu     sync.Mutex
	cost   Cost
	flying int           // calls under way
	since  time.Time     // when the first of them began
	spent  time.Duration // time during which at least one call was under way
}

// Cost is what was counted so far.
func (m *Meter) Cost() Cost {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.cost
}

// Time is how long at least one call was under way.
func (m *Meter) Time() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.spent
}

// Waiting says whether a call is under way.
func (m *Meter) Waiting() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.flying > 0
}

func (m *Meter) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.flying == 0 {
		m.since = m.now()
	}
	m.flying++
}

func (m *Meter) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.flying--
	if m.flying == 0 {
		m.spent += m.now().Sub(m.since)
	}
}

func (m *Meter) add(reads, writes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cost.Reads += reads
	m.cost.Writes += writes
}

// strand is one sequence of calls within a request; depth is how many round
// trips lie behind it. Guarded by its meter's mutex.
type strand struct {
	meter *Meter
	depth int
}

// step counts one more round trip on the strand.
func (s *strand) step() {
	s.meter.mu.Lock()
	defer s.meter.mu.Unlock()
	s.depth++
	s.meter.cost.Rounds = max(s.meter.cost.Rounds, s.depth)
}

// fork begins a strand beside s.
func (s *strand) fork() *strand {
	s.meter.mu.Lock()
	defer s.meter.mu.Unlock()
	return &strand{meter: s.meter, depth: s.depth}
}

// join lets s go on after child.
func (s *strand) join(child *strand) {
	s.meter.mu.Lock()
	defer s.meter.mu.Unlock()
	s.depth = max(s.depth, child.depth)
}

type strandKey struct{}

// Metered gives a context whose Firestore calls are counted. The clock is
// only used for Meter.Time.
func Metered(ctx context.Context, now func() time.Time) (context.Context, *Meter) {
	m := &Meter{now: now}
	return context.WithValue(ctx, strandKey{}, &strand{meter: m}), m
}

// CostOf is what was counted so far with a Metered context; nothing with any
// other.
func CostOf(ctx context.Context) Cost {
	s := strandOf(ctx)
	if s == nil {
		return Cost{}
	}
	return s.meter.Cost()
}

func strandOf(ctx context.Context) *strand {
	s, _ := ctx.Value(strandKey{}).(*strand)
	return s
}

// Together runs the functions at the same time and waits for all of them. The
// first error cancels the others and is returned. Round trips are counted as
// the longest function's, so only what truly runs side by side is counted
// once. A panic is an error like any other: it must not end the process with
// all that others are doing in it.
func Together(ctx context.Context, functions ...func(ctx context.Context) error) error {
	group, groupCtx := errgroup.WithContext(ctx)
	joins := make([]func(), len(functions))
	for i, f := range functions {
		var branch context.Context
		branch, joins[i] = branchOf(groupCtx)
		group.Go(func() error { return recovered(branch, f) })
	}
	err := group.Wait()
	for _, join := range joins {
		join()
	}
	return err
}

// Beside runs the function beside what its caller goes on with. wait waits for
// it and gives its error; only then do its round trips count, beside the
// caller's. It must be called.
func Beside(ctx context.Context, f func(ctx context.Context) error) (wait func() error) {
	branch, join := branchOf(ctx)
	done := make(chan error, 1)
	go func() { done <- recovered(branch, f) }()
	return sync.OnceValue(func() error {
		err := <-done
		join()
		return err
	})
}

func recovered(ctx context.Context, f func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return f(ctx)
}

func branchOf(ctx context.Context) (branch context.Context, join func()) {
	parent := strandOf(ctx)
	if parent == nil {
		return ctx, func() {}
	}
	child := parent.fork()
	return context.WithValue(ctx, strandKey{}, child), func() { parent.join(child) }
}

type readOnlyKey struct{}

// ReadOnly gives a context with which every write is refused.
func ReadOnly(ctx context.Context) context.Context {
	return context.WithValue(ctx, readOnlyKey{}, true)
}

func isReadOnly(ctx context.Context) bool {
	readOnly, _ := ctx.Value(readOnlyKey{}).(bool)
	return readOnly
}
