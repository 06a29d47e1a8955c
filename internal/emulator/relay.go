package emulator

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
)

// Relay is the http.Handler of an emulator that several processes share. The emulator
// sends its events to one place only; from here each goes to the process that has
// claimed its project. Nobody gets the events of a project that nobody has claimed.
type Relay struct {
	routes *http.ServeMux
	mu     sync.Mutex
	to     map[string]http.Handler
}

// NewRelay makes a Relay.
func NewRelay() *Relay {
	r := &Relay{routes: http.NewServeMux(), to: map[string]http.Handler{}}
	r.routes.HandleFunc("PUT /relay/{project}/{address}", r.claim)
	r.routes.HandleFunc("POST /functions/projects/{project}/triggers/{key}", r.hand)
	return r
}

// ServeHTTP takes events and claims.
func (r *Relay) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.routes.ServeHTTP(w, req) }

func (r *Relay) claim(w http.ResponseWriter, req *http.Request) {
	address := req.PathValue("address")
	if _, _, err := net.SplitHostPort(address); err != nil {
		http.Error(w, "an address is a host and a port", http.StatusBadRequest)
		return
	}
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, err error) { // the process has ended
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.to[req.PathValue("project")] = proxy
}

func (r *Relay) hand(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	to := r.to[req.PathValue("project")]
	r.mu.Unlock()
	if to != nil {
		to.ServeHTTP(w, req)
	}
}

// Claim has a relay at an address hand on a project's events to another address.
func Claim(ctx context.Context, relay, project, address string) error {
	target := "http://" + relay + "/relay/" + url.PathEscape(project) + "/" + url.PathEscape(address)
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, target, nil)
	if err != nil {
		return err
	}
	client := newHTTPClient()
	defer client.CloseIdleConnections()
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("claiming the events of %s: %w", project, err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("claiming the events of %s: %s", project, res.Status)
	}
	return nil
}

// sharedVariable names an emulator that processes share, and its relay:
// "127.0.0.1:8080,127.0.0.1:8081".
const sharedVariable = "ALLY_SHARED_EMULATOR"

// Share gives what to put into the environment of processes that are to share this
// emulator, whose Options.Events must be a Relay.
func (e *Emulator) Share() string { return sharedVariable + "=" + e.addr + "," + e.events.Addr }

// Shared gives the emulator that this process shares with others, and the address of its
// relay, as the environment has them; nil for none. Stop leaves it running.
func Shared(env func(string) string) (e *Emulator, relay string) {
	addr, relay, ok := strings.Cut(env(sharedVariable), ",")
	if !ok {
		return nil, ""
	}
	return Connect(addr), relay
}

// Listen serves events for a project's claim on a port of its own, as long as the process
// lives, and gives its address.
func Listen(events http.Handler) (address string, err error) {
	server, err := listen(events)
	if err != nil {
		return "", err
	}
	return server.Addr, nil
}
