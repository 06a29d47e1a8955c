package rollout

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestBucketsAgreeWithPublishedOnes(t *testing.T) {
	for _, tc := range []struct {
		salt, id string
		want     int
	}{{"gr1", "123", 73}, {"groupX", "999", 25}} {
		if got := Bucket(tc.salt, tc.id); got != tc.want {
			t.Errorf("%s:%s is in %d, want %d", tc.salt, tc.id, got, tc.want)
		}
	}
}

func TestAHundredThousandPeopleAreSpreadWithinOnePercent(t *testing.T) {
	const people = 100_000
	for _, shape := range []string{"usr_%020d", "%021d", "person%d@example.com"} {
		var upTo [101]int
		for i := range people {
			upTo[Bucket("salt", fmt.Sprintf(shape, i))]++
		}
		for share := 1; share <= 100; share++ {
			upTo[share] += upTo[share-1]
			if is, want := float64(upTo[share])/people, float64(share)/100; math.Abs(is-want) > 0.01 {
				t.Errorf("%s: %d percent let in %.4f", shape, share, is)
			}
		}
	}
}

func TestTheFirstStageThatLetsSomebodyInIsTheirs(t *testing.T) {
	m := Member{ID: "p", Email: "p@example.com", Domain: "example.com", OrganizationID: "o"}
	all := State{
		Stage: Deprecation, Salt: "s", People: []string{m.Email}, Domains: map[string]int{m.Domain: 100},
		Organizations: map[string]int{m.OrganizationID: 100}, Percentage: 100,
	}
	for _, tc := range []struct {
		name   string
		change func(*State)
		want   Place
	}{
		{"chosen", func(*State) {}, Place{By: Beta}},
		{"chosen, and never held out", func(s *State) { s.Holdout = 50 }, Place{By: Beta}},
		{"chosen, but the stage is not reached", func(s *State) { s.Stage = Superadmin }, Place{}},
		{"a domain", func(s *State) { s.People = nil }, Place{By: Domain}},
		{"an organization", func(s *State) { s.People, s.Domains = nil, nil }, Place{By: Organization}},
		{"an organization, but the stage is a domain's", func(s *State) { s.People, s.Domains, s.Stage = nil, nil, Domain }, Place{}},
		{"everybody", func(s *State) { s.People, s.Domains, s.Organizations, s.Stage = nil, nil, nil, General }, Place{By: General}},
		{"everybody, at no percentage", func(s *State) {
			s.People, s.Domains, s.Organizations, s.Stage, s.Percentage = nil, nil, nil, General, 0
		}, Place{}},
		{"the last stage asks for no percentage", func(s *State) { s.People, s.Domains, s.Organizations, s.Percentage = nil, nil, nil, 0 }, Place{By: Deprecation}},
		{"no salt: nobody by share", func(s *State) { s.People, s.Salt = nil, "" }, Place{}},
		{"a stage that is none", func(s *State) { s.Stage = "later" }, Place{}},
		{"nothing at all", func(s *State) { *s = State{} }, Place{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := all
			tc.change(&s)
			if got := s.Of(m); got != tc.want {
				t.Errorf("%+v, want %+v", got, tc.want)
			}
		})
	}
	if p := all.Of(Member{Domain: m.Domain, OrganizationID: m.OrganizationID}); p.In() {
		t.Error("somebody without an id was let in")
	}
}

func drawnState(t *rapid.T) State {
	return State{
		Stage: rapid.SampledFrom(Stages).Draw(t, "stage"), Salt: rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "salt"),
		People:        rapid.SliceOfN(rapid.SampledFrom([]string{"a@example.com", "b@example.org"}), 0, 2).Draw(t, "people"),
		Domains:       rapid.MapOfN(rapid.SampledFrom([]string{"example.com", "example.org"}), rapid.IntRange(1, 100), 0, 2).Draw(t, "domains"),
		Organizations: rapid.MapOfN(rapid.SampledFrom([]string{"o", "q"}), rapid.IntRange(1, 100), 0, 2).Draw(t, "organizations"),
		Percentage:    rapid.IntRange(0, 100).Draw(t, "percentage"),
		Holdout:       rapid.IntRange(0, 50).Draw(t, "holdout"),
	}
}

func drawnMember(t *rapid.T) Member {
	domain := rapid.SampledFrom([]string{"example.com", "example.org", "example.net"}).Draw(t, "domain")
	return Member{
		ID: rapid.StringMatching(`[0-9]{1,21}`).Draw(t, "id"), Domain: domain,
		Email:          rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "name") + "@" + domain,
		OrganizationID: rapid.SampledFrom([]string{"", "o", "q"}).Draw(t, "organization"),
	}
}

// Going a stage further, raising a share, adding to a list and holding fewer out
// drop nobody.
func TestWideningDropsNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, m := drawnState(t), drawnMember(t)
		wider := s
		switch rapid.IntRange(0, 5).Draw(t, "how") {
		case 0:
			wider.Stage = Stages[rapid.IntRange(s.Stage.place(), len(Stages)-1).Draw(t, "further")]
		case 1:
			wider.Percentage = rapid.IntRange(s.Percentage, 100).Draw(t, "raised")
		case 2:
			wider.People = append(slices.Clone(s.People), m.Email)
		case 3:
			wider.Domains = map[string]int{m.Domain: max(s.Domains[m.Domain], 50)}
			for domain, share := range s.Domains {
				wider.Domains[domain] = max(share, wider.Domains[domain])
			}
		case 4:
			wider.Organizations = map[string]int{"o": 100, "q": 100}
		case 5:
			wider.Holdout = rapid.IntRange(0, s.Holdout).Draw(t, "fewer")
		}
		if s.Of(m).In() && !wider.Of(m).In() {
			t.Fatalf("%+v is in at %+v and out at %+v", m, s, wider)
		}
	})
}

func TestAStateIsStoredInOneForm(t *testing.T) {
	s := State{People: []string{" B@example.com", "a@example.com", "b@example.com", ""}, Domains: map[string]int{"Example.COM ": 5}}.Normal()
	if want := []string{"a@example.com", "b@example.com"}; !slices.Equal(s.People, want) || s.Stage != Superadmin || s.Domains["example.com"] != 5 {
		t.Errorf("%+v", s)
	}
}
