// Package recommendation sees to it that Ally recommends only agents that the
// person really has: whoever wrote the answer, its mentions are checked against
// the list, and what is confirmed becomes a card to connect with.
package recommendation

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/retrieve"
)

// Agent is an agent that is available to the person.
type Agent struct {
	ID, Name string
}

// Found is what an answer says of agents.
type Found struct {
	// Recommended are the agents that it recommends, in the order of their
	// mentions, at most three.
	Recommended []Agent
	// Invented are names that it gives to agents that the person does not have.
	Invented []string
}

const (
	mostRecommended = 3
	mostInvented    = 3
)

var (
	asksFor = regexp.MustCompile(` (agentes?|asistentes?|agents?|assistants?) | quien (me |nos )?(puede |podria )?(ayud\w+|orient\w+|asesor\w+) | who (can|could) (help|assist) `)
	advises = regexp.MustCompile(` (recomiendo|recomendamos|recomendaria|sugiero|recommend|suggest|conectate con|connect with) `)
	// called finds a name that is emphasized or quoted right after the word agent.
	called = regexp.MustCompile(`(?i)\b(?:agente|asistente|agent|assistant)s?(?:\s+(?:llamad[oa]|de nombre|called|named))?:?\s+(?:\*\*|__|«|“|")([^*_»”"\n]{2,80}?)(?:\*\*|__|»|”|")`)
	// coded finds an emphasized name that begins with a code, as agents' names do.
	coded = regexp.MustCompile(`\*\*(\p{Lu}{1,8}[ -]?\p{Lu}?\d{1,4}(?:\s+[-–]\s+[^*\n]{2,80})?)\*\*`)
	code  = regexp.MustCompile(`^(\p{Lu}{1,8}[ -]?\p{Lu}?\d{1,4})\b`)
)

// spaced gives the words of a text, without accents and in lower case, between
// single spaces.
func spaced(text string) string { return " " + strings.Join(retrieve.Words(text), " ") + " " }

// Check looks through an answer for agents. sources are the names of what else
// the answer may speak of, such as documents, which are no agents.
func Check(question, answer string, available []Agent, sources []string) Found {
	var found Found
	text := spaced(answer)
	if asksFor.MatchString(spaced(question)) || advises.MatchString(text) {
		found.Recommended = mentioned(text, available)
	}
	for _, pattern := range []*regexp.Regexp{called, coded} {
		for _, match := range pattern.FindAllStringSubmatch(answer, -1) {
			name := strings.Trim(match[1], " .,;:")
			if len(found.Invented) < mostInvented && invented(name, available, sources) && !slices.Contains(found.Invented, name) {
				found.Invented = append(found.Invented, name)
			}
		}
	}
	return found
}

// mentioned gives the agents that a text names, by their whole name or by the
// code that it begins with.
func mentioned(text string, available []Agent) []Agent {
	type mention struct {
		Agent
		at int
	}
	var mentions []mention
	for _, a := range available {
		at := -1
		for _, name := range names(a) {
			if i := strings.Index(text, spaced(name)); i >= 0 && (at < 0 || i < at) {
				at = i
			}
		}
		if at >= 0 {
			mentions = append(mentions, mention{a, at})
		}
	}
	slices.SortStableFunc(mentions, func(a, b mention) int { return cmp.Compare(a.at, b.at) })
	var agents []Agent
	for _, m := range mentions[:min(len(mentions), mostRecommended)] {
		agents = append(agents, m.Agent)
	}
	return agents
}

// names are what an agent may be called.
func names(a Agent) []string {
	all := []string{a.Name}
	if c := code.FindString(a.Name); c != "" {
		all = append(all, c)
	}
	return slices.DeleteFunc(all, func(n string) bool { return strings.TrimSpace(spaced(n)) == "" })
}

// invented says whether a name that an answer gives is that of nothing the
// answer was made of.
func invented(name string, available []Agent, sources []string) bool {
	given := spaced(name)
	if strings.TrimSpace(given) == "" {
		return false
	}
	for _, a := range available {
		if strings.Contains(spaced(a.Name), given) {
			return false
		}
		if !slices.ContainsFunc(names(a), func(n string) bool { return strings.Contains(given, spaced(n)) }) {
			continue
		}
		// A code of theirs before another name is still an invention.
		if own := code.FindString(name); own == "" || own == name || strings.Contains(given, spaced(a.Name)) {
			return false
		}
	}
	return !slices.ContainsFunc(sources, func(s string) bool { return strings.Contains(spaced(s), given) })
}
