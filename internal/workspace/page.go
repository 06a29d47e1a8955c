package workspace

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// kinds are the files that a page is made of. They don't depend on the machine,
// as package mime does.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".ico": "image/x-icon",
	".woff2": "font/woff2", ".json": "application/json; charset=utf-8", ".txt": "text/plain; charset=utf-8",
}

// Policy is the Content-Security-Policy of the page: it takes scripts, styles and
// data from where it comes from, and speaks to that place and the given origins.
func Policy(origins ...string) string {
	connect := strings.Join(append([]string{"'self'"}, origins...), " ")
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src " + connect +
		"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// Visits are the paths of the pages for people who come from outside, by a link:
// an invitation, a guest's conversation, something that was shared. They are a
// small page of their own, without the workspace.
var Visits = []string{"/invitation", "/guest", "/shared"}

// Serve serves a built page under the policy. A path without a dot is one of the
// page's own and gives index.html, or visit.html where it is one of Visits. What Vite puts into assets/ has its content's
// hash in its name and may be kept for good; nothing else is kept.
func Serve(page fs.FS, policy string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "Only GET is accepted here.", http.StatusMethodNotAllowed)
			return
		}
		name := nameOf(r.URL.Path)
		content, err := fs.ReadFile(page, name)
		kind, known := kinds[path.Ext(name)]
		if err != nil || !known || hidden(name) {
			if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
				http.Error(w, "The page can't be read.", http.StatusInternalServerError)
				return
			}
			http.Error(w, "There is nothing here.", http.StatusNotFound)
			return
		}
		h.Set("Content-Type", kind)
		if strings.HasPrefix(name, "assets/") {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	})
}

// nameOf is the file that a path asks for.
func nameOf(asked string) string {
	if slices.Contains(Visits, asked) {
		return "visit.html"
	}
	if !strings.Contains(asked, ".") {
		return "index.html"
	}
	return strings.TrimPrefix(path.Clean("/"+asked), "/")
}

// hidden says whether the file is none of the page's, such as Vite's manifest.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return true
		}
	}
	return false
}
