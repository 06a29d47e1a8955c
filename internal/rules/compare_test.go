package rules

import (
	"os"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/emulator/emulatortest"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

// full is a ruleset with rules of every kind on classic paths.
const full = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    function isAuthenticated() { return request.auth != null; }
    function isSuperAdmin() { return isAuthenticated() && request.auth.token.get('role', '') == 'superadmin'; }
    match /users/{userId} {
      allow read: if isAuthenticated();
      allow update: if isAuthenticated() && request.auth.uid == userId;
      allow create, delete: if isSuperAdmin();
    }
    match /conversations/{id} {
      allow read, update: if isAuthenticated() && resource.data.userId == request.auth.uid;
      allow create: if isAuthenticated() && request.resource.data.userId == request.auth.uid;
      match /notes/{note} { allow read, write: if isSuperAdmin(); }
    }
    match /public/{id} { allow read: if true; }
  }
}
`

func TestAMergedRulesetAnswersEveryClassicRequestAsBefore(t *testing.T) {
	c := Comparer{Address: emulatortest.Shared(t).Addr(), Projects: [2]string{emulatortest.Project(t), emulatortest.Project(t)}}
	merged, err := Merge(full, part)
	if err != nil {
		t.Fatal(err)
	}
	differences, requests, err := c.Compare(t.Context(), full, merged)
	if err != nil || len(differences) > 0 || requests < 200 {
		t.Errorf("%d requests: %v, %v", requests, differences, err)
	}
	for name, changed := range map[string]struct{ from, to, says string }{
		"more": {"allow read: if true;", "allow read, write: if true;", "create /public/a by nobody was denied and would be allowed"},
		"less": {"allow read: if isAuthenticated();", "allow read: if isSuperAdmin();", "get /users/a by a user was allowed and would be denied"},
	} {
		other := strings.Replace(full, changed.from, changed.to, 1)
		differences, _, err := c.Compare(t.Context(), full, other)
		found := false
		for _, d := range differences {
			found = found || d.String() == changed.says
		}
		if err != nil || !found {
			t.Errorf("%s: %v, %v", name, differences, err)
		}
	}
}
