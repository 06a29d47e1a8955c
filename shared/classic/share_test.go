package classic

import (
	"testing"
	"time"
)

func TestWhomAShareReaches(t *testing.T) {
	now := time.Date(2026, 3, 18, 15, 0, 0, 0, time.UTC)
	rosa := Viewer{ID: "usr_rosa", Email: "rosa@norte.example.com", Domain: "norte.example.com"}
	groups := []string{"masons"}
	type m = map[string]any
	with := func(entries ...any) fields { return fields{"agentId": "a", "sharedWith": entries} }
	and := func(f fields, name string, value any) fields { f[name] = value; return f }
	byID := m{"type": "user", "id": rosa.ID}
	for _, tc := range []struct {
		name  string
		share fields
		want  bool
	}{
		{"with nobody", with(), false},
		{"by id", with(byID), true},
		{"by another's id", with(m{"type": "user", "id": "usr_other"}), false},
		{"by e-mail", with(m{"type": "user", "id": "", "email": rosa.Email}), true},
		{"by e-mail in capitals", with(m{"type": "user", "email": "Rosa@Norte.Example.com"}), true},
		{"by e-mail beside an old id", with(m{"type": "user", "id": "usr_old", "email": rosa.Email}), true},
		{"by another's e-mail", with(m{"type": "user", "email": "saul@norte.example.com"}), false},
		{"by group", with(m{"type": "group", "id": "masons"}), true},
		{"by another group", with(m{"type": "group", "id": "painters"}), false},
		{"by a group with the id of a person", with(m{"type": "group", "id": rosa.ID}), false},
		{"by a person with the id of a group", with(m{"type": "user", "id": "masons"}), false},
		{"by domain", with(m{"type": "user", "id": "norte.example.com", "domain": "norte.example.com"}), true},
		{"by domain in capitals", with(m{"type": "user", "id": "norte.example.com", "domain": "Norte.Example.com"}), true},
		{"by domain without an id", with(m{"type": "user", "id": "", "domain": "norte.example.com"}), true},
		{"by another domain", with(m{"type": "user", "id": "sur.example.com", "domain": "sur.example.com"}), false},
		{"with a colleague, saying their domain", with(m{"type": "user", "id": "usr_other", "domain": "norte.example.com"}), false},
		{"with a colleague's e-mail, saying their domain", with(m{"type": "user", "id": "", "email": "saul@norte.example.com", "domain": "norte.example.com"}), false},
		{"with a group, saying its domain", with(m{"type": "group", "id": "painters", "domain": "norte.example.com"}), false},
		{"the second entry", with(m{"type": "group", "id": "painters"}, byID), true},
		{"an entry of nothing", with(m{}), false},
		{"an entry that is no map", with("usr_rosa", int64(1), nil), false},
		{"entries that are no list", fields{"agentId": "a", "sharedWith": byID}, false},

		{"until later", and(with(byID), "expiresAt", now.Add(time.Millisecond)), true},
		{"until now", and(with(byID), "expiresAt", now), false},
		{"until before", and(with(byID), "expiresAt", now.AddDate(0, 0, -1)), false},
		{"until what is no time", and(with(byID), "expiresAt", "tomorrow"), true},

		{"revoked by id", and(with(byID), "individualAccess", []any{m{"userId": rosa.ID, "isActive": false}}), false},
		{"revoked by e-mail", and(with(byID), "individualAccess", []any{m{"userEmail": "ROSA@norte.example.com", "isActive": false}}), false},
		{"revoked for one of a domain", and(with(m{"id": "norte.example.com", "domain": "norte.example.com"}), "individualAccess", []any{m{"userId": rosa.ID, "isActive": false}}), false},
		{"revoked for one of a group", and(with(m{"type": "group", "id": "masons"}), "individualAccess", []any{m{"userId": rosa.ID, "isActive": false}}), false},
		{"revoked for another", and(with(byID), "individualAccess", []any{m{"userId": "usr_other", "isActive": false}}), true},
		{"revoked for nobody", and(with(byID), "individualAccess", []any{m{"isActive": false}}), true},
		{"confirmed", and(with(byID), "individualAccess", []any{m{"userId": rosa.ID, "isActive": true}}), true},
		{"confirmed only", and(with(), "individualAccess", []any{m{"userId": rosa.ID, "isActive": true}}), false},
		{"an individual entry without a flag", and(with(byID), "individualAccess", []any{m{"userId": rosa.ID}}), true},
	} {
		if got := shareFrom("s", tc.share).Reaches(rosa, groups, now); got != tc.want {
			t.Errorf("%s: %t", tc.name, got)
		}
	}
}

func TestAShareReachesNobodyByWhatIsUnknownOfThem(t *testing.T) {
	empty := []any{map[string]any{"type": "user", "id": "", "email": "", "domain": ""}, map[string]any{"type": "group", "id": ""}}
	share := shareFrom("s", fields{"agentId": "a", "sharedWith": empty})
	if share.Reaches(Viewer{}, []string{""}, time.Time{}) {
		t.Error("it reaches whoever has no id, e-mail and domain")
	}
}
