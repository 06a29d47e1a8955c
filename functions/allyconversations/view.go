package allyconversations

import (
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/web"
)

// view is a conversation as callers see it.
type view struct {
	ID               string                  `json:"id" required:"true"`
	Type             conversation.Type       `json:"type" required:"true" enum:"ally-main,ally-thread"`
	Title            string                  `json:"title" required:"true"`
	Titled           conversation.Titled     `json:"titled" required:"true" description:"Who gave the title: auto, person, or nobody yet."`
	UserID           string                  `json:"userId" required:"true" description:"The owner."`
	Mine             bool                    `json:"mine" required:"true"`
	Permission       string                  `json:"permission" required:"true" enum:"view,comment,write"`
	CreatedAt        string                  `json:"createdAt" required:"true" format:"date-time"`
	UpdatedAt        string                  `json:"updatedAt" required:"true" format:"date-time"`
	LastMessageAt    string                  `json:"lastMessageAt" required:"true" format:"date-time"`
	MessageCount     int                     `json:"messageCount" required:"true"`
	ActiveInputs     inputs                  `json:"activeInputs" required:"true"`
	Visibility       conversation.Visibility `json:"visibility" required:"true" enum:"private,organization,domain"`
	Revision         int                     `json:"revision" required:"true" description:"Counts changes of title, inputs and visibility."`
	EffectivePrompt  string                  `json:"effectivePrompt,omitempty" description:"For the owner, of one conversation: what Ally is told."`
	PromptComponents *prompt.Components      `json:"promptComponents,omitempty"`
}

type inputs struct {
	OrganizationInfo bool     `json:"organizationInfo" required:"true"`
	DomainInfo       bool     `json:"domainInfo" required:"true"`
	AgentIDs         []string `json:"agentIds" required:"true" nullable:"false"`
	ConversationIDs  []string `json:"conversationIds" required:"true" nullable:"false"`
	ActionIDs        []string `json:"actionIds" required:"true" nullable:"false"`
}

func viewOf(s conversation.Seen) view {
	v := view{
		ID: s.ID, Type: s.Type, Title: s.Title, Titled: s.Titled, UserID: s.UserID, Mine: s.Mine, Permission: "view",
		CreatedAt: web.Stamp(s.CreatedAt), UpdatedAt: web.Stamp(s.UpdatedAt), LastMessageAt: web.Stamp(s.LastMessageAt), MessageCount: s.MessageCount,
		ActiveInputs: inputs{
			OrganizationInfo: s.ActiveInputs.OrganizationInfo, DomainInfo: s.ActiveInputs.DomainInfo,
			AgentIDs:        append([]string{}, s.ActiveInputs.AgentIDs...),
			ConversationIDs: append([]string{}, s.ActiveInputs.ConversationIDs...),
			ActionIDs:       append([]string{}, s.ActiveInputs.ActionIDs...),
		},
		Visibility: s.Sharing.Visibility, Revision: s.Revision, EffectivePrompt: s.EffectivePrompt,
	}
	switch {
	case s.MayWrite:
		v.Permission = "write"
	case s.MayComment:
		v.Permission = "comment"
	}
	if s.EffectivePrompt != "" {
		v.PromptComponents = &s.PromptComponents
	}
	return v
}
