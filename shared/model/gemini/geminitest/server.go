// Package geminitest is a local HTTP server that speaks the streaming part of
// Gemini's REST protocol and its embeddings, for tests of whatever calls it: it
// answers by a script, refuses what the real service would refuse, and records what it was asked.
package geminitest

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Server answers at URL. Its methods may be called from any goroutine.
type Server struct {
	URL string

	t       testing.TB
	http    *httptest.Server
	closing chan struct{}
	close   func()

	mu       sync.Mutex
	script   []Answer
	respond  func(Request) Answer
	requests []Request
}

// New starts a server that lives as long as the test. The test fails when the
// server is asked more often than its script says, or less.
func New(t testing.TB, script ...Answer) *Server {
	t.Helper()
	s := &Server{t: t, closing: make(chan struct{}), script: script}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL
	s.close = sync.OnceFunc(func() {
		close(s.closing)
		s.http.Close()
	})
	t.Cleanup(func() {
		s.Close()
		s.mu.Lock()
		defer s.mu.Unlock()
		if left := len(s.script); left > 0 && !t.Failed() {
			t.Errorf("geminitest: %d answers of the script were not asked for", left)
		}
	})
	return s
}

// Close ends the server, and with it any answer that hangs; from then on
// connections are refused.
func (s *Server) Close() { s.close() }

// Answer appends to the script.
func (s *Server) Answer(answers ...Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = append(s.script, answers...)
}

// Respond sets what makes the answers once the script is used up. It may be
// called from several goroutines at once.
func (s *Server) Respond(answer func(Request) Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.respond = answer
}

// Requests are all requests so far, in the order in which they came, those that
// were refused for their form included.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	request, refusal := read(r)
	answer := s.next(request, refusal)
	e := &exchange{w: w, r: r, closing: s.closing}
	for _, step := range answer {
		step(e)
	}
}

// next records the request and takes its answer. A request in a form that the
// service refuses takes nothing from the script.
func (s *Server) next(request Request, refusal Answer) Answer {
	s.mu.Lock()
	s.requests = append(s.requests, request)
	respond := s.respond
	var answer Answer
	scripted := refusal == nil && len(s.script) > 0
	if scripted {
		answer, s.script = s.script[0], s.script[1:]
	}
	s.mu.Unlock()

	switch {
	case refusal != nil:
		return refusal
	case scripted:
		return answer
	case respond != nil:
		return respond(request)
	}
	s.t.Errorf("geminitest: asked once more than the script says: %s", request.Question())
	return Failed(http.StatusInternalServerError, "INTERNAL", "the script holds no further answer")
}
