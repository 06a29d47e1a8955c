package grounding

import (
	"fmt"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// Recalled is a conversation or an action that the person selected and may see.
type Recalled struct {
	Kind     model.Kind // model.Conversation, model.Action or model.Memory
	ID, Name string
	// Parts are its pieces in their order: a conversation's exchanges, an
	// action's passages, what is remembered of a conversation.
	Parts []string
	// Unread says that it was not read, for lack of room; Parts is then empty.
	Unread bool
}

// MostRecalledParts is how many pieces of all that is recalled are used at most.
const MostRecalledParts = 16

// part is the place of a piece among what is recalled.
type part struct{ of, at int }

// addRecalled adds what was recalled within the room: of each the piece that
// stands for it, the newest exchange of a conversation and the beginning of an
// action, then the pieces that have most to do with the query.
func (g *Ground) addRecalled(recalled []Recalled, query retrieve.Query, room int) {
	taken := map[int][]int{}
	count := 0
	take := func(p part) bool {
		tokens := model.EstimateTokens(recalled[p.of].Parts[p.at])
		if slices.Contains(taken[p.of], p.at) {
			return true
		}
		if tokens > room || count == MostRecalledParts {
			return false
		}
		room -= tokens
		count++
		taken[p.of] = append(taken[p.of], p.at)
		return true
	}
	for i, r := range recalled {
		switch {
		case len(r.Parts) == 0:
		case r.Kind == model.Conversation:
			take(part{i, len(r.Parts) - 1})
		default:
			take(part{i, 0})
		}
	}
	for _, p := range rank(recalled, query) {
		take(p)
	}
	for i, r := range recalled { // what is left of an action's room shows the rest of it
		for at := range r.Parts {
			if r.Kind == model.Action && !take(part{i, at}) {
				break
			}
		}
	}
	for i, r := range recalled {
		if len(taken[i]) == 0 {
			if r.Unread || len(r.Parts) > 0 {
				g.LeftOut = append(g.LeftOut, Left{Kind: r.Kind, ID: r.ID, Name: r.Name})
			}
			continue
		}
		slices.Sort(taken[i])
		used := Used{Kind: r.Kind, ID: r.ID, Name: r.Name, Passages: len(taken[i])}
		var texts []string
		for _, at := range taken[i] {
			texts = append(texts, r.Parts[at])
			used.Tokens += model.EstimateTokens(r.Parts[at])
		}
		g.use(used)
		g.Sources = append(g.Sources, model.Source{Kind: r.Kind, ID: r.ID, Name: r.Name, Text: strings.Join(texts, "\n\n")})
	}
}

// addRemembered adds what is remembered of conversations, as far as there is
// room, and gives what else was recalled with the room that is left.
func (g *Ground) addRemembered(recalled []Recalled, room int) (others []Recalled, left int) {
	for _, r := range recalled {
		if r.Kind != model.Memory {
			others = append(others, r)
			continue
		}
		used := Used{Kind: model.Conversation, ID: r.ID, Name: r.Name}
		var lines []string
		for _, line := range r.Parts {
			if tokens := model.EstimateTokens(line); tokens <= room {
				room -= tokens
				used.Tokens += tokens
				lines = append(lines, line)
			}
		}
		if used.Passages = len(lines); used.Passages > 0 {
			g.Sources = append(g.Sources, model.Source{Kind: model.Memory, ID: r.ID, Name: r.Name, Text: strings.Join(lines, "\n")})
			g.use(used)
		}
	}
	return others, room
}

// use notes what was used of a conversation or an action, once for each.
func (g *Ground) use(used Used) {
	for i, u := range g.Recalled {
		if u.Kind == used.Kind && u.ID == used.ID {
			g.Recalled[i].Passages += used.Passages
			g.Recalled[i].Tokens += used.Tokens
			return
		}
	}
	g.Recalled = append(g.Recalled, used)
}

// rank gives the pieces that have to do with the query, best first.
func rank(recalled []Recalled, query retrieve.Query) []part {
	var items []retrieve.Item
	var parts []part
	for i, r := range recalled {
		for at, text := range r.Parts {
			items = append(items, retrieve.Item{ID: fmt.Sprintf("%06d#%06d", i, at), Title: r.Name, Text: text})
			parts = append(parts, part{i, at})
		}
	}
	var ranked []part
	for _, hit := range retrieve.NewIndex(items).Rank(query, 0) {
		ranked = append(ranked, parts[hit.Index])
	}
	return ranked
}
