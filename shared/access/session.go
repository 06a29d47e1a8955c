package access

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"getaifactory.com/ally/shared/id"
)

// What the classic system puts into every session token.
const (
	issuer   = "flow-platform"
	audience = "flow-users"
)

// hostingCookie is the only cookie that Firebase Hosting passes on.
const hostingCookie = "__session"

// Session is what a verified session token says.
type Session struct {
	ID     string // of the person's document in `users`
	Email  string // lower case
	Domain string // the e-mail's part after the @
	Name   string
	// EmailVerified is false only where the token says so.
	EmailVerified bool
}

// claims are the classic system's.
type claims struct {
	jwt.RegisteredClaims
	UserID        string   `json:"id"`
	GoogleUserID  string   `json:"googleUserId,omitempty"`
	Email         string   `json:"email"`
	Name          string   `json:"name,omitempty"`
	Picture       string   `json:"picture,omitempty"`
	VerifiedEmail *bool    `json:"verified_email,omitempty"`
	Role          string   `json:"role,omitempty"`
	Roles         []string `json:"roles,omitempty"`
	Domain        string   `json:"domain,omitempty"`
}

// Sessions verifies session tokens.
type Sessions struct {
	secret []byte
	cookie string
	parser *jwt.Parser
}

// NewSessions gives a verifier for tokens signed with the secret and sent in
// the named cookie.
func NewSessions(secret, cookie string, now func() time.Time) (*Sessions, error) {
	if secret == "" || cookie == "" || now == nil {
		return nil, errors.New("access: sessions need a secret, a cookie's name and a clock")
	}
	return &Sessions{
		secret: []byte(secret), cookie: cookie,
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
			jwt.WithIssuer(issuer), jwt.WithAudience(audience),
			jwt.WithExpirationRequired(), jwt.WithTimeFunc(now),
		),
	}, nil
}

// Of gives the session of a request: from `Authorization: Bearer`, the session
// cookie, or Hosting's cookie. The first valid token counts, so that a stale
// cookie beside a fresh one does not sign anybody out.
func (s *Sessions) Of(r *http.Request) (Session, error) {
	tokens := make([]string, 0, 3)
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		tokens = append(tokens, token)
	}
	for _, name := range []string{s.cookie, hostingCookie} {
		for _, cookie := range r.CookiesNamed(name) {
			tokens = append(tokens, cookie.Value)
		}
	}
	err := errors.New("access: no session token")
	for _, token := range tokens {
		var session Session
		if session, err = s.Verify(token); err == nil {
			return session, nil
		}
	}
	return Session{}, err
}

// Verify reads one token.
func (s *Sessions) Verify(token string) (Session, error) {
	var c claims
	_, err := s.parser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return s.secret, nil })
	if err != nil {
		return Session{}, fmt.Errorf("access: session token: %w", err)
	}
	email := strings.ToLower(strings.TrimSpace(c.Email))
	_, domain, _ := strings.Cut(email, "@")
	if !id.Valid(c.UserID) || !id.Valid(domain) || strings.Contains(domain, "@") {
		return Session{}, errors.New("access: session token: no usable id or e-mail")
	}
	return Session{
		ID: c.UserID, Email: email, Domain: domain, Name: c.Name,
		EmailVerified: c.VerifiedEmail == nil || *c.VerifiedEmail,
	}, nil
}
