// Package allyfacts counts what people do in the classic chat, rolls up the days that
// are over, and once an hour has what both systems come to at hand for the rollout's
// gates. Cloud Scheduler calls it every five minutes. A run reads at most 10,000
// messages, as many chats and people, and 10,000 ratings of the classic system, without any
// text, and the next goes on; two at once do no harm, since reading is done under a lease and
// what is read twice counts once. It writes nothing but Ally's own numbers and
// the verdict.
package allyfacts

import (
	"errors"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyfacts",
	Purpose: "counts what people do in the classic chat, rolls up the days that are over, and keeps the verdict for the rollout",
	Memory:  "1Gi", Timeout: 240 * time.Second, Concurrency: 1,
	Secrets:  []string{"JWT_SECRET"},
	Writes:   []string{fact.Collection, fact.Rollups, fact.Progresses, access.Config},
	Schedule: &function.Schedule{Cron: "*/5 * * * *", Handle: run},
}

func run(r function.Run) error {
	if off, err := r.Backend.Access.Off(r.Context); off || err != nil { // nothing is missed: it goes on from where it is
		return err
	}
	scanned, scanErr := r.Backend.Facts.Scan(r.Context)
	r.Note("messages", scanned.Messages)
	r.Note("chats", scanned.Chats)
	r.Note("ratings", scanned.Ratings)
	rolled, rollErr := r.Backend.Facts.Roll(r.Context)
	r.Note("rolledUp", rolled)
	renewed, verdictErr := r.Backend.Comparison.Renew(r.Context)
	r.Note("verdict", count(renewed))
	return errors.Join(scanErr, rollErr, verdictErr)
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}
