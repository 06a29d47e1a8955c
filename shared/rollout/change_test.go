package rollout

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/fault"
)

var now = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func the[T any](v T) *T { return &v }

func TestAChangeNamesEveryFieldThatCannotBeSo(t *testing.T) {
	_, err := State{}.With(Change{
		Stage: the(Stage("later")), People: the([]string{"nobody"}), Domains: the(map[string]int{"example.com": 0}),
		Organizations: the(map[string]int{"o": 101}), Percentage: the(-1), Holdout: the(51),
	}, now)
	var names []string
	for _, f := range fault.From(err).Fields {
		names = append(names, f.Name)
	}
	if want := []string{"stage", "people", "domains.example.com", "organizations.o", "percentage", "holdout"}; !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
}

func TestAChangeTouchesWhatItNames(t *testing.T) {
	old := State{Stage: Beta, Since: now.Add(-day), Salt: "s", People: []string{"a@example.com"}, Domains: map[string]int{"example.com": 10}, Revision: 3}
	s, err := old.With(Change{Domains: the(map[string]int{"example.com": 20})}, now)
	if err != nil || s.Revision != 4 || !s.Since.Equal(old.Since) || s.Salt != "s" || s.Domains["example.com"] != 20 || !slices.Equal(s.People, old.People) {
		t.Errorf("%+v, %v", s, err)
	}
	if old.Domains["example.com"] != 10 {
		t.Error("the state before has changed")
	}
	if s, _ = s.With(Change{Stage: the(Domain)}, now); !s.Since.Equal(now) {
		t.Errorf("the stage was entered at %v", s.Since)
	}
}

func TestAStageIsEnteredWhenItsConditionsHold(t *testing.T) {
	at := func(stage Stage, days int) State {
		return State{
			Stage: stage, Since: now.Add(-time.Duration(days) * day), People: []string{"a@example.com"},
			Domains: map[string]int{"example.com": 10}, Organizations: map[string]int{"o": 10}, Percentage: 10,
		}
	}
	fresh := func(v Verdict) Evidence { return Evidence{v, now.Add(-day)} }
	for _, tc := range []struct {
		name     string
		from, to State
		evidence Evidence
		unmet    string
	}{
		{"all hold", at(Superadmin, 14), at(Beta, 0), fresh(Go), ""},
		{"a day too early", at(Superadmin, 13), at(Beta, 0), fresh(Go), "duration"},
		{"nothing compared", at(Superadmin, 14), at(Beta, 0), Evidence{}, "verdict"},
		{"an old verdict", at(Superadmin, 14), at(Beta, 0), Evidence{Go, now.Add(-8 * day)}, "verdict"},
		{"a domain may be entered with something to improve", at(Beta, 14), at(Domain, 0), fresh(NeedsImprovement), ""},
		{"an organization may not", at(Domain, 14), at(Organization, 0), fresh(NeedsImprovement), "verdict"},
		{"nobody named", at(Superadmin, 14), State{Stage: Beta}, fresh(Go), "people"},
		{"a stage left out", at(Superadmin, 14), at(Domain, 0), fresh(Go), "steps"},
		{"the classic chat ends after 90 days", at(General, 89), at(Deprecation, 0), fresh(Go), "duration"},
		{"and then it may", at(General, 90), at(Deprecation, 0), fresh(Go), ""},
		{"it is not known since when", State{Stage: Superadmin}, at(Beta, 0), fresh(Go), "duration"},
		{"going back", at(General, 0), at(Superadmin, 0), Evidence{}, ""},
		{"staying", at(Beta, 0), at(Beta, 0), fresh(NoGo), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var unmet []string
			for _, c := range Unmet(Conditions(tc.from, tc.to, tc.evidence, now)) {
				unmet = append(unmet, c.Name)
			}
			if got := strings.Join(unmet, " "); got != tc.unmet {
				t.Errorf("unmet: %q, want %q", got, tc.unmet)
			}
		})
	}
}

// No verdict but GO leads further than the domain stage without an override.
func TestNothingButGoLeadsToAnOrganization(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := drawnState(t), drawnState(t)
		from.Since = now.Add(-365 * day)
		e := Evidence{rapid.SampledFrom([]Verdict{NoGo, NeedsImprovement, Unknown}).Draw(t, "verdict"), now}
		if to.Stage.place() > from.Stage.place() && to.Stage.place() > Domain.place() && len(Unmet(Conditions(from, to, e, now))) == 0 {
			t.Fatalf("from %s to %s with %q", from.Stage, to.Stage, e.Verdict)
		}
	})
}
