package conversation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// permission is what a person may do in a conversation; each includes those
// before it.
type permission int

const (
	nothing permission = iota
	view
	comment
	write
	own
)

// Policies tell what an organization allows of people who are not of it, a few
// seconds old at most.
type Policies interface {
	Collaboration(ctx context.Context, organizationID string) (classic.Collaboration, error)
}

// policies are those of the organizations that decide on a read, by id. What is
// not among them allows nothing.
type policies map[string]classic.Collaboration

// policiesFor reads what permissionOf needs to know of the conversations: nothing
// for a person among their own, a policy for each organization whose conversation
// somebody of another one was let into.
func (s *Service) policiesFor(ctx context.Context, who access.Person, conversations ...Conversation) (policies, error) {
	var ids []string
	for _, c := range conversations {
		if _, crosses := external(c, who); crosses && !slices.Contains(ids, c.OrganizationID) {
			ids = append(ids, c.OrganizationID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	found := make([]classic.Collaboration, len(ids))
	var reads []func(context.Context) error
	for i, id := range ids {
		reads = append(reads, func(ctx context.Context) (err error) {
			found[i], err = s.Policies.Collaboration(ctx, id)
			return err
		})
	}
	if err := store.Together(ctx, reads...); err != nil {
		return nil, unavailable(fmt.Errorf("conversation: policies for %s: %w", who.ID, err))
	}
	p := policies{}
	for i, id := range ids {
		p[id] = found[i]
	}
	return p, nil
}

// external gives the place among the collaborators of somebody of another
// organization than the conversation's, as which they were let in. Who has
// changed their organization since is nobody: they were not let in as what they
// are now.
func external(c Conversation, who access.Person) (place int, crosses bool) {
	if c.OrganizationID == "" || c.OrganizationID == who.Organization.ID || c.UserID == who.ID {
		return 0, false
	}
	i := slices.IndexFunc(c.Collaborators, func(o Collaborator) bool { return o.UserID == who.ID })
	if i < 0 || !c.Collaborators[i].External || c.Collaborators[i].OrganizationID != who.Organization.ID {
		return 0, false
	}
	return i, true
}

// permissionOf decides from the conversation, the person and, for somebody of
// another organization, what the conversation's organization allows now.
func permissionOf(c Conversation, who access.Person, known policies) permission {
	if c.DeletedAt != nil {
		return nothing
	}
	if c.UserID == who.ID {
		return own
	}
	if i, crosses := external(c, who); crosses {
		return c.ofExternal(i, who.Domain, known[c.OrganizationID])
	}
	sameOrganization := c.OrganizationID != "" && c.OrganizationID == who.Organization.ID
	if !sameOrganization {
		return nothing
	}
	i := slices.IndexFunc(c.Collaborators, func(o Collaborator) bool { return o.UserID == who.ID })
	if i >= 0 {
		if have := c.Collaborators[i].permission(); have > nothing {
			return have
		}
	}
	if c.Sharing.Visibility == ToOrganization || c.Sharing.Visibility == ToDomain && c.Domain == who.Domain {
		return view
	}
	return nothing
}

// ofExternal is what the policy leaves the collaborator at the place, who writes
// from the domain: to read and to comment at most.
func (c Conversation) ofExternal(place int, domain string, policy classic.Collaboration) permission {
	o := c.Collaborators[place]
	before := 0
	for _, other := range c.Collaborators[:place] {
		if other.External {
			before++
		}
	}
	switch {
	case !c.Sharing.AllowExternalCollaborators, !policy.Allows(domain), policy.Verification && o.VerifiedAt == nil,
		policy.Limited && before >= policy.Maximum:
		return nothing
	}
	return min(o.permission(), comment)
}

// permission is what a collaborator may do as such.
func (o Collaborator) permission() permission {
	switch o.Role {
	case "owner", RoleCollaborator:
		return write
	case RoleViewer:
		if o.AccessLevel == LevelComment {
			return comment
		}
		return view
	}
	return nothing
}

// require refuses a person who may do less than needed. Who may not even see
// the conversation does not learn that it exists.
func require(needed permission, c Conversation, who access.Person, known policies) error {
	switch have := permissionOf(c, who, known); {
	case have >= needed:
		return nil
	case have == nothing:
		return missingConversation()
	}
	if needed == own {
		return &fault.Fault{Kind: fault.Forbidden, Code: "owner_only", Sentence: lang.Text{
			ES: "Solo quien creó esta conversación puede hacer eso.",
			EN: "Only the owner of this conversation can do that.",
		}}
	}
	return &fault.Fault{Kind: fault.Forbidden, Code: "view_only", Sentence: lang.Text{
		ES: "Puedes leer esta conversación, pero no escribir en ella.",
		EN: "You can read this conversation but not write in it.",
	}}
}

// required is require with the policy that it needs, which is read where somebody
// of another organization asks.
func (s *Service) required(ctx context.Context, needed permission, c Conversation, who access.Person) error {
	known, err := s.policiesFor(ctx, who, c)
	if err != nil {
		return err
	}
	return require(needed, c, who, known)
}

func missingConversation() error {
	return fault.Missing(lang.Text{ES: "esa conversación", EN: "that conversation"})
}

// Roles and levels of collaborators.
const (
	RoleCollaborator = "collaborator"
	RoleViewer       = "viewer"

	LevelView    = "view"
	LevelComment = "comment"
	LevelEdit    = "edit"
)

// Level is what the collaborator was let in for: view, comment or edit.
func (o Collaborator) Level() string {
	switch o.permission() {
	case write:
		return LevelEdit
	case comment:
		return LevelComment
	}
	return LevelView
}

// At gives the collaborator with another level.
func (o Collaborator) At(level string) Collaborator {
	o.Role, o.AccessLevel = RoleViewer, level
	if level == LevelEdit {
		o.Role = RoleCollaborator
	}
	return o
}

// Guest says whether the collaborator has no account of the platform: they come
// with a session of Ally's own that opens this conversation only.
func (o Collaborator) Guest() bool { return IsGuest(o.UserID) }

// IsGuest says whether the id is one of a person without an account.
func IsGuest(userID string) bool { return strings.HasPrefix(userID, guestKind+"_") }
