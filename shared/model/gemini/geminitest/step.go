package geminitest

import (
	"io"
	"net/http"
)

// Step is one thing that the server does within an answer.
type Step func(*exchange)

// exchange is one request with its answer.
type exchange struct {
	w       http.ResponseWriter
	r       *http.Request
	closing <-chan struct{}
	began   bool
}

// Chunk sends a piece of the reply.
func Chunk(text string) Step { return event(candidateChunk(part{Text: text}, "", nil)) }

// Counted sends a piece of the reply with the usage up to it.
func Counted(text string, usage Usage) Step {
	return event(candidateChunk(part{Text: text}, "", usage.metadata()))
}

// Thought sends a piece of what the model thinks, which is no part of the reply.
func Thought(text string) Step {
	return event(candidateChunk(part{Text: text, Thought: true}, "", nil))
}

// Last sends the last piece of the reply, which may be empty, with why the
// model stopped, such as "STOP", "MAX_TOKENS" or "SAFETY".
func Last(text, finishReason string, usage Usage) Step {
	return event(candidateChunk(part{Text: text}, finishReason, usage.metadata()))
}

// Broken sends an error within a stream that had begun well.
func Broken(status int, name, message string) Step {
	return event(map[string]errorBody{"error": {Code: status, Status: name, Message: message}})
}

// Raw sends an event whose data is as given, whether JSON or not.
func Raw(data string) Step {
	return func(e *exchange) { e.send("data: " + data + "\r\n\r\n") }
}

// Bytes sends bytes of the stream as they are, such as half an event.
func Bytes(text string) Step {
	return func(e *exchange) { e.send(text) }
}

// Cut breaks the connection off.
func Cut() Step { return (*exchange).abort }

// Stall keeps the connection open and sends nothing more until the client goes.
func Stall() Step {
	return func(e *exchange) {
		e.begin()
		e.hang()
	}
}

// begin sends the headers of a stream once.
func (e *exchange) begin() {
	if e.began {
		return
	}
	e.began = true
	e.w.Header().Set("Content-Type", "text/event-stream")
	e.w.WriteHeader(http.StatusOK)
	e.flush()
}

func (e *exchange) send(text string) {
	e.begin()
	e.write(text)
}

// write ends the answer when the client has gone, since nobody reads on.
func (e *exchange) write(text string) {
	if _, err := io.WriteString(e.w, text); err != nil {
		e.abort()
	}
	e.flush()
}

func (e *exchange) flush() {
	if err := http.NewResponseController(e.w).Flush(); err != nil {
		e.abort()
	}
}

func (e *exchange) hang() {
	select {
	case <-e.r.Context().Done():
	case <-e.closing:
	}
	e.abort()
}

// abort closes the connection as net/http documents: a handler that panics with
// this value ends it without a trace in the log.
func (e *exchange) abort() { panic(http.ErrAbortHandler) }
