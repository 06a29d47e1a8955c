package main

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/sample"
)

func TestDevUsesAnEmulatorThatRunsAlready(t *testing.T) {
	t.Parallel()
	var ally atomic.Pointer[url.URL]
	e, err := emulator.Start(t.Context(), emulator.Options{Events: &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(ally.Load()) },
	}})
	must(t, err)
	t.Cleanup(func() { _ = e.Stop(t.Context()) })

	environ := []string{"FIRESTORE_EMULATOR_HOST=" + e.Addr(), "GOOGLE_CLOUD_PROJECT=demo-elsewhere"}
	who := sample.Granted()
	for _, args := range [][]string{nil, {"--fresh"}} {
		x := launch(t, environ, append([]string{"dev", "--no-web", "--port=0"}, args...)...)
		address := x.address()
		at, err := url.Parse(address)
		must(t, err)
		ally.Store(at)
		c := as(t, who, address)
		o := c.open(who)
		if !o.IsNew {
			t.Errorf("with %v: %+v", args, o)
		}
		eventually(t, "a welcome", func() bool {
			return slices.ContainsFunc(c.messages(o.AllyID), func(m allytest.Message) bool { return m.Role == "ally" })
		})
		x.end(syscall.SIGINT)
	}
	answer, err := http.Get("http://" + e.Addr() + "/")
	must(t, err)
	_ = answer.Body.Close()
}
