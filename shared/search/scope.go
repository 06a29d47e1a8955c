package search

import (
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/conversation"
)

// Collections. An entry lies below the scope of those who may find it, so that
// whoever searches reads nothing of anybody else.
const (
	Indexes    = "ally_index"
	Entries    = "ally_entries"
	Vocabulary = "ally_vocabulary"
)

// Scope is who may find an entry: a person, the people of an organization, or
// those of a domain in it. It is the id of a document of `ally_index`.
type Scope string

// PersonScope is the scope of what is a person's own, or shared with them by name.
func PersonScope(userID string) Scope { return Scope("person:" + userID) }

func organizationScope(organizationID string) Scope { return Scope("organization:" + organizationID) }

func domainScope(organizationID, domain string) Scope {
	return Scope("domain:" + organizationID + ":" + domain)
}

// scopesOf gives who may find a conversation: its owner first.
func scopesOf(c conversation.Conversation) []Scope {
	scopes := []Scope{PersonScope(c.UserID)}
	for _, id := range c.CollaboratorIDs {
		outside := slices.ContainsFunc(c.Collaborators, func(o conversation.Collaborator) bool { return o.UserID == id && o.External })
		if !outside { // whether they may read is their hosts' to say, at every read
			scopes = append(scopes, PersonScope(id))
		}
	}
	if c.OrganizationID != "" {
		switch c.Sharing.Visibility {
		case conversation.ToOrganization:
			scopes = append(scopes, organizationScope(c.OrganizationID))
		case conversation.ToDomain:
			scopes = append(scopes, domainScope(c.OrganizationID, c.Domain))
		}
	}
	slices.Sort(scopes[1:])
	return slices.Compact(scopes)
}

// open are the scopes in which a person finds what was shared with all around
// them.
func open(who access.Person) []Scope {
	if who.Organization.ID == "" {
		return nil
	}
	return []Scope{organizationScope(who.Organization.ID), domainScope(who.Organization.ID, who.Domain)}
}

func entries(client *firestore.Client, s Scope) *firestore.CollectionRef {
	return client.Collection(Indexes).Doc(string(s)).Collection(Entries)
}

// entryID names the entry of a part of a conversation, or of an action (part 0).
// In the order of names, which is that of a query without another, the newest
// stands first.
func entryID(createdAtMS int64, id string, part int) string {
	return fmt.Sprintf("%014d-%04d-%s", latest-createdAtMS, mostParts-part, id)
}

const (
	latest    = 99_999_999_999_999 // milliseconds since 1970: the year 5138
	mostParts = 9999
)
