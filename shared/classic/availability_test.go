package classic_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/classic"
)

// mayUse says, by looking at every document there is, whether an agent is
// available to a person.
func mayUse(d documents, userID, agent string) bool {
	person, conversation := d["users/"+userID], d["conversations/"+agent]
	if conversation["isAgent"] != true || conversation["status"] == "archived" {
		return false
	}
	email := strings.ToLower(text(person["email"]))
	_, domain, _ := strings.Cut(email, "@")
	if conversation["userId"] == userID || slices.Contains(many(d["domains/"+domain]["allowedAgents"]), any(agent)) {
		return true
	}
	for _, share := range d.in("agent_shares") {
		if share["agentId"] != agent {
			continue
		}
		if until, ok := share["expiresAt"].(time.Time); ok && !until.After(today) {
			continue
		}
		revoked := false
		for _, v := range many(share["individualAccess"]) {
			entry := v.(map[string]any)
			if (entry["userId"] == userID || strings.EqualFold(text(entry["userEmail"]), email)) && entry["isActive"] == false {
				revoked = true
			}
		}
		if revoked {
			continue
		}
		for _, v := range many(share["sharedWith"]) {
			entry := v.(map[string]any)
			id, named := text(entry["id"]), text(entry["email"])
			group := d["groups/"+id]
			switch {
			case entry["type"] == "group":
				if group != nil && group["isActive"] != false && slices.Contains(many(group["members"]), any(userID)) {
					return true
				}
			case id == userID, named != "" && strings.EqualFold(named, email):
				return true
			case named == "" && (id == "" || id == domain) && entry["domain"] == domain:
				return true
			}
		}
	}
	return false
}

// checkAvailability asks for the agents of everybody, both ways.
func checkAvailability(t *testing.T, d documents) {
	t.Helper()
	r := d.store(t)
	all := slices.Sorted(maps.Keys(d.in("conversations")))
	some := false
	for userID := range d.in("users") {
		want := []string{}
		for _, id := range all {
			if mayUse(d, userID, id) {
				want = append(want, id)
			}
		}
		some = some || len(want) > 0 && len(want) < len(all)
		v := viewerOf(d, userID)
		agents, err := r.AgentsOf(t.Context(), v, today)
		if err != nil {
			t.Fatal(err)
		}
		got := idsOf(agents)
		if !slices.IsSortedFunc(agents, func(a, b classic.Agent) int { return strings.Compare(a.Title, b.Title) }) {
			t.Errorf("%s: not by title: %v", v.Email, agents)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the agents of %s: %s", v.Email, diff)
		}
		var known []classic.Known
		for _, a := range agents {
			known = append(known, classic.Known{AgentID: a.ID, Way: a.Way})
		}
		slices.SortFunc(known, func(a, b classic.Known) int { return strings.Compare(a.AgentID, b.AgentID) })
		confirmed, err := r.Confirm(t.Context(), v, known, today)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, append([]string{}, idsOf(confirmed)...)); diff != "" {
			t.Errorf("confirmed to %s: %s", v.Email, diff)
		}
		for some := range slices.Chunk(all, 3) {
			available, err := r.Available(t.Context(), v, some, today)
			if err != nil {
				t.Fatal(err)
			}
			mine := slices.DeleteFunc(slices.Clone(some), func(id string) bool { return !slices.Contains(want, id) })
			if got := idsOf(available); !slices.Equal(got, mine) && d.sharesOf(some) <= 6 {
				t.Errorf("available to %s: %v, want %v", v.Email, got, mine)
			}
		}
	}
	if !some {
		t.Error("nobody may use some agents and not others")
	}
}

func TestEverybodyHasTheAgentsThatTheClassicSystemGivesThem(t *testing.T) {
	t.Parallel()
	d := theSample(t).only("users", "domains", "groups", "agent_shares", "agent_configs")
	for id, c := range theSample(t).in("conversations") {
		if c["isAgent"] == true {
			d["conversations/"+id] = c
		}
	}
	checkAvailability(t, d)
}

func TestAnyMixtureOfSharesGivesWhatTheyDoOneByOne(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			checkAvailability(t, mixture(rand.New(rand.NewPCG(seed, 7))))
		})
	}
}

// sharesOf counts the shares of the agents.
func (d documents) sharesOf(agents []string) int {
	n := 0
	for _, share := range d.in("agent_shares") {
		if id, ok := share["agentId"].(string); ok && slices.Contains(agents, id) {
			n++
		}
	}
	return n
}

// What was available in a way that is known is not any more once that way is
// closed, and never to somebody else.
func TestAWayThatIsClosedConfirmsNothing(t *testing.T) {
	t.Parallel()
	d := documents{
		"conversations/a": {"isAgent": true, "userId": "owner"},
		"agent_shares/s":  {"agentId": "a", "sharedWith": []any{map[string]any{"type": "group", "id": "g"}}},
		"agent_shares/t":  {"agentId": "b", "sharedWith": []any{map[string]any{"type": "user", "id": "u"}}},
		"groups/g":        {"members": []any{"u"}},
		"groups/off":      {"members": []any{"u"}, "isActive": false},
	}
	r := d.store(t)
	for name, tc := range map[string]struct {
		viewer string
		way    classic.Way
		want   int
	}{
		"by its group":                 {"u", classic.Way{Share: "s", Group: "g"}, 1},
		"without the group":            {"u", classic.Way{Share: "s"}, 0},
		"by a group that is off":       {"u", classic.Way{Share: "s", Group: "off"}, 0},
		"by a share of another agent":  {"u", classic.Way{Share: "t"}, 0},
		"by no way":                    {"u", classic.Way{}, 0},
		"by a share that is gone":      {"u", classic.Way{Share: "gone", Group: "g"}, 0},
		"somebody who is not a member": {"v", classic.Way{Share: "s", Group: "g"}, 0},
		"the owner":                    {"owner", classic.Way{}, 1},
	} {
		v := classic.Viewer{ID: tc.viewer, Email: tc.viewer + "@example.com", Domain: "example.com"}
		got, err := r.Confirm(t.Context(), v, []classic.Known{{AgentID: "a", Way: tc.way}}, today)
		if err != nil || len(got) != tc.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// mixture is a classic system of shares of all kinds.
func mixture(r *rand.Rand) documents {
	d := documents{}
	n := func(kind string, most int) string { return fmt.Sprint(kind, r.IntN(most)) }
	domain := func(i int) string { return fmt.Sprintf("d%d.example.com", i%3) }
	email := func(i int) string { return fmt.Sprintf("u%d@%s", i, domain(i)) }
	maybe := func(in int) bool { return r.IntN(in) == 0 }
	for i := range 8 {
		address := email(i)
		if maybe(3) {
			address = strings.ToUpper(address)
		}
		d[fmt.Sprint("users/u", i)] = map[string]any{"email": address}
	}
	for i := range 3 {
		d["domains/"+domain(i)] = map[string]any{"allowedAgents": []any{n("a", 40), n("a", 40)}}
	}
	for i := range 5 {
		group := map[string]any{"members": []any{n("u", 8), n("u", 8)}}
		if maybe(2) {
			group["isActive"] = maybe(2)
		}
		d[fmt.Sprint("groups/g", i)] = group
	}
	for i := range 40 {
		agent := map[string]any{"isAgent": !maybe(8), "title": n("title", 30), "userId": n("u", 12)}
		if maybe(6) {
			agent["status"] = "archived"
		}
		d[fmt.Sprint("conversations/a", i)] = agent
	}
	for i := range 60 {
		share := map[string]any{"agentId": n("a", 44)}
		var with []any
		for range 1 + r.IntN(2) {
			u, dom := r.IntN(8), domain(r.IntN(3))
			with = append(with, []any{
				map[string]any{"type": "user", "id": fmt.Sprint("u", u)},
				map[string]any{"type": "user", "id": fmt.Sprint("u", u), "domain": domain(u)},
				map[string]any{"type": "user", "id": "", "email": strings.ToUpper(email(u))},
				map[string]any{"type": "user", "email": email(u), "domain": domain(u)},
				map[string]any{"type": "user", "id": dom, "domain": dom},
				map[string]any{"type": "user", "domain": dom},
				map[string]any{"type": "group", "id": n("g", 6)},
			}[r.IntN(7)])
		}
		share["sharedWith"] = with
		if maybe(3) {
			share["expiresAt"] = today.Add(time.Duration(r.IntN(3)-1) * time.Hour).Truncate(time.Millisecond)
		}
		if maybe(3) {
			u := r.IntN(8)
			share["individualAccess"] = []any{
				map[string]any{"userId": fmt.Sprint("u", u), "isActive": maybe(2)}, map[string]any{"userEmail": email(r.IntN(8)), "isActive": maybe(2)},
			}
		}
		d[fmt.Sprint("agent_shares/s", i)] = share
	}
	return d
}

func TestAnArchivedAgentIsNobodys(t *testing.T) {
	t.Parallel()
	d := theSample(t).only("users", "domains", "groups", "agent_shares")
	d["conversations/"+sample.AgentLicitaciones] = theSample(t)["conversations/"+sample.AgentLicitaciones]
	r := d.store(t)
	for _, p := range []sample.Person{sample.Superadmin(), sample.Granted()} { // its owner, and one of the domain it is shared with
		agents, err := r.Available(t.Context(), viewerOf(d, p.ID), []string{sample.AgentLicitaciones}, today)
		if err != nil || len(agents) != 0 {
			t.Errorf("%s: %v, %v", p.Email, agents, err)
		}
	}
}
