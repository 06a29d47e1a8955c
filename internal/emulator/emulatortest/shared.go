// Package emulatortest gives Go tests a real Firestore emulator, with nothing to
// prepare: one for all tests of a process, started by the first that asks, or the one
// that several processes share (see emulator.Relay).
//
// Each test takes a project of its own, and so needs no clearing and can run in
// parallel with all others:
//
//	project := emulatortest.Project(t)
//	client := emulatortest.Client(t, project)
package emulatortest

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator"
)

// own is the emulator of this process's tests. It is the process's, as a second
// one would take some seconds and 200 MB, and tests share nothing else.
var own process

type process struct {
	mu   sync.Mutex
	live *Live
	err  error
}

// Shared gives the emulator in FIRESTORE_EMULATOR_HOST, and where that is not
// set, that of this process's tests; the test fails when there is none to be had. On Linux
// the own one ends with the process; Main ends it elsewhere too.
func Shared(tb testing.TB) *emulator.Emulator {
	tb.Helper()
	if addr := os.Getenv("FIRESTORE_EMULATOR_HOST"); addr != "" {
		return emulator.Connect(addr)
	}
	return WithEvents(tb).Emulator
}

// WithEvents gives the emulator of this process's tests, whose events can be served. The
// one in FIRESTORE_EMULATOR_HOST won't do: it sends its events to whoever started it.
func WithEvents(tb testing.TB) *Live {
	tb.Helper()
	own.mu.Lock()
	defer own.mu.Unlock()
	if own.live == nil && own.err == nil {
		own.live, own.err = start()
	}
	if own.err != nil {
		tb.Fatal(own.err)
	}
	if err := own.live.Emulator.Err(); err != nil {
		tb.Fatal(err)
	}
	return own.live
}

func start() (*Live, error) {
	l := &Live{handlers: map[route]http.Handler{}}
	var err error
	l.Bridge, err = emulator.NewBridge(emulator.BridgeOptions{
		Deliver: emulator.ToHandler(l.handler),
		First:   5 * time.Millisecond,
		Longest: 200 * time.Millisecond,
	})
	if err != nil {
		return nil, err
	}
	// Enough for a machine that is busy, or has to fetch the emulator first.
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if l.Emulator, l.relay = emulator.Shared(os.Getenv); l.Emulator != nil {
		l.events, err = emulator.Listen(l.Bridge)
		return l, err
	}
	l.Emulator, err = emulator.Start(ctx, emulator.Options{Events: l.Bridge})
	return l, err
}

// Client gives a client of a project in the shared emulator, past all rules. It
// is closed when the test ends.
func Client(tb testing.TB, project string) *firestore.Client {
	tb.Helper()
	return client(tb, Shared(tb), project)
}

func client(tb testing.TB, e *emulator.Emulator, project string) *firestore.Client {
	tb.Helper()
	c, err := e.Client(context.Background(), project)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Errorf("closing the client of project %s: %v", project, err)
		}
	})
	return c
}

// Main runs a package's tests and then ends the emulator that they started, if
// they did; its result is for os.Exit. On Linux the emulator ends by itself:
//
//	func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }
func Main(m interface{ Run() int }) int {
	code := m.Run()
	own.mu.Lock()
	defer own.mu.Unlock()
	if own.live == nil {
		return code
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for _, end := range []func(context.Context) error{own.live.Bridge.Close, own.live.Emulator.Stop} {
		if err := end(ctx); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
	}
	return code
}
