package postbox

import (
	"encoding/json"
	"fmt"
	"html/template"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// shown is a letter as the page and the JSON show it.
type shown struct {
	Number    int      `json:"number"`
	At        string   `json:"at"`
	Recipient string   `json:"recipient"` // whom the conversation named
	MessageID string   `json:"messageId"`
	Subject   string   `json:"subject"`
	From      []string `json:"from"`
	ReplyTo   []string `json:"replyTo"`
	To        []string `json:"to"`
	CC        []string `json:"cc"`
	Text      string   `json:"text"`
	HTML      string   `json:"html"`
	Files     []file   `json:"files"`
	Problem   string   `json:"problem,omitempty"` // why it can't be read
}

type file struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Size int    `json:"size"`
	URL  string `json:"url"`
}

func show(l Letter) shown {
	c, err := l.Content()
	s := shown{
		Number: l.Number, At: l.At.Format(time.RFC3339), Recipient: l.To, MessageID: c.MessageID, Subject: c.Subject,
		From: list(c.From), ReplyTo: list(c.ReplyTo), To: list(c.To), CC: list(c.CC), Text: c.Text, HTML: c.HTML, Files: []file{},
	}
	if err != nil {
		s.Problem = err.Error()
	}
	for i, f := range c.Files {
		s.Files = append(s.Files, file{f.Name, f.Type, len(f.Data), fmt.Sprintf("/dev/inbox/%d/files/%d", l.Number, i)})
	}
	return s
}

func list(texts []string) []string { return append([]string{}, texts...) }

// Handler shows what has come: a page at /dev/inbox, the newest first, each letter
// below it, and all as JSON at /dev/inbox.json.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /dev/inbox.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(map[string]any{"letters": s.newest()}) // the caller may be gone
	})
	mux.HandleFunc("GET /dev/inbox", func(w http.ResponseWriter, _ *http.Request) { render(w, inboxPage, s.newest()) })
	mux.HandleFunc("GET /dev/inbox/{number}", s.one(func(w http.ResponseWriter, _ *http.Request, l Letter) { render(w, letterPage, show(l)) }))
	mux.HandleFunc("GET /dev/inbox/{number}/html", s.one(func(w http.ResponseWriter, _ *http.Request, l Letter) {
		// As a mail program shows it: no script, nothing from elsewhere but where a person clicks.
		w.Header().Set("Content-Security-Policy", "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(show(l).HTML))
	}))
	mux.HandleFunc("GET /dev/inbox/{number}/raw", s.one(func(w http.ResponseWriter, _ *http.Request, l Letter) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(l.Raw)
	}))
	mux.HandleFunc("GET /dev/inbox/{number}/files/{file}", s.one(func(w http.ResponseWriter, r *http.Request, l Letter) {
		c, err := l.Content()
		i, wrong := strconv.Atoi(r.PathValue("file"))
		if err != nil || wrong != nil || i < 0 || i >= len(c.Files) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", c.Files[i].Type)
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": c.Files[i].Name}))
		_, _ = w.Write(c.Files[i].Data)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

func (s *Server) newest() []shown {
	all := []shown{}
	for _, l := range slices.Backward(s.Letters()) {
		all = append(all, show(l))
	}
	return all
}

func (s *Server) one(serve func(http.ResponseWriter, *http.Request, Letter)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, l := range s.Letters() {
			if strconv.Itoa(l.Number) == r.PathValue("number") {
				serve(w, r, l)
				return
			}
		}
		http.NotFound(w, r)
	}
}

func render(w http.ResponseWriter, page *template.Template, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_ = page.Execute(w, data) // the caller may be gone
}

const style = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>
body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0f172a}
a{color:#1d4ed8}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #cbd5e1;vertical-align:top}
iframe{width:100%;height:24rem;border:1px solid #cbd5e1;background:#fff}pre{white-space:pre-wrap;border:1px solid #cbd5e1;padding:1rem}
@media(prefers-color-scheme:dark){body{background:#0f172a;color:#e2e8f0}a{color:#93c5fd}}</style>`

func pageOf(name, body string) *template.Template {
	return template.Must(template.New(name).Funcs(template.FuncMap{"join": strings.Join}).
		Parse(`<!doctype html><html lang="en"><head><title>Inbox</title>` + style + `</head><body>` + body + `</body></html>`))
}

var inboxPage = pageOf("inbox", `<h1>Inbox</h1>
<p>What Ally has sent since dev was started, taken from the SMTP conversation. Nothing leaves this machine. As JSON: <a href="/dev/inbox.json">/dev/inbox.json</a>.</p>
{{if .}}<table><thead><tr><th>When</th><th>To</th><th>From</th><th>Subject</th><th>Files</th></tr></thead><tbody>
{{range .}}<tr><td>{{.At}}</td><td>{{.Recipient}}</td><td>{{join .From ", "}}</td><td><a href="/dev/inbox/{{.Number}}">{{if .Subject}}{{.Subject}}{{else}}(no subject){{end}}</a></td><td>{{len .Files}}</td></tr>
{{end}}</tbody></table>{{else}}<p>Nothing yet.</p>{{end}}`)

var letterPage = pageOf("letter", `<p><a href="/dev/inbox">Inbox</a></p><h1>{{.Subject}}</h1>
<table><tbody><tr><th>Delivered to</th><td>{{.Recipient}}</td></tr><tr><th>From</th><td>{{join .From ", "}}</td></tr>
<tr><th>Reply to</th><td>{{join .ReplyTo ", "}}</td></tr><tr><th>To</th><td>{{join .To ", "}}</td></tr><tr><th>Cc</th><td>{{join .CC ", "}}</td></tr>
<tr><th>Message-ID</th><td>{{.MessageID}}</td></tr><tr><th>When</th><td>{{.At}}</td></tr>
{{range .Files}}<tr><th>File</th><td><a href="{{.URL}}">{{.Name}}</a> ({{.Type}}, {{.Size}} bytes)</td></tr>{{end}}
{{if .Problem}}<tr><th>Problem</th><td>{{.Problem}}</td></tr>{{end}}</tbody></table>
<h2>HTML</h2><iframe title="HTML" src="/dev/inbox/{{.Number}}/html"></iframe>
<h2>Text</h2><pre>{{.Text}}</pre><p><a href="/dev/inbox/{{.Number}}/raw">As it came</a></p>`)
