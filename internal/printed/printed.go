// Package printed keeps what was printed, such as a log, for looking at it.
package printed

import (
	"bytes"
	"strings"
	"sync"
)

// Text is an io.Writer that keeps what is written. It may be used by many at
// once.
type Text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write keeps b.
func (t *Text) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.Write(b)
}

// String gives all that was written so far.
func (t *Text) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

// Lines gives the lines that contain all the parts.
func (t *Text) Lines(parts ...string) []string {
	var found []string
	for line := range strings.Lines(t.String()) {
		all := true
		for _, p := range parts {
			all = all && strings.Contains(line, p)
		}
		if all {
			found = append(found, line)
		}
	}
	return found
}
