package search

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

// Request is what is looked for.
type Request struct {
	Text    string // words; in quotation marks those that must stand together
	From    time.Time
	To      time.Time // zero: no bound
	Topic   string
	AgentID string
	Person  string // id or e-mail of the owner or a collaborator
	Kind    Kind   // "" for both
	Limit   int
	Cursor  string // the Next of the page before
}

// mostPlaces is how far the results of one search reach.
const mostPlaces = 60

// place is where the page begins among the results.
func (r Request) place() (int, error) {
	if r.Cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(r.Cursor)
	n, bad := strconv.Atoi(string(raw))
	if err != nil || bad != nil || n < 1 || n > mostPlaces {
		return 0, fault.Wrong(fault.Field{Name: "cursor", Problem: lang.Text{
			ES: "debe ser un nextCursor recibido antes", EN: "must be a nextCursor received before",
		}})
	}
	return n, nil
}

func cursorAt(place int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(place)))
}

// facets gives the filters: of each list an entry has one.
func (r Request) facets() [][]string {
	var all [][]string
	one := func(set bool, facet string) {
		if set {
			all = append(all, []string{facet})
		}
	}
	one(r.Kind != "", kindFacet(r.Kind))
	one(r.Topic != "", topicFacet(r.Topic))
	one(r.AgentID != "", agentFacet(r.AgentID))
	one(r.Person != "", personFacet(r.Person))
	if times := between(r.From, r.To); times != nil {
		all = append(all, times)
	}
	return all
}

// mostWords is how many words of a question are looked for: those that say most
// stand first in few questions of more.
const mostWords = 8

// asked is a Request's text, taken apart.
type asked struct {
	terms   []retrieve.Term
	phrases [][]string // the words of each, as retrieve.Words gives them
	// open is the last word where it may go on: it is being typed.
	open string
}

func (r Request) asked() asked {
	var a asked
	for i, part := range strings.Split(strings.NewReplacer("“", `"`, "”", `"`, "«", `"`, "»", `"`).Replace(r.Text), `"`) {
		if words := retrieve.Words(part); i%2 == 1 && len(words) > 1 {
			a.phrases = append(a.phrases, words)
		}
	}
	a.terms = retrieve.NewQuery(r.Text).Terms()
	a.terms = a.terms[:min(len(a.terms), mostWords)]
	if last, _ := utf8.DecodeLastRuneInString(r.Text); unicode.IsLetter(last) {
		words := retrieve.Words(r.Text)
		a.open = words[len(words)-1]
	}
	return a
}
