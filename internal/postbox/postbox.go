// Package postbox is an SMTP server for this machine: it takes every letter, keeps
// it in memory and shows what is in it. A script makes it as bad as servers are.
package postbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

const (
	kept    = 5000     // letters, the newest
	biggest = 20 << 20 // bytes of one
)

// Fault is what a script makes of one attempt at a recipient.
type Fault struct {
	Rcpt  *smtp.SMTPError // the answer to RCPT TO; nil to accept
	Final *smtp.SMTPError // the answer to the whole letter; nil to accept
	// Cut closes the connection when so many bytes of the letter have come; 0 never.
	Cut int
	// Lost closes the connection when the letter is kept, without an answer.
	Lost bool
	// Held, where it is not nil, lets the answer to the whole letter wait until it
	// is closed. The letter is kept only then.
	Held <-chan struct{}
	// Reached, where it is not nil, is called when the letter has come whole, before
	// it is kept and answered.
	Reached func()
}

// Script says what becomes of the attempt number n, from 1, at a recipient.
type Script func(to string, n int) Fault

// Server is an SMTP server.
type Server struct {
	server *smtp.Server
	addr   string
	script Script
	done   chan struct{}

	mu       sync.Mutex
	letters  []Letter // the oldest first
	attempts map[string]int
	taken    int
	open     sync.WaitGroup // conversations
}

// Start begins a server at an address, such as 127.0.0.1:0. Without a script it
// takes everything.
func Start(address string, script Script) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("postbox: %w", err)
	}
	if script == nil {
		script = func(string, int) Fault { return Fault{} }
	}
	s := &Server{addr: listener.Addr().String(), script: script, attempts: map[string]int{}, done: make(chan struct{})}
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		s.open.Add(1)
		return &session{s: s, conn: c}, nil
	}))
	s.server.Domain, s.server.MaxMessageBytes = "postbox.localhost", biggest
	s.server.ReadTimeout, s.server.WriteTimeout = time.Minute, time.Minute
	s.server.ErrorLog = quiet{}
	go func() {
		defer close(s.done)
		_ = s.server.Serve(listener)
	}()
	return s, nil
}

// quiet drops what the library logs of connections that are closed on purpose.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// Addr is where the server listens.
func (s *Server) Addr() string { return s.addr }

// URL is the server as ALLY_SMTP_URL.
func (s *Server) URL() string { return "smtp://" + s.addr + "?from=Ally+%3Cally@ally.example.com%3E" }

// Close ends the server and its conversations.
func (s *Server) Close() error {
	err := s.server.Close()
	<-s.done
	return err
}

// Letters gives what has come, the oldest first.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.letters)
}

// Idle waits until no conversation is open. Nobody must begin one meanwhile.
func (s *Server) Idle() { s.open.Wait() }

// Attempts says how often a recipient was named.
func (s *Server) Attempts(to string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.attempts[to]
}

func (s *Server) attempt(to string) Fault {
	s.mu.Lock()
	s.attempts[to]++
	n := s.attempts[to]
	s.mu.Unlock()
	return s.script(to, n)
}

func (s *Server) keep(from, to string, raw []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken++
	s.letters = append(s.letters, Letter{Number: s.taken, At: time.Now().UTC(), From: from, To: to, Raw: raw})
	if len(s.letters) > kept {
		s.letters = slices.Delete(s.letters, 0, len(s.letters)-kept)
	}
}

// session is one conversation.
type session struct {
	s        *Server
	conn     *smtp.Conn
	from, to string
	fault    Fault
}

func (c *session) Reset() { c.from, c.to, c.fault = "", "", Fault{} }
func (c *session) Logout() error {
	c.s.open.Done()
	return nil
}

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	c.from = from
	return nil
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if c.to != "" {
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 5, 3}, Message: "one recipient at a time"}
	}
	fault := c.s.attempt(to)
	if fault.Rcpt != nil {
		return fault.Rcpt
	}
	c.to, c.fault = to, fault
	return nil
}

func (c *session) Data(r io.Reader) error {
	if c.fault.Cut > 0 {
		_, _ = io.CopyN(io.Discard, r, int64(c.fault.Cut))
		return c.drop()
	}
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(r); err != nil {
		return err
	}
	if c.fault.Reached != nil {
		c.fault.Reached()
	}
	if c.fault.Held != nil {
		select {
		case <-c.fault.Held:
		case <-c.s.done:
		}
	}
	if c.fault.Final != nil {
		return c.fault.Final
	}
	c.s.keep(c.from, c.to, raw.Bytes())
	if c.fault.Lost {
		return c.drop()
	}
	return nil
}

func (c *session) drop() error {
	_ = c.conn.Conn().Close()
	return errors.New("the connection is closed")
}
