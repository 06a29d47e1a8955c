// Package recount counts what people did the slow and obvious way: from all documents
// as they are, by going through everything once more for each question, after the
// words of docs/comparison.md. Tests hold what the product counts bit by bit against
// it, so it takes nothing from the packages that do.
package recount

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Documents are those of a database by their path, with the types with which Firestore
// answers.
type Documents = map[string]map[string]any

// System is one of the two that are compared.
type System string

// Both systems.
const (
	Classic System = "classic"
	Ally    System = "ally"
)

// Visit is a time that somebody's browser measured, which is in no document but the
// one that is to be checked.
type Visit struct {
	Account string
	What    string // load, first_message or search
	MS      int64
	At      time.Time
}

// kind says what happened.
type kind int

const (
	wrote kind = iota
	answered
	acted
	rated
	measured
)

// event is one thing that somebody did or was given.
type event struct {
	system       System
	kind         kind
	account      string // a document's id in `users`
	conversation string
	at, end      time.Time
	took         time.Duration // 0 where it is not known
	status       string        // completed, stopped, failed, …
	again        bool          // an answer that was made anew
	stars        int
	of           string // the app, or what was measured
	agents       []string
	features     []string
}

// account is a document in `users`, as it was when its person was first seen.
type account struct {
	person, organization, domain, stage string
	group                               System // that a lot put them in; "" for none
}

// World is all that happened.
type World struct {
	events   []event
	opened   map[string]opening // conversations of both systems, by their id
	accounts map[string]account
}

type opening struct {
	owner string
	at    time.Time
}

// Read reads all documents of both systems.
func Read(d Documents, visits []Visit) World {
	w := World{opened: map[string]opening{}, accounts: map[string]account{}}
	for path, doc := range d {
		collection, id, _ := strings.Cut(path, "/")
		switch collection {
		case "users":
			w.accounts[id] = accountOf(d, id)
		case "conversations", "ally_conversations":
			w.opened[id] = opening{text(doc, "userId"), moment(doc, "createdAt")}
		case "messages":
			w.classicMessage(d, doc)
		case "message_feedback":
			w.classicRating(doc)
		case "ally_messages":
			w.message(d, doc)
		case "ally_actions":
			w.action(doc)
		case "ally_ratings":
			w.events = append(w.events, event{system: Ally, kind: rated, account: text(doc, "userId"), at: moment(doc, "createdAt"), stars: int(number(doc, "stars"))})
		}
	}
	for _, v := range visits {
		e := event{system: Ally, kind: measured, account: v.Account, at: v.At, of: v.What, took: time.Duration(v.MS) * time.Millisecond}
		if v.What == "search" {
			e.features = []string{"search"}
		}
		if e.took <= 10*time.Minute {
			w.events = append(w.events, e)
		}
	}
	w.events = slices.DeleteFunc(w.events, func(e event) bool { return e.kind == rated && (e.stars < 1 || e.stars > 5) })
	return w
}

func accountOf(d Documents, id string) account {
	email := text(d["users/"+id], "email")
	_, domain, _ := strings.Cut(email, "@")
	a := account{person: cmp.Or(strings.ToLower(email), id), organization: text(d["users/"+id], "organizationId"), domain: domain}
	for path, doc := range d {
		if list, _ := doc["domains"].([]any); strings.HasPrefix(path, "organizations/") && a.organization == "" && slices.Contains(list, any(domain)) {
			a.organization = strings.TrimPrefix(path, "organizations/")
		}
	}
	for path, doc := range d {
		if strings.HasPrefix(path, "ally_exposures/") && text(doc, "userId") == id {
			a.organization, a.domain, a.stage = text(doc, "organizationId"), text(doc, "domain"), text(doc, "stage")
			a.group = System(text(doc, "group"))
		}
	}
	return a
}

func (w *World) classicMessage(d Documents, doc map[string]any) {
	chat, ok := d["conversations/"+text(doc, "conversationId")]
	if isAlly, _ := chat["isAlly"].(bool); !ok || isAlly {
		return
	}
	e := event{system: Classic, account: text(chat, "userId"), conversation: text(doc, "conversationId"), at: moment(doc, "timestamp"), end: moment(doc, "timestamp")}
	switch text(doc, "role") {
	case "user":
		e.kind, e.account = wrote, cmp.Or(text(doc, "userId"), e.account)
	case "assistant":
		e.kind, e.status, e.took = answered, "completed", time.Duration(number(doc, "responseTime"))*time.Millisecond
		e.at = e.end.Add(-e.took)
	default:
		return
	}
	if agent := text(chat, "agentId"); agent != "" {
		e.agents, e.features = []string{agent}, []string{"agent"}
	}
	if list, _ := chat["activeContextSourceIds"].([]any); len(list) > 0 {
		e.features = append(e.features, "documents")
	}
	w.events = append(w.events, e)
}

func (w *World) classicRating(doc map[string]any) {
	stars, given := doc["userStars"].(int64)
	if !given {
		stars = number(doc, "csatScore")
	}
	if text(doc, "feedbackType") == "user" {
		w.events = append(w.events, event{system: Classic, kind: rated, account: text(doc, "userId"), at: moment(doc, "timestamp"), stars: int(stars)})
	}
}

// message takes what a person wrote and Ally answered, or is not answering any more.
func (w *World) message(d Documents, doc map[string]any) {
	asked, status := d["ally_messages/"+text(doc, "inReplyTo")], text(doc, "status")
	guest := strings.HasPrefix(text(doc, "userId"), "guest_")
	if text(doc, "role") != "ally" || text(asked, "role") != "user" || status == "generating" || guest {
		return
	}
	w.events = append(w.events, event{system: Ally, kind: wrote, account: text(asked, "userId"), conversation: text(asked, "conversationId"), at: moment(asked, "timestamp")})
	e := event{
		system: Ally, kind: answered, account: text(doc, "userId"), conversation: text(doc, "conversationId"), at: moment(doc, "timestamp"),
		took: time.Duration(number(doc, "durationMs")) * time.Millisecond, status: status, again: number(doc, "version") > 1,
	}
	e.end = e.at.Add(e.took)
	used, _ := doc["contextUsed"].(map[string]any)
	sources, _ := used["inputSources"].([]any)
	for _, one := range sources {
		source, _ := one.(map[string]any)
		switch text(source, "type") {
		case "agent":
			e.agents = append(e.agents, text(source, "id"))
		case "conversation", "action":
			e.features = append(e.features, "input "+text(source, "type"))
		}
	}
	w.events = append(w.events, e)
}

func (w *World) action(doc map[string]any) {
	output, _ := doc["output"].(map[string]any)
	e := event{
		system: Ally, kind: acted, account: text(doc, "userId"), at: moment(doc, "createdAt"), status: text(output, "status"),
		of: text(doc, "appId"), features: []string{"app " + text(doc, "appId")}, took: time.Duration(number(doc, "duration")) * time.Millisecond,
	}
	if e.status != "processing" {
		w.events = append(w.events, e)
	}
}

func text(doc map[string]any, field string) string {
	s, _ := doc[field].(string)
	return strings.TrimSpace(s)
}

func number(doc map[string]any, field string) int64 {
	n, _ := doc[field].(int64)
	return n
}

func moment(doc map[string]any, field string) time.Time {
	at, _ := doc[field].(time.Time)
	return at.UTC()
}

// day is that of a time, in UTC.
func day(at time.Time) string { return at.UTC().Format(time.DateOnly) }
