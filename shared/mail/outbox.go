package mail

import (
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Collection is the outbox: one document for each letter, with an entry for each
// recipient.
const Collection = "ally_outbox"

// State is how far the letter of one recipient has come.
type State string

const (
	Waiting   State = "waiting"
	Sent      State = "sent"
	Failed    State = "failed" // a dead letter: it can be sent again by a person only
	Cancelled State = "cancelled"
)

// Unavailable is the reason of an attempt that failed for what has nothing to do
// with the recipient or the letter: the server did not answer, or did not take us.
const Unavailable = "unavailable"

// Recipient is the entry of one recipient.
type Recipient struct {
	Address  string    `firestore:"address"`
	State    State     `firestore:"state"`
	Attempts int       `firestore:"attempts"`
	DueAt    time.Time `firestore:"dueAt"`  // of Waiting: when it is tried next
	SentAt   time.Time `firestore:"sentAt"` // of Sent: when the server had accepted it
	// Reason is what the server said of the last attempt that failed, one line, or
	// Unavailable.
	Reason string `firestore:"reason"`
}

// Kept is a document of `ally_outbox`.
type Kept struct {
	ID             string        `firestore:"-"`
	Kind           string        `firestore:"kind"`
	From           Party         `firestore:"from"`
	To             []string      `firestore:"to"`
	CC             []string      `firestore:"cc"`
	ReplyTo        string        `firestore:"replyTo"`
	Subject        string        `firestore:"subject"`
	Markdown       string        `firestore:"markdown"` // emptied once every recipient has the letter: it may hold what opens something
	Attachments    []Attachment  `firestore:"attachments"`
	ActionID       string        `firestore:"actionId"`
	UserID         string        `firestore:"userId"`
	OrganizationID string        `firestore:"organizationId"`
	Language       lang.Language `firestore:"language"`
	Recipients     []Recipient   `firestore:"recipients"`
	Date           time.Time     `firestore:"date"` // what the letter bears
	CreatedAt      time.Time     `firestore:"createdAt"`
	// DueAt is when somebody has to look at the letter again: the next recipient's
	// time, or the end of the lease of who is sending it; nil when all is done.
	DueAt *time.Time `firestore:"dueAt"`
	// Lease is the end of the lease of who is sending it; nil when nobody is.
	Lease *time.Time `firestore:"lease"`
	// PurgeAfter is when the document goes; nil while it is not done.
	PurgeAfter *time.Time `firestore:"purgeAfter"`
}

// Ref is the place of a letter.
func Ref(client *firestore.Client, letterID string) *firestore.DocumentRef {
	return client.Collection(Collection).Doc(id.Derive("letter", letterID))
}

// Queue is the write that puts a letter into the outbox, to go into the commit of
// what decides on it. That commit fails (store.Raced) where the letter is there
// already. A letter that can't be sent is a fault that names its fields: to, to[1],
// cc, replyTo, from, subject, body, attachment.
func Queue(client *firestore.Client, l Letter, now time.Time) (store.Write, error) {
	if err := fault.Wrong(l.wrong()...); err != nil {
		return nil, err
	}
	return store.Create(Ref(client, l.ID), keptOf(l, now)), nil
}

// keptOf is a new letter as it is kept.
func keptOf(l Letter, now time.Time) Kept {
	due := dated(now, l.NotBefore)
	kept := Kept{
		Kind: l.Kind, From: Party{displayName(l.From.Name), l.From.Address}, To: recipients(l.To), CC: recipients(l.CC), ReplyTo: l.ReplyTo,
		Subject: l.Subject, Markdown: l.Markdown, ActionID: l.ActionID, UserID: l.UserID, OrganizationID: l.OrganizationID, Language: l.Language,
		Date: due, CreatedAt: dated(now, now), DueAt: &due,
	}
	for _, a := range l.Attachments {
		kept.Attachments = append(kept.Attachments, Attachment{fileName(a.Name), a.Type, a.Data})
	}
	for _, address := range recipients(l.To, l.CC) {
		kept.Recipients = append(kept.Recipients, Recipient{Address: address, State: Waiting, DueAt: due})
	}
	return kept
}
