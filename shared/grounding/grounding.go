// Package grounding chooses what a reply stands on: which of the person's
// agents and documents, and which passages of them, go to the model with a
// question.
package grounding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

// Bounds on what goes with one question. They keep the number of documents
// read the same however much a person has around them.
const (
	maxAgents    = 8
	maxDocuments = 4
	maxPassages  = 8

	maxAgentsAdded    = 20
	maxDocumentsAdded = 12
	textAdded         = 60_000 // bytes of each of these documents

	passageLength = 700  // runes
	tokenBudget   = 3000 // of all passages, estimated
)

// Choice is what the person chose that Ally may use.
type Choice struct {
	Organization, Domain bool
	// Agents restricts what is used to these agents. nil leaves it to Ally to
	// look among all that the person has.
	Agents []string
}

// Ground is what a reply stands on, most relevant first.
type Ground struct {
	Sources []model.Source
	// Agents are those among Sources that the question found or the person
	// chose, with what was used of their documents. The others only show what
	// else there is.
	Agents []Agent
}

// Agent is an agent that went to the model.
type Agent struct {
	ID, Name  string
	Documents []Document
}

// Document is a document of which passages went to the model.
type Document struct {
	ID, Name string
	Passages int
}

// Gatherer gathers grounds.
type Gatherer struct {
	classic *classic.Reader
	keeper  *surroundings.Keeper
	now     func() time.Time
}

// NewGatherer gives a Gatherer.
func NewGatherer(client *firestore.Client, keeper *surroundings.Keeper, now func() time.Time) (*Gatherer, error) {
	if client == nil || keeper == nil || now == nil {
		return nil, errors.New("grounding: a gatherer needs a client, a keeper of surroundings and a clock")
	}
	return &Gatherer{classic: classic.NewReader(client), keeper: keeper, now: now}, nil
}

// Gather chooses by the question, and by the one before where the question is
// too short to stand alone. known is what is kept of the person's surroundings,
// nil where nothing is; then they are looked at now, which takes longer.
//
// What was chosen is checked against the classic system in one round trip: an
// agent that the person may no longer use, and a document that left its agents,
// is not used. At most 8 agents with their shares and 4 documents are read. Of
// the agents that the person chose, up to 20 that are not known yet, such as
// one that was shared a minute ago, are read beside them with up to 12
// documents; those that the person may not use, or that do not exist, are left
// out.
func (g *Gatherer) Gather(ctx context.Context, who access.Person, known *surroundings.Surroundings, choice Choice, question, before string) (Ground, error) {
	query := retrieve.NewQuery(question)
	if len(query.Terms()) < 3 {
		query = query.With(before, 0.5)
	}
	if known == nil {
		return g.atAGlance(ctx, who, choice, query)
	}
	chosen := choose(*known, choice, query)
	chosen.unknown = lacking(*known, choice.Agents)
	var agents []classic.Agent
	var documents, added []classic.Document
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			agents, err = g.classic.Available(ctx, who.Viewer(), slices.Concat(chosen.agents, chosen.unknown), g.now())
			return err
		},
		func(ctx context.Context) (err error) {
			documents, err = g.classic.Documents(ctx, chosen.documents)
			return err
		},
		func(ctx context.Context) (err error) {
			added, err = g.classic.DocumentsOf(ctx, chosen.unknown, maxDocumentsAdded, textAdded)
			return err
		},
	)
	if err != nil {
		return Ground{}, fmt.Errorf("grounding: for %s: %w", who.ID, err)
	}
	for _, d := range added {
		if !slices.ContainsFunc(documents, func(known classic.Document) bool { return known.ID == d.ID }) {
			documents = append(documents, d)
		}
	}
	return assemble(who, *known, choice, query, agents, documents, chosen), nil
}

// atAGlance gathers for a person of whom nothing is known: what is looked at now
// needs no further check.
func (g *Gatherer) atAGlance(ctx context.Context, who access.Person, choice Choice, query retrieve.Query) (Ground, error) {
	known, agents, documents, err := g.keeper.Glance(ctx, who)
	if err != nil {
		return Ground{}, err
	}
	chosen := choose(known, choice, query)
	agents = slices.DeleteFunc(agents, func(a classic.Agent) bool { return !slices.Contains(chosen.agents, a.ID) })
	documents = slices.DeleteFunc(documents, func(d classic.Document) bool { return !slices.Contains(chosen.documents, d.ID) })
	return assemble(who, known, choice, query, agents, documents, chosen), nil
}

// lacking gives those of the chosen agents that are not known, each once, at
// most 20.
func lacking(known surroundings.Surroundings, chosen []string) []string {
	var ids []string
	for _, id := range chosen {
		if _, ok := known.Agent(id); !ok && !slices.Contains(ids, id) && len(ids) < maxAgentsAdded {
			ids = append(ids, id)
		}
	}
	return ids
}

// candidates are the ids worth reading, most relevant first.
type candidates struct {
	agents, documents []string
	found             int      // how many of the agents the question found or the person chose
	unknown           []string // agents that the person chose and that are not known yet
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

func assemble(who access.Person, known surroundings.Surroundings, choice Choice, query retrieve.Query, agents []classic.Agent, documents []classic.Document, chosen candidates) Ground {
	order := slices.Concat(chosen.agents, chosen.unknown)
	inOrder := func(a, b classic.Agent) int { return slices.Index(order, a.ID) - slices.Index(order, b.ID) }
	slices.SortFunc(agents, inOrder)
	if len(chosen.unknown) > 0 {
		added := slices.DeleteFunc(slices.Clone(agents), func(a classic.Agent) bool { return !slices.Contains(chosen.unknown, a.ID) })
		known = known.With(added, documents)
	}
	documents = slices.DeleteFunc(documents, func(d classic.Document) bool { return owner(d, agents) < 0 })
	used := passages(documents, query)
	var relevant []string // agents whose documents answer come before all others
	for _, p := range used {
		relevant = append(relevant, agents[owner(documents[p.document], agents)].ID)
	}
	order = slices.Concat(relevant, order)
	slices.SortFunc(agents, inOrder)

	var ground Ground
	for _, a := range agents {
		if chosen.counts(a.ID) {
			ground.Agents = append(ground.Agents, Agent{ID: a.ID, Name: a.Title})
		}
	}
	for _, p := range used {
		d := documents[p.document]
		agent := agents[owner(d, agents)]
		ground.Sources = append(ground.Sources, model.Source{
			Kind: model.Document, ID: d.ID, Name: d.Name, Of: agent.Title, Text: strings.Join(p.texts, "\n\n"),
		})
		ground.used(agent, Document{ID: d.ID, Name: d.Name, Passages: len(p.texts)})
	}
	for _, a := range agents {
		ground.Sources = append(ground.Sources, model.Source{
			Kind: model.Agent, ID: a.ID, Name: a.Title, Text: agentText(known, a, func(id string) bool {
				return slices.Contains(chosen.documents, id) &&
					!slices.ContainsFunc(documents, func(d classic.Document) bool { return d.ID == id && slices.Contains(d.Agents, a.ID) })
			}),
		})
	}
	if choice.Organization && who.Organization.ID != "" {
		ground.Sources = append(ground.Sources, organizationSource(who.Organization))
	}
	if choice.Domain {
		ground.Sources = append(ground.Sources, domainSource(who.DomainInfo))
	}
	return ground
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

// passagesOf are the passages chosen of one document, in its own order.
type passagesOf struct {
	document int
	texts    []string
}

// passages chooses the passages that have most to do with the query, within
// the budget. Documents stand in the order of their best passage.
func passages(documents []classic.Document, query retrieve.Query) []passagesOf {
	type place struct{ document, passage int }
	var items []retrieve.Item
	var places []place
	for i, d := range documents {
		for j, text := range retrieve.Passages(d.Text, passageLength) {
			items = append(items, retrieve.Item{ID: fmt.Sprintf("%s#%06d", d.ID, j), Title: d.Name, Text: text})
			places = append(places, place{i, j})
		}
	}
	var order []int // documents, best first
	taken := map[int][]int{}
	budget := tokenBudget
	for _, hit := range retrieve.NewIndex(items).Rank(query, maxPassages) {
		tokens := model.EstimateTokens(items[hit.Index].Text)
		document := places[hit.Index].document
		begins := len(taken[document]) == 0
		if tokens > budget || begins && len(order) == maxDocuments {
			continue
		}
		budget -= tokens
		if begins {
			order = append(order, document)
		}
		taken[document] = append(taken[document], hit.Index)
	}
	var chosen []passagesOf
	for _, document := range order {
		slices.Sort(taken[document])
		p := passagesOf{document: document}
		for _, i := range taken[document] {
			p.texts = append(p.texts, items[i].Text)
		}
		chosen = append(chosen, p)
	}
	return chosen
}
