package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"getaifactory.com/ally/shared/fault"
)

func TestOtherSitesCanNeitherChangeNorReadAnything(t *testing.T) {
	o, err := NewOrigins([]string{"https://chat.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, method, origin, fetchSite string
		refused, readable               bool
	}{
		{"a script without a browser", "POST", "", "", false, false},
		{"the same site", "POST", "https://ally.example.com", "same-origin", false, false},
		{"an allowed site", "POST", "https://chat.example.com", "cross-site", false, true},
		{"a foreign site", "POST", "https://evil.example.net", "cross-site", true, false},
		{"a foreign site, old browser", "POST", "https://evil.example.net", "", true, false},
		{"a foreign site that only reads", "GET", "https://evil.example.net", "cross-site", false, false},
		{"no origin but told to be foreign", "POST", "", "cross-site", true, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := httptest.NewRequest(tc.method, "https://ally.example.com/api/ally", nil)
			if tc.origin != "" {
				r.Header.Set("Origin", tc.origin)
			}
			if tc.fetchSite != "" {
				r.Header.Set("Sec-Fetch-Site", tc.fetchSite)
			}
			w := httptest.NewRecorder()
			done, err := o.Admit(w, r, "GET, POST")
			if done || fault.Has(err, "foreign_origin") != tc.refused {
				t.Errorf("done %v, error %v, want refused %v", done, err, tc.refused)
			}
			if got := w.Header().Get("Access-Control-Allow-Origin") == tc.origin && tc.origin != ""; got != tc.readable {
				t.Errorf("readable %v, want %v", got, tc.readable)
			}
		})
	}
}

func TestABrowsersPreliminaryQuestionIsAnsweredForAllowedSitesOnly(t *testing.T) {
	o, err := NewOrigins([]string{"https://chat.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	for origin, want := range map[string]string{"https://chat.example.com": "GET, POST", "https://evil.example.net": ""} {
		r := httptest.NewRequest(http.MethodOptions, "/", nil)
		r.Header.Set("Origin", origin)
		w := httptest.NewRecorder()
		if done, err := o.Admit(w, r, "GET, POST"); !done || err != nil {
			t.Errorf("%s: done %v, %v", origin, done, err)
		}
		if got := w.Header().Get("Access-Control-Allow-Methods"); got != want || w.Code != http.StatusNoContent {
			t.Errorf("%s may %q with %d, want %q", origin, got, w.Code, want)
		}
	}
}
