package allyflags_test

import (
	"net/http"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

type answer struct {
	AllyBetaAccess bool
	Reason, Stage  string
}

func TestEverybodyLearnsWhetherAndWhyAboutThemselves(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	digits, usr := sample.TwoDocuments()
	for _, tc := range []struct {
		person sample.Person
		on     bool
		reason string
	}{
		{sample.Superadmin(), true, "superadmin"},
		{sample.Granted(), true, "granted"},
		{sample.GrantedEnglish(), true, "granted"},
		{usr, true, "granted"},
		{digits, false, "not_in_rollout"},
		{sample.Stranger(), false, "not_in_rollout"},
		{sample.OldestShape(), false, "not_in_rollout"},
		{sample.NoOrganization(), false, "not_in_rollout"},
		{sample.Denied(), false, "denied"},
		{sample.Inactive(), false, "inactive_person"},
		{sample.DisabledDomain(), false, "disabled_domain"},
		{sample.Person{ID: "nobody", Email: "nobody@salfagestion.cl"}, false, "unknown_person"},
	} {
		var a answer
		w.Call(tc.person, http.MethodGet, "/api/feature-flags?userId="+tc.person.ID, nil).Into(&a)
		if a != (answer{tc.on, tc.reason, "superadmin"}) {
			t.Errorf("%s: %+v, want %v for %s", tc.person.Email, a, tc.on, tc.reason)
		}
	}
}

// Each stage lets in whom it names and keeps whom the earlier ones let in; going
// back takes away what it gave, at once.
func TestARolloutLetsInWhomItsStageNames(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p, other := sample.Stranger(), sample.Person{ID: "elsewhere", Email: "elena.rojas@example.com", Name: "Elena Rojas"}
	w.Set("users/"+other.ID, map[string]any{"email": other.Email, "name": other.Name})
	state := map[string]any{
		"salt": "s", "people": []string{p.Email}, "domains": map[string]any{p.Domain(): 100},
		"organizations": map[string]any{p.Organization: 100}, "percentage": 100,
	}
	reasonOf := func(p sample.Person) string {
		var a answer
		w.Clock.Move(6 * time.Second)
		w.Call(p, http.MethodGet, "/api/feature-flags", nil).Into(&a)
		if want := state["stage"]; a.Stage != want {
			t.Errorf("stage %s, want %s", a.Stage, want)
		}
		return a.Reason
	}
	for _, tc := range []struct{ stage, without, mine, others string }{
		{"superadmin", "", "not_in_rollout", "not_in_rollout"},
		{"beta", "", "beta_group", "not_in_rollout"},
		{"domain", "", "beta_group", "not_in_rollout"},
		{"domain", "people", "domain_rollout", "not_in_rollout"},
		{"organization", "domains", "organization_rollout", "not_in_rollout"},
		{"general", "organizations", "general", "general"},
		{"deprecation", "percentage", "general", "general"},
		{"superadmin", "", "not_in_rollout", "not_in_rollout"},
	} {
		state["stage"] = tc.stage
		if tc.without != "" {
			state[tc.without] = nil
		}
		w.Set("ally_config/rollout", state)
		if mine, others := reasonOf(p), reasonOf(other); mine != tc.mine || others != tc.others {
			t.Errorf("%s: %s and %s, want %s and %s", tc.stage, mine, others, tc.mine, tc.others)
		}
	}
	state["stage"] = "superadmin"
	w.Set("ally_config/rollout", map[string]any{"stage": 7, "people": "all"})
	if reason := reasonOf(p); reason != "not_in_rollout" {
		t.Errorf("a rollout that can't be read: %s", reason)
	}
}

func TestNobodyLearnsAboutSomebodyElse(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	a := w.Call(sample.Granted(), http.MethodGet, "/api/feature-flags?userId="+sample.Superadmin().ID, nil)
	if a.Status != http.StatusForbidden {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestAnEnvironmentThatIsOffIsOffForEverybody(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Environment("ENABLE_ALLY_BETA=false"))
	p := sample.Superadmin()
	var a answer
	w.Call(p, http.MethodGet, "/api/feature-flags?userId="+p.ID, nil).Into(&a)
	if a.AllyBetaAccess || a.Reason != "environment_off" {
		t.Errorf("%+v", a)
	}
}

// A token's role grants nothing: the owner's own may carry admin, and anybody's
// may say anything.
func TestTheTokensRoleGrantsNothing(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Stranger()
	p.Role, p.Roles = "superadmin", []string{"superadmin"}
	var a answer
	w.Call(p, http.MethodGet, "/api/feature-flags", nil).Into(&a)
	if a.AllyBetaAccess {
		t.Errorf("%+v", a)
	}
}
