package sample

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"time"
)

// weeks is the span of the chats, in days before the day they are told for.
const weeks = 35

// chat is one conversation with its messages, before it gets a document's
// shape.
type chat struct {
	ID       string
	User     string
	Agent    string // "" is none
	Title    string
	Messages []message
	// Old chats come from the client of five weeks ago: they lack fields, and
	// their messages are bare strings.
	Old bool
}

// chats gives all conversations that are no agents, their messages and the
// feedback on them.
func chats(d day) (map[string]map[string]any, error) {
	script, err := readScripts()
	if err != nil {
		return nil, err
	}
	library, err := readLibrary()
	if err != nil {
		return nil, err
	}
	documents := earlierAlly(d)
	for _, h := range habits() {
		for i := range h.Chats {
			key := fmt.Sprintf("chat/%s/%s/%d", h.Person, h.Agent, i)
			c, err := newChat(d, key, h, script)
			if err != nil {
				return nil, err
			}
			documents["conversations/"+c.ID] = c.document(dice(key+"/shape"), library)
			for _, m := range c.Messages {
				documents["messages/"+m.ID] = m.document(c)
			}
			maps.Copy(documents, c.feedback(dice(key+"/feedback")))
		}
	}
	return documents, nil
}

// newChat derives a chat from its key; only its times depend on the day.
func newChat(d day, key string, h habit, script scripts) (chat, error) {
	content := dice(key)
	c := chat{ID: id(key), User: h.Person, Agent: h.Agent, Old: oneIn(content, 8)}
	system := oneIn(content, 12)
	exchanges := 1 + content.IntN(6)
	if system {
		exchanges = min(exchanges, 5)
	}
	said, err := script.write(content, h.Agent, exchanges)
	if err != nil {
		return chat{}, err
	}
	c.Title = said.Title
	c.Messages = converse(content, c, said, system)

	at := begin(dice(key+"/time"), d, c)
	for i := range c.Messages {
		at = at.Add(c.Messages[i].After)
		c.Messages[i].At = at
	}
	return c, nil
}

// begin gives the time of the first message: in working hours, rarely at a
// weekend, and not after the person was last seen.
func begin(r *rand.Rand, d day, c chat) time.Time {
	earliest, latest := -weeks, -lastSeen(c.User)
	if c.Old {
		latest = min(latest, earliest+9)
	}
	days := earliest + r.IntN(latest-earliest+1)
	if d.weekend(days) {
		days = earliest + r.IntN(latest-earliest+1)
	}
	return d.at(days, 12+r.IntN(9), r.IntN(60)).Add(time.Duration(r.IntN(60_000)) * time.Millisecond)
}

// document gives the conversation. Old chats lack messageCount or
// lastMessageAt, in turn, and all that came later.
func (c chat) document(r *rand.Rand, library []source) map[string]any {
	first, last := c.Messages[0].At, c.Messages[len(c.Messages)-1].At
	document := map[string]any{
		"userId": c.User, "title": c.Title, "createdAt": first.Add(-4 * time.Second), "updatedAt": last,
		"agentModel": "gemini-2.5-flash",
	}
	if c.Agent != "" {
		document["agentId"] = c.Agent
	}
	lacks := r.IntN(2)
	if !c.Old || lacks == 0 {
		document["lastMessageAt"] = last
	}
	if !c.Old || lacks == 1 {
		document["messageCount"] = int64(len(c.Messages))
	}
	if c.Old {
		return document
	}
	document["source"] = "production"
	if !oneIn(r, 3) {
		document["isAgent"] = false
	}
	if oneIn(r, 2) {
		document["status"] = "active"
	}
	if oneIn(r, 10) {
		document["status"] = "archived"
	}
	if organization := organizationOf(c.User); organization != "" && oneIn(r, 2) {
		document["organizationId"] = organization
	}
	if c.Agent != "" && oneIn(r, 2) {
		document["activeContextSourceIds"] = activeSources(library, c.Agent)
	}
	return document
}

// earlierAlly is what a first trial of Ally left among the conversations.
func earlierAlly(d day) map[string]map[string]any {
	conversation := id("ally/conversation")
	asked, answered := d.at(-33, 14, 12), d.at(-33, 14, 13)
	say := func(role, text string, at time.Time) map[string]any {
		return map[string]any{
			"conversationId": conversation, "userId": Superadmin().ID, "role": role, "content": text, "timestamp": at,
		}
	}
	return map[string]map[string]any{
		"conversations/" + conversation: {
			"userId": Superadmin().ID, "title": "Ally (prueba)", "isAlly": true, "agentModel": "gemini-2.5-flash",
			"createdAt": d.at(-33, 14, 11), "updatedAt": answered, "lastMessageAt": answered, "messageCount": int64(2),
			"organizationId": OrganizationGetAI,
		},
		"messages/" + id("ally/question"): say("user", "Hola Ally, ¿qué puedes hacer por mí?", asked),
		"messages/" + id("ally/answer"):   say("assistant", "Hola. Por ahora solo puedo saludarte; pronto podré usar tus agentes.", answered),
	}
}
