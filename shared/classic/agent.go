package classic

import (
	"slices"
	"strings"
	"time"
)

// Agent is a document of `conversations` that is an agent.
type Agent struct {
	ID          string
	Title       string
	OwnerID     string
	Description string
	Prompt      string // from `agent_configs`; "" where it was not asked for
	Way         Way
}

// Way is how an agent is available to somebody: the share, and the group where
// the share names one. Both are "" for who owns the agent or whose domain
// allows it.
type Way struct {
	Share string `firestore:"share,omitempty"`
	Group string `firestore:"group,omitempty"`
}

// agentFrom reads an agent; ok is false where the document is none, or is
// archived.
func agentFrom(id string, f fields) (agent Agent, ok bool) {
	if !f.is("isAgent", false) || f.text("status") == "archived" {
		return Agent{}, false
	}
	return Agent{
		ID: id, Title: f.text("title"), OwnerID: f.text("userId"), Description: f.text("description"),
	}, true
}

// promptFrom reads an agent's prompt in its present or its older field.
func promptFrom(f fields) string {
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
	ID         string
	AgentID    string
	with       []fields
	individual []fields
	expires    time.Time // zero: never
}

func shareFrom(id string, f fields) Share {
	return Share{
		ID: id, AgentID: f.text("agentId"), with: f.list("sharedWith"),
		individual: f.list("individualAccess"), expires: f.time("expiresAt"),
	}
}

// Reaches says whether the share makes its agent available to the viewer, a
// member of the groups, at the time now.
func (s Share) Reaches(v Viewer, groups []string, now time.Time) bool {
	_, reaches := s.through(v, groups, now)
	return reaches
}

// through says the same, and by which group where no entry names the viewer
// otherwise.
func (s Share) through(v Viewer, groups []string, now time.Time) (group string, reaches bool) {
	if !s.expires.IsZero() && !now.Before(s.expires) {
		return "", false
	}
	for _, entry := range s.individual {
		theirs := same(entry.text("userId"), v.ID) || sameFold(entry.text("userEmail"), v.Email)
		if theirs && !entry.is("isActive", true) {
			return "", false
		}
	}
	for _, entry := range s.with {
		if !names(entry, v, groups) {
			continue
		}
		if group = groupOf(entry); group == "" {
			return "", true
		}
		reaches = true
	}
	return group, reaches
}

// groupOf is the group that an entry of sharedWith names.
func groupOf(entry fields) string {
	if entry.text("type") == "group" {
		return entry.text("id")
	}
	return ""
}

// names says whether an entry of sharedWith means the viewer. The domain of
// an entry that names a person only says where that person works; it shares
// with the whole domain only where no person and no group is named.
func names(entry fields, v Viewer, groups []string) bool {
	id, email, domain := entry.text("id"), entry.text("email"), entry.text("domain")
	if group := groupOf(entry); group != "" {
		return slices.Contains(groups, group)
	}
	if id != "" && !strings.EqualFold(id, domain) || email != "" {
		return same(id, v.ID) || sameFold(email, v.Email)
	}
	return sameFold(domain, v.Domain)
}

// same says whether both are one text; nothing names nobody.
func same(a, b string) bool { return a != "" && a == b }

func sameFold(a, b string) bool { return a != "" && strings.EqualFold(a, b) }
