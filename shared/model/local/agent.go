package local

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// An agent is relevant when its name, its text or one document of its covers
// at least agentShare of what is asked for; another one is worth naming beside
// the best when it also comes near it.
const (
	agentShare      = 0.55
	closeShare      = 0.4 // below agentShare: enough to be named as the closest
	alternativeOf   = 0.6 // of the best one's score
	mostNamed       = 2   // alternatives
	mostListed      = 5   // agents
	documentCounts  = 0.6 // a document's score, for the agent it belongs to
	longestAgentSay = 300 // in bytes
)

// rated is an agent with how well it fits.
type rated struct {
	model.Source
	score, share float64
	documents    []string // names of those that fit
}

// rate gives the agents that cover at least a share of what is asked for, best first.
func rate(sources []model.Source, q retrieve.Query, least float64) []rated {
	var items []retrieve.Item
	var whose []int // places of the agents in the sources
	for i, s := range sources {
		switch s.Kind {
		case model.Agent:
			items, whose = append(items, retrieve.Item{Title: s.Name, Text: s.Text}), append(whose, i)
		case model.Document:
			owner := slices.IndexFunc(sources, func(a model.Source) bool { return a.Kind == model.Agent && a.Name == s.Of })
			if owner >= 0 {
				items, whose = append(items, retrieve.Item{Title: s.Name, Text: s.Text}), append(whose, owner)
			}
		}
	}
	index := retrieve.NewIndex(items)
	weights, whole := make(map[string]float64), 0.0
	for _, term := range q.Terms() {
		weights[term.Word] = term.Weight * weigh(term, index)
		whole += weights[term.Word]
	}
	fits := make(map[int]*rated)
	for _, hit := range index.Rank(q, 0) {
		share := 0.0
		for _, word := range hit.Terms {
			share += weights[word] / whole
		}
		agent := whose[hit.Index]
		if fits[agent] == nil {
			fits[agent] = &rated{Source: sources[agent]}
		}
		fit, item := fits[agent], items[hit.Index]
		fit.share = max(fit.share, share)
		if item.Title == sources[agent].Name && item.Text == sources[agent].Text {
			fit.score += hit.Score
			continue
		}
		if len(fit.documents) == 0 {
			fit.score += documentCounts * hit.Score
		}
		if share >= agentShare && len(fit.documents) < 2 {
			fit.documents = append(fit.documents, plain(item.Title))
		}
	}
	var out []rated
	for _, fit := range fits {
		if fit.share >= least {
			out = append(out, *fit)
		}
	}
	slices.SortFunc(out, func(a, b rated) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// recommend names the agent that fits what is asked for, with why.
func recommend(req model.Request, q question) string {
	l := req.Language
	agents := of(model.Agent, req.Sources)
	if len(agents) == 0 {
		return seeNone.In(l)
	}
	if q.strong() == 0 {
		intro := allAgents
		if len(agents) > mostListed {
			intro = firstOf
		}
		return fmt.Sprintf(intro.In(l), counted(len(agents), l, oneAgent, manyAgents)) + "\n\n" + listed(agents) + "\n\n" + tellMe.In(l)
	}
	fitting := rate(req.Sources, q.subject, agentShare)
	if len(fitting) == 0 {
		if near := rate(req.Sources, q.subject, closeShare); len(near) > 0 {
			return praised(closestAgent, near[0], q.subject, l)
		}
		return noAgent.In(l) + "\n\n" + listed(agents)
	}
	best := fitting[0]
	parts := []string{praised(bestAgent, best, q.subject, l)}
	for _, other := range fitting[1:min(len(fitting), 1+mostNamed)] {
		if other.score >= alternativeOf*best.score && other.share >= 0.9*best.share {
			parts = append(parts, praised(otherAgent, other, q.subject, l))
		}
	}
	return strings.Join(parts, "\n\n")
}

// praised writes a recommendation with its reasons.
func praised(phrase lang.Text, agent rated, q retrieve.Query, l lang.Language) string {
	parts := []string{fmt.Sprintf(phrase.In(l), agent.Name)}
	if said := about(agent.Text, q); said != "" {
		parts = append(parts, fmt.Sprintf(agentSays.In(l), said))
	}
	names := agent.documents
	for _, name := range namedDocuments(agent.Text, q) {
		if len(names) < 3 && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		noun := documentsNamed
		if len(names) == 1 {
			noun = documentNamed
		}
		parts = append(parts, fmt.Sprintf(agentHas.In(l), fmt.Sprintf(noun.In(l), joined(names, l))))
	}
	return strings.Join(parts, " ")
}

// about gives the sentence of an agent's text that has most to do with a
// query, or its first one for an empty query; "" where none has.
func about(text string, q retrieve.Query) string {
	var items []retrieve.Item
	for _, u := range informing(retrieve.Outline(text)) {
		if u.Kind == retrieve.Heading || documentsLabel.MatchString(u.Text) || documentsLabel.MatchString(u.Lead) {
			continue
		}
		items = append(items, retrieve.Item{ID: fmt.Sprintf("%04d", len(items)), Text: plain(shown(u))})
	}
	best := 0
	if !q.Empty() {
		hits := retrieve.NewIndex(items).Rank(q, 1)
		if len(hits) == 0 {
			return ""
		}
		best = hits[0].Index
	}
	if len(items) == 0 {
		return ""
	}
	return shortened(strings.TrimPrefix(items[best].Text, "- "), longestAgentSay)
}

func listed(agents []model.Source) string {
	var lines []string
	for _, agent := range agents[:min(len(agents), mostListed)] {
		line := "- **" + agent.Name + "**"
		if said := about(agent.Text, retrieve.Query{}); said != "" {
			line += ": " + shortened(said, 160)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
