package grounding

import (
	"slices"
	"strings"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/retrieve"
	"getaifactory.com/ally/shared/surroundings"
)

// assemble makes the ground of what was read: what is remembered first, which is
// little and of the person's own, then passages of documents, what was recalled, then agents, the organization and the domain. Equal input
// gives an equal ground.
func assemble(r Request, known surroundings.Surroundings, query retrieve.Query, found read, chosen candidates) Ground {
	agents, documents := found.agents, found.documents
	order := slices.Concat(chosen.agents, chosen.unknown)
	inOrder := func(a, b classic.Agent) int { return slices.Index(order, a.ID) - slices.Index(order, b.ID) }
	slices.SortFunc(agents, inOrder)
	if len(chosen.unknown) > 0 {
		added := slices.DeleteFunc(slices.Clone(agents), func(a classic.Agent) bool { return !slices.Contains(chosen.unknown, a.ID) })
		known = known.With(added, documents)
	}
	documents = slices.DeleteFunc(documents, func(d classic.Document) bool { return owner(d, agents) < 0 })
	var ground Ground
	recalled, room := ground.addRemembered(found.recalled, max(0, r.Tokens))
	forDocuments := min(passageTokens, room)
	if len(recalled) > 0 {
		forDocuments = min(forDocuments, room/2)
	}
	used, noRoom := passages(documents, query, forDocuments)
	var relevant []string // agents whose documents answer come before all others
	for _, p := range used {
		relevant = append(relevant, agents[owner(documents[p.document], agents)].ID)
		room -= p.tokens
	}
	order = slices.Concat(relevant, order)
	slices.SortFunc(agents, inOrder)

	for _, a := range agents {
		agent := Agent{ID: a.ID, Name: a.Title}
		if around, ok := known.Agent(a.ID); ok {
			agent.About = around.About
		}
		ground.Available = append(ground.Available, agent)
		if len(r.Choice.Agents) == 1 && a.ID == r.Choice.Agents[0] {
			ground.Held = &prompt.Agent{ID: a.ID, Name: a.Title, Prompt: found.prompt}
		}
		if chosen.counts(a.ID) {
			ground.Agents = append(ground.Agents, agent)
		}
	}
	for _, p := range used {
		d := documents[p.document]
		agent := agents[owner(d, agents)]
		ground.Sources = append(ground.Sources, model.Source{
			Kind: model.Document, ID: d.ID, Name: d.Name, Of: agent.Title, Text: strings.Join(p.texts, "\n\n"),
		})
		ground.used(agent, Document{ID: d.ID, Name: d.Name, Passages: len(p.texts), Tokens: p.tokens})
	}
	for _, i := range noRoom {
		ground.LeftOut = append(ground.LeftOut, Left{Kind: model.Document, ID: documents[i].ID, Name: documents[i].Name})
	}
	ground.addRecalled(recalled, query, room)
	for _, a := range agents {
		ground.Sources = append(ground.Sources, model.Source{
			Kind: model.Agent, ID: a.ID, Name: a.Title, Text: agentText(known, a, func(id string) bool {
				return slices.Contains(chosen.documents, id) &&
					!slices.ContainsFunc(documents, func(d classic.Document) bool { return d.ID == id && slices.Contains(d.Agents, a.ID) })
			}),
		})
	}
	if r.Choice.Organization && r.Who.Organization.ID != "" {
		ground.Sources = append(ground.Sources, OrganizationSource(r.Who.Organization))
	}
	if r.Choice.Domain {
		ground.Sources = append(ground.Sources, DomainSource(r.Who.DomainInfo))
	}
	ground.sortOutChoice(r.Choice, known, agents, chosen)
	return ground
}

// sortOutChoice says of the agents that the person chose which may not be used
// and which were not looked at, for lack of room.
func (g *Ground) sortOutChoice(choice Choice, known surroundings.Surroundings, agents []classic.Agent, chosen candidates) {
	read := slices.Concat(chosen.agents, chosen.unknown)
	for i, id := range choice.Agents {
		if slices.Contains(choice.Agents[:i], id) || slices.ContainsFunc(agents, func(a classic.Agent) bool { return a.ID == id }) {
			continue
		}
		if around, ok := known.Agent(id); ok && !slices.Contains(read, id) {
			g.LeftOut = append(g.LeftOut, Left{Kind: model.Agent, ID: id, Name: around.Title})
		} else {
			g.Unavailable = append(g.Unavailable, id)
		}
	}
}

// used notes a document under its agent.
func (g *Ground) used(agent classic.Agent, d Document) {
	i := slices.IndexFunc(g.Agents, func(a Agent) bool { return a.ID == agent.ID })
	if i < 0 {
		i = len(g.Agents)
		g.Agents = append(g.Agents, Agent{ID: agent.ID, Name: agent.Title})
	}
	g.Agents[i].Documents = append(g.Agents[i].Documents, d)
}

// owner is the place, among the agents, of one that the document is assigned
// to now; -1 where there is none.
func owner(d classic.Document, agents []classic.Agent) int {
	return slices.IndexFunc(agents, func(a classic.Agent) bool { return slices.Contains(d.Agents, a.ID) })
}
