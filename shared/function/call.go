package function

import (
	"context"
	"fmt"
	"reflect"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/sharing"
)

// Call is one request, decoded and admitted.
type Call[In any] struct {
	Context context.Context
	Backend *backend.Backend
	// Session is who calls; the zero value for a Public operation without one.
	Session access.Session
	// Person is who calls, and Decision whether Ally is on for them. Both are
	// the zero value in a preparation and for a Public operation.
	Person   access.Person
	Decision access.Decision
	// Guest is who calls a Guest operation, as they were let in now; Person is them too.
	Guest sharing.Guest
	In    In
	// Tell sends an event to a caller that watches; it does nothing for one that
	// does not.
	Tell func(event string, data any)
	// Watched says whether the caller watches.
	Watched bool
}

// call is a Call before its input has its type.
type call struct {
	Call[any]
}

func typed[In any](c call) Call[In] {
	in, _ := c.In.(*In)
	if in == nil {
		in = new(In)
	}
	return Call[In]{
		Context: c.Context, Backend: c.Backend, Session: c.Session,
		Person: c.Person, Decision: c.Decision, Guest: c.Guest, In: *in, Tell: c.Tell, Watched: c.Watched,
	}
}

// Handle makes the Handler of a function that takes a call and gives what is
// answered.
func Handle[In, Out any](handle func(Call[In]) (Out, error)) Handler {
	return Handler{
		Input: reflect.TypeFor[In](), Output: reflect.TypeFor[Out](),
		handle: func(c call, _ any) (any, error) { return handle(typed[In](c)) },
	}
}

// Prepared makes the Handler of a function that has reads to do which need
// only the session and the input: prepare makes them at the same time as the
// decision on access, so that both take one round trip. A preparation that
// fails is reported only to a person with access.
func Prepared[In, Ready, Out any](prepare func(Call[In]) (Ready, error), handle func(Call[In], Ready) (Out, error)) Handler {
	return Handler{
		Input: reflect.TypeFor[In](), Output: reflect.TypeFor[Out](),
		prepare: func(c call) (any, error) { return prepare(typed[In](c)) },
		handle: func(c call, ready any) (any, error) {
			r, ok := ready.(Ready)
			if !ok {
				return nil, fmt.Errorf("function: prepared %T, not %T", ready, r)
			}
			return handle(typed[In](c), r)
		},
	}
}

// Streaming says that the operation also answers as server-sent events, told
// with Call.Tell and ended by `done`, which has what is otherwise answered.
func (h Handler) Streaming() Handler {
	h.Streams = true
	return h
}
