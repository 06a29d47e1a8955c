package gemini

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// watch observes the connection of one attempt. It tells what genai's errors
// do not: the status and headers of a failed answer, whether the connection
// broke, and whether the model kept silent for too long. Time that the caller
// takes between two reads is not counted.
type watch struct {
	parent  context.Context // the caller's, to tell its end from ours
	timeout time.Duration
	cancel  context.CancelFunc
	expired atomic.Bool // set by the timer's goroutine; the rest but reached belongs to the reader

	sent    bool // the request left genai
	status  int  // 0 until headers arrived
	header  http.Header
	readErr error // what broke the body off, other than its end

	// reached says that there was a connection to the model's host, or an answer.
	reached atomic.Bool
}

type watchKey struct{}

// watched gives a context for one attempt, in which newHTTPClient's client
// finds the watch. cancel must be called when the attempt is over.
func watched(ctx context.Context, timeout time.Duration) (context.Context, *watch, context.CancelFunc) {
	inner, cancel := context.WithCancel(ctx)
	w := &watch{parent: ctx, timeout: timeout, cancel: cancel}
	return context.WithValue(inner, watchKey{}, w), w, cancel
}

// start counts silence until the function it returns is called.
func (w *watch) start() (stop func() bool) {
	return time.AfterFunc(w.timeout, func() {
		w.expired.Store(true)
		w.cancel()
	}).Stop
}

// watchingTransport is the outermost transport, so that fetching a token is
// watched as well.
type watchingTransport struct{ base http.RoundTripper }

func (t watchingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	w, ok := r.Context().Value(watchKey{}).(*watch)
	if !ok {
		return t.base.RoundTrip(r)
	}
	w.sent = true
	defer w.start()()
	response, err := t.base.RoundTrip(w.traced(r))
	if err != nil {
		return nil, err
	}
	w.reached.Store(true)
	w.status, w.header = response.StatusCode, response.Header
	response.Body = watchedBody{response.Body, w}
	return response, nil
}

// traced gives the request with a trace that sees whether it gets a connection.
// Fetching a token runs under the same context and goes to another host.
func (w *watch) traced(r *http.Request) *http.Request {
	host := r.URL.Host
	if r.URL.Port() == "" {
		host = net.JoinHostPort(r.URL.Hostname(), "443")
	}
	var ours atomic.Bool
	return r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{
		GetConn: func(address string) { ours.Store(address == host) },
		GotConn: func(httptrace.GotConnInfo) {
			if ours.Load() {
				w.reached.Store(true)
			}
		},
	}))
}

type watchedBody struct {
	io.ReadCloser
	watch *watch
}

func (b watchedBody) Read(p []byte) (int, error) {
	defer b.watch.start()()
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		b.watch.readErr = err
	}
	return n, err
}
