package web

import (
	"bufio"
	"io"
	"mime"
	"net/http"
)

// Written is an answer that writes its JSON itself, piece by piece: one that may
// be too large to be held in memory. It is answered as a file to be saved.
type Written interface {
	WriteJSON(io.Writer) error
	FileName() string
}

// pieces is how much of a Written is held before it goes out, in bytes. What fails
// before that is answered as an error; what fails later cuts the file short.
const pieces = 64 << 10

// Write answers with a Written.
func Write(w http.ResponseWriter, answer Written) error {
	out := bufio.NewWriterSize(&begun{w: w, name: answer.FileName()}, pieces)
	if err := answer.WriteJSON(out); err != nil {
		return err
	}
	_ = out.Flush() // the caller may be gone
	return nil
}

// begun sends the header with the first bytes.
type begun struct {
	w    http.ResponseWriter
	name string
	sent bool
}

func (b *begun) Write(p []byte) (int, error) {
	if !b.sent {
		b.sent = true
		b.w.Header().Set("Content-Type", "application/json; charset=utf-8")
		b.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": b.name}))
		b.w.WriteHeader(http.StatusOK)
	}
	return b.w.Write(p)
}
