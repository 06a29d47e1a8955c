// Package mail sends letters by SMTP, at least once and, but for one window that
// can't be closed, only once.
//
// A letter is put into `ally_outbox` by the very commit that decides on it (Queue).
// From there a Sender takes it: at once, an e-mail in the process that queued it and
// any other letter by the function allypost; else within a minute by allyoutbox. Whoever takes a letter holds a lease on it and
// notes each recipient's outcome before it turns to the next.
//
// The window: a server may have accepted a letter for a recipient while the process
// is killed, or the connection lost, before its answer is noted. Then the recipient
// is tried again and may have the letter twice. Both have the same Message-ID, by
// which most mail systems show one.
package mail

import (
	"time"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

const (
	// MostRecipients is how many addresses one letter may go to, copies included.
	MostRecipients = 20
	// MostSubject is in characters, MostText in bytes, MostAttached in bytes of all
	// attachments of a letter: a letter is one document of at most 1 MiB.
	MostSubject  = 200
	MostText     = 100_000
	MostAttached = 700_000
)

// Email is the kind of a letter that a person wrote and waits for: whoever queues it
// tries it at once.
const Email = "email"

// Party is somebody's name and address.
type Party struct {
	Name    string `firestore:"name"`
	Address string `firestore:"address"`
}

// Attachment is a file that goes along.
type Attachment struct {
	Name string `firestore:"name"` // with its ending, such as resumen.pdf
	Type string `firestore:"type"` // such as application/pdf
	Data []byte `firestore:"data"`
}

// Letter is what is to be sent.
type Letter struct {
	// ID is derived from what the letter is the only one of, such as an action:
	// the same letter queued twice is one. Its Message-ID follows from it.
	ID   string
	Kind string // Email, invitation, code: what it is for
	// From is on whose behalf it is sent; the zero value for Ally itself. The
	// sender's address is always that of the configuration: From gives the name
	// that is shown, and where ReplyTo is "" the address that answers go to.
	From    Party
	To      []string // addresses without names
	CC      []string
	ReplyTo string
	Subject string
	// Markdown is the text; it is sent as plain text and as HTML.
	Markdown    string
	Attachments []Attachment
	NotBefore   time.Time // zero for now
	// ActionID is the action whose delivery this is; "" for none.
	ActionID       string
	UserID         string        // who sends it; it goes with that person's erasure
	Language       lang.Language // of who sends it
	OrganizationID string
}

// wrong says what of a letter can't be sent, field by field.
func (l Letter) wrong() (fields []fault.Field) {
	refuse := func(name, es, en string) {
		fields = append(fields, fault.Field{Name: name, Problem: lang.Text{ES: es, EN: en}})
	}
	fields = append(fields, WrongAddresses("to", l.To)...)
	fields = append(fields, WrongAddresses("cc", l.CC)...)
	if len(l.To) == 0 {
		refuse("to", "falta un destinatario", "needs a recipient")
	}
	if n := len(recipients(l.To, l.CC)); n > MostRecipients {
		refuse("to", tooMany.ES, tooMany.EN)
	}
	for name, address := range map[string]string{"replyTo": l.ReplyTo, "from": l.From.Address} {
		if address != "" && !Valid(address) {
			refuse(name, noAddress.ES, noAddress.EN)
		}
	}
	if OneLine(l.Subject) == "" || len([]rune(l.Subject)) > MostSubject || OneLine(l.Subject) != l.Subject {
		refuse("subject", "debe ser una línea de 1 a 200 caracteres", "must be one line of 1 to 200 characters")
	}
	if len(l.Markdown) > MostText {
		refuse("body", "es demasiado largo", "is too long")
	}
	size := 0
	for _, a := range l.Attachments {
		size += len(a.Data)
	}
	if size > MostAttached {
		refuse("attachment", "es demasiado grande", "is too big")
	}
	return fields
}
