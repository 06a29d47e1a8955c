package main

import (
	"html/template"
	"io/fs"
	"net/http"

	"getaifactory.com/ally/internal/workspace"
)

// pages serves the functions, what the workspace needs while developing, and to a
// browser the workspace itself. An emulator that runs already sends its events here.
func (d *development) pages() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/dev/", d.beside)
	if d.inbox != nil {
		for _, path := range []string{"/dev/inbox", "/dev/inbox.json", "/dev/inbox/"} {
			mux.Handle(path, d.inbox.Handler())
		}
	}
	if d.noWeb {
		mux.Handle("/", d.system.Routes())
	} else {
		mux.Handle("/api/", d.system.Routes())
		mux.Handle("/", d.page)
	}
	if d.settings.Emulator != "" {
		mux.Handle("POST /functions/projects/", d.bridge)
	}
	return mux
}

// web serves the workspace, or, where it could not be built, a few words that
// say why.
func (d *development) web(page fs.FS, failed error) http.Handler {
	if failed != nil {
		d.say("The workspace can't be served: %v.", failed)
		mux := http.NewServeMux()
		mux.Handle("GET /{$}", welcome(failed))
		return mux
	}
	// The page listens to the emulator directly, as it does to Firestore.
	return workspace.Serve(page, workspace.Policy("http://"+d.emulator.Addr()))
}

func welcome(failed error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		_ = welcomePage.Execute(w, failed.Error()) // the caller may be gone
	})
}

var welcomePage = template.Must(template.New("welcome").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Ally</title>
<style>body{font:16px/1.5 system-ui;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#0f172a}
code{background:#f1f5f9;padding:.1em .3em;border-radius:.3em}
@media(prefers-color-scheme:dark){body{background:#0f172a;color:#e2e8f0}code{background:#1e293b}a{color:#93c5fd}}</style>
<h1>Ally's backend is running</h1>
<p>The workspace can't be served: {{.}}.</p>
<p>Every call needs a session. For curl, make one with
<code style="white-space:nowrap">go run ./cmd/ally token --email alec@getaifactory.com</code>; the README has a walk-through.</p>
<p>The contract is described at <a href="/api/ally/openapi.json">/api/ally/openapi.json</a>.</p>
</html>
`))
