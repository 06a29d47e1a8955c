package postbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // texts in other charsets than UTF-8
	"github.com/emersion/go-message/mail"
)

// Letter is one that has come for one recipient.
type Letter struct {
	Number   int // from 1, in the order in which they came
	At       time.Time
	From, To string // as the conversation named them
	Raw      []byte // header and body
}

// Content is what a letter says.
type Content struct {
	MessageID, Subject    string
	From, ReplyTo, To, CC []string // as Name <address>
	Date                  time.Time
	Text, HTML            string
	Files                 []File
}

// File is an attachment.
type File struct {
	Name, Type string
	Data       []byte
}

// Content reads a letter.
func (l Letter) Content() (c Content, err error) {
	r, err := mail.CreateReader(bytes.NewReader(l.Raw))
	if err != nil && !message.IsUnknownCharset(err) {
		return c, fmt.Errorf("postbox: %w", err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	c.MessageID, _ = r.Header.MessageID()
	c.Subject, _ = r.Header.Subject()
	c.Date, _ = r.Header.Date()
	for field, list := range map[string]*[]string{"From": &c.From, "Reply-To": &c.ReplyTo, "To": &c.To, "Cc": &c.CC} {
		all, _ := r.Header.AddressList(field)
		for _, a := range all {
			if a.Name == "" {
				*list = append(*list, a.Address)
				continue
			}
			*list = append(*list, a.Name+" <"+a.Address+">")
		}
	}
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return c, nil
		}
		if err != nil && !message.IsUnknownCharset(err) {
			return c, fmt.Errorf("postbox: %w", err)
		}
		data, err := io.ReadAll(part.Body)
		if err != nil {
			return c, fmt.Errorf("postbox: %w", err)
		}
		switch h := part.Header.(type) {
		case *mail.AttachmentHeader:
			name, _ := h.Filename()
			kind, _, _ := h.ContentType()
			c.Files = append(c.Files, File{name, kind, data})
		case *mail.InlineHeader:
			kind, _, _ := h.ContentType()
			if strings.HasPrefix(kind, "text/html") {
				c.HTML = string(data)
			} else {
				c.Text = string(data)
			}
		}
	}
}
