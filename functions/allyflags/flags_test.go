package allyflags_test

import (
	"net/http"
	"testing"

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
