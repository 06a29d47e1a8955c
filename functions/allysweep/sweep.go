// Package allysweep puts in order what was left behind. Cloud Scheduler calls it
// every minute: replies and actions whose process was killed fail, so that they can be
// begun again, what of actions was deleted goes for good, and conversations that were deleted or cleared are purged with all that
// belongs to them, what is remembered goes where it
// is too old or memory is off, guests whose time is over leave, invitations and snapshots that are over go, erasures are continued,
// and scheduled steps of the rollout are carried out. A run does a bounded share, and the next goes on; two at once
// do no harm. It reads only what it puts in order.
package allysweep

import (
	"errors"
	"time"

	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allysweep",
	Purpose: "puts in order what a killed process left, purges what was deleted, is too old, or is to be erased, and carries out what is scheduled",
	Memory:  "256Mi", Timeout: 300 * time.Second, Concurrency: 1,
	Secrets: []string{"JWT_SECRET"},
	Writes: []string{
		"ally_conversations", "ally_messages", "ally_versions", "ally_digests", "ally_ratings", "ally_actions", "ally_ledger", "ally_usage",
		"ally_index", "ally_vocabulary", "ally_memory", "ally_surroundings", "ally_erasures",
		"ally_outbox", "ally_audit", "ally_config", "ally_invitations", "ally_presence", "ally_questions", "ally_shares",
	},
	Schedule: &function.Schedule{Cron: "* * * * *", Handle: sweep},
}

func sweep(r function.Run) error {
	swept, err := r.Backend.Conversations.Sweep(r.Context)
	r.Note("replies", swept.Replies)
	r.Note("purged", swept.Purged)
	r.Note("deleted", swept.Deleted)
	acted, actionErr := r.Backend.Actions.Sweep(r.Context)
	r.Note("actionsInterrupted", acted.Interrupted)
	r.Note("actionsPurged", acted.Purged)
	remembered, memoryErr := r.Backend.Memory.Sweep(r.Context)
	r.Note("memoriesLooked", remembered.Looked)
	r.Note("memoriesErased", remembered.Erased)
	r.Note("memoriesRemoved", remembered.Removed)
	erased, privacyErr := r.Backend.Privacy.Sweep(r.Context)
	r.Note("erased", erased)
	shared, sharingErr := r.Backend.Sharing.Sweep(r.Context)
	r.Note("guestsOut", shared.GuestsOut)
	r.Note("sharesRemoved", shared.Removed)
	carried, deskErr := r.Backend.Desk.CarryOut(r.Context)
	r.Note("stepsDone", carried.Done)
	r.Note("stepsHeld", carried.Held)
	return errors.Join(err, actionErr, memoryErr, privacyErr, sharingErr, deskErr)
}
