package workspace_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"getaifactory.com/ally/internal/workspace"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func built() http.Handler {
	return workspace.Serve(fstest.MapFS{
		"index.html":            {Data: []byte("the page")},
		"visit.html":            {Data: []byte("the page for visitors")},
		"ally.svg":              {Data: []byte("<svg/>")},
		"assets/index-a1b2.js":  {Data: []byte("start()")},
		"assets/index-c3d4.css": {Data: []byte("a{}")},
		"assets/odd.exe":        {Data: []byte("?")},
		".vite/manifest.json":   {Data: []byte("{}")},
	}, workspace.Policy())
}

func get(h http.Handler, method, path string) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w.Result()
}

func TestEachPathGetsWhatItAsksFor(t *testing.T) {
	const forever, never = "public, max-age=31536000, immutable", "no-store"
	for _, tc := range []struct {
		path   string
		status int
		kind   string
		cache  string
	}{
		{"/", 200, "text/html; charset=utf-8", never},
		{"/index.html", 200, "text/html; charset=utf-8", never},
		{"/conversations/abc", 200, "text/html; charset=utf-8", never},
		{"/assets", 200, "text/html; charset=utf-8", never},
		{"/ally.svg", 200, "image/svg+xml", never},
		{"/assets/index-a1b2.js", 200, "text/javascript; charset=utf-8", forever},
		{"/assets/index-c3d4.css", 200, "text/css; charset=utf-8", forever},
		{"/assets/index-gone.js", 404, "text/plain; charset=utf-8", never},
		{"/assets/odd.exe", 404, "text/plain; charset=utf-8", never},
		{"/.vite/manifest.json", 404, "text/plain; charset=utf-8", never},
		{"/../../etc/passwd.txt", 404, "text/plain; charset=utf-8", never},
		{"/assets/../.vite/manifest.json", 404, "text/plain; charset=utf-8", never},
	} {
		a := get(built(), http.MethodGet, tc.path)
		if a.StatusCode != tc.status || a.Header.Get("Content-Type") != tc.kind || a.Header.Get("Cache-Control") != tc.cache {
			t.Errorf("%s: %d, %v", tc.path, a.StatusCode, a.Header)
		}
	}
}

func TestWhoComesByALinkGetsTheirOwnPage(t *testing.T) {
	for path, want := range map[string]string{
		"/invitation": "the page for visitors", "/guest": "the page for visitors", "/shared": "the page for visitors",
		"/": "the page", "/shared/more": "the page", "/invitations": "the page",
	} {
		a := get(built(), http.MethodGet, path)
		if got, err := io.ReadAll(a.Body); err != nil || string(got) != want || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %q, %v, %v", path, got, a.Header, err)
		}
	}
}

func TestWhateverIsAskedTheAnswerIsUnderThePolicy(t *testing.T) {
	h := built()
	rapid.Check(t, func(t *rapid.T) {
		path := "/" + strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"..", ".", ".vite", "manifest.json", "assets", "index.html", "a", "%2e%2e", "//"})).Draw(t, "parts"), "/")
		method := rapid.SampledFrom([]string{http.MethodGet, http.MethodHead, http.MethodPost}).Draw(t, "method")
		a := get(h, method, path)
		if a.Header.Get("Content-Security-Policy") != policy || a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Fatalf("%s %s: %v", method, path, a.Header)
		}
		if method == http.MethodPost && a.StatusCode != http.StatusMethodNotAllowed {
			t.Fatalf("POST %s: %d", path, a.StatusCode)
		}
	})
}

func TestThePageMaySpeakToWhatItIsGivenAndNothingElse(t *testing.T) {
	want := strings.Replace(policy, "connect-src 'self'", "connect-src 'self' http://127.0.0.1:8080", 1)
	if got := workspace.Policy("http://127.0.0.1:8080"); got != want {
		t.Error(got)
	}
}
