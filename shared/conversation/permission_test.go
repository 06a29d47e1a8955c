package conversation

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
)

func person(id, organization, domain string) access.Person {
	return access.Person{ID: id, Domain: domain, Organization: classic.Organization{ID: organization}}
}

// held is a conversation of the owner, of organization norte and domain
// norte.example.com, shared as said.
func held(visibility Visibility, collaborators ...Collaborator) Conversation {
	return Conversation{
		UserID: "owner", OrganizationID: "norte", Domain: "norte.example.com",
		Collaborators: collaborators, Sharing: Sharing{Visibility: visibility, AllowExternalCollaborators: true},
	}
}

func TestWhoMayDoWhatInAConversation(t *testing.T) {
	type row struct {
		who                                   string
		private, domain, organization, public permission // by visibility
	}
	as := func(role string) Collaborator { return Collaborator{UserID: role, Role: role, OrganizationID: "norte"} }
	collaborators := []Collaborator{as("owner-too"), as("collaborator"), as("viewer"), as("guest"), {UserID: "second", Role: "owner"}}
	people := map[string]access.Person{
		"the owner":                                          person("owner", "norte", "norte.example.com"),
		"the owner, now of another organization":             person("owner", "sur", "sur.example.com"),
		"the owner, now of none":                             person("owner", "", "example.com"),
		"a second owner":                                     person("second", "norte", "norte.example.com"),
		"a collaborator":                                     person("collaborator", "norte", "norte.example.com"),
		"a collaborator of another domain":                   person("collaborator", "norte", "obras.example.com"),
		"a collaborator of another organization":             person("collaborator", "sur", "sur.example.com"),
		"a collaborator of no organization":                  person("collaborator", "", "norte.example.com"),
		"a viewer":                                           person("viewer", "norte", "norte.example.com"),
		"a viewer of another organization":                   person("viewer", "sur", "norte.example.com"),
		"somebody with an unknown role":                      person("guest", "norte", "norte.example.com"),
		"a colleague":                                        person("colleague", "norte", "norte.example.com"),
		"a colleague of another domain":                      person("colleague", "norte", "obras.example.com"),
		"somebody of the domain and of another organization": person("neighbour", "sur", "norte.example.com"),
		"a stranger":                                         person("stranger", "sur", "sur.example.com"),
		"a stranger of no organization":                      person("stranger", "", "norte.example.com"),
	}
	rows := []row{
		{"the owner", own, own, own, own},
		{"the owner, now of another organization", own, own, own, own},
		{"the owner, now of none", own, own, own, own},
		{"a second owner", write, write, write, write},
		{"a collaborator", write, write, write, write},
		{"a collaborator of another domain", write, write, write, write},
		{"a collaborator of another organization", nothing, nothing, nothing, nothing},
		{"a collaborator of no organization", nothing, nothing, nothing, nothing},
		{"a viewer", view, view, view, view},
		{"a viewer of another organization", nothing, nothing, nothing, nothing},
		{"somebody with an unknown role", nothing, view, view, nothing},
		{"a colleague", nothing, view, view, nothing},
		{"a colleague of another domain", nothing, nothing, view, nothing},
		{"somebody of the domain and of another organization", nothing, nothing, nothing, nothing},
		{"a stranger", nothing, nothing, nothing, nothing},
		{"a stranger of no organization", nothing, nothing, nothing, nothing},
	}
	if len(rows) != len(people) {
		t.Errorf("%d rows for %d people", len(rows), len(people))
	}
	for _, r := range rows {
		for visibility, want := range map[Visibility]permission{
			"": r.private, "private": r.private, "domain": r.domain, "organization": r.organization, "public": r.public, "odd": r.private,
		} {
			if got := permissionOf(held(visibility, collaborators...), people[r.who], nil); got != want {
				t.Errorf("%s, %q: %d, want %d", r.who, visibility, got, want)
			}
		}
	}
}

// A conversation of a person without an organization is nobody else's, however
// it is shared: two people without one have nothing in common.
func TestAConversationOfNoOrganizationIsItsOwnersAlone(t *testing.T) {
	c := held("organization", Collaborator{UserID: "collaborator", Role: "collaborator"})
	c.OrganizationID = ""
	for _, organization := range []string{"", "norte"} {
		for _, id := range []string{"collaborator", "colleague"} {
			if got := permissionOf(c, person(id, organization, "norte.example.com"), nil); got != nothing {
				t.Errorf("%s of %q: %d", id, organization, got)
			}
		}
	}
	if got := permissionOf(c, person("owner", "", "norte.example.com"), nil); got != own {
		t.Errorf("the owner: %d", got)
	}
}

func TestOnlyTheOwnerCrossesTheLineBetweenOrganizations(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "a", "b", "c"})
	rapid.Check(t, func(t *rapid.T) {
		c := Conversation{
			UserID: "owner", OrganizationID: word.Draw(t, "organization"), Domain: word.Draw(t, "domain"),
			Sharing: Sharing{Visibility: rapid.SampledFrom([]Visibility{Private, ToOrganization, ToDomain, "public"}).Draw(t, "visibility")},
		}
		for range rapid.IntRange(0, 3).Draw(t, "collaborators") {
			c.Collaborators = append(c.Collaborators, Collaborator{
				UserID: word.Draw(t, "collaborator"), OrganizationID: word.Draw(t, "their organization"),
				Role: rapid.SampledFrom([]string{"owner", "collaborator", "viewer", ""}).Draw(t, "role"),
			})
		}
		who := person(word.Draw(t, "person"), word.Draw(t, "of organization"), word.Draw(t, "of domain"))
		if who.Organization.ID == "" || who.Organization.ID != c.OrganizationID {
			if got := permissionOf(c, who, nil); got != nothing {
				t.Fatalf("%+v may do %d", who, got)
			}
		}
	})
}

func TestWhoMayNotSeeAConversationDoesNotLearnThatItExists(t *testing.T) {
	c := held("private", Collaborator{UserID: "viewer", Role: "viewer"})
	for _, tc := range []struct {
		who    string
		needed permission
		code   string // "" for allowed
	}{
		{"owner", own, ""}, {"owner", write, ""}, {"owner", view, ""}, {"viewer", view, ""}, {"viewer", own, "owner_only"},
		{"viewer", write, "view_only"}, {"stranger", view, "not_found"}, {"stranger", own, "not_found"}, {"stranger", write, "not_found"},
	} {
		err := require(tc.needed, c, person(tc.who, "norte", "norte.example.com"), nil)
		if tc.code == "" && err != nil || tc.code != "" && !fault.Has(err, tc.code) {
			t.Errorf("%s, %d: %v", tc.who, tc.needed, err)
		}
		if tc.code == "not_found" && fmt.Sprint(err) != fmt.Sprint(missingConversation()) {
			t.Errorf("it differs from a conversation that does not exist: %v", err)
		}
	}
}
