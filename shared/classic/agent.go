package classic

import (
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
)

// Agent is a document of `conversations` that is an agent, with its prompt
// from `agent_configs`.
type Agent struct {
	ID          string
	Title       string
	OwnerID     string
	Description string
	Prompt      string
}

// agentFrom reads an agent; ok is false where the document is none, or is
// archived.
func agentFrom(doc *firestore.DocumentSnapshot) (agent Agent, ok bool) {
	if doc == nil || !doc.Exists() {
		return Agent{}, false
	}
	f := fields(doc.Data())
	if !f.is("isAgent", false) || f.text("status") == "archived" {
		return Agent{}, false
	}
	return Agent{
		ID: doc.Ref.ID, Title: f.text("title"), OwnerID: f.text("userId"), Description: f.text("description"),
	}, true
}

// promptFrom reads an agent's prompt in its present or its older field.
func promptFrom(doc *firestore.DocumentSnapshot) string {
	if doc == nil || !doc.Exists() {
		return ""
	}
	f := fields(doc.Data())
	if prompt := f.text("agentPrompt"); prompt != "" {
		return prompt
	}
	return f.text("systemPrompt")
}

// Viewer is the person whose view of the agents is asked for.
type Viewer struct {
	ID, Email, Domain string
	AllowedAgents     []string // of the domain
}

// Share is a document of `agent_shares`.
type Share struct {
	AgentID    string
	with       []fields
	individual []fields
	expires    time.Time // zero: never
}

func shareFrom(doc *firestore.DocumentSnapshot) Share {
	f := fields(doc.Data())
	return Share{
		AgentID: f.text("agentId"), with: f.list("sharedWith"),
		individual: f.list("individualAccess"), expires: f.time("expiresAt"),
	}
}

// Reaches says whether the share makes its agent available to the viewer, a
// member of the groups, at the time now.
func (s Share) Reaches(v Viewer, groups []string, now time.Time) bool {
	if !s.expires.IsZero() && !now.Before(s.expires) {
		return false
	}
	for _, entry := range s.individual {
		theirs := entry.text("userId") == v.ID || strings.EqualFold(entry.text("userEmail"), v.Email)
		if theirs && !entry.is("isActive", true) {
			return false
		}
	}
	return slices.ContainsFunc(s.with, func(entry fields) bool { return names(entry, v, groups) })
}

// names says whether an entry of sharedWith means the viewer. The domain of
// an entry that names a person only says where that person works; it shares
// with the whole domain only where no person and no group is named.
func names(entry fields, v Viewer, groups []string) bool {
	id, email, domain := entry.text("id"), entry.text("email"), entry.text("domain")
	if entry.text("type") == "group" && id != "" {
		return slices.Contains(groups, id)
	}
	if id != "" && id != domain || email != "" {
		return id != "" && id == v.ID || email != "" && strings.EqualFold(email, v.Email)
	}
	return domain != "" && strings.EqualFold(domain, v.Domain)
}
