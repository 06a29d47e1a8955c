package grounding_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

// everything is the surroundings of somebody who had every agent and every
// document once, as if nothing of the sample were off, failed or somebody's own.
func everything(documents map[string]map[string]any, agents []string) *surroundings.Surroundings {
	all := &surroundings.Surroundings{}
	for _, id := range agents {
		all.Agents = append(all.Agents, surroundings.Agent{ID: id, Title: documents["conversations/"+id]["title"].(string)})
	}
	for _, path := range slices.Sorted(maps.Keys(documents)) {
		d := documents[path]
		id, ok := strings.CutPrefix(path, "context_sources/")
		if !ok {
			continue
		}
		text, _ := d["extractedData"].(string)
		all.Documents = append(all.Documents, surroundings.Document{ID: id, Name: d["name"].(string), Agents: agents, Keywords: "documento " + text})
	}
	return all
}

// Whatever is asked, by whomever, with whatever is chosen and with surroundings
// however old: only what the person may use right now is used, and the cost is
// bounded.
func TestNothingIsUsedThatThePersonMayNotUse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	documents, err := sample.Documents(today)
	if err != nil {
		t.Fatal(err)
	}
	var agents, words []string
	for path, d := range documents {
		if id, ok := strings.CutPrefix(path, "conversations/"); ok && d["isAgent"] == true {
			agents = append(agents, id)
		}
		if strings.HasPrefix(path, "context_sources/") {
			text, _ := d["extractedData"].(string)
			words = append(words, strings.Fields(d["name"].(string)+" "+text)...)
		}
	}
	slices.Sort(agents)
	slices.Sort(words)
	choices := slices.Concat(agents, []string{"agent-unknown", "a/b", "", sample.DocumentPermiso})
	for i := range 20 {
		choices = append(choices, fmt.Sprint("agent-made-up-", i))
	}
	type somebody struct {
		access.Person
		may   []string
		known []*surroundings.Surroundings
	}
	var people []somebody
	for _, p := range sample.People() {
		who := w.person(t, p)
		may, err := w.classic.AgentsOf(t.Context(), who.Viewer(), today)
		if err != nil {
			t.Fatal(err)
		}
		s := somebody{Person: who, known: []*surroundings.Surroundings{w.around(t, who), {}, everything(documents, agents)}}
		for _, a := range may {
			s.may = append(s.may, a.ID)
		}
		people = append(people, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		who := people[rapid.IntRange(0, len(people)-1).Draw(t, "person")]
		known := who.known[rapid.IntRange(0, 2).Draw(t, "known")]
		c := grounding.Choice{Organization: rapid.Bool().Draw(t, "organization"), Domain: rapid.Bool().Draw(t, "domain")}
		if rapid.Bool().Draw(t, "explicit") {
			c.Agents = rapid.SliceOfN(rapid.SampledFrom(choices), 0, 20).Draw(t, "agents")
		}
		question := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(t, "question"), " ")

		ctx, meter := store.Metered(context.Background(), now)
		ground, err := w.gatherer.Gather(ctx, grounding.Request{Who: who.Person, Known: known, Choice: c, Question: question, Tokens: 6000})
		if err != nil {
			t.Fatal(err)
		}
		if cost := meter.Cost(); cost.Reads > 60 || cost.Rounds > 3 || cost.Writes != 0 {
			t.Fatalf("it took %+v", cost)
		}
		may := func(agent string) bool {
			return slices.Contains(who.may, agent) && (c.Agents == nil || slices.Contains(c.Agents, agent))
		}
		check(t, ground, documents, may)
		for _, source := range ground.Sources {
			for _, id := range []string{sample.DocumentDisabled, sample.DocumentFailed, sample.DocumentWithoutText, sample.DocumentOfNoAgent} {
				if name := documents["context_sources/"+id]["name"].(string); known == who.known[0] && strings.Contains(source.Text, name) {
					t.Fatalf("%s names %s", source.Name, name)
				}
			}
		}
		if got := len(ids(ground, model.Organization)) > 0; got != (c.Organization && who.Organization.ID != "") {
			t.Fatalf("organization: %t", got)
		}
		if got := len(ids(ground, model.Domain)) > 0; got != c.Domain {
			t.Fatalf("domain: %t", got)
		}
		again, err := w.gatherer.Gather(context.Background(), grounding.Request{Who: who.Person, Known: known, Choice: c, Question: question, Tokens: 6000})
		if diff := cmp.Diff(ground, again); diff != "" || err != nil {
			t.Fatalf("the second time: %v, %s", err, diff)
		}
	})
}

// check looks at each source, and at what is said to be used.
func check(t *rapid.T, ground grounding.Ground, documents map[string]map[string]any, may func(agent string) bool) {
	agents, found, tokens := 0, 0, 0
	used := map[string]int{}
	for _, s := range ground.Sources {
		switch s.Kind {
		case model.Agent:
			agents++
			if !may(s.ID) {
				t.Fatalf("agent %s", s.ID)
			}
		case model.Document:
			found++
			d := documents["context_sources/"+s.ID]
			text, _ := d["extractedData"].(string)
			if d["enabled"] == false || d["status"] != "active" || text == "" {
				t.Fatalf("document %s: %v %v", s.ID, d["enabled"], d["status"])
			}
			mine := slices.ContainsFunc(d["assignedToAgents"].([]any), func(a any) bool {
				return may(a.(string)) && documents["conversations/"+a.(string)]["title"] == s.Of
			})
			if !mine {
				t.Fatalf("document %s of %s", s.ID, s.Of)
			}
			tokens += model.EstimateTokens(s.Text)
			used[s.ID] = len(s.Text)
			for part := range strings.SplitSeq(s.Text, "\n\n") {
				if !strings.Contains(text, part) {
					t.Fatalf("not in %s: %s", s.ID, part)
				}
			}
		}
	}
	if agents > 8 || found > 4 || tokens > 3000+8 {
		t.Fatalf("%d agents, %d documents, %d tokens", agents, found, tokens)
	}
	passages := 0
	for _, a := range ground.Agents {
		if !may(a.ID) {
			t.Fatalf("said to be used: %s", a.ID)
		}
		for _, d := range a.Documents {
			passages += d.Passages
			if used[d.ID] == 0 || d.Passages < 1 {
				t.Fatalf("said to be used: %+v", d)
			}
			delete(used, d.ID)
		}
	}
	if passages > 8 || len(used) != 0 {
		t.Fatalf("%d passages, not said to be used: %v", passages, used)
	}
}
