package sample_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/sample"
)

// Readers of the classic system must bear all of these: each occurs.
func TestEveryOddShapeOccurs(t *testing.T) {
	type fields = map[string]any
	usr := regexp.MustCompile(`^usr_[A-Za-z0-9]{20}$`)
	digits := regexp.MustCompile(`^[0-9]+$`)
	has := func(field string) func(string, fields) bool {
		return func(_ string, d fields) bool { return d[field] != nil }
	}
	lacks := func(field string) func(string, fields) bool {
		return func(_ string, d fields) bool { return d[field] == nil }
	}
	is := func(field string, value any) func(string, fields) bool {
		return func(_ string, d fields) bool { return d[field] == value }
	}
	both := func(a, b func(string, fields) bool) func(string, fields) bool {
		return func(id string, d fields) bool { return a(id, d) && b(id, d) }
	}
	agent, chat := is("isAgent", true), func(_ string, d fields) bool { return d["isAgent"] != true }
	anyEntry := func(field string, match func(fields) bool) func(string, fields) bool {
		return func(_ string, d fields) bool {
			return slices.ContainsFunc(many(d[field]), func(v any) bool { return match(v.(fields)) })
		}
	}
	expires := func(before bool) func(string, fields) bool {
		return func(_ string, d fields) bool {
			at, ok := d["expiresAt"].(time.Time)
			return ok && at.Before(today) == before
		}
	}
	tests := []struct {
		shape, collection string
		occurs            func(id string, d fields) bool
		atLeast           int
	}{
		{"an id of digits", "users", func(id string, _ fields) bool { return digits.MatchString(id) }, 3},
		{"an id of usr_ and 20 characters", "users", func(id string, _ fields) bool { return usr.MatchString(id) }, 3},
		{"an id derived from the e-mail", "users", func(id string, _ fields) bool { return !usr.MatchString(id) && !digits.MatchString(id) }, 1},
		{"nothing but e-mail and name", "users", func(_ string, d fields) bool { return len(d) == 2 }, 1},
		{"inactive", "users", is("isActive", false), 1},
		{"no organization", "users", lacks("organizationId"), 2},
		{"assigned organizations", "users", has("assignedOrganizations"), 1},
		{"no assigned organizations", "users", lacks("assignedOrganizations"), 5},
		{"a domain id", "users", has("domainId"), 1},
		{"no domain id", "users", lacks("domainId"), 5},
		{"a company", "users", has("company"), 1},
		{"no company", "users", lacks("company"), 5},
		{"a department", "users", has("department"), 1},
		{"no department", "users", lacks("department"), 5},
		{"a Google id", "users", has("googleUserId"), 1},
		{"no Google id", "users", lacks("googleUserId"), 5},
		{"no last login", "users", lacks("lastLoginAt"), 2},
		{"no roles", "users", lacks("roles"), 1},

		{"a profile", "organizations", has("profile"), 1},
		{"no optional field", "organizations", func(_ string, d fields) bool {
			return d["profile"] == nil && d["domainPrompt"] == nil && d["limits"] == nil && d["allyConfig"] == nil
		}, 1},
		{"a prompt", "organizations", has("domainPrompt"), 1},
		{"limits", "organizations", has("limits"), 1},

		{"disabled", "domains", is("enabled", false), 1},
		{"bare", "domains", func(_ string, d fields) bool { return len(d) == 2 }, 1},
		{"allowed agents", "domains", has("allowedAgents"), 1},
		{"no allowed agents", "domains", lacks("allowedAgents"), 1},
		{"a prompt", "domains", has("domainPrompt"), 1},
		{"company information with web data", "domains", func(_ string, d fields) bool {
			info, _ := d["companyInfo"].(fields)
			return info["webData"] != nil
		}, 1},
		{"company information without web data", "domains", func(_ string, d fields) bool {
			info, ok := d["companyInfo"].(fields)
			return ok && info["webData"] == nil
		}, 1},

		{"an agent without description", "conversations", both(agent, lacks("description")), 2},
		{"an agent without status", "conversations", both(agent, lacks("status")), 1},
		{"an agent without lastMessageAt", "conversations", both(agent, lacks("lastMessageAt")), 1},
		{"an archived agent", "conversations", both(agent, is("status", "archived")), 1},
		{"an agent of an organization", "conversations", both(agent, has("organizationId")), 1},
		{"a chat with isAgent false", "conversations", is("isAgent", false), 20},
		{"a chat without isAgent", "conversations", lacks("isAgent"), 20},
		{"a chat without agent", "conversations", both(chat, lacks("agentId")), 10},
		{"a chat without messageCount", "conversations", both(chat, lacks("messageCount")), 3},
		{"a chat without lastMessageAt", "conversations", both(chat, lacks("lastMessageAt")), 3},
		{"an archived chat", "conversations", both(chat, is("status", "archived")), 5},
		{"a chat without status", "conversations", both(chat, lacks("status")), 20},
		{"a chat with status active", "conversations", both(chat, is("status", "active")), 20},
		{"a chat of an organization", "conversations", both(chat, has("organizationId")), 20},
		{"a chat with documents", "conversations", both(chat, has("activeContextSourceIds")), 20},
		{"a chat without documents", "conversations", both(chat, lacks("activeContextSourceIds")), 20},
		{"an Ally of before", "conversations", is("isAlly", true), 1},

		{"a prompt", "agent_configs", has("agentPrompt"), 5},
		{"a prompt in systemPrompt", "agent_configs", both(has("systemPrompt"), lacks("agentPrompt")), 2},

		{"by id", "agent_shares", anyEntry("sharedWith", func(e fields) bool {
			return strings.HasPrefix(text(e["id"]), "usr_") || digits.MatchString(text(e["id"]))
		}), 2},
		{"by e-mail", "agent_shares", anyEntry("sharedWith", func(e fields) bool { return e["email"] != nil && e["id"] == "" }), 2},
		{"by domain", "agent_shares", anyEntry("sharedWith", func(e fields) bool { return e["domain"] != nil }), 2},
		{"by group", "agent_shares", anyEntry("sharedWith", func(e fields) bool { return e["type"] == "group" }), 2},
		{"to view", "agent_shares", is("accessLevel", "view"), 1},
		{"to use", "agent_shares", is("accessLevel", "use"), 1},
		{"to administer", "agent_shares", is("accessLevel", "admin"), 1},
		{"to edit, the old level", "agent_shares", is("accessLevel", "edit"), 1},
		{"expired", "agent_shares", expires(true), 1},
		{"to expire", "agent_shares", expires(false), 1},
		{"without end", "agent_shares", lacks("expiresAt"), 5},
		{"revoked for one", "agent_shares", anyEntry("individualAccess", func(e fields) bool { return e["isActive"] == false }), 2},
		{"confirmed for one", "agent_shares", anyEntry("individualAccess", func(e fields) bool { return e["isActive"] == true }), 1},
		{"without individual access", "agent_shares", lacks("individualAccess"), 5},
		{"of an inactive group", "groups", is("isActive", false), 1},

		{"content as text", "messages", func(_ string, d fields) bool { return text(d["content"]) != "" }, 100},
		{"content as type and text", "messages", func(_ string, d fields) bool {
			content, ok := d["content"].(fields)
			return ok && content["type"] == "text" && text(content["text"]) != ""
		}, 100},
		{"of the system", "messages", is("role", "system"), 5},
		{"with tokenCount", "messages", has("tokenCount"), 300},
		{"without tokenCount", "messages", lacks("tokenCount"), 100},
		{"an answer with responseTime", "messages", both(is("role", "assistant"), has("responseTime")), 300},
		{"an answer without responseTime", "messages", both(is("role", "assistant"), lacks("responseTime")), 50},
		{"from production", "messages", is("source", "production"), 300},
		{"without source", "messages", lacks("source"), 50},

		{"disabled", "context_sources", is("enabled", false), 1},
		{"not active", "context_sources", both(has("status"), func(_ string, d fields) bool { return d["status"] != "active" }), 1},
		{"without text", "context_sources", lacks("extractedData"), 1},
		{"without labels", "context_sources", lacks("labels"), 1},
		{"without metadata", "context_sources", lacks("metadata"), 1},
		{"of two agents", "context_sources", func(_ string, d fields) bool { return len(many(d["assignedToAgents"])) == 2 }, 2},
		{"of no agent", "context_sources", func(_ string, d fields) bool { return len(many(d["assignedToAgents"])) == 0 }, 1},

		{"by a person", "message_feedback", is("feedbackType", "user"), 30},
		{"by an expert", "message_feedback", is("feedbackType", "expert"), 5},
		{"no star", "message_feedback", is("userStars", int64(0)), 1},
		{"no csatScore", "message_feedback", lacks("csatScore"), 5},
		{"no stars at all", "message_feedback", lacks("userStars"), 5},
	}
	documents := load(t)
	for _, test := range tests {
		found := 0
		for id, document := range in(documents, test.collection) {
			if test.occurs(id, document) {
				found++
			}
		}
		if found < test.atLeast {
			t.Errorf("%s, %s: %d, want %d or more", test.collection, test.shape, found, test.atLeast)
		}
	}
}

func TestTheNamedDocumentsAreWhatTheirNamesSay(t *testing.T) {
	sources := in(load(t), "context_sources")
	tests := []struct {
		id   string
		want func(d map[string]any) bool
	}{
		{sample.DocumentPermiso, func(d map[string]any) bool {
			return slices.Contains(many(d["assignedToAgents"]), any(sample.AgentM001))
		}},
		{sample.DocumentDisabled, func(d map[string]any) bool { return d["enabled"] == false }},
		{sample.DocumentWithoutText, func(d map[string]any) bool { return d["extractedData"] == nil }},
		{sample.DocumentFailed, func(d map[string]any) bool { return d["status"] == "error" }},
		{sample.DocumentOfNoAgent, func(d map[string]any) bool {
			return len(many(d["assignedToAgents"])) == 0 && d["userId"] == sample.Granted().ID
		}},
		{sample.DocumentOldConvention, func(d map[string]any) bool { return d["labels"] == nil && d["metadata"] == nil }},
	}
	for _, test := range tests {
		if !test.want(sources[test.id]) {
			t.Errorf("%s: %v", test.id, sources[test.id])
		}
	}
}

func TestAChatHasTwoToTwelveMessages(t *testing.T) {
	documents := load(t)
	counts := map[string]int{}
	for _, m := range in(documents, "messages") {
		counts[text(m["conversationId"])]++
	}
	seen := map[int]bool{}
	for id, count := range counts {
		seen[count] = true
		if count < 2 || count > 12 {
			t.Errorf("chat %s has %d messages", id, count)
		}
	}
	if !seen[2] || !seen[12] {
		t.Errorf("the lengths are %v", seen)
	}
}
