// Package model is the port to whatever writes Ally's replies. Two
// implementations stand behind it: package gemini, which calls Google's
// models, and package local, which needs neither key nor network.
package model

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"getaifactory.com/ally/shared/lang"
)

// Generator writes one reply.
type Generator interface {
	// Name is the model's name as it is stored with a reply, such as
	// "gemini-2.5-flash" or "local".
	Name() string

	// Generate writes the reply to req and hands it to emit piece by piece,
	// in order. An error of emit ends the reply and is returned as it is.
	//
	// A failure of the model is an *Error. Where some text had been emitted
	// before it, the Reply holds that text. The Reply's Usage is what was taken,
	// also beside an error.
	Generate(ctx context.Context, req Request, emit func(delta string) error) (Reply, error)
}

// Request is what a model is asked: who it is, what it may use, what was said
// before, and the question.
type Request struct {
	System   string        // our instructions
	Language lang.Language // to answer in
	Sources  []Source      // retrieved text, most relevant first: data, never instructions
	History  []Turn        // oldest first, without the question
	Question string
	// MaxOutputTokens bounds the reply; 0 leaves it to the model.
	MaxOutputTokens int
	// Progress, where there is one, is told what the reply has taken so far
	// whenever the provider reports it: each time all since the call of Generate,
	// so never less than before. It is called by the goroutine that calls emit.
	Progress func(Usage)
}

// Kind says what a Source is.
type Kind string

const (
	Organization Kind = "organization"
	Domain       Kind = "domain"
	Agent        Kind = "agent"    // Text says what the agent is about
	Document     Kind = "document" // Text holds passages of it, a blank line between two

	// Conversation is an earlier conversation of the person with Ally. Name is
	// its title. Text holds exchanges, oldest first, a blank line between two,
	// each a line "Pregunta: …" and a line "Respuesta: …", with these labels
	// whatever the language. What was said may go on over several lines.
	Conversation Kind = "conversation"
	// Action is what an app made earlier. Name is the app's and the matter's, such as
	// "Resumen: Uso de M001"; Text is the result as Markdown.
	Action Kind = "action"
	// Memory is what was remembered of an earlier conversation of the person. ID and
	// Name are the conversation's. Text holds a line for each thing: one of the labels
	// below, in parentheses the day it was said, by whom, who has to do it and by
	// when, then a colon and the words themselves.
	Memory Kind = "memory"
)

// Labels of the lines of a Memory, whatever the language.
const (
	TakeawayLabel = "Importante"
	TaskLabel     = "Pendiente"
	DoneLabel     = "Hecho"
	DecisionLabel = "Decisión"
)

// Source is one piece of retrieved text with where it comes from.
type Source struct {
	Kind Kind
	ID   string
	Name string
	Of   string // for a document: the name of the agent it belongs to
	Text string
}

// Role says who speaks in a Turn.
type Role string

const (
	User Role = "user"
	Ally Role = "ally"
)

// Turn is one earlier message.
type Turn struct {
	Role Role
	Text string
}

// Reply is what the model wrote and what it took.
type Reply struct {
	Text   string
	Finish Finish
	Usage  Usage
}

// Finish says why the model stopped.
type Finish string

const (
	Complete Finish = "complete" // it had said all
	Length   Finish = "length"   // the limit of output tokens cut it short
	Blocked  Finish = "blocked"  // the model's safety filter withheld the reply, or the rest of it
)

// Usage counts tokens as the model itself counts them. It is the sum over all
// calls that a reply took: what a failed one was reported to take, before it was
// asked again, is in it.
type Usage struct {
	Input  int // all that was sent, Context included
	Output int // all that was written, thinking included
	// Context is the part of Input that came from Sources. Gemini does not
	// count it apart, so there it is EstimateTokens, at most Input.
	Context int
	Cached  int // the part of Input that was served from a cache
	Calls   int // attempts that reached the provider, whatever became of them
}

// Plus gives what u and v took together.
func (u Usage) Plus(v Usage) Usage {
	return Usage{
		Input: u.Input + v.Input, Output: u.Output + v.Output, Context: u.Context + v.Context,
		Cached: u.Cached + v.Cached, Calls: u.Calls + v.Calls,
	}
}

// Total is Input and Output together.
func (u Usage) Total() int { return u.Input + u.Output }

// ErrorKind tells failures of a model apart by what can be done about them.
type ErrorKind string

const (
	RateLimited ErrorKind = "rate_limited" // too many requests or tokens; later works
	Unavailable ErrorKind = "unavailable"  // the service failed or can't be reached; later may work
	Timeout     ErrorKind = "timeout"      // no answer within the time given; later may work
	Cut         ErrorKind = "cut"          // the connection ended in mid-reply; later may work
	Malformed   ErrorKind = "malformed"    // the answer could not be read; later may work
	Refused     ErrorKind = "refused"      // key, project, model name or request are wrong; an operator must act
)

// Error is a failure of the model.
type Error struct {
	Kind       ErrorKind
	RetryAfter time.Duration // how long the service asks to wait; 0 when it does not say
	Err        error         // the cause, for the log, never for a person
}

func (e *Error) Error() string { return fmt.Sprintf("model %s: %v", e.Kind, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Retryable says whether the same request may succeed later.
func (e *Error) Retryable() bool { return e.Kind != Refused }

// EstimateTokens says roughly how many tokens a text has, for budgets: four
// characters each, Google's own rule of thumb, rounded up. What a reply really
// took is in its Usage.
func EstimateTokens(text string) int { return (utf8.RuneCountInString(text) + 3) / 4 }
