package conversation

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/classic"
)

// outsider is a collaborator of organization sur, as they were let in.
func outsider(id, level string, verified bool) Collaborator {
	o := Collaborator{UserID: id, OrganizationID: "sur", External: true}.At(level)
	if verified {
		at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		o.VerifiedAt = &at
	}
	return o
}

func TestWhatAnOrganizationAllowsOfPeopleOfOthers(t *testing.T) {
	open := classic.Collaboration{CrossOrg: true}
	with := func(change func(*classic.Collaboration)) classic.Collaboration { c := open; change(&c); return c }
	here := person("rosa", "sur", "sur.example.com")
	for _, tc := range []struct {
		name   string
		policy classic.Collaboration
		level  string
		want   permission
	}{
		{"nothing said", classic.Collaboration{}, LevelView, nothing},
		{"on", open, LevelView, view},
		{"on, for a comment", open, LevelComment, comment},
		{"on, for editing: never more than comments", open, LevelEdit, comment},
		{"their domain", with(func(c *classic.Collaboration) { c.Domains = []string{"otro.example.com", "sur.example.com"} }), LevelView, view},
		{"another domain", with(func(c *classic.Collaboration) { c.Domains = []string{"otro.example.com"} }), LevelView, nothing},
		{"a domain, but off", classic.Collaboration{Domains: []string{"sur.example.com"}}, LevelView, nothing},
		{"room for one", with(func(c *classic.Collaboration) { c.Limited, c.Maximum = true, 1 }), LevelView, nothing},
		{"room for two", with(func(c *classic.Collaboration) { c.Limited, c.Maximum = true, 2 }), LevelView, view},
		{"room for none", with(func(c *classic.Collaboration) { c.Limited = true }), LevelView, nothing},
		{"to be verified", with(func(c *classic.Collaboration) { c.Verification = true }), LevelView, nothing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			first, inside := outsider("first", LevelView, false), Collaborator{UserID: "inside", Role: RoleViewer}
			c := held(Private, first, inside, outsider("rosa", tc.level, false))
			known := policies{"norte": tc.policy}
			if got := permissionOf(c, here, known); got != tc.want {
				t.Errorf("%d, want %d", got, tc.want)
			}
			if got := permissionOf(c, here, policies{"sur": open}); got != nothing {
				t.Errorf("by the policy of their own organization: %d", got)
			}
			if got := permissionOf(c, person("rosa", "este", "sur.example.com"), known); got != nothing {
				t.Errorf("moved to a third organization: %d", got)
			}
			if got := permissionOf(c, person("rosa", "norte", "norte.example.com"), nil); got < view {
				t.Errorf("moved to the conversation's organization: %d", got)
			}
			c.Sharing.AllowExternalCollaborators = false
			if got := permissionOf(c, here, known); got != nothing {
				t.Errorf("where the conversation has none: %d", got)
			}
		})
	}
	verified := policies{"norte": with(func(c *classic.Collaboration) { c.Verification = true })}
	if got := permissionOf(held(Private, outsider("rosa", LevelView, true)), here, verified); got != view {
		t.Errorf("verified: %d", got)
	}
}

// Whatever else an organization says, nobody of another one gets past a policy
// that is off or unknown, nor writes, nor sees what was not shared by name.
func TestNoPolicyLetsAnybodyWriteFromOutside(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "b", "c"})
	rapid.Check(t, func(t *rapid.T) {
		c := Conversation{UserID: "owner", OrganizationID: word.Draw(t, "organization"), Domain: word.Draw(t, "domain"), Sharing: Sharing{
			Visibility:                 rapid.SampledFrom([]Visibility{Private, ToOrganization, ToDomain}).Draw(t, "visibility"),
			AllowExternalCollaborators: rapid.Bool().Draw(t, "external"),
		}}
		named := false
		who := person(word.Draw(t, "person"), word.Draw(t, "of organization"), word.Draw(t, "of domain"))
		for range rapid.IntRange(0, 3).Draw(t, "collaborators") {
			o := Collaborator{UserID: word.Draw(t, "id"), OrganizationID: word.Draw(t, "theirs"), External: rapid.Bool().Draw(t, "is external")}.
				At(rapid.SampledFrom([]string{LevelView, LevelComment, LevelEdit}).Draw(t, "level"))
			c.Collaborators = append(c.Collaborators, o)
			named = named || o.UserID == who.ID
		}
		policy := classic.Collaboration{
			CrossOrg: rapid.Bool().Draw(t, "on"), Limited: rapid.Bool().Draw(t, "limited"), Maximum: rapid.IntRange(0, 2).Draw(t, "maximum"),
			Domains: rapid.SliceOfN(word, 0, 2).Draw(t, "domains"), Verification: rapid.Bool().Draw(t, "verification"),
		}
		if who.Organization.ID == c.OrganizationID {
			return
		}
		got := permissionOf(c, who, policies{c.OrganizationID: policy})
		if got > comment || got > nothing && (!policy.CrossOrg || !named) || permissionOf(c, who, nil) > nothing {
			t.Fatalf("%+v may do %d in %+v", who, got, c)
		}
	})
}
