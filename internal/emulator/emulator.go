// Package emulator runs a real Firestore emulator as a child process, keeps its
// documents across restarts, and carries its events to functions. What it says
// about the emulator was tried out with version 1.19.9.
package emulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Options say how an emulator is to run. The zero value is one in memory, on a
// free port, without rules and events.
type Options struct {
	Port      int           // of 127.0.0.1; 0: a free one
	Rules     string        // path of the security rules; "": none, everything is allowed
	Data      string        // folder that Project's documents are read from and saved to; "": memory only
	Project   string        // project whose documents Data holds; required with Data
	SaveAfter time.Duration // from a change to its being saved in Data; 0: one second
	Saved     func()        // called after each save that followed a change; may be nil

	// Seed is called once the saved documents are there, before anybody is told of
	// changes; nil: nothing.
	Seed func(ctx context.Context, e *Emulator) error

	Events http.Handler                     // gets the emulator's trigger calls, usually a Bridge; nil: nobody does
	Log    func(format string, args ...any) // told of progress, a sentence a call; nil: silent
	Output io.Writer                        // gets what the emulator prints; nil: dropped
}

// Emulator is a running Firestore emulator.
type Emulator struct {
	addr string
	http *http.Client
	log  func(string, ...any)

	// The rest is nil when the emulator belongs to somebody else.
	process *process
	events  *http.Server
	keeper  *keeper

	done    chan struct{}
	stop    sync.Once
	stopErr error
	mu      sync.Mutex
	ending  bool
	died    error
}

// Connect gives the emulator that already runs at addr ("127.0.0.1:8080"). Stop
// leaves it running.
func Connect(addr string) *Emulator {
	return &Emulator{addr: addr, http: newHTTPClient(), log: silent, done: make(chan struct{})}
}

// No proxy stands between this process and its emulator.
func newHTTPClient() *http.Client { return &http.Client{Transport: &http.Transport{}} }

func silent(string, ...any) {}

// Start runs an emulator and returns once a request to it would succeed, which
// takes some seconds. ctx limits the start only; the caller ends the emulator
// with Stop. On Linux it also ends when this process does, however that
// happens. Errors are sentences for a person and wrap ErrJava, ErrMissing,
// ErrPort, ErrRules, ErrData or ErrDied where one applies.
func Start(ctx context.Context, o Options) (*Emulator, error) {
	if o.Log == nil {
		o.Log = silent
	}
	if o.Rules != "" && !isFile(o.Rules) {
		return nil, fmt.Errorf("%w: there is no file %s", ErrRules, o.Rules)
	}
	e := &Emulator{http: newHTTPClient(), log: o.Log, done: make(chan struct{})}
	if err := e.start(ctx, o); err != nil {
		e.abandon()
		return nil, err
	}
	return e, nil
}

func (e *Emulator) start(ctx context.Context, o Options) error {
	if o.Data != "" {
		var err error
		if e.keeper, err = openKeeper(e, o); err != nil {
			return err
		}
	}
	java, err := findJava(ctx, os.Getenv, newFinder(o.Output, o.Log).look)
	if err != nil {
		return err
	}
	jar, err := newFinder(o.Output, o.Log).jar(ctx)
	if err != nil {
		return err
	}
	if err := e.serveEvents(o.Events); err != nil {
		return err
	}
	if err := e.run(ctx, java, jar, o); err != nil {
		return err
	}
	go e.watch()
	if o.Rules != "" {
		if err := e.checkRules(ctx, o.Rules); err != nil {
			return err
		}
	}
	if e.keeper != nil {
		if err := e.keeper.load(ctx); err != nil {
			return err
		}
	}
	if o.Seed != nil {
		if err := o.Seed(ctx, e); err != nil {
			return err
		}
	}
	if e.keeper != nil {
		return e.keeper.start(ctx, o.Seed != nil)
	}
	return nil
}

// serveEvents gives the emulator somewhere to report changes to, when anybody
// wants to know.
func (e *Emulator) serveEvents(events http.Handler) error {
	if events == nil && e.keeper == nil {
		return nil
	}
	mux := http.NewServeMux()
	if events != nil {
		mux.Handle("/", events)
	}
	if e.keeper != nil {
		mux.Handle("POST /functions/projects/{project}/triggers/"+keeperKey, e.keeper)
	}
	var err error
	e.events, err = listen(mux)
	return err
}

// listen serves events on a free port, the server's Addr.
func listen(events http.Handler) (*http.Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for the Firestore emulator's events: %w", err)
	}
	server := &http.Server{Handler: events, Addr: listener.Addr().String(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with ErrServerClosed when it is closed
	return server, nil
}

// run starts the process and waits until it answers. A free port may be taken
// by somebody else before Java gets to it, so another is tried.
func (e *Emulator) run(ctx context.Context, java, jar string, o Options) error {
	for attempt := 1; ; attempt++ {
		port, err := choosePort(o.Port)
		if err != nil {
			return err
		}
		err = e.runOn(ctx, port, java, jar, o)
		if o.Port == 0 && errors.Is(err, ErrPort) && attempt < 3 {
			continue
		}
		return err
	}
}

func choosePort(wanted int) (int, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(wanted)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return 0, portTaken(wanted)
	}
	if err != nil {
		return 0, fmt.Errorf("%w: can't listen on port %d: %w; choose another port", ErrPort, wanted, err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func portTaken(port int) error {
	return fmt.Errorf("%w: something else listens on 127.0.0.1:%d; end it or choose another port", ErrPort, port)
}

func (e *Emulator) runOn(ctx context.Context, port int, java, jar string, o Options) error {
	e.addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	args := []string{
		// The cheap compiler and collector halve the time until the first answer.
		"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
		// The emulator's error texts exist in English only. The jar names no main class.
		"-Duser.language=en", "-cp", jar, "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
		"--host=127.0.0.1", "--port=" + strconv.Itoa(port),
	}
	if o.Rules != "" {
		rules, err := filepath.Abs(o.Rules)
		if err != nil {
			return fmt.Errorf("path of %s: %w", o.Rules, err)
		}
		args = append(args, "--rules="+rules)
	}
	if e.events != nil {
		args = append(args, "--functions_emulator="+e.events.Addr)
	}
	e.log("Starting the Firestore emulator on %s.", e.addr)
	process, err := startProcess(java, args, o.Output)
	if err != nil {
		return fmt.Errorf("starting %s: %w", java, err)
	}
	e.process = process
	if err := e.ready(ctx); err != nil {
		process.end()
		e.process = nil
		if strings.Contains(process.tail.lines(100), "Address already in use") {
			return portTaken(port)
		}
		return err
	}
	return nil
}

// running is what the emulator prints once it listens. An answer alone does not say
// that it does: two that start at once may have chosen one port, and the other answers.
const running = "is now running"

// startLimit is long enough for a machine that is busy with much else.
const startLimit = 4 * time.Minute

// ready waits until the emulator answers.
func (e *Emulator) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	ask := time.NewTicker(25 * time.Millisecond)
	defer ask.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+e.addr+"/", nil)
		if err != nil {
			return err
		}
		if res, err := e.http.Do(req); err == nil {
			_ = res.Body.Close()
			if strings.Contains(e.process.tail.lines(100), running) {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for the Firestore emulator on %s: %w; it said:\n%s", e.addr, ctx.Err(), e.process.tail.lines(10))
		case <-e.process.done:
			return fmt.Errorf("%w while it started: %w; it said:\n%s", ErrDied, e.process.err, e.process.tail.lines(10))
		case <-ask.C:
		}
	}
}

// watch notes the process's end.
func (e *Emulator) watch() {
	<-e.process.done
	e.mu.Lock()
	if !e.ending {
		e.died = fmt.Errorf("%w (%s); it said:\n%s", ErrDied, e.process.cmd.ProcessState, e.process.tail.lines(10))
	}
	e.mu.Unlock()
	close(e.done)
}

// Addr is the emulator's "127.0.0.1:PORT", for FIRESTORE_EMULATOR_HOST.
func (e *Emulator) Addr() string { return e.addr }

// Done is closed when the emulator's process has ended. It stays open for one
// that belongs to somebody else.
func (e *Emulator) Done() <-chan struct{} { return e.done }

// Err is nil while the emulator runs and after Stop; when its process ended by
// itself, it wraps ErrDied and holds what the emulator last said.
func (e *Emulator) Err() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.died
}

// Stop saves the documents when the emulator has a data folder, and ends it;
// the process is gone when Stop returns. An error means that what was written
// since the last save is lost. Stopping again does nothing and tells the same.
// A Bridge is closed before, so that what its functions still write is saved too.
func (e *Emulator) Stop(ctx context.Context) error {
	e.stop.Do(func() { e.stopErr = e.end(ctx) })
	return e.stopErr
}

func (e *Emulator) end(ctx context.Context) error {
	if e.process == nil {
		e.http.CloseIdleConnections()
		return nil
	}
	err := e.Err()
	if e.keeper != nil {
		e.keeper.stop()
		if err == nil {
			err = e.keeper.save(ctx)
		}
	}
	e.abandon()
	<-e.done
	return err
}

// abandon ends whatever has been started.
func (e *Emulator) abandon() {
	e.mu.Lock()
	e.ending = true
	e.mu.Unlock()
	if e.process != nil {
		e.process.end()
	}
	if e.events != nil {
		_ = e.events.Close() // its connections are the ended process's
	}
	if e.keeper != nil {
		e.keeper.close()
	}
	e.http.CloseIdleConnections()
}
