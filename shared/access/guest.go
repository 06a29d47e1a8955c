package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"getaifactory.com/ally/shared/id"
)

// What Ally puts into the token of a guest's session.
const (
	guestIssuer   = "ally"
	guestAudience = "ally-guests"
)

// GuestSession is what a verified token of a guest says. What it opens is decided
// at each request.
type GuestSession struct {
	InvitationID string
	Email        string // lower case
	ExpiresAt    time.Time
}

type guestClaims struct {
	jwt.RegisteredClaims
	Email string `json:"email"`
}

// Guests signs and verifies the sessions of people without an account. Their key is
// made of the secret of the platform's sessions and is not that secret: no token of
// theirs can be taken for a session of the platform, whatever that checks.
type Guests struct {
	key    []byte
	now    func() time.Time
	parser *jwt.Parser
}

// NewGuests gives Guests whose key follows from the secret.
func NewGuests(secret string, now func() time.Time) (*Guests, error) {
	if secret == "" || now == nil {
		return nil, errors.New("access: guests need a secret and a clock")
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("sessions of Ally's guests"))
	return &Guests{key: mac.Sum(nil), now: now, parser: jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithIssuer(guestIssuer), jwt.WithAudience(guestAudience),
		jwt.WithExpirationRequired(), jwt.WithTimeFunc(now),
	)}, nil
}

// Sign gives the token of a session.
func (g *Guests) Sign(s GuestSession) (string, error) {
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, guestClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: guestIssuer, Audience: jwt.ClaimStrings{guestAudience}, Subject: s.InvitationID,
			IssuedAt: jwt.NewNumericDate(g.now()), ExpiresAt: jwt.NewNumericDate(s.ExpiresAt),
		},
		Email: s.Email,
	}).SignedString(g.key)
	if err != nil {
		return "", fmt.Errorf("access: sign a guest's token: %w", err)
	}
	return token, nil
}

// Of gives the session of a request, from `Authorization: Bearer` alone: no other
// page can have a browser send it.
func (g *Guests) Of(r *http.Request) (GuestSession, error) {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return GuestSession{}, errors.New("access: no guest's token")
	}
	var c guestClaims
	if _, err := g.parser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return g.key, nil }); err != nil {
		return GuestSession{}, fmt.Errorf("access: guest's token: %w", err)
	}
	if !id.Valid(c.Subject) || c.Email == "" {
		return GuestSession{}, errors.New("access: guest's token: no usable invitation")
	}
	return GuestSession{InvitationID: c.Subject, Email: c.Email, ExpiresAt: c.ExpiresAt.Time}, nil
}

// Mac gives a keyed hash of a short secret of a guest's, which its plain hash would
// not hide.
func (g *Guests) Mac(parts ...string) string {
	mac := hmac.New(sha256.New, g.key)
	mac.Write([]byte(strings.Join(parts, "\x00")))
	return fmt.Sprintf("%x", mac.Sum(nil))
}
