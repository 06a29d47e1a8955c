package conversation

import (
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/model"
)

// chosen is what the message may use: what was chosen with it, else what was
// chosen for the conversation.
func (l *Loaded) chosen() Inputs {
	chosen := l.conversation.data.ActiveInputs
	override := l.draft.Inputs
	if override == nil {
		return chosen
	}
	if override.OrganizationInfo != nil {
		chosen.OrganizationInfo = *override.OrganizationInfo
	}
	if override.DomainInfo != nil {
		chosen.DomainInfo = *override.DomainInfo
	}
	if override.AgentIDs != nil {
		chosen.AgentIDs = override.AgentIDs
		if len(chosen.AgentIDs) == 0 {
			chosen.NoAgents = true
		}
	}
	if override.ConversationIDs != nil {
		chosen.ConversationIDs = override.ConversationIDs
	}
	if override.ActionIDs != nil {
		chosen.ActionIDs = override.ActionIDs
	}
	return chosen
}

// choice is what of the chosen inputs is looked for in the classic system. No
// agent chosen for a conversation leaves it to Ally to look among all.
func (i Inputs) choice() grounding.Choice {
	c := grounding.Choice{Organization: i.OrganizationInfo, Domain: i.DomainInfo}
	switch {
	case i.NoAgents:
		c.Agents = []string{}
	case len(i.AgentIDs) > 0:
		c.Agents = i.AgentIDs
	}
	return c
}

// names are how what is selected was called when it was selected, by id. Where
// several people write there are none: one does not learn how something is called
// that only another may see.
func (c Conversation) names() map[string]string {
	if len(c.Collaborators) > 0 {
		return nil
	}
	return c.InputNames
}

// named gives inputs with the names that they had when they were selected.
func (c Conversation) named(kind string, ids []string) []Input {
	var inputs []Input
	for _, id := range ids {
		inputs = append(inputs, Input{Type: kind, ID: id, Name: c.names()[id]})
	}
	return inputs
}

// historyTokens is the room of the earlier messages that go along, at most.
const historyTokens = 6000

// inputRoom is the room for what was chosen: two thirds of what prompt and
// question leave of the budget.
func (s *Service) inputRoom(l *Loaded) int {
	return max(0, 2*(s.ContextTokens-l.fixedTokens())/3)
}

// InputTokens is the room for what is chosen, before prompt and question are known.
func (s *Service) InputTokens() int { return 2 * s.ContextTokens / 3 }

// historyRoom is the room for earlier messages: what all else leaves.
func (s *Service) historyRoom(l *Loaded, ground grounding.Ground) int {
	rest := s.ContextTokens - l.fixedTokens()
	for _, source := range ground.Sources {
		rest -= model.EstimateTokens(source.Text)
	}
	return max(0, min(historyTokens, rest))
}

func (l *Loaded) fixedTokens() int {
	return model.EstimateTokens(l.prompt.Text) + model.EstimateTokens(l.draft.Text)
}

// contextUsed says what a reply was made of.
func (l *Loaded) contextUsed(g *gathering, usage model.Usage) ContextUsed {
	used := ContextUsed{
		PromptComponents: l.prompt.Names(), PromptHash: l.prompt.Hash,
		InputSources: []InputSource{}, Dropped: g.dropped,
		TokensUsed: Tokens{Input: usage.Input, Output: usage.Output, Context: usage.Context, Total: usage.Total()},
	}
	for _, source := range g.ground.Sources {
		if source.Kind == model.Organization || source.Kind == model.Domain {
			used.InputSources = append(used.InputSources, InputSource{
				Type: string(source.Kind), ID: source.ID, Name: source.Name, Passages: 1, Tokens: model.EstimateTokens(source.Text),
			})
		}
	}
	for _, a := range g.ground.Agents {
		input := InputSource{Type: string(model.Agent), ID: a.ID, Name: a.Name}
		for _, d := range a.Documents {
			input.Documents = append(input.Documents, UsedDocument{ID: d.ID, Name: d.Name, Passages: d.Passages, Tokens: d.Tokens})
			input.Passages += d.Passages
			input.Tokens += d.Tokens
		}
		used.InputSources = append(used.InputSources, input)
	}
	for _, r := range g.ground.Recalled {
		used.InputSources = append(used.InputSources, InputSource{Type: string(r.Kind), ID: r.ID, Name: r.Name, Passages: r.Passages, Tokens: r.Tokens})
	}
	for _, left := range g.ground.LeftOut {
		if len(used.LeftOut) < mostNamed {
			used.LeftOut = append(used.LeftOut, Input{Type: string(left.Kind), ID: left.ID, Name: left.Name})
		}
	}
	used.Dropped = used.Dropped[:min(len(used.Dropped), mostNamed)]
	return used
}

// mostNamed bounds how many inputs a reply names as left out or dropped.
const mostNamed = 50
