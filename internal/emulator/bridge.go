package emulator

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"getaifactory.com/ally/shared/wait"
)

// BridgeOptions say how a Bridge delivers. Only Deliver is required.
//
// Eventarc delivers at least once and without order, and, where a function is
// deployed with --retry, again after 10 s to 600 s for 24 hours. A Bridge does the
// same with shorter pauses, as somebody is watching.
type BridgeOptions struct {
	Deliver Deliver       // carries an event to its function
	First   time.Duration // pause before the first retry, which then doubles, give or take half; 0: 200 ms
	Longest time.Duration // the longest pause; 0: 30 s
	GiveUp  time.Duration // sum of an event's pauses after which it is dropped; 0: 24 h
	Timeout time.Duration // of one attempt; 0: 540 s, the most that an event function may take
	AtOnce  int           // attempts under way at the same time; 0: 8

	Wait func(context.Context, time.Duration) error // pauses, or fails when the context ends; nil: by the clock
	Log  func(format string, args ...any)           // told of failures, a sentence a call; nil: silent
}

// Bridge is the http.Handler that the emulator's trigger calls go to (see
// Options.Events). It makes of each the request that Eventarc would send, and
// delivers it in the background until it is accepted.
type Bridge struct {
	o       BridgeOptions
	routes  *http.ServeMux
	slots   chan struct{}
	tally   tally
	work    sync.WaitGroup
	mu      sync.Mutex // guards closed, so that no event is taken on after Close began to wait
	closed  bool
	live    context.Context // ends attempts
	kill    context.CancelFunc
	waiting context.Context // ends pauses
	hurry   context.CancelFunc
}

// NewBridge gives a bridge; the caller closes it. The error says that Deliver is missing.
func NewBridge(o BridgeOptions) (*Bridge, error) {
	if o.Deliver == nil {
		return nil, errors.New("a bridge needs somewhere to deliver events to")
	}
	o.First = defaultTo(o.First, 200*time.Millisecond)
	o.Longest = defaultTo(o.Longest, 30*time.Second)
	o.GiveUp = defaultTo(o.GiveUp, 24*time.Hour)
	o.Timeout = defaultTo(o.Timeout, 540*time.Second)
	o.AtOnce = defaultTo(o.AtOnce, 8)
	if o.Wait == nil {
		o.Wait = wait.For
	}
	if o.Log == nil {
		o.Log = silent
	}
	b := &Bridge{o: o, routes: http.NewServeMux(), slots: make(chan struct{}, o.AtOnce), tally: newTally()}
	b.live, b.kill = context.WithCancel(context.Background())
	b.waiting, b.hurry = context.WithCancel(b.live)
	b.routes.HandleFunc("POST /functions/projects/{project}/triggers/{key}", b.take)
	return b, nil
}

func defaultTo[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// event is a call of the emulator's, decoded.
type event struct {
	route  route
	header http.Header
	body   []byte // DocumentEventData, protobuf
}

// ServeHTTP answers 200 as soon as an event is taken on, 400 when the call is no
// event (it is then logged and dropped) and 503 after Close.
func (b *Bridge) ServeHTTP(w http.ResponseWriter, r *http.Request) { b.routes.ServeHTTP(w, r) }

func (b *Bridge) take(w http.ResponseWriter, r *http.Request) {
	route := route{r.PathValue("project"), r.PathValue("key")}
	e, err := decode(route, w, r)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		http.Error(w, "closed", http.StatusServiceUnavailable)
	case err != nil:
		b.tally.add(route, Counts{Arrived: 1, Dropped: 1})
		b.o.Log("Dropped a call for trigger %s of project %s that is no event: %v.", route.key, route.project, err)
		http.Error(w, "not an event", http.StatusBadRequest)
	default:
		b.tally.add(route, Counts{Arrived: 1})
		b.work.Go(func() { b.deliver(e) })
	}
}

// decode makes of the emulator's call a CloudEvent in binary mode, as in
// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md:
// the emulator's body is base64 text, and it names the data's content type twice,
// which receivers take for a contradiction.
func decode(to route, w http.ResponseWriter, r *http.Request) (event, error) {
	// Two documents of at most 1 MiB, before and after the change, in base64.
	const most = 8 << 20
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		return event{}, err
	}
	body, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil {
		return event{}, err
	}
	if len(body) == 0 {
		return event{}, errors.New("it has no data")
	}
	header := http.Header{"Content-Type": {"application/protobuf"}}
	for name, values := range r.Header {
		if strings.HasPrefix(name, "Ce-") && name != "Ce-Datacontenttype" {
			header[name] = values
		}
	}
	for _, name := range []string{"Ce-Id", "Ce-Source", "Ce-Specversion", "Ce-Type"} {
		if header.Get(name) == "" {
			return event{}, fmt.Errorf("it has no %s", strings.ToLower(name))
		}
	}
	return event{route: to, header: header, body: body}, nil
}

// deliver tries until the event is accepted or given up.
func (b *Bridge) deliver(e event) {
	pauses := backoff.ExponentialBackOff{
		InitialInterval: b.o.First, Multiplier: 2, RandomizationFactor: 0.5, MaxInterval: b.o.Longest,
	}
	var paused time.Duration
	for {
		err := b.attempt(e)
		if err == nil {
			b.tally.add(e.route, Counts{Attempts: 1, Delivered: 1})
			return
		}
		pause := pauses.NextBackOff()
		what := fmt.Sprintf("%s of %s (trigger %s, project %s)", e.header.Get("Ce-Type"), e.header.Get("Ce-Document"), e.route.key, e.route.project)
		if paused += pause; paused > b.o.GiveUp {
			b.o.Log("Gave up delivering %s: %v.", what, err)
			b.tally.add(e.route, Counts{Attempts: 1, Dropped: 1})
			return
		}
		b.tally.add(e.route, Counts{Attempts: 1})
		b.o.Log("Delivering %s failed, next try in %v: %v.", what, pause.Round(time.Millisecond), err)
		if b.o.Wait(b.waiting, pause) != nil {
			b.o.Log("Stopped delivering %s.", what)
			b.tally.add(e.route, Counts{Dropped: 1})
			return
		}
	}
}

// attempt delivers once; the error says why it was not accepted.
func (b *Bridge) attempt(e event) error {
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-b.live.Done():
		return b.live.Err()
	}
	ctx, cancel := context.WithTimeout(b.live, b.o.Timeout)
	defer cancel()
	r, err := e.request(ctx)
	if err != nil {
		return err
	}
	status, err := b.o.Deliver(ctx, e.route.project, e.route.key, r)
	if err == nil && (status < 200 || status > 299) {
		err = fmt.Errorf("it answered %d", status)
	}
	return err
}

// Idle waits until no event of the project ("" for all) is queued or under way.
// The emulator calls a moment after a write has returned, so an event that has
// not arrived yet doesn't count: WaitFor does that.
func (b *Bridge) Idle(ctx context.Context, project string) error {
	return b.tally.await(ctx, project, "", func(c Counts) bool { return c.Arrived == c.Delivered+c.Dropped })
}

// WaitFor waits until n events of a project's trigger have been accepted since
// the bridge was made; an empty project or key stands for all.
func (b *Bridge) WaitFor(ctx context.Context, project, key string, n int) error {
	return b.Await(ctx, project, key, func(c Counts) bool { return c.Delivered >= n })
}

// Await waits until the counts of a project's trigger are enough; an empty
// project or key stands for all. The error is the context's, with the counts.
func (b *Bridge) Await(ctx context.Context, project, key string, enough func(Counts) bool) error {
	return b.tally.await(ctx, project, key, enough)
}

// Counts tells what has happened to the events of a project's trigger; an empty
// project or key stands for all.
func (b *Bridge) Counts(project, key string) Counts { return b.tally.sum(project, key) }

// Close takes no more events, gives up those that wait for a retry, and returns
// when the attempts under way have ended. When ctx ends first, it cuts them
// short, waits for them to notice, and returns the context's error.
func (b *Bridge) Close(ctx context.Context) error {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.hurry()
	defer b.kill()
	ended := make(chan struct{})
	go func() { b.work.Wait(); close(ended) }()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		b.kill()
		<-ended
		return fmt.Errorf("waiting for deliveries under way: %w", ctx.Err())
	}
}
