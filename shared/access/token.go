package access

import (
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Holder is whom a session token is issued to.
type Holder struct {
	ID, GoogleUserID, Email, Name, Picture, Role string
	Roles                                        []string
}

// Token signs a session token as the classic system does. Ally itself never
// issues one: it is for local use and for tests.
func Token(secret string, h Holder, issued time.Time, life time.Duration) (string, error) {
	verified := true
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience},
			IssuedAt: jwt.NewNumericDate(issued), ExpiresAt: jwt.NewNumericDate(issued.Add(life)),
		},
		UserID: h.ID, GoogleUserID: h.GoogleUserID, Email: h.Email, Name: h.Name, Picture: h.Picture,
		VerifiedEmail: &verified, Role: h.Role, Roles: h.Roles,
	}).SignedString([]byte(secret))
	if err != nil {
		return "", fmt.Errorf("access: sign a token for %s: %w", h.ID, err)
	}
	return token, nil
}
