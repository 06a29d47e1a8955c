package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"
)

// keepAlive is how often a silent stream says that it is alive, so that no
// proxy between ends it.
const keepAlive = 15 * time.Second

// WantsStream says whether the caller asks for server-sent events.
func WantsStream(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		if kind, _, err := mime.ParseMediaType(part); err == nil && kind == eventStream {
			return true
		}
	}
	return false
}

// eventStream is the media type of server-sent events.
const eventStream = "text/event-stream"

// IsStream says whether an answer with the header is a stream.
func IsStream(header http.Header) bool {
	return strings.HasPrefix(header.Get("Content-Type"), eventStream)
}

// Stream sends server-sent events. It begins with the first event, so that
// what fails before is still an ordinary error with a status.
type Stream struct {
	w http.ResponseWriter

	mu     sync.Mutex
	stop   chan struct{} // closed at the end; nil before the first event
	closed bool
}

// NewStream gives a stream over w.
func NewStream(w http.ResponseWriter) *Stream { return &Stream{w: w} }

// Begun says whether an event was sent.
func (s *Stream) Begun() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stop != nil
}

// Placed is the data of an event that says where in the stream it stands. A
// caller whose connection broke sends the last place back as Last-Event-ID.
type Placed interface{ EventID() string }

// Send sends one event with its data as JSON. An error means that the caller is
// gone.
func (s *Stream) Send(event string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("web: encode event %s: %w", event, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("web: send event: the stream has ended")
	}
	if s.stop == nil {
		s.w.Header().Set("Content-Type", eventStream+"; charset=utf-8")
		s.w.Header().Set("X-Accel-Buffering", "no")
		s.w.WriteHeader(http.StatusOK)
		s.stop = make(chan struct{})
		go s.stayAlive(s.stop)
	}
	place := ""
	if p, ok := data.(Placed); ok {
		place = "id: " + p.EventID() + "\n"
	}
	return s.write(fmt.Sprintf("%sevent: %s\ndata: %s\n\n", place, event, body))
}

// Close ends the stream: nothing is sent any more. Twice is fine.
func (s *Stream) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stop != nil && !s.closed {
		close(s.stop)
	}
	s.closed = true
}

func (s *Stream) stayAlive(stop <-chan struct{}) {
	tick := time.NewTicker(keepAlive)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			s.mu.Lock()
			select {
			case <-stop: // closed while waiting for the lock: the writer is no longer ours
			default:
				_ = s.write(": alive\n\n")
			}
			s.mu.Unlock()
		}
	}
}

func (s *Stream) write(text string) error {
	if _, err := s.w.Write([]byte(text)); err != nil {
		return fmt.Errorf("web: send event: %w", err)
	}
	if err := http.NewResponseController(s.w).Flush(); err != nil {
		return fmt.Errorf("web: send event: %w", err)
	}
	return nil
}
