package mail

import (
	"errors"
	"net"
	"net/mail"
	"net/url"
)

// Server is where letters are handed over.
type Server struct {
	Host, Port     string
	User, Password string // "" for none
	// Security is how the line is encrypted.
	Security Security
	// From is the sender of every letter: its domain has to allow the server to
	// send for it.
	From mail.Address
}

// Security is how a line is encrypted.
type Security int

const (
	StartTLS Security = iota // after the greeting, or not at all
	TLS                      // from the beginning
	Plain                    // never: for a server on the same machine only
)

// ParseServer reads a server's address: smtp://user:password@host:587?from=ADDRESS,
// which is encrypted with STARTTLS, or smtps:// with TLS from the beginning. Only on
// the same machine smtp:// is not encrypted. from may have a name, as in
// Ally <ally@example.com>. The error does not hold the password.
func ParseServer(address string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" {
		return Server{}, errors.New("expected smtp://user:password@host:587?from=ally@example.com, or smtps://")
	}
	s := Server{Host: u.Hostname(), Port: u.Port(), User: u.User.Username()}
	s.Password, _ = u.User.Password()
	from, err := mail.ParseAddress(u.Query().Get("from"))
	if err != nil || !Valid(from.Address) {
		return Server{}, errors.New("expected ?from= with the sender's address")
	}
	s.From = mail.Address{Name: OneLine(from.Name), Address: from.Address}
	port := "587"
	switch {
	case u.Scheme == "smtps":
		s.Security, port = TLS, "465"
	case loopback(s.Host):
		s.Security = Plain
	}
	if s.Port == "" {
		s.Port = port
	}
	return s, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
