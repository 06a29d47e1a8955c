// Package audit keeps what was done that reaches beyond a person's own
// conversations: letters, shares, invitations, changes of rules. Entries are only
// ever added.
package audit

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
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
	return write(client, "audit_"+rand.Text(), e)
}

// Note adds an entry for what changes nothing, such as an export. It comes before what it
// tells is given out: nobody has it without a trace.
func Note(ctx context.Context, client *firestore.Client, e Entry) error {
	if _, err := store.Commit(ctx, client, Write(client, e)); err != nil {
		return fault.Busy(fmt.Errorf("audit: %s: %w", e.What, err))
	}
	return nil
}

// NoteOnce is Note for what is told once, however often it is done: the parts name it.
func NoteOnce(ctx context.Context, client *firestore.Client, e Entry, parts ...string) error {
	_, err := store.Commit(ctx, client, write(client, id.Derive("audit", append([]string{e.What}, parts...)...), e))
	if err != nil && !store.Raced(err) {
		return fault.Busy(fmt.Errorf("audit: %s: %w", e.What, err))
	}
	return nil
}

func write(client *firestore.Client, entryID string, e Entry) store.Write {
	e.At = e.At.UTC().Truncate(time.Millisecond)
	return store.Create(client.Collection(Collection).Doc(entryID), e)
}
