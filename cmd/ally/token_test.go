package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/config"
)

func TestEverybodyInTheSampleGetsATokenThatIsAcceptedOnLocalhost(t *testing.T) {
	sessions, err := access.NewSessions(config.LocalSecret, "flow_session", time.Now)
	must(t, err)
	for _, p := range sample.People() {
		c := tokenCommand()
		var out strings.Builder
		c.SetOut(&out)
		c.SetArgs([]string{"--email", strings.ToUpper(p.Email) + " ", "--id", p.ID})
		t.Setenv("JWT_SECRET", "")
		t.Setenv("ENVIRONMENT_NAME", "")
		must(t, c.ExecuteContext(t.Context()))
		r, err := http.NewRequest(http.MethodGet, "/", nil)
		must(t, err)
		r.AddCookie(&http.Cookie{Name: "flow_session", Value: strings.TrimSuffix(out.String(), "\n")})
		session, err := sessions.Of(r)
		if err != nil || session.ID != p.ID || session.Email != p.Email || session.Domain != p.Domain() {
			t.Errorf("%s: %+v, %v", p.Email, session, err)
		}
	}
}

func TestATokenIsSignedWithTheSecretThatIsSet(t *testing.T) {
	t.Parallel()
	x := run(t, []string{"JWT_SECRET=mine"}, "token", "--email", sample.Superadmin().Email)
	r, err := http.NewRequest(http.MethodGet, "/", nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(x.stdout.String()))
	for secret, accepted := range map[string]bool{"mine": true, config.LocalSecret: false} {
		sessions, err := access.NewSessions(secret, "flow_session", time.Now)
		must(t, err)
		if _, err := sessions.Of(r); (err == nil) != accepted {
			t.Errorf("with the secret %q: %v", secret, err)
		}
	}
}

func TestATokenIsRefusedInOneSentence(t *testing.T) {
	t.Parallel()
	alec := sample.Superadmin().Email
	for name, tc := range map[string]struct {
		environ, args, parts []string
	}{
		"for nobody":                    {nil, nil, []string{"--email", "--list"}},
		"for what is no address":        {nil, []string{"--email", "alec"}, []string{"--email"}},
		"for somebody unknown":          {nil, []string{"--email", "nobody@example.com"}, []string{"nobody@example.com", "--id", "--list"}},
		"in production":                 {[]string{"ENVIRONMENT_NAME=production"}, []string{"--email", alec}, []string{"ENVIRONMENT_NAME", "production"}},
		"in staging":                    {[]string{"ENVIRONMENT_NAME=staging"}, []string{"--email", alec}, []string{"ENVIRONMENT_NAME", "staging"}},
		"with a secret in a deployment": {[]string{"JWT_SECRET=projects/1/secrets/jwt/versions/latest"}, []string{"--email", alec}, []string{"JWT_SECRET"}},
		"with a secret of a short form": {[]string{"JWT_SECRET=sm://jwt"}, []string{"--email", alec}, []string{"JWT_SECRET"}},
		"with words that say nothing":   {nil, []string{"alec"}, []string{`"alec"`}},
		"with a flag that is not known": {nil, []string{"--mail", alec}, []string{"--mail"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refuses(t, tc.environ, append([]string{"token"}, tc.args...), tc.parts...)
		})
	}
}

func TestTheListOfPeopleIsTheSamples(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(run(t, nil, "token", "--list").stdout.String()), "\n")
	people := sample.People()
	if len(lines) != len(people) {
		t.Fatalf("%d lines for %d people", len(lines), len(people))
	}
	for i, p := range people {
		if fields := strings.Fields(lines[i]); fields[0] != p.Email || fields[1] != p.ID {
			t.Errorf("%q is not %s", lines[i], p.Email)
		}
	}
}
