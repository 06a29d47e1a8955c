package classic_test

import (
	"strings"
	"testing"

	"getaifactory.com/ally/internal/sample"
)

func TestOfSeveralDocumentsWithOneEmailTheOneUsedLastDecides(t *testing.T) {
	t.Parallel()
	_, usr := sample.TwoDocuments() // the other has no lastLoginAt
	r := theSample(t).only("users").store(t)
	user, ok, err := r.UserByEmail(t.Context(), usr.Email)
	if err != nil || !ok || user.ID != usr.ID {
		t.Errorf("%+v, %t, %v", user, ok, err)
	}
	if user, ok, err := r.UserByEmail(t.Context(), "nobody@example.com"); ok || err != nil {
		t.Errorf("nobody: %+v, %v", user, err)
	}
}

// Firestore can only compare exactly, and a session's e-mail is in lower case.
// Whoever has capitals in their document is found by their id; nobody is let
// in who is not found.
func TestAnEmailWithCapitalsIsReadInLowerCaseAndNotFoundByIt(t *testing.T) {
	t.Parallel()
	d := documents{"users/usr_rosa": {"email": "Rosa.Vidal@Example.com", "name": "Rosa Vidal"}}
	r := d.store(t)
	if user, ok, err := r.UserByEmail(t.Context(), "rosa.vidal@example.com"); ok || err != nil {
		t.Errorf("by lower case: %+v, %v", user, err)
	}
	user, ok, err := r.UserByEmail(t.Context(), "Rosa.Vidal@Example.com")
	if err != nil || !ok || user.Email != "rosa.vidal@example.com" {
		t.Errorf("as it is written: %+v, %t, %v", user, ok, err)
	}
}

func TestAnOrganizationIsFoundByItsIDAndByAnyOfItsDomains(t *testing.T) {
	t.Parallel()
	r := theSample(t).only("organizations").store(t)
	byID, ok, err := r.Organization(t.Context(), sample.OrganizationSalfa)
	if err != nil || !ok || byID.Name != "Salfa Corp" || len(byID.Profile.Values) != 4 || len(byID.Profile.OKRs) != 3 {
		t.Errorf("%+v, %t, %v", byID, ok, err)
	}
	for _, domain := range byID.Domains {
		found, ok, err := r.OrganizationOfDomain(t.Context(), domain)
		if err != nil || !ok || found.ID != byID.ID {
			t.Errorf("%s: %+v, %t, %v", domain, found, ok, err)
		}
	}
	if _, ok, err := r.OrganizationOfDomain(t.Context(), "elsewhere.example.com"); ok || err != nil {
		t.Errorf("of no organization: %t, %v", ok, err)
	}
}

func TestADomainIsReadWithWhatItsCompanySaysOfItself(t *testing.T) {
	t.Parallel()
	r := theSample(t).only("domains").store(t)
	d, ok, err := r.Domain(t.Context(), sample.DomainSalfa)
	if err != nil || !ok || len(d.AllowedAgents) != 2 || d.Industry == "" || d.About == "" || d.Mission == "" || !d.Enabled {
		t.Errorf("%+v, %t, %v", d, ok, err)
	}
	if d, ok, err := r.Domain(t.Context(), sample.DomainMaqsa); err != nil || !ok || d.Enabled {
		t.Errorf("%+v, %t, %v", d, ok, err)
	}
}

// Ids come from fields that the classic system does not check.
func TestWhatCanBeNoIDNamesNothing(t *testing.T) {
	t.Parallel()
	d := theSample(t).only("users", "groups", "agent_shares", "context_sources")
	d["conversations/chat"] = map[string]any{"userId": "a/b", "agentId": "a", "createdAt": today}
	r := d.store(t)
	ctx := t.Context()
	for _, id := range []string{"", ".", "..", "a/b", "__name__", strings.Repeat("x", 1501), "a\x00"} {
		if _, ok, err := r.Organization(ctx, id); ok || err != nil {
			t.Errorf("organization %.10q: %t, %v", id, ok, err)
		}
		if _, ok, err := r.Domain(ctx, id); ok || err != nil {
			t.Errorf("domain %.10q: %t, %v", id, ok, err)
		}
		v := viewerOf(d, sample.Superadmin().ID)
		v.AllowedAgents = []string{id}
		if agents, err := r.AgentsOf(ctx, v, today); len(agents) != 0 || err != nil {
			t.Errorf("agents with %.10q: %v, %v", id, agents, err)
		}
		if agents, err := r.Available(ctx, v, []string{id}, today); len(agents) != 0 || err != nil {
			t.Errorf("agent %.10q: %v, %v", id, agents, err)
		}
		if found, err := r.Documents(ctx, []string{id, sample.DocumentPermiso}); len(found) != 1 || err != nil {
			t.Errorf("document %.10q: %d, %v", id, len(found), err)
		}
		if found, err := r.DocumentsOf(ctx, []string{id}, 10, 10); len(found) != 0 || err != nil {
			t.Errorf("documents of %.10q: %d, %v", id, len(found), err)
		}
	}
	if counts, err := r.Popular(ctx, "example.com", today.AddDate(0, 0, -1)); len(counts) != 0 || err != nil {
		t.Errorf("a chat of nobody: %v, %v", counts, err)
	}
}
