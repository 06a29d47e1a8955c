// Package allyoutbox sends the letters that are due. Cloud Scheduler calls it every
// minute. A run takes a bounded share, the longest due first, and the next goes on;
// two at once do no harm, since a letter is sent under a lease. It reads the letters
// that it sends, notes in them and in the actions that they belong to how far they
// have come, and removes records that are a month old.
package allyoutbox

import (
	"time"

	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyoutbox",
	Purpose: "sends the e-mails that are due, again and again until each recipient has theirs",
	Memory:  "256Mi", Timeout: 540 * time.Second, Concurrency: 1,
	Secrets:  []string{"JWT_SECRET", "ALLY_SMTP_URL"},
	Writes:   []string{"ally_outbox", "ally_actions"},
	Schedule: &function.Schedule{Cron: "* * * * *", Handle: run},
}

func run(r function.Run) error {
	if off, err := r.Backend.Access.Off(r.Context); off || err != nil { // then they wait
		return err
	}
	ran, err := r.Backend.Mail.Run(r.Context)
	r.Note("letters", ran.Letters)
	r.Note("sent", ran.Sent)
	r.Note("failed", ran.Failed)
	r.Note("purged", ran.Purged)
	return err
}
