package emulator

import (
	"context"
	"fmt"
	"sync"
)

// Counts are numbers of events. Those that have arrived and are neither
// delivered nor dropped are queued or under way.
type Counts struct {
	Arrived   int // calls by the emulator
	Delivered int // accepted with a 2xx
	Dropped   int // no events, given up, or stopped by Close
	Attempts  int // requests to functions that have been answered
}

func (c Counts) plus(d Counts) Counts {
	return Counts{c.Arrived + d.Arrived, c.Delivered + d.Delivered, c.Dropped + d.Dropped, c.Attempts + d.Attempts}
}

type route struct{ project, key string }

// tally counts by trigger and lets others wait for a count.
type tally struct {
	mu      sync.Mutex
	counts  map[route]Counts
	changed chan struct{} // closed, and replaced, at each change
}

func newTally() tally {
	return tally{counts: map[route]Counts{}, changed: make(chan struct{})}
}

func (t *tally) add(r route, c Counts) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[r] = t.counts[r].plus(c)
	close(t.changed)
	t.changed = make(chan struct{})
}

func (t *tally) sum(project, key string) Counts {
	sum, _ := t.look(project, key)
	return sum
}

// look gives the counts and what will be closed when they are no longer true.
func (t *tally) look(project, key string) (Counts, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var sum Counts
	for r, c := range t.counts {
		if (project == "" || r.project == project) && (key == "" || r.key == key) {
			sum = sum.plus(c)
		}
	}
	return sum, t.changed
}

func (t *tally) await(ctx context.Context, project, key string, enough func(Counts) bool) error {
	for {
		counts, changed := t.look(project, key)
		if enough(counts) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("waiting for events of trigger %q of project %q, %+v so far: %w", key, project, counts, ctx.Err())
		}
	}
}
