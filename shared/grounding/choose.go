package grounding

import (
	"slices"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/retrieve"
	"getaifactory.com/ally/shared/surroundings"
)

// candidates are the ids worth reading, most relevant first.
type candidates struct {
	agents, documents []string
	found             int      // how many of the agents the question found or the person chose
	unknown           []string // agents that the person chose and that are not known yet
}

// ways are the chosen agents that are known, each with how it was available.
func (c candidates) ways(known surroundings.Surroundings) []classic.Known {
	var ways []classic.Known
	for _, id := range c.agents {
		if a, ok := known.Agent(id); ok {
			ways = append(ways, classic.Known{AgentID: id, Way: a.Way})
		}
	}
	return ways
}

// counts says whether an agent was found or chosen, and does not only show what
// else there is.
func (c candidates) counts(agent string) bool {
	return slices.Contains(c.agents[:c.found], agent) || slices.Contains(c.unknown, agent)
}

func choose(known surroundings.Surroundings, choice Choice, query retrieve.Query) candidates {
	allowed := func(id string) bool { return choice.Agents == nil || slices.Contains(choice.Agents, id) }
	var items []retrieve.Item
	isDocument := map[int]surroundings.Document{}
	for _, a := range known.Agents {
		if allowed(a.ID) {
			items = append(items, retrieve.Item{ID: a.ID, Title: a.Title, Text: a.About + "\n" + a.Keywords})
		}
	}
	for _, d := range known.Documents {
		if d.Keywords != "" && slices.ContainsFunc(d.Agents, allowed) {
			isDocument[len(items)] = d
			items = append(items, retrieve.Item{ID: d.ID, Title: d.Name, Text: d.Keywords})
		}
	}
	var c candidates
	add := func(agent string) {
		if _, known := known.Agent(agent); known && allowed(agent) && len(c.agents) < maxAgents && !slices.Contains(c.agents, agent) {
			c.agents = append(c.agents, agent)
		}
	}
	for _, hit := range retrieve.NewIndex(items).Rank(query, 0) {
		d, document := isDocument[hit.Index]
		if !document {
			add(hit.ID)
			continue
		}
		if len(c.documents) == maxDocuments {
			continue
		}
		for _, agent := range d.Agents {
			add(agent)
		}
		// A document of none of the agents that are read would not be used.
		if slices.ContainsFunc(d.Agents, func(id string) bool { return slices.Contains(c.agents, id) }) {
			c.documents = append(c.documents, d.ID)
		}
	}
	for _, agent := range choice.Agents {
		add(agent)
	}
	c.found = len(c.agents)
	for _, p := range known.Popular { // what is left of the room shows what else there is
		add(p.AgentID)
	}
	for _, a := range known.Agents {
		add(a.ID)
	}
	return c
}
