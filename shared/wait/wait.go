// Package wait waits.
package wait

import (
	"context"
	"time"
)

// For waits for the time given, by the clock. When ctx ends first, it returns
// ctx's error.
func For(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
