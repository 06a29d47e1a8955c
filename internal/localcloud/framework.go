package localcloud

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"sync"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
	"github.com/cloudevents/sdk-go/v2/event"
)

// framework serves functions through functions-framework-go, as in
// production. The framework keeps one registry for the whole process and can't
// be stopped, so every system has paths and a port of its own.
type framework struct {
	prefix string
	port   string
}

// starting guards os.Stdout, on which the framework announces each function.
var starting sync.Mutex

func newFramework(project string) (*framework, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	return &framework{prefix: "/" + project + "/" + port, port: port}, nil
}

func (f *framework) http(route string, h http.Handler) error {
	return funcframework.RegisterHTTPFunctionContext(context.Background(), f.prefix+route,
		http.StripPrefix(f.prefix, h).ServeHTTP)
}

func (f *framework) event(name string, handle func(context.Context, event.Event) error) error {
	return funcframework.RegisterCloudEventFunctionContext(context.Background(), f.prefix+eventPath(name), handle)
}

func eventPath(name string) string { return "/events/" + name }

// start serves what was registered, and returns when it does.
func (f *framework) start(ctx context.Context) error {
	starting.Lock()
	defer starting.Unlock()
	stdout := os.Stdout
	if quiet, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		os.Stdout = quiet
		defer func() { os.Stdout = stdout; _ = quiet.Close() }()
	}
	failed := make(chan error, 1)
	go func() { failed <- funcframework.StartHostPort("127.0.0.1", f.port) }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-failed:
			return fmt.Errorf("localcloud: start functions-framework-go: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			if conn, err := net.Dial("tcp", f.address()); err == nil {
				return conn.Close()
			}
		}
	}
}

func (f *framework) address() string { return net.JoinHostPort("127.0.0.1", f.port) }

// proxy passes requests on to what the framework serves at the path, with every
// event of a stream at once and with the host that the browser asked.
func (f *framework) proxy(path string) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.URL.Path = "http", f.address(), f.prefix+path
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
