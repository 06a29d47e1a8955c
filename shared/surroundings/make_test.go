package surroundings_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/surroundings"
)

func TestAPersonHasAroundThemWhatTheClassicSystemGivesThem(t *testing.T) {
	t.Parallel()
	documents, err := sample.Documents(today)
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(documents, func(path string, _ map[string]any) bool {
		return strings.HasPrefix(path, "messages/") || strings.HasPrefix(path, "message_feedback/")
	})
	w := newWorld(t)
	w.write(t, documents)
	for _, tc := range []struct {
		who    sample.Person
		agents []string
	}{
		{sample.Granted(), []string{sample.AgentM001, sample.AgentM003, sample.AgentS001, sample.AgentS002, sample.AgentSSOMA}},
		{sample.Superadmin(), []string{sample.AgentCalidad, sample.AgentCartola, sample.AgentKAMKE, sample.AgentM001, sample.AgentPersonas, sample.AgentSSOMA}},
	} {
		made, err := w.keeper.Make(t.Context(), w.person(t, tc.who))
		if err != nil {
			t.Fatal(err)
		}
		var agents []string
		for _, a := range made.Agents {
			agents = append(agents, a.ID)
			if got, want := a.Title, documents["conversations/"+a.ID]["title"]; got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		slices.Sort(agents)
		if diff := cmp.Diff(tc.agents, agents); diff != "" {
			t.Errorf("the agents of %s: %s", tc.who.Email, diff)
		}
		if diff := cmp.Diff(chatsWith(documents, tc.agents, tc.who.Domain()), counts(made.Popular)); diff != "" {
			t.Errorf("the most used agents of %s: %s", tc.who.Email, diff)
		}
		if !slices.IsSortedFunc(made.Popular, func(a, b surroundings.Popular) int { return b.Chats - a.Chats }) {
			t.Errorf("not the most used first: %+v", made.Popular)
		}
		if diff := cmp.Diff(documentsOf(documents, tc.agents), bare(made.Documents)); diff != "" {
			t.Errorf("the documents of %s: %s", tc.who.Email, diff)
		}
	}
}

// documentsOf gives the documents in use with those of the agents that they
// are assigned to.
func documentsOf(documents map[string]map[string]any, agents []string) map[string][]string {
	found := map[string][]string{}
	for path, d := range documents {
		id, ok := strings.CutPrefix(path, "context_sources/")
		if !ok || d["enabled"] == false || d["status"] != "active" {
			continue
		}
		for _, agent := range d["assignedToAgents"].([]any) {
			if slices.Contains(agents, agent.(string)) {
				found[id] = append(found[id], agent.(string))
			}
		}
		slices.Sort(found[id])
	}
	maps.DeleteFunc(found, func(_ string, agents []string) bool { return len(agents) == 0 })
	return found
}

// chatsWith counts the chats of the last four weeks that people of the domain
// opened with the agents.
func chatsWith(documents map[string]map[string]any, agents []string, domain string) map[string]int {
	chats := map[string]int{}
	for path, c := range documents {
		agent, _ := c["agentId"].(string)
		if !strings.HasPrefix(path, "conversations/") || !slices.Contains(agents, agent) {
			continue
		}
		email := documents["users/"+c["userId"].(string)]["email"].(string)
		if strings.HasSuffix(email, "@"+domain) && c["createdAt"].(time.Time).After(today.AddDate(0, 0, -28)) {
			chats[agent]++
		}
	}
	return chats
}

func counts(popular []surroundings.Popular) map[string]int {
	chats := map[string]int{}
	for _, p := range popular {
		chats[p.AgentID] = p.Chats
	}
	return chats
}

func bare(documents []surroundings.Document) map[string][]string {
	found := map[string][]string{}
	for _, d := range documents {
		found[d.ID] = d.Agents
	}
	return found
}

func TestAnAgentIsAboutItsDescriptionElseItsDocumentsElseItsPrompt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := func(description string) map[string]any {
		return map[string]any{"isAgent": true, "userId": "u1", "title": "A", "description": description}
	}
	long := strings.Repeat("palabra ", 60)
	w.write(t, map[string]map[string]any{
		"conversations/described": agent("Reads\n  contracts."),
		"conversations/documents": agent(""),
		"conversations/prompted":  agent(""),
		"conversations/nothing":   agent(""),
		"conversations/long":      agent(long),
		"conversations/unbroken":  agent(strings.Repeat("ñ", 400)),
		"agent_configs/documents": {"agentPrompt": "You know documents."},
		"agent_configs/prompted":  {"systemPrompt": "You help with permits. You are kind."},
		"context_sources/d1":      {"name": "One", "assignedToAgents": []any{"documents"}},
		"context_sources/d2":      {"name": "", "assignedToAgents": []any{"documents"}},
		"context_sources/d3":      {"name": "Three", "assignedToAgents": []any{"documents"}},
		"context_sources/d4":      {"name": "Four", "assignedToAgents": []any{"documents"}},
		"context_sources/d5":      {"name": "Five", "assignedToAgents": []any{"documents"}},
	})
	made, err := w.keeper.Make(t.Context(), access.Person{ID: "u1", Email: "u1@example.com", Domain: "example.com"})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"described": "Reads contracts.", "documents": "One, Three, Four", "prompted": "You help with permits.", "nothing": "",
		"long":     strings.TrimSpace(strings.Repeat("palabra ", 20)[:159]) + "…",
		"unbroken": strings.Repeat("ñ", 160) + "…",
	} {
		a, ok := made.Agent(id)
		if !ok || a.About != want {
			t.Errorf("%s: %q, want %q", id, a.About, want)
		}
		if utf8.RuneCountInString(a.About) > 161 {
			t.Errorf("%s: %d characters", id, utf8.RuneCountInString(a.About))
		}
	}
}

func TestKeywordsAreTheMostFrequentWordsThatMeanSomething(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(t, map[string]map[string]any{
		"conversations/a":   {"isAgent": true, "userId": "u1", "title": "A"},
		"context_sources/d": {"name": "D", "assignedToAgents": []any{"a"}, "extractedData": "La obra de la obra y el permiso de la obra: permiso, Dirección. " + strings.Repeat("x", 100)},
	})
	made, err := w.keeper.Make(t.Context(), access.Person{ID: "u1", Email: "u1@example.com", Domain: "example.com"})
	if err != nil || len(made.Documents) != 1 || made.Documents[0].Keywords != "obra permiso direccion" {
		t.Errorf("%+v, %v", made.Documents, err)
	}
}
