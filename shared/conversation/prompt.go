package conversation

import (
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/prompt"
)

// PromptFor is what Ally is told when the person asks, by that super prompt.
func PromptFor(super prompt.Super, who access.Person, agent *prompt.Agent) prompt.Prompt {
	return prompt.Compose(super, asking(who, agent).Levels()...)
}

// asking is whoever asks, as prompts are composed for them. agent is the one
// that the conversation is held with, nil for none.
func asking(who access.Person, agent *prompt.Agent) prompt.Person {
	return prompt.Person{
		OrganizationID: who.Organization.ID, OrganizationName: who.Organization.Name, OrganizationPrompt: who.Organization.Prompt,
		Domain: who.Domain, DomainPrompt: who.DomainInfo.Prompt,
		UserID: who.ID, UserPrompt: who.UserPrompt,
		Agent: agent,
	}
}
