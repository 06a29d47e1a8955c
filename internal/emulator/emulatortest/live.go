package emulatortest

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator"
)

// Live is an emulator and the bridge that its events go over.
type Live struct {
	Emulator *emulator.Emulator
	Bridge   *emulator.Bridge

	relay, events string // where events are claimed, and where they then come to; "" for an emulator of one's own

	mu       sync.Mutex
	handlers map[route]http.Handler
}

type route struct{ project, key string }

func (l *Live) handler(project, key string) http.Handler {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.handlers[route{project, key}]
}

func (l *Live) set(project, key string, h http.Handler) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.handlers[route{project, key}] = h
}

// Client gives a client of a project in this emulator, past all rules. It is
// closed when the test ends.
func (l *Live) Client(tb testing.TB, project string) *firestore.Client {
	tb.Helper()
	return client(tb, l.Emulator, project)
}

// Serve has h handle the events of a trigger until the test ends. What it does
// not answer with a 2xx comes again after some milliseconds.
func (l *Live) Serve(tb testing.TB, project, key string, t emulator.Trigger, h http.Handler) {
	tb.Helper()
	l.set(project, key, h)
	// Events that come late must not be tried again until the process ends.
	tb.Cleanup(func() { l.set(project, key, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})) })
	if l.relay != "" {
		if err := emulator.Claim(tb.Context(), l.relay, project, l.events); err != nil {
			tb.Fatal(err)
		}
	}
	if err := l.Emulator.Register(tb.Context(), project, key, t); err != nil {
		tb.Fatal(err)
	}
}

// deliveryLimit turns an event that never comes into a failed test. No test is
// expected to come near it.
const deliveryLimit = 60 * time.Second

// WaitFor waits until n events of a project's trigger ("" for all triggers) have
// been handled since the test began to serve it.
func (l *Live) WaitFor(tb testing.TB, project, key string, n int) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), deliveryLimit)
	defer cancel()
	if err := l.Bridge.WaitFor(ctx, project, key, n); err != nil {
		tb.Fatal(err)
	}
}
