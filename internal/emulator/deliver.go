package emulator

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
)

// Deliver carries an event to the function behind a project's trigger, once, and
// gives the status that it answered. The request is a POST of a CloudEvent in
// binary mode to "/".
type Deliver func(ctx context.Context, project, key string, event *http.Request) (status int, err error)

// ToHandler delivers in this process, to the handler that pick gives. Where it
// gives nil, and where the handler panics, the attempt fails.
func ToHandler(pick func(project, key string) http.Handler) Deliver {
	return func(_ context.Context, project, key string, event *http.Request) (status int, err error) {
		handler := pick(project, key)
		if handler == nil {
			return 0, fmt.Errorf("nothing serves trigger %q of project %q", key, project)
		}
		defer func() {
			if reason := recover(); reason != nil {
				err = fmt.Errorf("it panicked: %v", reason)
			}
		}()
		w := &statusWriter{header: http.Header{}}
		handler.ServeHTTP(w, event)
		return defaultTo(w.status, http.StatusOK), nil
	}
}

// request is the event as a server sees it.
func (e event) request(ctx context.Context) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/", bytes.NewReader(e.body))
	if err != nil {
		return nil, err
	}
	r.Header = e.header.Clone()
	r.RequestURI = "/"
	r.RemoteAddr = "127.0.0.1:0"
	return r, nil
}

// statusWriter drops the body: Eventarc looks at the status alone.
type statusWriter struct {
	header http.Header
	status int
}

func (w *statusWriter) Header() http.Header { return w.header }

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
}

func (w *statusWriter) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return len(b), nil
}
