// Package memory is what Ally remembers for a person of what was said: key
// takeaways, action items and decisions, each with the message that it comes
// from and who said it.
//
// All that is remembered for a person is one document, `ally_memory/{userId}`,
// so that one read gives what a question or a screen needs, and one delete
// erases it. What is remembered of a conversation belongs to its owner. The
// document follows from the messages and from what the person changed in it,
// and not from the order in which they were told: see Keeper.Learn.
//
// Memory is on unless the organization or the person says otherwise; where it
// is off, nothing is extracted, and what there was goes.
package memory

import (
	"strconv"
	"strings"
	"time"

	"getaifactory.com/ally/shared/id"
)

// Collection holds one document for each person.
const Collection = "ally_memory"

// Kind says what an item is.
type Kind string

const (
	Takeaway   Kind = "takeaway"   // what somebody called important
	ActionItem Kind = "actionItem" // what somebody has to do
	Decision   Kind = "decision"   // what was decided
)

// Role says who spoke.
type Role string

const (
	User Role = "user"
	Ally Role = "ally"
)

// Status is how far an action item is; the other kinds have none.
type Status string

const (
	Open Status = "open"
	Done Status = "done"
)

// Conversation is where something was said.
type Conversation struct {
	ID         string
	OwnerID    string
	OwnerEmail string // lower case; finds a person whose id has no document
	// OrganizationID is the owner's; "" for none. It counts for people whose own
	// document names none.
	OrganizationID string
}

// Said is a message as it is now. Replies that are still being written are not
// said yet.
type Said struct {
	MessageID   string
	AuthorID    string // who wrote it, or whom Ally answers
	AuthorEmail string // lower case, "" where it is not known; finds a person whose id has no document
	AuthorName  string // of who wrote it; "" for Ally
	Role        Role
	Text        string
	At          time.Time
	// Version counts from 1 how often it was written; 0 is 1. What an earlier
	// version says, told late, is not taken for the message.
	Version int
	Gone    bool // it was deleted or cleared away; Text may be empty
}

// Item is something remembered, as a person sees it.
type Item struct {
	ID             string
	Kind           Kind
	Text           string
	ConversationID string
	MessageID      string
	SaidBy         Author
	SaidAt         time.Time
	Owner          string // of an action item: who has to do it, as it was said; "" for nobody named
	Due            string // of an action item: YYYY-MM-DD; "" for none
	Status         Status // of an action item
	SupersededBy   string // the item that came later on the same subject; "" while it holds
	Edited         bool   // the person changed it
}

// Author is who said something.
type Author struct {
	UserID string `firestore:"userId"`
	Name   string `firestore:"name"`
	Role   Role   `firestore:"role"`
}

// Found is what an extractor finds in a message.
type Found struct {
	Kind  Kind
	Text  string
	Owner string
	Due   string // YYYY-MM-DD
}

// mostText is how long the text of an item is at most, in characters.
const mostText = 280

// itemID is derived from where an item comes from: the same message gives the
// same items however often it is told. place counts the items of a kind in the
// message from 0.
func itemID(messageID string, kind Kind, place int) string {
	return id.Derive("memory", messageID, string(kind), strconv.Itoa(place))
}

// mostOfKind is how many items of a kind one message may give.
const mostOfKind = 10

// shortened gives the beginning of a text that is too long.
func shortened(text string, most int) string {
	runes := []rune(strings.TrimSpace(text))
	if len(runes) <= most {
		return string(runes)
	}
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}
