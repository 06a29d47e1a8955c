package allytest

import (
	"sync/atomic"
	"time"
)

// Clock is the time of the functions, which a test can move.
type Clock struct{ ahead atomic.Int64 }

// Now is the real time and what the clock was moved.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// Move moves the clock, of every deployment over the same database.
func (c *Clock) Move(d time.Duration) { c.ahead.Add(int64(d)) }
