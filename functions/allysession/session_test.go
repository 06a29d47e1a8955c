package allysession_test

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/functions/allysession"
	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/signin"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

type answer struct {
	Token, APIKey, ProjectID, UserID, Emulator string
	Until                                      time.Time
	MockUserToken                              map[string]any
	Success                                    bool
}

func TestOnLocalhostTheBrowserListensToTheEmulator(t *testing.T) {
	t.Parallel()
	w, p := allytest.New(t, allytest.NoEvents()), sample.Granted()
	var a answer
	w.Call(p, http.MethodPost, "/api/ally/session", map[string]string{"userId": p.ID}).Into(&a)
	if a.Token != "" || a.Emulator != emulatortest.WithEvents(t).Emulator.Addr() || a.ProjectID != w.Project || a.UserID != p.ID || !a.Success {
		t.Errorf("%+v", a)
	}
	want := map[string]any{
		"sub": p.ID, "ally": true, "allyUntil": float64(a.Until.Unix()), "organizationId": sample.OrganizationSalfa, "domain": p.Domain(),
	}
	if !maps.Equal(a.MockUserToken, want) {
		t.Errorf("%v, want %v", a.MockUserToken, want)
	}
	if left := time.Until(a.Until); left <= 0 || left > signin.Life {
		t.Errorf("until %v", a.Until)
	}
}

// signer signs as a test wants it.
type signer struct {
	err    error
	userID string
	claims map[string]any
}

func (s *signer) Sign(_ context.Context, userID string, claims map[string]any) (string, error) {
	s.userID, s.claims = userID, claims
	return "signed", s.err
}

// deployed calls the function as it runs where there is no emulator.
func deployed(t *testing.T, key string, s signin.Signer) allytest.Answer {
	t.Helper()
	w, p := allytest.New(t, allytest.NoEvents()), sample.Granted()
	settings := w.Config
	settings.Emulator = emulatortest.WithEvents(t).Emulator.Addr()
	b, err := backend.New(t.Context(), backend.Options{Config: settings, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	b.Config.Emulator, b.Config.FirebaseKey, b.Signer = "", key, s
	h, err := allysession.Function.Handler(b)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	r := w.Request(p, http.MethodPost, "/api/ally/session", "{}")
	r.URL.Host = strings.TrimPrefix(server.URL, "http://")
	return w.Do(r)
}

func TestDeployedTheTokenIsSignedForThePersonOfTheSession(t *testing.T) {
	t.Parallel()
	s, p := &signer{}, sample.Granted()
	var a answer
	deployed(t, "key-of-the-web-app", s).Into(&a)
	if a.Token != "signed" || a.APIKey != "key-of-the-web-app" || a.UserID != p.ID || a.Emulator != "" || a.MockUserToken != nil {
		t.Errorf("%+v", a)
	}
	want := map[string]any{"ally": true, "allyUntil": a.Until.Unix(), "organizationId": sample.OrganizationSalfa, "domain": p.Domain()}
	if s.userID != p.ID || !maps.Equal(s.claims, want) {
		t.Errorf("signed for %s: %v, want %v", s.userID, s.claims, want)
	}
}

func TestWithoutAWebAppsKeyTheBrowserLearnsThatNothingIsLive(t *testing.T) {
	t.Parallel()
	s := &signer{}
	if a := deployed(t, "", s); a.Status != http.StatusNotFound || a.Problem().Code != "not_live" || s.userID != "" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestAFailureToSignTellsNothingOfOurInside(t *testing.T) {
	t.Parallel()
	a := deployed(t, "key", &signer{err: errors.New("iam: service account ally@example")})
	if a.Status != http.StatusServiceUnavailable || strings.Contains(string(a.Body), "iam") {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}
