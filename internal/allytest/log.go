package allytest

import (
	"bytes"
	"strings"
	"sync"
)

// Log keeps what the backend logs.
type Log struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

// Write takes log lines.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(b)
}

// Lines gives the lines that contain all the parts.
func (l *Log) Lines(parts ...string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []string
	for line := range strings.Lines(l.lines.String()) {
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
