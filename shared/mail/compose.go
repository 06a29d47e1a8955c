package mail

import (
	"fmt"
	"io"
	"mime"
	"strings"
	"time"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"
)

// compose writes a letter as it goes over the line: text and HTML beside each other,
// and the attachments. All recipients get the same.
func compose(w io.Writer, l Kept, from mail.Address) error {
	var h mail.Header
	h.SetDate(l.Date)
	h.SetMessageID(messageID(l.ID, from.Address))
	if l.From.Name != "" {
		name := l.From.Name
		if from.Name != "" {
			name += " · " + from.Name
		}
		from.Name = name
	}
	h.SetAddressList("From", []*mail.Address{&from})
	replyTo := l.ReplyTo
	if replyTo == "" {
		replyTo = l.From.Address
	}
	if replyTo != "" {
		h.SetAddressList("Reply-To", addresses([]string{replyTo}))
	}
	h.SetAddressList("To", addresses(l.To))
	if len(l.CC) > 0 {
		h.SetAddressList("Cc", addresses(l.CC))
	}
	h.SetSubject(asWritten(l.Subject))
	html, err := HTML(l.Markdown)
	if err != nil {
		return err
	}
	if len(l.Attachments) == 0 {
		inline, err := mail.CreateInlineWriter(w, h)
		if err != nil {
			return fmt.Errorf("mail: %w", err)
		}
		return both(inline, l.Markdown, html)
	}
	whole, err := mail.CreateWriter(w, h)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	inline, err := whole.CreateInline()
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := both(inline, l.Markdown, html); err != nil {
		return err
	}
	for _, a := range l.Attachments {
		if err := attach(whole, a); err != nil {
			return err
		}
	}
	return whole.Close()
}

// both writes the text, as it was written in Markdown, which is made to be read as
// it is, and the HTML.
func both(w *mail.InlineWriter, text, html string) error {
	for _, part := range []struct{ kind, content string }{{"text/plain", text}, {"text/html", html}} {
		var h mail.InlineHeader
		h.SetContentType(part.kind, map[string]string{"charset": "utf-8"})
		if err := write(func() (io.WriteCloser, error) { return w.CreatePart(h) }, []byte(part.content)); err != nil {
			return err
		}
	}
	return w.Close()
}

func attach(w *mail.Writer, a Attachment) error {
	kind, _, err := mime.ParseMediaType(a.Type)
	if err != nil || strings.HasPrefix(kind, "multipart/") || strings.HasPrefix(kind, "message/") {
		kind = "application/octet-stream"
	}
	h := mail.AttachmentHeader{Header: message.Header{}}
	h.SetContentType(kind, nil)
	h.SetFilename(a.Name)
	return write(func() (io.WriteCloser, error) { return w.CreateAttachment(h) }, a.Data)
}

func write(open func() (io.WriteCloser, error), content []byte) error {
	part, err := open()
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if _, err := part.Write(content); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return part.Close()
}

func addresses(list []string) []*mail.Address {
	var all []*mail.Address
	for _, a := range list {
		all = append(all, &mail.Address{Address: a})
	}
	return all
}

// messageID is the same for every attempt at a letter, by which most mail systems
// know a second copy. It has no angle brackets.
func messageID(letter, from string) string {
	return letter + "@" + domainOf(from)
}

// fileName makes a name fit for an attachment: one line without folders.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, OneLine(name))
	if name = strings.Trim(name, ". "); name == "" {
		return "adjunto"
	}
	return asWritten(name)
}

// asWritten keeps a text from being read as the encoding of another: readers decode
// =?utf-8?q?…?= wherever it stands.
func asWritten(text string) string { return strings.ReplaceAll(text, "=?", "= ?") }

// displayName makes a name fit to stand before an address: one line, not long, and
// without what ends or quotes a name there. The standard library's encoder
// leaves a backslash as it is, with which no reader finds the address any more.
func displayName(name string) string {
	name = OneLine(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`\"<>`, r) {
			return ' '
		}
		return r
	}, name))
	runes := []rune(name)
	return OneLine(asWritten(string(runes[:min(len(runes), 100)])))
}

// dated is the time that a letter bears: when it was to be sent.
func dated(now, notBefore time.Time) time.Time {
	if notBefore.After(now) {
		now = notBefore
	}
	return now.UTC().Truncate(time.Millisecond)
}
