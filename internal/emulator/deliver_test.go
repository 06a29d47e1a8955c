package emulator_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/emulator"
)

func eventRequest() *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("data"))
	r.Header.Set("Ce-Id", "1")
	return r
}

func TestAHandlersStatusIsTheDeliverysStatus(t *testing.T) {
	for name, tc := range map[string]struct {
		handler http.HandlerFunc
		status  int
	}{
		"nothing written": {func(http.ResponseWriter, *http.Request) {}, 200},
		"a body only":     {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }, 200},
		"the first counts": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(103)
			w.WriteHeader(503)
			w.WriteHeader(200)
		}, 503},
	} {
		t.Run(name, func(t *testing.T) {
			deliver := emulator.ToHandler(func(string, string) http.Handler { return tc.handler })
			if status, err := deliver(context.Background(), "p", "k", eventRequest()); status != tc.status || err != nil {
				t.Errorf("status %d, %v; want %d", status, err, tc.status)
			}
		})
	}
}

func TestAPanicAndAMissingHandlerAreErrors(t *testing.T) {
	for name, handler := range map[string]http.Handler{
		"panic": http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oh") }),
		"none":  nil,
	} {
		t.Run(name, func(t *testing.T) {
			deliver := emulator.ToHandler(func(string, string) http.Handler { return handler })
			if status, err := deliver(context.Background(), "p", "k", eventRequest()); err == nil {
				t.Errorf("status %d without an error", status)
			}
		})
	}
}
