package main

import (
	"fmt"
	"net/http"
)

// page serves the functions, and at / a few words for whoever opens the
// address in a browser.
func page(routes http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/", routes)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		fmt.Fprint(w, welcomePage)
	})
	return mux
}

const welcomePage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Ally</title>
<style>body{font:16px/1.5 system-ui;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#0f172a}
code{background:#f1f5f9;padding:.1em .3em;border-radius:.3em}
@media(prefers-color-scheme:dark){body{background:#0f172a;color:#e2e8f0}code{background:#1e293b}a{color:#93c5fd}}</style>
<h1>Ally's backend is running</h1>
<p>Every call needs a session. For curl, make one with
<code>go run ./cmd/ally token --email alec@getaifactory.com</code>; the README has a walk-through.</p>
<p>The contract is described at <a href="/api/ally/openapi.json">/api/ally/openapi.json</a>.</p>
</html>
`
