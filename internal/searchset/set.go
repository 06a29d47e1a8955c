// Package searchset makes conversations of one person, realistic and made up,
// with labelled queries for them, and measures how well a search finds what the
// labels say.
//
// # What is in it
//
// A situation is something that comes up at work, such as a hot work permit. Each
// labelled situation has five conversations, which differ in project, place,
// person, company, amount and code; around them stand conversations of other
// situations from the same fields, with the same projects, places and companies.
// A query without a name is about all five conversations of its situation, one
// with a name about one of them.
//
// # How the halves are kept apart
//
// A situation is in the tuning half or in the test half by the hash of its name,
// with all its queries and whatever the seed. The queries were committed before
// the thesaurus of shared/retrieve was begun, which was written by fields of work. One
// author wrote both, the one right after the other, so the thesaurus fits the
// queries, those of the test half too, better than a stranger's. Weights were
// chosen with the figures of the tuning half, and only its misses were looked
// at. docs/search-quality.md has the figures, and when those of the test half were seen.
package searchset

import (
	"fmt"
	"slices"
	"time"

	"getaifactory.com/ally/shared/lang"
)

// Sizes of a Set, in conversations.
const (
	DefaultSize = 1200
	LeastSize   = 1000
)

// perSituation is how many conversations a labelled situation has.
const perSituation = 5

// Set is the conversations of one person with queries for them.
type Set struct {
	Conversations []Conversation // oldest first
	Queries       []Query
}

// Conversation is one of the person's conversations with Ally.
type Conversation struct {
	ID       string
	Title    string
	Messages []Message // oldest first
}

// Role says who wrote a Message.
type Role string

const (
	User Role = "user"
	Ally Role = "ally"
)

// Message is one message of a Conversation.
type Message struct {
	Role Role
	Text string
	At   time.Time // UTC
}

// Kind says how a Query differs from what it is to find.
type Kind string

const (
	Exact      Kind = "exact"      // words as they stand in it
	Form       Kind = "form"       // other forms of its words
	Paraphrase Kind = "paraphrase" // other words for the same
	Name       Kind = "name"       // a person, a company, an amount or a code
)

// Kinds are all of them.
var Kinds = []Kind{Exact, Form, Paraphrase, Name}

// Half says what a Query may be used for.
type Half string

const (
	Tuning Half = "tuning" // to be looked at while a search is made better
	Test   Half = "test"   // only to be measured with
)

// Query is something that the person looks for.
type Query struct {
	Text     string
	Language lang.Language
	Kind     Kind
	Relevant []string // ids of 1 to 5 conversations, in the set's order
	Half     Half
}

// Make makes the set that a seed names, the same on any machine. Its queries
// and what is relevant to them do not depend on size, which is LeastSize at least.
func Make(seed uint64, size int) (Set, error) {
	if size < LeastSize {
		return Set{}, fmt.Errorf("searchset: size %d: expected at least %d", size, LeastSize)
	}
	return newMaker(seed).set(size), nil
}

// Of gives the queries of a half; "" is for both.
func (s Set) Of(half Half) []Query {
	return slices.DeleteFunc(slices.Clone(s.Queries), func(q Query) bool { return half != "" && q.Half != half })
}
