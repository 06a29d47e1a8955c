// Package grounding chooses what a reply stands on: which of the person's
// agents and documents, of the conversations and actions that they selected,
// and which passages of them, go to the model with a question.
package grounding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/retrieve"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

// Bounds on what is read for one question, whatever a person has around them
// and however much they selected. With the conversations and actions that the
// caller recalls, they keep a question below MostReads documents.
const (
	maxAgents    = 6 // known ones, each with its share and group
	maxDocuments = 4
	maxPassages  = 8

	maxAgentsAdded    = 2
	maxDocumentsAdded = 2
	textAdded         = 60_000 // bytes of each of these documents

	passageLength = 700  // runes
	passageTokens = 3000 // of all passages of documents, estimated
)

// MostDocumentTokens is what passages of documents take at most: eight of 700
// characters.
const MostDocumentTokens = maxPassages * passageLength / 4

// MostReads is how many documents are read for a question at most: 6 agents with
// a share and a group each, 4 documents of theirs, 2 agents that are not known
// yet with 6 shares, 8 groups and 2 documents, the prompt of one agent, and 24
// for what is recalled.
const MostReads = 6*3 + 4 + 2 + 6 + 8 + 2 + 1 + MostRecalled

// MostRecalled is how many documents a Request's Recall may read.
const MostRecalled = 24

// Choice is what the person chose that Ally may use.
type Choice struct {
	Organization, Domain bool
	// Agents restricts what is used to these agents. nil leaves it to Ally to
	// look among all that the person has.
	Agents []string
}

// Request is a question and what may go with it.
type Request struct {
	Who access.Person
	// Known is what is kept of the person's surroundings, nil where nothing is;
	// then they are looked at now, which takes longer.
	Known  *surroundings.Surroundings
	Choice Choice
	// Before is the question before, for one that is too short to stand alone.
	Question, Before string
	// Tokens is the room for all that is chosen, estimated.
	Tokens int
	// Recall reads, at the same time as all else, what the person selected beside
	// agents and may see; nil where that is nothing.
	Recall func(context.Context, retrieve.Query) ([]Recalled, error)
}

// Ground is what a reply stands on, most relevant first.
type Ground struct {
	Sources []model.Source
	// Agents are those among Sources that the question found or the person
	// chose, with what was used of their documents. The others only show what
	// else there is.
	Agents []Agent
	// Recalled are the conversations and actions among Sources, also those of which
	// only what is remembered went along.
	Recalled []Used
	// LeftOut is what had to do with the question or was chosen and had no room.
	LeftOut []Left
	// Unavailable are the agents that the person chose and may not use now.
	Unavailable []string
	// Held is the one agent that the person chose, with its prompt; nil where they
	// chose none or several, or may not use it.
	Held *prompt.Agent
	// Available are all agents among Sources: the only ones that a reply may
	// recommend.
	Available []Agent
}

// Agent is an agent that went to the model.
type Agent struct {
	ID, Name  string
	About     string // one line; "" where nothing is known
	Documents []Document
}

// Document is a document of which passages went to the model.
type Document struct {
	ID, Name         string
	Passages, Tokens int
}

// Used is a conversation or an action of which passages went to the model.
type Used struct {
	Kind             model.Kind
	ID, Name         string
	Passages, Tokens int
}

// Left is something for which there was no room.
type Left struct {
	Kind     model.Kind
	ID, Name string
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

// read is what was read for a question.
type read struct {
	agents    []classic.Agent
	documents []classic.Document
	recalled  []Recalled
	prompt    string // of the one agent that was chosen
}

// Gather chooses by the question, and by the one before where the question is
// too short to stand alone.
//
// What was chosen is checked against the classic system in one round trip: an
// agent that the person may no longer use, and a document that left its agents,
// is not used. Of the agents that the person chose, a few that are not known
// yet, such as one that was shared a minute ago, are read beside them; those
// that the person may not use, or that do not exist, are left out. At most
// MostReads documents are read.
func (g *Gatherer) Gather(ctx context.Context, r Request) (Ground, error) {
	query := retrieve.NewQuery(r.Question)
	if len(query.Terms()) < 3 {
		query = query.With(r.Before, 0.5)
	}
	if r.Known == nil {
		return g.atAGlance(ctx, r, query)
	}
	chosen := choose(*r.Known, r.Choice, query)
	chosen.unknown = lacking(*r.Known, r.Choice.Agents)
	var found read
	var unknown []classic.Agent
	var added []classic.Document
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			found.agents, err = g.classic.Confirm(ctx, r.Who.Viewer(), chosen.ways(*r.Known), g.now())
			return err
		},
		func(ctx context.Context) (err error) {
			unknown, err = g.classic.Available(ctx, r.Who.Viewer(), chosen.unknown, g.now())
			return err
		},
		func(ctx context.Context) (err error) {
			found.documents, err = g.classic.Documents(ctx, chosen.documents)
			return err
		},
		func(ctx context.Context) (err error) {
			added, err = g.classic.DocumentsOf(ctx, chosen.unknown, maxDocumentsAdded, textAdded)
			return err
		},
		func(ctx context.Context) (err error) { found.recalled, err = r.recall(ctx, query); return err },
		func(ctx context.Context) (err error) { found.prompt, err = g.promptOf(ctx, r.Choice); return err },
	)
	if err != nil {
		return Ground{}, fmt.Errorf("grounding: for %s: %w", r.Who.ID, err)
	}
	found.agents = append(found.agents, unknown...)
	for _, d := range added {
		if !slices.ContainsFunc(found.documents, func(known classic.Document) bool { return known.ID == d.ID }) {
			found.documents = append(found.documents, d)
		}
	}
	return assemble(r, *r.Known, query, found, chosen), nil
}

// promptOf reads the prompt of the one agent that was chosen.
func (g *Gatherer) promptOf(ctx context.Context, c Choice) (string, error) {
	if len(c.Agents) != 1 {
		return "", nil
	}
	return g.classic.Prompt(ctx, c.Agents[0])
}

func (r Request) recall(ctx context.Context, query retrieve.Query) ([]Recalled, error) {
	if r.Recall == nil {
		return nil, nil
	}
	return r.Recall(ctx, query)
}

// atAGlance gathers for a person of whom nothing is known: what is looked at now
// needs no further check.
func (g *Gatherer) atAGlance(ctx context.Context, r Request, query retrieve.Query) (Ground, error) {
	var known surroundings.Surroundings
	var found read
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			known, found.agents, found.documents, err = g.keeper.Glance(ctx, r.Who)
			return err
		},
		func(ctx context.Context) (err error) { found.recalled, err = r.recall(ctx, query); return err },
		func(ctx context.Context) (err error) { found.prompt, err = g.promptOf(ctx, r.Choice); return err },
	)
	if err != nil {
		return Ground{}, err
	}
	chosen := choose(known, r.Choice, query)
	found.agents = slices.DeleteFunc(found.agents, func(a classic.Agent) bool { return !slices.Contains(chosen.agents, a.ID) })
	found.documents = slices.DeleteFunc(found.documents, func(d classic.Document) bool { return !slices.Contains(chosen.documents, d.ID) })
	return assemble(r, known, query, found, chosen), nil
}

// lacking gives those of the chosen agents that are not known, each once and as
// many as are read.
func lacking(known surroundings.Surroundings, chosen []string) []string {
	var ids []string
	for _, id := range chosen {
		if _, ok := known.Agent(id); !ok && !slices.Contains(ids, id) && len(ids) < maxAgentsAdded {
			ids = append(ids, id)
		}
	}
	return ids
}
