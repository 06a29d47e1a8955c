package access

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const secret = "the-classic-system's-secret"

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func sessions(t *testing.T) *Sessions {
	s, err := NewSessions(secret, "flow_session", func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func good() jwt.MapClaims {
	return jwt.MapClaims{
		"iss": "flow-platform", "aud": "flow-users", "exp": noon.Add(time.Hour).Unix(), "iat": noon.Unix(),
		"id": "u1", "email": "Ana.Soto@Example.com", "name": "Ana Soto", "role": "admin",
	}
}

func sign(t *testing.T, method jwt.SigningMethod, key any, c jwt.MapClaims) string {
	token, err := jwt.NewWithClaims(method, c).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestAGoodTokenSaysWhoSomebodyIs(t *testing.T) {
	s, err := sessions(t).Verify(sign(t, jwt.SigningMethodHS256, []byte(secret), good()))
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != "u1" || s.Email != "ana.soto@example.com" || s.Domain != "example.com" || !s.EmailVerified {
		t.Errorf("session: %+v", s)
	}
}

func TestATokenIsAcceptedOnlyAsTheClassicSystemIssuesIt(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(jwt.MapClaims)) string {
		c := good()
		change(c)
		return sign(t, jwt.SigningMethodHS256, []byte(secret), c)
	}
	valid := sign(t, jwt.SigningMethodHS256, []byte(secret), good())
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + strings.Split(valid, ".")[1] + "."
	for name, token := range map[string]string{
		"empty":                   "",
		"garbage":                 "a.b.c",
		"another secret":          sign(t, jwt.SigningMethodHS256, []byte("another"), good()),
		"a changed body":          strings.Split(valid, ".")[0] + "." + strings.Split(with(func(c jwt.MapClaims) { c["id"] = "u2" }), ".")[1] + "." + strings.Split(valid, ".")[2],
		"alg none":                none,
		"RS256":                   sign(t, jwt.SigningMethodRS256, rsaKey, good()),
		"HS512":                   sign(t, jwt.SigningMethodHS512, []byte(secret), good()),
		"expired":                 with(func(c jwt.MapClaims) { c["exp"] = noon.Add(-time.Second).Unix() }),
		"without expiry":          with(func(c jwt.MapClaims) { delete(c, "exp") }),
		"another issuer":          with(func(c jwt.MapClaims) { c["iss"] = "another" }),
		"without issuer":          with(func(c jwt.MapClaims) { delete(c, "iss") }),
		"another audience":        with(func(c jwt.MapClaims) { c["aud"] = "another" }),
		"without audience":        with(func(c jwt.MapClaims) { delete(c, "aud") }),
		"not valid yet":           with(func(c jwt.MapClaims) { c["nbf"] = noon.Add(time.Hour).Unix() }),
		"without id":              with(func(c jwt.MapClaims) { delete(c, "id") }),
		"an id that is a path":    with(func(c jwt.MapClaims) { c["id"] = "u1/x/y" }),
		"an id that is no text":   with(func(c jwt.MapClaims) { c["id"] = 7 }),
		"without e-mail":          with(func(c jwt.MapClaims) { delete(c, "email") }),
		"an e-mail without @":     with(func(c jwt.MapClaims) { c["email"] = "ana" }),
		"an e-mail with two @":    with(func(c jwt.MapClaims) { c["email"] = "ana@evil.com@example.com" }),
		"a domain that is a path": with(func(c jwt.MapClaims) { c["email"] = "ana@a/b" }),
		"a domain of dots":        with(func(c jwt.MapClaims) { c["email"] = "ana@.." }),
		"a reserved document id":  with(func(c jwt.MapClaims) { c["id"] = "__all__" }),
		"a dot as document id":    with(func(c jwt.MapClaims) { c["id"] = ".." }),
		"a signature of no bytes": strings.Join(strings.Split(valid, ".")[:2], ".") + ".",
	} {
		t.Run(name, func(t *testing.T) {
			if s, err := sessions(t).Verify(token); err == nil {
				t.Errorf("accepted as %+v", s)
			}
		})
	}
}

func TestTheTokenComesInTheCookieHostingsCookieOrAsBearer(t *testing.T) {
	valid := sign(t, jwt.SigningMethodHS256, []byte(secret), good())
	for name, set := range map[string]func(*http.Request){
		"cookie":           func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "flow_session", Value: valid}) },
		"Hosting's cookie": func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "__session", Value: valid}) },
		"bearer":           func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+valid) },
		"beside a stale cookie": func(r *http.Request) {
			r.AddCookie(&http.Cookie{Name: "flow_session", Value: "stale"})
			r.AddCookie(&http.Cookie{Name: "__session", Value: valid})
		},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		set(r)
		if s, err := sessions(t).Of(r); err != nil || s.ID != "u1" {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/?flow_session="+valid, nil)
	r.AddCookie(&http.Cookie{Name: "another", Value: valid})
	if _, err := sessions(t).Of(r); err == nil {
		t.Error("accepted from somewhere else")
	}
}

func TestTokensOfOurOwnAreAccepted(t *testing.T) {
	token, err := Token(secret, Holder{ID: "usr_1", Email: "ana@example.com"}, noon, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := sessions(t).Verify(token); err != nil || s.ID != "usr_1" {
		t.Errorf("%+v, %v", s, err)
	}
}

func FuzzVerifyNeverAcceptsAnUnsignedToken(f *testing.F) {
	f.Add("a.b.c")
	f.Add("")
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	s, err := NewSessions(secret, "flow_session", func() time.Time { return noon })
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if _, err := s.Verify(token); err == nil {
			t.Errorf("accepted %q", token)
		}
	})
}
