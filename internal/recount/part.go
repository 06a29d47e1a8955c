package recount

import (
	"maps"
	"math"
	"slices"
	"time"
)

// Question says whose doings on one side are asked for. An empty field leaves
// nobody out.
type Question struct {
	System                        System
	From, To                      string // days, both included
	OrganizationID, Domain, Stage string
	// Held asks for those whom a lot put in a group, and what they did in its system.
	Held bool
}

// Part is what a question asks for.
type Part struct {
	World
	Question
}

// Ask gives the part of a question.
func (w World) Ask(q Question) Part {
	part := World{opened: w.opened, accounts: w.accounts}
	for _, e := range w.events {
		if w.asks(q, e) && e.system == q.System && (!q.Held || w.side(q, w.accounts[e.account].person) == q.System) {
			part.events = append(part.events, e)
		}
	}
	return Part{part, q}
}

// asks says whether the question is about what happened, on whichever side.
func (w World) asks(q Question, e event) bool {
	a := w.accounts[e.account]
	if q.Held && a.group != e.system {
		return false
	}
	return day(e.at) >= q.From && day(e.at) <= q.To && q.names(a)
}

// names says whether the question is about an account.
func (q Question) names(a account) bool {
	return (q.OrganizationID == "" || a.organization == q.OrganizationID) && (q.Domain == "" || a.domain == q.Domain) && (q.Stage == "" || a.stage == q.Stage)
}

// side is that of somebody with two accounts in both groups: the one they began on.
func (w World) side(q Question, person string) System {
	first := map[System]time.Time{}
	for _, e := range w.events {
		if w.accounts[e.account].person == person && w.asks(q, e) && (e.kind == wrote || e.kind == answered) {
			if at, ok := first[e.system]; !ok || e.at.Before(at) {
				first[e.system] = e.at
			}
		}
	}
	classic, hasClassic := first[Classic]
	ally, hasAlly := first[Ally]
	if !hasClassic && !hasAlly {
		return q.System
	}
	if !hasClassic || hasAlly && ally.Before(classic) {
		return Ally
	}
	return Classic
}

// Drawn gives the people whom a lot put in the question's group, whatever they did.
func (w World) Drawn(q Question) map[string]bool {
	people := map[string]bool{}
	for _, a := range w.accounts {
		if a.group == q.System && q.names(a) {
			people[a.person] = true
		}
	}
	return people
}

// There are the people of whom there is anything.
func (p Part) There() []string {
	people := map[string]bool{}
	for _, e := range p.events {
		people[p.accounts[e.account].person] = true
	}
	return slices.Sorted(maps.Keys(people))
}

// Active are those who wrote.
func (p Part) Active() []string {
	return slices.DeleteFunc(p.There(), func(person string) bool { return len(p.of(person, wrote)) == 0 })
}

// of gives what somebody did of a kind.
func (p Part) of(person string, k kind) []event {
	var theirs []event
	for _, e := range p.events {
		if e.kind == k && p.accounts[e.account].person == person {
			theirs = append(theirs, e)
		}
	}
	return theirs
}

// Sum adds up what all people have of a number: conversations, messages, actions or
// invitations.
func (p Part) Sum(of string) float64 {
	sum := 0.0
	for _, person := range p.There() {
		switch of {
		case "conversations":
			sum += float64(len(p.chats(person)))
		case "messages":
			sum += float64(len(p.of(person, wrote)))
		case "actions":
			sum += float64(len(completed(p.of(person, acted))))
		case "invitations":
			sum += float64(len(invited(completed(p.of(person, acted)))))
		}
	}
	return sum
}

// completed gives the actions that were, but for reports.
func completed(actions []event) []event {
	return slices.DeleteFunc(actions, func(e event) bool { return e.status != "completed" || e.of == "report" })
}

func invited(actions []event) []event {
	return slices.DeleteFunc(actions, func(e event) bool { return e.of != "collaborate" })
}

// sessions gives how many somebody had, and how long they were together: those of
// each account by itself.
func (p Part) sessions(person string) (n int, length time.Duration) {
	accounts := map[string]map[time.Time]bool{}
	for _, e := range append(p.of(person, wrote), p.of(person, answered)...) {
		if accounts[e.account] == nil {
			accounts[e.account] = map[time.Time]bool{}
		}
		accounts[e.account][e.at] = true
		if e.kind == answered {
			accounts[e.account][e.end] = true
		}
	}
	for _, alive := range accounts {
		more, longer := sessionsIn(alive)
		n, length = n+more, length+longer
	}
	return n, length
}

// sessionsIn counts the signs of life that no other one comes within half an hour
// before, and adds up the time to the next one where that comes within it.
func sessionsIn(alive map[time.Time]bool) (n int, length time.Duration) {
	for at := range alive {
		first, next := true, time.Duration(math.MaxInt64)
		for other := range alive {
			if pause := at.Sub(other); pause > 0 && pause <= 30*time.Minute {
				first = false
			}
			if pause := other.Sub(at); pause > 0 {
				next = min(next, pause)
			}
		}
		if first {
			n++
		}
		if next <= 30*time.Minute {
			length += next
		}
	}
	return n, length
}
