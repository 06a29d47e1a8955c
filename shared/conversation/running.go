package conversation

import (
	"context"
	"sync"
)

// running are the replies that this instance is writing, so that one of them can
// be stopped at once.
type running struct {
	mu    sync.Mutex
	stops map[string]context.CancelCauseFunc // by reply and holder
}

// enter notes a reply that is written, until leave is called.
func (r *running) enter(h *holding, stop context.CancelCauseFunc) (leave func()) {
	key := h.ref.ID + " " + h.reply.Lease.Holder
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stops == nil {
		r.stops = map[string]context.CancelCauseFunc{}
	}
	r.stops[key] = stop
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.stops, key)
	}
}

// stop ends the writing of a reply if this instance does it.
func (r *running) stop(reply Message) bool {
	if reply.Lease == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	stop, here := r.stops[reply.ID+" "+reply.Lease.Holder]
	if here {
		stop(errStopped)
	}
	return here
}
