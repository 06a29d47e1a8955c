package classic

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatAnOrganizationSaysOfPeopleOfOthers(t *testing.T) {
	type m = map[string]any
	for _, tc := range []struct {
		name string
		said any
		want Collaboration
	}{
		{"nothing", nil, Collaboration{Verification: true}},
		{"what is no map", "yes", Collaboration{Verification: true}},
		{"on", m{"allowCrossOrgSharing": true, "requireEmailVerification": false}, Collaboration{CrossOrg: true}},
		{"domains as people write them", m{"allowedExternalDomains": []any{" @Sur.Example.com ", "", 7}},
			Collaboration{Verification: true, Domains: []string{"sur.example.com"}}},
		{"at most none", m{"maxExternalCollaborators": int64(0)}, Collaboration{Verification: true, Limited: true}},
		{"at most three", m{"maxExternalCollaborators": 3.0}, Collaboration{Verification: true, Limited: true, Maximum: 3}},
		{"a number that is none", m{"maxExternalCollaborators": "3"}, Collaboration{Verification: true}},
	} {
		got := organizationFrom("o", fields{"allyConfig": m{"collaborationSettings": tc.said}}).Collaboration
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}
