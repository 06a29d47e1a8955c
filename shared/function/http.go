package function

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"reflect"
	"runtime/debug"
	"strings"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/web"
)

// server serves an HTTP function.
type server struct {
	Function
	backend  *backend.Backend
	decoders map[string]*web.Decoder // by method and path
}

// Handler serves the function with the backend.
func (f Function) Handler(b *backend.Backend) (http.Handler, error) {
	s := &server{Function: f, backend: b, decoders: map[string]*web.Decoder{}}
	for _, o := range f.Operations {
		decoder, err := web.NewDecoder(o.Handler.Input)
		if err != nil {
			return nil, fmt.Errorf("function: %s %s%s: %w", o.Method, f.Name, o.Path, err)
		}
		s.decoders[o.Method+o.Path] = decoder
	}
	return s, nil
}

// ServeHTTP makes every request one log line, and every error an answer that
// tells a person what to do and nothing of our inside.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := newExchange(s, w, r)
	defer e.log()
	defer func() {
		if p := recover(); p != nil {
			e.fail(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	if err := s.serve(e, r.WithContext(e.ctx)); err != nil {
		e.fail(err)
	}
}

func (s *server) serve(e *exchange, r *http.Request) error {
	here := s.at(r.URL.Path)
	if len(here) == 0 {
		return fault.Missing(lang.Text{ES: "esa dirección", EN: "that address"})
	}
	allow := allowed(here)
	if done, err := s.backend.Origins.Admit(e, r, allow); done || err != nil {
		return err
	}
	for _, o := range here {
		if o.Method == r.Method {
			setPathValues(r, s.Route+o.Path)
			return s.operate(e, r, o)
		}
	}
	e.Header().Set("Allow", allow)
	return &fault.Fault{Kind: fault.BadMethod, Code: "bad_method", Sentence: lang.Text{
		ES: "Aquí solo se acepta " + allow + ".", EN: "Only " + allow + " is accepted here.",
	}}
}

// operate takes one request through session, access and input to the handler.
func (s *server) operate(e *exchange, r *http.Request, o Operation) error {
	c := call{Call[any]{Context: r.Context(), Backend: s.backend, From: from(r), Tell: func(string, any) {}}}
	if o.Handler.Streams && web.WantsStream(r) {
		c.Tell, c.Watched = e.stream(), true
	}
	if o.Access != Public && o.Access != Guest {
		session, err := s.backend.Sessions.Of(r)
		if err != nil {
			return fault.SignedOut(err)
		}
		c.Session, e.person = session, session.ID
	}
	input, wrong := s.decoders[o.Method+o.Path].Decode(e, r)
	c.In = input
	ready, err := s.admit(e, r, o, &c, wrong)
	if err != nil {
		return err
	}
	output, err := o.Handler.handle(c, ready)
	if err != nil {
		return err
	}
	return e.answer(output)
}

// longestFrom is how much of a header that anybody can write is kept.
const longestFrom = 200

func from(r *http.Request) string {
	if forwarded := r.Header.Get("X-Forwarded-For"); forwarded != "" {
		return forwarded[max(0, len(forwarded)-longestFrom):]
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// admit decides on access, and has the handler's reads made meanwhile. Whoever
// has no access learns that, and not what was wrong with the request.
func (s *server) admit(e *exchange, r *http.Request, o Operation, c *call, wrong error) (ready any, err error) {
	switch o.Access {
	case Public:
		return nil, wrong
	case Guest:
		if err := s.admitGuest(e, r, c); err != nil {
			return nil, err
		}
		return nil, wrong
	}
	var prepareErr error
	early := *c // who it is, is not known to it
	early.Tell = func(string, any) {}
	err = store.Together(r.Context(),
		func(ctx context.Context) (err error) {
			c.Person, c.Decision, err = s.backend.Access.Check(ctx, c.Session)
			return err
		},
		func(ctx context.Context) error {
			if wrong != nil || o.Handler.prepare == nil || !s.backend.Config.AllyOn {
				return nil
			}
			early.Context = store.ReadOnly(ctx)
			ready, prepareErr = o.Handler.prepare(early)
			return nil
		},
	)
	if err != nil {
		return nil, err
	}
	e.language = c.Person.Language
	if o.Access == WithAlly && !c.Decision.On || o.Access == Administrator && !c.Decision.On && !c.Person.Superadmin {
		e.reason = c.Decision.Reason
		return nil, fault.NoAccess()
	}
	if o.Access == Superadmin && !c.Person.Superadmin {
		return nil, fault.NoAccess()
	}
	for _, claimed := range claims(r, c.In) {
		if o.Chooses("organizationId") {
			claimed.OrganizationID = ""
		}
		if err := c.Person.Matches(claimed); err != nil {
			return nil, err
		}
	}
	return ready, errors.Join(wrong, prepareErr)
}

// admitGuest lets a guest in whose session opens its conversation now.
func (s *server) admitGuest(e *exchange, r *http.Request, c *call) error {
	session, err := s.backend.Guests.Of(r)
	if err != nil {
		return fault.SignedOut(err)
	}
	if c.Guest, err = s.backend.Sharing.Admit(r.Context(), session); err != nil {
		return err
	}
	c.Person, e.person, e.language = c.Guest.Person, c.Guest.Person.ID, c.Guest.Person.Language
	return nil
}

// claims collects whom the request says it is made for: in its query, and in the
// body's fields of these names.
func claims(r *http.Request, input any) [2]access.Claimed {
	query := r.URL.Query()
	body := func(string) string { return "" }
	if input != nil {
		in := reflect.ValueOf(input).Elem()
		body = func(name string) string {
			for i := range in.NumField() {
				field, _, _ := strings.Cut(in.Type().Field(i).Tag.Get("json"), ",")
				if field == name && in.Field(i).Kind() == reflect.String {
					return in.Field(i).String()
				}
			}
			return ""
		}
	}
	var claimed [2]access.Claimed
	for i, find := range []func(string) string{query.Get, body} {
		claimed[i] = access.Claimed{
			UserID: find("userId"), UserEmail: find("userEmail"),
			UserDomain: find("userDomain"), OrganizationID: find("organizationId"),
		}
	}
	return claimed
}
