// Package email is the e-mail app: drafts that a model writes from a conversation and
// a person edits, and what becomes of those that the person sends. Nothing is sent
// without a person's call of Send.
package email

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/mail"
)

// ActionType is the action type of an e-mail.
const ActionType = "email"

// Draft is an e-mail as it is written. It may be unfinished: Send checks it.
type Draft struct {
	To         []string    `firestore:"to" json:"to"`
	CC         []string    `firestore:"cc" json:"cc"`
	Subject    string      `firestore:"subject" json:"subject"`
	Body       string      `firestore:"body" json:"body"` // Markdown
	Attachment *Attachment `firestore:"attachment,omitempty" json:"attachment,omitempty"`
}

// Attachment is an action whose result goes along as PDF.
type Attachment struct {
	ActionID string `firestore:"actionId" json:"actionId"`
	Name     string `firestore:"name" json:"name"`
}

// State is how far an e-mail has come.
type State string

const (
	Drafted   State = "draft"
	Scheduled State = "scheduled"
	Queued    State = "queued" // it is due, being sent, or tried again
	Sent      State = "sent"
	Partly    State = "partly" // some recipients have it, and the others will not
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Delivery is what became of an e-mail that a person has sent.
type Delivery struct {
	State      State       `firestore:"state" json:"state"`
	At         *time.Time  `firestore:"at,omitempty" json:"at,omitempty"`             // when it is to be sent, where a time was given
	TimeZone   string      `firestore:"timeZone,omitempty" json:"timeZone,omitempty"` // in which the person thinks of it
	SentAt     *time.Time  `firestore:"sentAt,omitempty" json:"sentAt,omitempty"`
	Recipients []Recipient `firestore:"recipients" json:"recipients"`
	Attempts   int         `firestore:"attempts" json:"attempts"`
	Problem    string      `firestore:"problem,omitempty" json:"problem,omitempty"`
	Letter     string      `firestore:"letter,omitempty" json:"letter,omitempty"` // what it is in the outbox
}

// Recipient is what became of it for one recipient.
type Recipient struct {
	Address string     `firestore:"address" json:"address"`
	State   mail.State `firestore:"state" json:"state"` // waiting, sent, failed or cancelled
	Reason  string     `firestore:"reason,omitempty" json:"reason,omitempty"`
}

// result is what an action of this app has as its result.
type result struct {
	Draft    Draft    `firestore:"draft" json:"draft"`
	Delivery Delivery `firestore:"delivery" json:"delivery"`
}

// resultOf reads an action's result.
func resultOf(a action.Action) (r result, err error) {
	raw, err := json.Marshal(a.Output.Result)
	if err == nil {
		err = json.Unmarshal(raw, &r)
	}
	if err != nil {
		return result{}, fmt.Errorf("email: unreadable result of %s: %w", a.ID, err)
	}
	return r, nil
}

// fresh is a draft that was not sent yet.
func fresh(d Draft) result {
	if d.To == nil {
		d.To = []string{}
	}
	if d.CC == nil {
		d.CC = []string{}
	}
	return result{Draft: d, Delivery: Delivery{State: Drafted, Recipients: []Recipient{}}}
}

// recipients are how many different addresses a draft goes to.
func (d Draft) recipients() int {
	all := map[string]bool{}
	for _, list := range [][]string{d.To, d.CC} {
		for _, a := range list {
			all[mail.Canonical(a)] = true
		}
	}
	return len(all)
}

// wrong says what of a draft can't be kept; what is only missing can.
func (d Draft) wrong() error {
	fields := append(mail.WrongAddresses("to", d.To), mail.WrongAddresses("cc", d.CC)...)
	refuse := func(name, es, en string) {
		fields = append(fields, fault.Field{Name: name, Problem: lang.Text{ES: es, EN: en}})
	}
	if d.recipients() > mail.MostRecipients {
		refuse("to", fmt.Sprintf("son más de %d destinatarios", mail.MostRecipients), fmt.Sprintf("are more than %d recipients", mail.MostRecipients))
	}
	if mail.OneLine(d.Subject) != d.Subject || len([]rune(d.Subject)) > mail.MostSubject {
		refuse("subject", fmt.Sprintf("debe ser una línea de hasta %d caracteres", mail.MostSubject), fmt.Sprintf("must be one line of at most %d characters", mail.MostSubject))
	}
	if len(d.Body) > mail.MostText {
		refuse("body", "es demasiado largo", "is too long")
	}
	return fault.Wrong(fields...)
}

// unfinished says what a draft needs before it can be sent.
func (d Draft) unfinished() error {
	var fields []fault.Field
	refuse := func(empty bool, name, es, en string) {
		if empty {
			fields = append(fields, fault.Field{Name: name, Problem: lang.Text{ES: es, EN: en}})
		}
	}
	refuse(len(d.To) == 0, "to", "falta a quién se envía", "needs somebody to send it to")
	refuse(d.Subject == "", "subject", "falta el asunto", "needs a subject")
	refuse(strings.TrimSpace(d.Body) == "", "body", "falta el mensaje", "needs a message")
	return fault.Wrong(fields...)
}

var (
	toLabel      = lang.Text{ES: "Para", EN: "To"}
	ccLabel      = lang.Text{ES: "Copia", EN: "Cc"}
	subjectLabel = lang.Text{ES: "Asunto", EN: "Subject"}
	fileLabel    = lang.Text{ES: "Adjunto", EN: "Attachment"}
	sendLabel    = lang.Text{ES: "Enviar", EN: "Send"}
	laterLabel   = lang.Text{ES: "Programar", EN: "Schedule"}
	keepLabel    = lang.Text{ES: "Guardar borrador", EN: "Save draft"}
)

// cards show a draft, and what can be done with it.
func cards(actionID string, d Draft, l lang.Language) []action.Card {
	var lines []string
	for _, line := range []struct {
		label lang.Text
		value string
	}{{toLabel, strings.Join(d.To, ", ")}, {ccLabel, strings.Join(d.CC, ", ")}, {subjectLabel, d.Subject}, {fileLabel, d.file()}} {
		if line.value != "" {
			lines = append(lines, "**"+line.label.In(l)+":** "+escaped(line.value))
		}
	}
	data := map[string]string{"actionId": actionID}
	return []action.Card{
		{ID: "preview", Type: action.Markdown, Title: d.Subject, Content: strings.Join(lines, "  \n") + "\n\n---\n\n" + d.Body},
		{ID: "calls", Type: action.CTA, Content: data, Actions: []action.CardAction{
			{Label: sendLabel.In(l), Action: "send_email", Data: data},
			{Label: laterLabel.In(l), Action: "schedule_email", Data: data},
			{Label: keepLabel.In(l), Action: "save_draft", Data: data},
		}},
	}
}

func (d Draft) file() string {
	if d.Attachment == nil {
		return ""
	}
	return d.Attachment.Name
}

// escaped keeps a line of text from being read as Markdown.
func escaped(line string) string {
	var b strings.Builder
	for _, r := range line {
		if strings.ContainsRune("\\`*_[]<>#|!~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
