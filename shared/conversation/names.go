package conversation

import "getaifactory.com/ally/shared/access"

// Names are how people in a conversation are called, by id. Who is not in it any
// more has none.
type Names map[string]string

func (c Conversation) people(who access.Person) Names {
	owner := c.UserName
	if owner == "" {
		owner = c.UserEmail
	}
	n := Names{c.UserID: owner}
	for _, o := range c.Collaborators {
		if n[o.UserID] = o.UserName; o.UserName == "" {
			n[o.UserID] = o.UserEmail
		}
	}
	if n[who.ID] == "" {
		n[who.ID] = who.Name
	}
	return n
}

// forExternal takes from a message what tells of the organization's inside: what it
// was made of, and which agents were recommended.
func (m *Message) forExternal() {
	m.ContextUsed, m.Cards, m.Model = noContext(), nil, ""
}
