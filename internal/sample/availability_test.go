package sample_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/sample"
)

// mayUse says, as the classic system does, whether an agent is available to a
// person, apart from its being archived.
func mayUse(documents map[string]map[string]any, p sample.Person, agent string) bool {
	if documents["conversations/"+agent]["userId"] == p.ID {
		return true
	}
	if slices.Contains(many(documents["domains/"+p.Domain()]["allowedAgents"]), any(agent)) {
		return true
	}
	for _, share := range in(documents, "agent_shares") {
		expires, limited := share["expiresAt"].(time.Time)
		if share["agentId"] == agent && !(limited && expires.Before(today)) && names(documents, share, p) && !revoked(share, p) {
			return true
		}
	}
	return false
}

func names(documents map[string]map[string]any, share map[string]any, p sample.Person) bool {
	for _, value := range share["sharedWith"].([]any) {
		entry := value.(map[string]any)
		group := documents["groups/"+text(entry["id"])]
		switch {
		case entry["type"] == "group":
			if group["isActive"] == true && slices.Contains(many(group["members"]), any(p.ID)) {
				return true
			}
		case entry["id"] == p.ID, entry["email"] == p.Email, entry["domain"] == p.Domain():
			return true
		}
	}
	return false
}

func revoked(share map[string]any, p sample.Person) bool {
	for _, value := range many(share["individualAccess"]) {
		entry := value.(map[string]any)
		if (entry["userId"] == p.ID || entry["userEmail"] == p.Email) && entry["isActive"] == false {
			return true
		}
	}
	return false
}

var live = []string{
	sample.AgentM001, sample.AgentM003, sample.AgentS001, sample.AgentS002, sample.AgentSSOMA,
	sample.AgentKAMKE, sample.AgentCartola, sample.AgentPersonas, sample.AgentCompras, sample.AgentCalidad,
}

func TestWhoMayUseWhichAgents(t *testing.T) {
	documents := load(t)
	digits, usr := sample.TwoDocuments()
	tests := []struct {
		who  sample.Person
		want []string
	}{
		{sample.Superadmin(), []string{sample.AgentM001, sample.AgentSSOMA, sample.AgentKAMKE, sample.AgentCartola, sample.AgentPersonas, sample.AgentCalidad}},
		{sample.Granted(), []string{sample.AgentM001, sample.AgentM003, sample.AgentS001, sample.AgentS002, sample.AgentSSOMA}},
		{sample.GrantedEnglish(), []string{sample.AgentM001, sample.AgentS001, sample.AgentS002, sample.AgentSSOMA, sample.AgentKAMKE}},
		{sample.Stranger(), []string{sample.AgentM001, sample.AgentS001, sample.AgentSSOMA}},
		{sample.Denied(), []string{sample.AgentM001, sample.AgentSSOMA}},
		{digits, []string{sample.AgentM001, sample.AgentM003, sample.AgentS001, sample.AgentSSOMA}},
		{usr, []string{sample.AgentM001, sample.AgentM003, sample.AgentS001, sample.AgentS002, sample.AgentSSOMA}},
		{sample.DisabledDomain(), nil},
	}
	for _, test := range tests {
		var got []string
		for _, agent := range live {
			if mayUse(documents, test.who, agent) {
				got = append(got, agent)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s may use %v, want %v", test.who.Email, got, test.want)
		}
	}
}

func TestPeopleChatWithAgentsThatTheyMayUse(t *testing.T) {
	documents := load(t)
	people := map[any]sample.Person{}
	for _, p := range sample.People() {
		people[p.ID] = p
	}
	without := 0
	for id, c := range in(documents, "conversations") {
		agent, ok := c["agentId"].(string)
		if !ok {
			without++
			continue
		}
		if p := people[c["userId"]]; !mayUse(documents, p, agent) {
			t.Errorf("chat %s of %s with %s", id, p.Email, agent)
		}
	}
	if without < 10 {
		t.Errorf("only %d chats without an agent", without)
	}
}

func TestTheDomainsPreferDifferentAgents(t *testing.T) {
	documents := load(t)
	ranking := func(domain string) []string {
		chats := map[string]int{}
		for _, c := range in(documents, "conversations") {
			email := text(documents["users/"+text(c["userId"])]["email"])
			if agent, ok := c["agentId"].(string); ok && strings.HasSuffix(email, "@"+domain) {
				chats[agent]++
			}
		}
		ranked := slices.Clone(live)
		slices.SortFunc(ranked, func(a, b string) int { return chats[b] - chats[a] })
		for i := 1; i < len(ranked) && chats[ranked[i]] > 0; i++ {
			if chats[ranked[i]] == chats[ranked[i-1]] {
				t.Errorf("%s: %s and %s are equally popular", domain, ranked[i], ranked[i-1])
			}
		}
		return slices.DeleteFunc(ranked, func(agent string) bool { return chats[agent] == 0 })
	}
	tests := map[string][]string{
		sample.DomainSalfa: {sample.AgentM001, sample.AgentSSOMA, sample.AgentS002, sample.AgentS001, sample.AgentM003, sample.AgentKAMKE},
		sample.DomainGetAI: {sample.AgentPersonas, sample.AgentCartola, sample.AgentCalidad, sample.AgentCompras, sample.AgentKAMKE, sample.AgentM001},
	}
	for domain, want := range tests {
		if got := ranking(domain); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", domain, got, want)
		}
	}
}
