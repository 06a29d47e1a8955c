package web

import (
	"mime"
	"net/http"
)

// File is an answer that is saved as a file.
type File struct {
	Name, Type string // Type is a media type
	Data       []byte
}

// Send answers with a file. A browser saves it, whatever is in it.
func Send(w http.ResponseWriter, f File) {
	w.Header().Set("Content-Type", f.Type)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(f.Data) // the caller may be gone
}
