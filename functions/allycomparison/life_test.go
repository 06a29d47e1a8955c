package allycomparison_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"getaifactory.com/ally/internal/recount"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/id"
)

// days is how long a life lasts.
const days = 21

// life is what people do with Ally, as its documents are written: each in one state after
// the other, nil for deleted; and what their browsers measured.
type life struct {
	r      *rand.Rand
	today  time.Time // midnight of the last day
	states map[string][]fields
	visits []recount.Visit
}

// living are the accounts that a life is drawn for: twelve people, one with two.
func living() []sample.Person {
	return slices.DeleteFunc(sample.People(), func(p sample.Person) bool {
		return p.ID == sample.Inactive().ID || p.ID == sample.Denied().ID || p.ID == sample.DisabledDomain().ID
	})
}

// newLife draws a life. The same seed draws the same one.
func newLife(seed uint64, today time.Time) *life {
	l := &life{r: rand.New(rand.NewPCG(seed, 1)), today: today, states: map[string][]fields{}}
	for i, p := range living() {
		l.exposed(i, p)
		for n := range days {
			single := i == 3 && n != 4   // somebody with a day only
			away := i%4 == 0 && n/7 == 1 // a week without use
			if single || away || l.r.IntN(5) > 0 && i != 3 {
				continue
			}
			l.day(p, n)
		}
	}
	l.strangeness()
	return l
}

// exposed notes who was told of Ally, and what a lot made of them.
func (l *life) exposed(i int, p sample.Person) {
	group, on, reason, stage := "", true, "granted", "beta"
	switch {
	case i == 0: // let in by name
	case i == 3 || i == 7:
		return // not told yet
	case i%2 == 1:
		group, on, reason, stage = "classic", false, "held_out", "domain"
	default: // one of them with another account in the other group
		group, reason, stage = "ally", "domain", "domain"
	}
	organization := p.Organization
	if organization == "" {
		organization = sample.OrganizationSalfa
	}
	l.put("ally_exposures/"+id.Derive("exposure", p.ID), fields{
		"userId": p.ID, "person": fact.PersonOf(p.ID, p.Email), "organizationId": organization, "domain": p.Domain(), "stage": stage, "group": group,
		"on": on, "reason": reason, "at": l.today.AddDate(0, 0, 1-days), "source": "localhost",
	})
}

func (l *life) put(path string, state fields) { l.states[path] = append(l.states[path], state) }

// then writes the next state of a document: what changes, and the rest as it was.
func (l *life) then(path string, change fields) {
	state := maps.Clone(l.states[path][len(l.states[path])-1])
	maps.Copy(state, change)
	l.put(path, state)
}

func (l *life) one(of ...string) string { return of[l.r.IntN(len(of))] }

// some is a time of up to so much.
func (l *life) some(most time.Duration) time.Duration {
	return time.Duration(l.r.Int64N(int64(most/time.Millisecond))) * time.Millisecond
}

// day draws a person's day: sessions, with what belongs to them.
func (l *life) day(p sample.Person, n int) {
	midnight := l.today.AddDate(0, 0, n+1-days)
	at := midnight.Add(8*time.Hour + l.some(10*time.Hour))
	if l.r.IntN(4) == 0 && n < days-1 { // across midnight
		at = midnight.Add(24*time.Hour - l.some(20*time.Minute))
	}
	thread := fmt.Sprintf("thread-%s-%d", p.ID, n)
	if main := "ally_conversations/main-" + p.ID; len(l.states[main]) == 0 || l.r.IntN(2) == 0 {
		thread = "main-" + p.ID
		if len(l.states[main]) == 0 {
			l.opened(p, thread, "ally", at.Add(-l.some(10*time.Minute)))
		}
	} else {
		l.opened(p, thread, "thread", at.Add(-l.some(45*time.Minute))) // some open it too early to count
	}
	for range 1 + l.r.IntN(3) {
		ended := l.exchange(p.ID, thread, at)
		at = ended.Add(l.pause())
	}
	l.aside(p, thread, at)
}

// pause is one between two exchanges; often close to half an hour.
func (l *life) pause() time.Duration {
	switch l.r.IntN(6) {
	case 0:
		return 30 * time.Minute
	case 1:
		return 30*time.Minute + time.Millisecond
	case 2:
		return 2 * time.Hour
	}
	return time.Second + l.some(15*time.Minute)
}

// opened draws a conversation. That of a person's Ally begins with two messages.
func (l *life) opened(p sample.Person, name, kind string, at time.Time) {
	c := fields{
		"userId": p.ID, "userEmail": p.Email, "organizationId": p.Organization, "domain": p.Domain(), "isAllyConversation": true, "conversationType": kind,
		"title": "Obra", "createdAt": at, "updatedAt": at, "lastMessageAt": at, "messageCount": 0, "source": "localhost",
	}
	l.states["ally_conversations/"+name] = []fields{c}
	if kind == "ally" {
		c["messageCount"] = 2
		l.put("ally_messages/start-"+name, fields{"conversationId": name, "userId": p.ID, "role": "system", "event": "conversation_started", "content": "", "timestamp": at})
		l.put("ally_messages/welcome-"+name, fields{
			"conversationId": name, "userId": p.ID, "role": "ally", "status": "completed", "inReplyTo": "start-" + name, "content": "Hola.", "timestamp": at.Add(time.Millisecond),
		})
	}
}

// exchange draws a message with its answer, and gives when that ended.
func (l *life) exchange(userID, conversation string, at time.Time) time.Time {
	in := l.states["ally_conversations/"+conversation][0]
	number := in["messageCount"].(int) + 1
	in["messageCount"] = number + 1
	asked, answer := fmt.Sprintf("%s-%03d", conversation, number), fmt.Sprintf("%s-%03d", conversation, number+1)
	l.put("ally_messages/"+asked, fields{"conversationId": conversation, "userId": userID, "role": "user", "content": "¿Plazo?", "timestamp": at, "number": number, "source": "localhost"})
	path := "ally_messages/" + answer
	l.put(path, fields{
		"conversationId": conversation, "userId": userID, "role": "ally", "content": "", "timestamp": at.Add(time.Millisecond), "number": number + 1,
		"inReplyTo": asked, "status": "generating", "attempts": 1, "source": "localhost",
	})
	took := 300*time.Millisecond + l.some(9*time.Second)
	final := func(attempts int) {
		took = 300*time.Millisecond + l.some(9*time.Second)
		l.then(path, fields{"status": l.one("completed", "completed", "completed", "completed", "stopped", "failed"), "attempts": attempts, "durationMs": took.Milliseconds(), "contextUsed": fields{"inputSources": l.sources()}})
	}
	final(1)
	switch l.r.IntN(6) {
	case 0: // made anew
		l.then(path, fields{"status": "generating", "attempts": 2, "version": 2})
		final(2)
	case 1: // the message was edited
		l.then("ally_messages/"+asked, fields{"version": 2, "editedAt": at.Add(time.Hour)})
		l.then(path, fields{"status": "generating", "version": 2, "attempts": 2})
		final(2)
	}
	return at.Add(time.Millisecond + took)
}

func (l *life) sources() []any {
	var all []any
	for range l.r.IntN(4) {
		kind := l.one("agent", "agent", "document", "conversation", "action", "organization")
		all = append(all, fields{"type": kind, "id": fmt.Sprint(kind, l.r.IntN(5)), "name": "N"})
	}
	return all
}

// aside draws what is done beside writing: apps, ratings and what the browser measured.
func (l *life) aside(p sample.Person, conversation string, at time.Time) {
	key := fmt.Sprint(conversation, "-", at.UnixMilli())
	for n := range l.r.IntN(3) {
		path := fmt.Sprint("ally_actions/action-", key, "-", n)
		l.put(path, fields{
			"userId": p.ID, "conversationId": conversation, "appId": l.one("summary", "email", "collaborate", "collaborate", "report"), "actionType": "generate",
			"inputs": fields{"topic": "Plazo"}, "output": fields{"status": "processing"}, "createdAt": at, "attempts": 1, "source": "localhost",
		})
		for attempt := range []int{0, 1, 1, 1, 1, 2}[l.r.IntN(6)] { // some are never finished, some tried again
			status := l.one("completed", "completed", "completed", "failed", "cancelled")
			l.then(path, fields{"output": fields{"status": status}, "attempts": attempt + 1, "duration": l.some(6 * time.Second).Milliseconds()})
		}
	}
	if l.r.IntN(3) > 0 {
		path := "ally_ratings/rating-" + key
		stars := func() int { return 1 + l.r.IntN(5) }
		l.put(path, fields{"userId": p.ID, "conversationId": conversation, "messageId": conversation, "stars": stars(), "createdAt": at, "updatedAt": at, "source": "localhost"})
		if l.r.IntN(3) == 0 {
			l.then(path, fields{"stars": stars(), "updatedAt": at.Add(time.Minute)})
		}
		if l.r.IntN(5) == 0 {
			l.put(path, nil)
		}
	}
	for range l.r.IntN(4) {
		l.visits = append(l.visits, recount.Visit{Account: p.ID, What: l.one("load", "first_message", "search"), MS: 40 + l.r.Int64N(4000), At: at.Add(-l.some(time.Minute))})
	}
}

// strangeness is what counts for nothing, or not as it seems to.
func (l *life) strangeness() {
	people := living()
	owner, other := people[5], people[6]
	at := l.today.AddDate(0, 0, -3).Add(11 * time.Hour)
	l.opened(owner, "shared", "thread", at)
	l.exchange(other.ID, "shared", at.Add(time.Minute)) // a collaborator is first
	l.exchange(owner.ID, "shared", at.Add(3*time.Minute))
	l.put("ally_messages/remark", fields{"conversationId": "shared", "userId": owner.ID, "role": "comment", "content": "Ojo.", "timestamp": at.Add(5 * time.Minute), "number": 5})
	l.exchange("guest_1", "shared", at.Add(6*time.Minute))
	for i, p := range people { // apps and visits without a message on that day
		for n := range 2 {
			for _, what := range []string{"load", "first_message", "search"} {
				l.visits = append(l.visits, recount.Visit{Account: p.ID, What: what, MS: 40 + l.r.Int64N(4000), At: at.AddDate(0, 0, -n)})
			}
			l.put(fmt.Sprint("ally_actions/early-", i, "-", n), fields{
				"userId": p.ID, "conversationId": "shared", "appId": "summary", "output": fields{"status": "completed"}, "createdAt": at.AddDate(0, 0, -n),
				"attempts": 1, "duration": l.some(6 * time.Second).Milliseconds(), "source": "localhost",
			})
		}
	}
	l.exchange(owner.ID, "shared", at.Add(8*time.Minute))
	unfinished := "ally_messages/shared-008"
	l.states[unfinished] = l.states[unfinished][:1]
	l.put("ally_ratings/none", fields{"userId": owner.ID, "conversationId": "shared", "stars": 0, "createdAt": at, "updatedAt": at})
	l.visits = append(l.visits, recount.Visit{Account: owner.ID, What: "load", MS: 600_001, At: at}, recount.Visit{Account: owner.ID, What: "search", MS: 0, At: at})
}
