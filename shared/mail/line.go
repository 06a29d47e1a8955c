package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// answerTime is how long the server may take for one answer, a part of the lease.
const answerTime = 25 * time.Second

// refusal is why a letter was not accepted.
type refusal struct {
	err error
	// final says that another attempt would meet the same answer: the recipient or
	// the letter was refused for good. What the server says of us (our password, our
	// sender), of itself, or nothing at all, is mended by somebody, and is not final.
	final bool
	// about says that the server spoke of the recipient or the letter.
	about bool
	// broken says that the line is of no use any more.
	broken bool
}

func (r *refusal) Error() string { return r.err.Error() }

// reason is what is kept of a refusal: one line of what the server said of the
// recipient or the letter, else Unavailable.
func (r *refusal) reason() string {
	said := (*smtp.SMTPError)(nil)
	if !r.about || !errors.As(r.err, &said) {
		return Unavailable
	}
	text := []rune(OneLine(fmt.Sprintf("%d %s", said.Code, said.Message)))
	return string(text[:min(len(text), 300)])
}

// lasting is a connection whose deadlines are never later than a lease's end: a
// process that was stopped and goes on later can't send any more.
type lasting struct {
	net.Conn
	end *atomic.Int64 // Unix nanoseconds
}

func (c lasting) SetDeadline(t time.Time) error { return c.Conn.SetDeadline(c.sooner(t)) }

func (c lasting) SetReadDeadline(t time.Time) error { return c.Conn.SetReadDeadline(c.sooner(t)) }

func (c lasting) SetWriteDeadline(t time.Time) error { return c.Conn.SetWriteDeadline(c.sooner(t)) }

func (c lasting) sooner(t time.Time) time.Time {
	if end := time.Unix(0, c.end.Load()); t.IsZero() || t.After(end) {
		return end
	}
	return t
}

// line is an SMTP conversation.
type line struct {
	client *smtp.Client
	from   string
	end    *atomic.Int64
}

// open begins a conversation that has to be over at an end, which extend moves.
func (s Server) open(ctx context.Context, end time.Time, answer time.Duration) (*line, *refusal) {
	l := &line{from: s.From.Address, end: &atomic.Int64{}}
	l.extend(end)
	ctx, cancel := context.WithDeadline(ctx, end)
	defer cancel()
	dialer := net.Dialer{Timeout: answer}
	plain, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(s.Host, s.Port))
	if err != nil {
		return nil, &refusal{err: err, broken: true}
	}
	conn := net.Conn(lasting{plain, l.end})
	encrypted := &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}
	switch s.Security {
	case TLS:
		l.client = smtp.NewClient(tls.Client(conn, encrypted))
	case StartTLS:
		if l.client, err = smtp.NewClientStartTLS(conn, encrypted); err != nil {
			_ = plain.Close()
			return nil, &refusal{err: err, broken: true}
		}
	case Plain:
		l.client = smtp.NewClient(conn)
	}
	l.client.CommandTimeout, l.client.SubmissionTimeout = answer, answer
	err = l.client.Hello(domainOf(s.From.Address))
	if err == nil && s.User != "" {
		err = l.client.Auth(sasl.NewPlainClient("", s.User, s.Password))
	}
	if err != nil {
		_ = l.client.Close()
		return nil, &refusal{err: err, broken: true}
	}
	return l, nil
}

// extend moves the end of the conversation.
func (l *line) extend(end time.Time) { l.end.Store(end.UnixNano()) }

// close ends the conversation; what was accepted stays accepted.
func (l *line) close() {
	if l.client.Quit() != nil {
		_ = l.client.Close()
	}
}

// deliver hands a letter over for one recipient.
func (l *line) deliver(to string, content []byte) *refusal {
	if err := l.client.Mail(l.from, nil); err != nil {
		return l.refused(err, false)
	}
	if err := l.client.Rcpt(to, nil); err != nil {
		return l.refused(err, true)
	}
	data, err := l.client.Data()
	if err != nil {
		return l.refused(err, true)
	}
	if _, err := bytes.NewReader(content).WriteTo(data); err != nil {
		return l.refused(err, true)
	}
	if err := data.Close(); err != nil {
		return l.refused(err, true)
	}
	return nil
}

// refused tells what an error means, and begins anew on a line that is still of
// use. about says whether the server speaks of the recipient or the letter.
func (l *line) refused(err error, about bool) *refusal {
	said := (*smtp.SMTPError)(nil)
	answered := errors.As(err, &said)
	r := &refusal{err: err, about: about && answered, final: about && answered && said.Code/100 == 5}
	if !answered || said.Code == 421 || l.client.Reset() != nil {
		_ = l.client.Close()
		r.broken = true
	}
	return r
}
