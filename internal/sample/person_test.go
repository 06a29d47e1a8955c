package sample_test

import (
	"slices"
	"testing"

	"getaifactory.com/ally/internal/sample"
)

func TestEveryPersonIsTheirDocument(t *testing.T) {
	users := in(load(t), "users")
	people := sample.People()
	if len(people) != len(users) {
		t.Errorf("%d people, %d documents", len(people), len(users))
	}
	for _, p := range people {
		document := users[p.ID]
		if document == nil {
			t.Errorf("%s has no document", p.Email)
			continue
		}
		text := func(field string) string { s, _ := document[field].(string); return s }
		if text("email") != p.Email || text("name") != p.Name || text("role") != p.Role ||
			text("organizationId") != p.Organization || text("picture") != p.Picture {
			t.Errorf("%s: %v is not %v", p.Email, document, p)
		}
		roles, _ := document["roles"].([]any)
		if !slices.Equal(texts(roles), p.Roles) {
			t.Errorf("%s: roles %v, want %v", p.Email, roles, p.Roles)
		}
		if id, ok := document["googleUserId"]; ok && id != p.GoogleUserID {
			t.Errorf("%s: googleUserId %v, want %s", p.Email, id, p.GoogleUserID)
		}
		if p.Role != "" && !slices.Contains(p.Roles, p.Role) {
			t.Errorf("%s: the role %s is not among %v", p.Email, p.Role, p.Roles)
		}
	}
}

func TestEveryRoleIsHeld(t *testing.T) {
	held := map[string]bool{}
	for _, p := range sample.People() {
		held[p.Role] = true
	}
	for _, role := range []string{"superadmin", "admin", "expert", "supervisor", "especialista", "user", "context_reviewer"} {
		if !held[role] {
			t.Errorf("nobody is %s", role)
		}
	}
}

func TestNamedPeopleAreWhatTheirNamesSay(t *testing.T) {
	users := in(load(t), "users")
	digits, usr := sample.TwoDocuments()
	document := func(p sample.Person) map[string]any { return users[p.ID] }
	enabled := func(p sample.Person) any {
		access, _ := document(p)["allyBetaAccess"].(map[string]any)
		return access["enabled"]
	}
	tests := []struct {
		name string
		ok   bool
	}{
		{"the superadmin has the plan's id", sample.Superadmin().ID == "114671162830729001607"},
		{"the superadmin has the plan's e-mail", sample.Superadmin().Email == "alec@getaifactory.com"},
		{"the superadmin's document says admin", document(sample.Superadmin())["role"] == "admin"},
		{"the superadmin has access", enabled(sample.Superadmin()) == true},
		{"the granted person has access", enabled(sample.Granted()) == true},
		{"the granted English person has access", enabled(sample.GrantedEnglish()) == true},
		{"the denied person is denied", enabled(sample.Denied()) == false},
		{"the stranger has neither", enabled(sample.Stranger()) == nil},
		{"the inactive person is inactive", document(sample.Inactive())["isActive"] == false},
		{"the person of the disabled domain is of it", sample.DisabledDomain().Domain() == sample.DomainMaqsa},
		{"two documents have one e-mail", digits.Email == usr.Email && digits.ID != usr.ID},
		{"the oldest shape is e-mail and name", len(document(sample.OldestShape())) == 2},
		{"someone has no organization", document(sample.NoOrganization())["organizationId"] == nil},
	}
	for _, test := range tests {
		if !test.ok {
			t.Errorf("it does not hold that %s", test.name)
		}
	}
	preferences, _ := document(sample.GrantedEnglish())["allyPreferences"].(map[string]any)
	if preferences["language"] != "en" {
		t.Errorf("the settings of the English person are %v", preferences)
	}
}

func TestADomainIsLowerCase(t *testing.T) {
	for email, want := range map[string]string{
		"Ana@Example.COM": "example.com", "ana@example.com": "example.com", "ana": "", "": "",
	} {
		if got := (sample.Person{Email: email}).Domain(); got != want {
			t.Errorf("%q: %q, want %q", email, got, want)
		}
	}
}

// texts gives a list of texts as it was before it became a value.
func texts(values []any) []string {
	var out []string
	for _, v := range values {
		out = append(out, v.(string))
	}
	return out
}
