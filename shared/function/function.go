// Package function is what makes a folder of functions/ a function: its
// deployment facts, the doors of an HTTP function, and the door of a trigger.
package function

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"getaifactory.com/ally/shared/signin"
)

// Function is one deployable function. Its folder declares it once; the local
// server, the deployment and the documents are derived from it.
type Function struct {
	Name    string // of the service: one lower-case word
	Purpose string // one line
	Memory  string // as gcloud takes it, such as 512Mi
	Timeout time.Duration
	// Concurrency is how many requests or events one instance takes at once. A
	// trigger takes one: the CloudEvents receiver that functions-framework-go uses
	// mixes up the contexts of events that come at the same time.
	Concurrency int
	Secrets     []string // variables that come from Secret Manager
	Model       bool     // whether it asks the model
	Writes      []string // the collections it may write; the store refuses others
	// Signer makes what signs browsers in to Firebase for a project; nil for a
	// function that signs nobody in, whose image then has no code for it.
	Signer func(ctx context.Context, project string) (signin.Signer, error)

	// An HTTP function has a route and operations.
	Route      string // the path of the function, below which its operations are
	Operations []Operation

	// A trigger has a document pattern, an event and a handler.
	Trigger *Trigger

	// A scheduled function is called by Cloud Scheduler.
	Schedule *Schedule
}

// Methods lists the methods of an HTTP function.
func (f Function) Methods() []string {
	var methods []string
	for _, o := range f.Operations {
		if !slices.Contains(methods, o.Method) {
			methods = append(methods, o.Method)
		}
	}
	return methods
}

// HasPaths says whether operations lie below the function's route.
func (f Function) HasPaths() bool {
	return slices.ContainsFunc(f.Operations, func(o Operation) bool { return o.Path != "" })
}

// Callers says who may call the function.
func (f Function) Callers() string {
	if f.Trigger != nil {
		return "Eventarc"
	}
	if f.Schedule != nil {
		return "Cloud Scheduler"
	}
	callers := ""
	for _, o := range f.Operations {
		if c := o.Access.String(); !strings.Contains(callers, c) {
			if callers != "" {
				callers += "; "
			}
			callers += c
		}
	}
	return callers
}

// Access says who may call an operation.
type Access int

const (
	// WithAlly is the default: a person whom Ally is on for.
	WithAlly Access = iota
	// SignedIn is anybody with a session.
	SignedIn
	// Public is anybody.
	Public
	// Guest is somebody without an account who was let into one conversation, with a
	// session of Ally's own. No session of the platform is one.
	Guest
	// Superadmin is who steers Ally. A switch that is off does not keep them out:
	// they must be able to switch on again. The environment does.
	Superadmin
	// Administrator is a superadmin, as above, or a person with access, who is shown
	// only what they administer: what that is, the operation knows.
	Administrator
)

func (a Access) String() string {
	return [...]string{"a person with access", "a person with a session", "anybody", "a guest of one conversation", "a superadmin",
		"a superadmin or an administrator"}[a]
}

// Operation is one method of an HTTP function, at one path.
type Operation struct {
	Method string
	// Path follows the function's route, such as /{id}/stop; "" is the route
	// itself. A part in braces is one segment, which the input takes by its
	// name with the tag `path`.
	Path    string
	Access  Access
	Summary string
	// Problems are the codes of the errors that it may answer with, beside those
	// that every operation may.
	Problems []string
	Handler  Handler
}

// Handler is what an operation does. Handle and Prepared make one.
type Handler struct {
	Input, Output reflect.Type
	Streams       bool // also answers as server-sent events

	// prepare reads beside the decision on access; nothing of it is shown, and
	// nothing can be written, before that is made.
	prepare func(call) (any, error)
	handle  func(call, any) (any, error)
}

// Chooses says that a query's parameter tells what is looked at, and not who asks: where
// an operation of superadmins, who look at everybody, takes it.
func (o Operation) Chooses(parameter string) bool {
	if o.Access != Superadmin || o.Handler.Input == nil {
		return false
	}
	for _, field := range reflect.VisibleFields(o.Handler.Input) {
		if field.Tag.Get("query") == parameter {
			return true
		}
	}
	return false
}

// None is the input of an operation that takes none.
type None struct{}

// Trigger is what makes Eventarc call a function.
type Trigger struct {
	Event    string // such as google.cloud.firestore.document.v1.created
	Document string // a path pattern, such as ally_messages/{id}
	// Handle does what the event asks for. An error is tried again; Acknowledge
	// makes one that is not.
	Handle func(Event) error
}

// Schedule is what makes Cloud Scheduler call a function. Its service admits no
// other caller. A run that takes longer than the pause between two meets the
// next one, so a handler is safe to run twice at once.
type Schedule struct {
	Cron   string // in UTC, such as * * * * *
	Handle func(Run) error
}
