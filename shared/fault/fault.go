// Package fault is the closed set of ways in which a request can fail. The
// domain returns them, package web turns them into HTTP, and any other error
// is an internal one whose text stays in the log.
package fault

import (
	"errors"
	"time"

	"getaifactory.com/ally/shared/lang"
)

// Kind says what the caller can do about it.
type Kind int

const (
	Internal        Kind = iota // ours to mend
	Invalid                     // correct the named fields
	Unauthenticated             // sign in
	Forbidden                   // ask for access
	NotFound                    // it does not exist, or not for this person
	Conflict                    // it has changed, or the key was used before
	TooLarge                    // send less
	Unsupported                 // send JSON
	BadMethod                   // use an allowed method
	TooMany                     // wait
	Upstream                    // the model failed and an operator must look
	Unavailable                 // try again in a moment
)

// Fault is a failure that a person is told about.
type Fault struct {
	Kind     Kind
	Code     string        // the machine's word, such as "not_found"
	Sentence lang.Text     // what happened and what to do next
	Fields   []Field       // for Invalid: each field and what was expected
	Standing any           // for Conflict: what stands now, as the door that answers shows it; nil for nothing
	RetryKey string        // the clientMessageId that completes what failed half-way
	Wait     time.Duration // how long to wait before trying again; 0 when unknown
	Cause    error         // for the log only
}

// Field is one wrong field of a request.
type Field struct {
	Name    string
	Problem lang.Text
}

func (f *Fault) Error() string {
	if f.Cause != nil {
		return f.Code + ": " + f.Cause.Error()
	}
	return f.Code + ": " + f.Sentence.EN
}

func (f *Fault) Unwrap() error { return f.Cause }

// From finds the Fault in err, or makes an internal one of it.
func From(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return &Fault{
		Kind: Internal,
		Code: "internal",
		Sentence: lang.Text{
			ES: "Algo falló de nuestro lado. Inténtalo de nuevo; si sigue igual, avísanos con el número de solicitud.",
			EN: "Something failed on our side. Try again; if it goes on, tell us the request number.",
		},
		Cause: err,
	}
}

// WithStanding adds to a conflict what stands now, as the caller is shown it. Any
// other error stays as it is.
func WithStanding(err error, standing any) error {
	f := (*Fault)(nil)
	if !errors.As(err, &f) || f.Kind != Conflict {
		return err
	}
	told := *f
	told.Standing = standing
	return &told
}

// Has says whether err is a Fault with the code.
func Has(err error, code string) bool {
	var f *Fault
	return errors.As(err, &f) && f.Code == code
}
