package localcloud

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
	"github.com/cloudevents/sdk-go/v2/event"
)

// framework serves functions through functions-framework-go, as in
// production. The framework keeps one registry for the whole process and can't
// be stopped, so every system has paths and a port of its own.
type framework struct {
	prefix   string
	port     string
	register []func() error
}

// registry guards the framework's registry, and os.Stdout, on which the
// framework announces each function.
var registry sync.Mutex

// readyPath tells that a server is this framework's, and not somebody else's
// who was faster to take the port.
const readyPath = "/ready"

func newFramework() *framework {
	f := &framework{prefix: "/" + rand.Text()}
	f.http(readyPath, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	return f
}

func (f *framework) http(route string, h http.Handler) {
	f.register = append(f.register, func() error {
		return funcframework.RegisterHTTPFunctionContext(context.Background(), f.prefix+route,
			http.StripPrefix(f.prefix, h).ServeHTTP)
	})
}

// event registers a trigger and gives what serves its events.
func (f *framework) event(name string, handle func(context.Context, event.Event) error) http.Handler {
	free := make(instances, eventInstances)
	for n := range eventInstances {
		path := fmt.Sprintf("/events/%s/%d", name, n)
		f.register = append(f.register, func() error {
			return funcframework.RegisterCloudEventFunctionContext(context.Background(), f.prefix+path, handle)
		})
		free <- f.proxy(func(*http.Request) string { return path })
	}
	return free
}

// start serves what was registered, and returns when it does.
func (f *framework) start(ctx context.Context) error {
	registry.Lock()
	defer registry.Unlock()
	for _, register := range f.register {
		if err := register(); err != nil {
			return fmt.Errorf("localcloud: register with functions-framework-go: %w", err)
		}
	}
	defer silently()()
	// A free port may be taken by somebody else before the framework gets to it.
	for attempt := 1; ; attempt++ {
		err := f.listen(ctx)
		if err == nil || attempt == 3 || !errors.Is(err, syscall.EADDRINUSE) {
			return err
		}
	}
}

// silently takes away standard output, and the variable that would make the
// framework serve another function than it is told to, until undo is called.
func silently() (undo func()) {
	const target = "FUNCTION_TARGET"
	stdout, name := os.Stdout, os.Getenv(target)
	_ = os.Unsetenv(target)
	quiet, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err == nil {
		os.Stdout = quiet
	}
	return func() {
		os.Stdout = stdout
		if err == nil {
			_ = quiet.Close()
		}
		if name != "" {
			_ = os.Setenv(target, name)
		}
	}
}

func (f *framework) listen(ctx context.Context) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	f.port = port
	failed := make(chan error, 1)
	go func() { failed <- funcframework.StartHostPort("127.0.0.1", port) }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-failed:
			return fmt.Errorf("localcloud: start functions-framework-go: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			if f.answers(ctx) {
				return nil
			}
		}
	}
}

func (f *framework) answers(ctx context.Context) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+f.address()+f.prefix+readyPath, nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusNoContent
}

func (f *framework) address() string { return net.JoinHostPort("127.0.0.1", f.port) }

// same is the path that was asked for.
func same(r *http.Request) string { return r.URL.Path }

// proxy passes requests on to what the framework serves at the path, with every
// event of a stream at once, with the host that the browser asked and with the
// query as it was written.
func (f *framework) proxy(path func(*http.Request) string) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.URL.Path = "http", f.address(), f.prefix+path(r.In)
			r.Out.URL.RawPath, r.Out.URL.RawQuery = "", r.In.URL.RawQuery
			r.Out.Host = r.In.Host
		},
		FlushInterval: -1,
	}
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("localcloud: find a free port: %w", err)
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
