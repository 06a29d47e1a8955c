package main

import (
	"fmt"
	"net/http"
)

// pages serves the functions, and at / a few words for whoever opens the
// address in a browser. An emulator that runs already sends its events here.
func (d *development) pages() http.Handler {
	mux := http.NewServeMux()
	if d.noWeb {
		mux.Handle("/", d.system.Routes())
	} else {
		mux.Handle("/api/", d.system.Routes())
		mux.HandleFunc("GET /{$}", welcome)
	}
	if d.settings.Emulator != "" {
		mux.Handle("POST /functions/projects/", d.bridge)
	}
	return mux
}

func welcome(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	fmt.Fprint(w, welcomePage)
}

const welcomePage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Ally</title>
<style>body{font:16px/1.5 system-ui;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#0f172a}
code{background:#f1f5f9;padding:.1em .3em;border-radius:.3em}
@media(prefers-color-scheme:dark){body{background:#0f172a;color:#e2e8f0}code{background:#1e293b}a{color:#93c5fd}}</style>
<h1>Ally's backend is running</h1>
<p>Every call needs a session. For curl, make one with
<code style="white-space:nowrap">go run ./cmd/ally token --email alec@getaifactory.com</code>; the README has a walk-through.</p>
<p>The contract is described at <a href="/api/ally/openapi.json">/api/ally/openapi.json</a>.</p>
</html>
`
