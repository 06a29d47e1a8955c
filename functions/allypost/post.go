// Package allypost sends a letter as soon as it is in the outbox. Eventarc calls it
// for every new document in ally_outbox. It leaves e-mails to the function that
// queued them, whose person waits for the outcome, and what is scheduled or fails to
// allyoutbox. It reads the letter and notes in it how far it has come; a second
// delivery finds nothing due. So the functions that queue letters without a session
// need not know the mail server's password, nor tell by their time whether there was
// something to send.
package allypost

import (
	"time"

	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allypost",
	Purpose: "sends a letter as soon as it is in the outbox",
	Memory:  "256Mi", Timeout: 540 * time.Second, Concurrency: 1,
	Secrets: []string{"JWT_SECRET", "ALLY_SMTP_URL"},
	Writes:  []string{"ally_outbox", "ally_actions"},
	Trigger: &function.Trigger{
		Event:    "google.cloud.firestore.document.v1.created",
		Document: "ally_outbox/{id}",
		Handle:   arrived,
	},
}

func arrived(e function.Event) error {
	if off, err := e.Backend.Access.Off(e.Context); off || err != nil { // then it waits
		return err
	}
	return e.Backend.Mail.Arrived(e.Context, e.ID)
}
