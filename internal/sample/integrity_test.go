package sample_test

import (
	"strings"
	"testing"
)

func TestEveryReferenceLeadsToADocument(t *testing.T) {
	documents := load(t)
	references := []struct{ collection, field, to string }{
		{"users", "organizationId", "organizations"},
		{"users", "domainId", "domains"},
		{"users", "assignedOrganizations", "organizations"},
		{"organizations", "domains", "domains"},
		{"organizations", "primaryDomain", "domains"},
		{"organizations", "admins", "users"},
		{"organizations", "ownerUserId", "users"},
		{"domains", "allowedAgents", "conversations"},
		{"domains", "allowedContextSources", "context_sources"},
		{"conversations", "userId", "users"},
		{"conversations", "agentId", "conversations"},
		{"conversations", "organizationId", "organizations"},
		{"conversations", "activeContextSourceIds", "context_sources"},
		{"agent_shares", "agentId", "conversations"},
		{"agent_shares", "ownerId", "users"},
		{"groups", "members", "users"},
		{"messages", "conversationId", "conversations"},
		{"messages", "userId", "users"},
		{"context_sources", "userId", "users"},
		{"context_sources", "assignedToAgents", "conversations"},
		{"message_feedback", "messageId", "messages"},
		{"message_feedback", "conversationId", "conversations"},
		{"message_feedback", "userId", "users"},
	}
	for _, r := range references {
		followed := 0
		for id, document := range in(documents, r.collection) {
			for _, target := range many(document[r.field]) {
				followed++
				if documents[r.to+"/"+target.(string)] == nil {
					t.Errorf("%s/%s: %s names %s/%v, which is not there", r.collection, id, r.field, r.to, target)
				}
			}
		}
		if followed == 0 {
			t.Errorf("no %s of %s to follow", r.field, r.collection)
		}
	}
	for id := range in(documents, "agent_configs") {
		if documents["conversations/"+id]["isAgent"] != true {
			t.Errorf("agent_configs/%s is of no agent", id)
		}
	}
}

// many gives the values of a list, the one of a single value, or none.
func many(value any) []any {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{value}
}

func TestAShareIsMadeByTheAgentsOwnerWithSomebodyThere(t *testing.T) {
	documents := load(t)
	emails := map[string]bool{}
	for _, user := range in(documents, "users") {
		emails[user["email"].(string)] = true
	}
	for id, share := range in(documents, "agent_shares") {
		agent := documents["conversations/"+share["agentId"].(string)]
		if agent["isAgent"] != true || agent["userId"] != share["ownerId"] {
			t.Errorf("share %s of %v by %v", id, share["agentId"], share["ownerId"])
		}
		for _, value := range share["sharedWith"].([]any) {
			entry := value.(map[string]any)
			known := documents["users/"+text(entry["id"])] != nil
			switch {
			case entry["type"] == "group":
				known = documents["groups/"+text(entry["id"])] != nil
			case entry["email"] != nil:
				known = emails[text(entry["email"])]
			case entry["domain"] != nil:
				known = documents["domains/"+text(entry["domain"])] != nil
			}
			if !known {
				t.Errorf("share %s names %v", id, entry)
			}
		}
		for _, value := range many(share["individualAccess"]) {
			entry := value.(map[string]any)
			if user := documents["users/"+text(entry["userId"])]; user == nil || user["email"] != entry["userEmail"] {
				t.Errorf("share %s has an entry for %v", id, entry)
			}
		}
	}
}

func text(value any) string { s, _ := value.(string); return s }

func TestAnOrganizationsPeopleAreOfItsDomains(t *testing.T) {
	documents := load(t)
	for id, user := range in(documents, "users") {
		organization, ok := user["organizationId"].(string)
		if !ok {
			continue
		}
		_, domain, _ := strings.Cut(text(user["email"]), "@")
		found := false
		for _, name := range documents["organizations/"+organization]["domains"].([]any) {
			found = found || name == domain
		}
		if !found {
			t.Errorf("%s: %s is no domain of %s", id, domain, organization)
		}
	}
}

func TestAMessageBelongsToItsChatsPerson(t *testing.T) {
	documents := load(t)
	for id, m := range in(documents, "messages") {
		if chat := documents["conversations/"+text(m["conversationId"])]; chat["userId"] != m["userId"] || chat["isAgent"] == true {
			t.Errorf("message %s of %v is in a chat of %v", id, m["userId"], chat["userId"])
		}
	}
}

func TestARatingIsOfAnAnswerByItsPersonOrAnExpert(t *testing.T) {
	documents := load(t)
	for id, f := range in(documents, "message_feedback") {
		m := documents["messages/"+text(f["messageId"])]
		if m["role"] != "assistant" || m["conversationId"] != f["conversationId"] {
			t.Errorf("rating %s is of %v", id, m)
		}
		reader := documents["users/"+text(f["userId"])]
		switch f["feedbackType"] {
		case "user":
			if stars, ok := f["userStars"].(int64); !ok || stars < 0 || stars > 5 || f["userId"] != m["userId"] {
				t.Errorf("rating %s: %v", id, f)
			}
		case "expert":
			owner := documents["users/"+text(m["userId"])]
			if reader["role"] != "expert" || reader["organizationId"] != owner["organizationId"] || reader["email"] == owner["email"] {
				t.Errorf("rating %s by %v of an answer to %v", id, reader["email"], owner["email"])
			}
		default:
			t.Errorf("rating %s has the type %v", id, f["feedbackType"])
		}
		if score, ok := f["csatScore"]; ok && (score.(int64) < 1 || score.(int64) > 5) {
			t.Errorf("rating %s: csatScore %v", id, score)
		}
	}
}

func TestNoPlaceholderIsLeft(t *testing.T) {
	documents := load(t)
	check := func(path, s string) {
		if s == "" || strings.ContainsAny(s, "{}") || strings.TrimSpace(s) != s {
			t.Errorf("%s: %q", path, s)
		}
	}
	for id, c := range in(documents, "conversations") {
		check("conversations/"+id, text(c["title"]))
	}
	for id, m := range in(documents, "messages") {
		content := text(m["content"])
		if typed, ok := m["content"].(map[string]any); ok {
			content = text(typed["text"])
		}
		check("messages/"+id, content)
	}
}
