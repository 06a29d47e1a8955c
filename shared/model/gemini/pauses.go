package gemini

import (
	"context"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// longestPause is the most that a person is made to wait for one more attempt.
// A quota per day may ask for hours, and then it is for the caller to decide.
const longestPause = time.Minute

// pauses are the waits between the attempts of one reply.
type pauses struct{ growing *backoff.ExponentialBackOff }

func newPauses() pauses {
	return pauses{&backoff.ExponentialBackOff{
		InitialInterval:     500 * time.Millisecond,
		Multiplier:          2,
		RandomizationFactor: 0.5,
		MaxInterval:         10 * time.Second,
	}}
}

// next is the pause before one more attempt: at least what the service asked
// for. It is false when the pause is too long or would outlast ctx.
func (p pauses) next(ctx context.Context, asked time.Duration) (time.Duration, bool) {
	pause := max(p.growing.NextBackOff(), asked)
	if pause > longestPause {
		return 0, false
	}
	if deadline, ok := ctx.Deadline(); ok && pause >= time.Until(deadline) {
		return 0, false
	}
	return pause, true
}
