package allytest

import (
	"sync/atomic"
	"time"
)

// Clock is the time of the functions, which a test can move.
type Clock struct {
	ahead   atomic.Int64
	stopped atomic.Pointer[time.Time]
}

// Now is the real time, or that at which the clock was stopped, and what it was
// moved.
func (c *Clock) Now() time.Time {
	now := time.Now()
	if at := c.stopped.Load(); at != nil {
		now = *at
	}
	return now.Add(time.Duration(c.ahead.Load()))
}

// Stop stops the clock: what the functions keep for some seconds they then keep,
// however slow the machine is.
func (c *Clock) Stop() {
	now := time.Now()
	c.stopped.Store(&now)
}

// Move moves the clock, of every deployment over the same database.
func (c *Clock) Move(d time.Duration) { c.ahead.Add(int64(d)) }
