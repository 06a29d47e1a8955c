package conversation

import (
	"slices"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

// permission is what a person may do in a conversation.
type permission int

const (
	nothing permission = iota
	view
	write
	own
)

// permissionOf decides from the conversation and the person alone. A
// collaborator of another organization gets nothing: that needs the owner
// organization's policy.
func permissionOf(c Conversation, who access.Person) permission {
	if c.DeletedAt != nil {
		return nothing
	}
	if c.UserID == who.ID {
		return own
	}
	sameOrganization := c.OrganizationID != "" && c.OrganizationID == who.Organization.ID
	if !sameOrganization {
		return nothing
	}
	i := slices.IndexFunc(c.Collaborators, func(o Collaborator) bool { return o.UserID == who.ID })
	if i >= 0 {
		switch c.Collaborators[i].Role {
		case "owner", "collaborator":
			return write
		case "viewer":
			return view
		}
	}
	if c.Sharing.Visibility == ToOrganization || c.Sharing.Visibility == ToDomain && c.Domain == who.Domain {
		return view
	}
	return nothing
}

// require refuses a person who may do less than needed. Who may not even see
// the conversation does not learn that it exists.
func require(needed permission, c Conversation, who access.Person) error {
	switch have := permissionOf(c, who); {
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

func missingConversation() error {
	return fault.Missing(lang.Text{ES: "esa conversación", EN: "that conversation"})
}
