// Package audit keeps what was done that reaches beyond a person's own
// conversations: letters, shares, invitations, changes of rules. Entries are only
// ever added.
package audit

import (
	"crypto/rand"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/store"
)

// Collection holds one document for each entry.
const Collection = "ally_audit"

// Entry is a document of `ally_audit`. Before and After say what of the target
// changed, in ids, states and counts: no content and no addresses, since an entry
// outlives the erasure of whom it is about.
type Entry struct {
	Who            string         `firestore:"userId"`    // the id of who did it; "" for Ally itself, and for somebody who was erased
	WhoEmail       string         `firestore:"userEmail"` // "" likewise
	What           string         `firestore:"what"`      // dotted words, such as email.queued
	Target         string         `firestore:"target"`    // the path of a document, such as ally_actions/action_…
	OrganizationID string         `firestore:"organizationId"`
	Before         map[string]any `firestore:"before"`
	After          map[string]any `firestore:"after"`
	Why            string         `firestore:"why"`  // what the person gave as a reason
	From           string         `firestore:"from"` // where the request came from, such as an address; "" where it is not known
	At             time.Time      `firestore:"at"`
	Source         string         `firestore:"source"` // the environment
}

// Write is the write that adds an entry, to go into the commit of what it tells.
func Write(client *firestore.Client, e Entry) store.Write {
	e.At = e.At.UTC().Truncate(time.Millisecond)
	return store.Create(client.Collection(Collection).Doc("audit_"+rand.Text()), e)
}
