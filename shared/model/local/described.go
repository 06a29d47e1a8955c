package local

import (
	"fmt"
	"strings"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// askedAgent gives the agent that a question is about: the only one whose name
// has the whole subject, or the one that is called by its code ("M001").
func askedAgent(sources []model.Source, q question) (model.Source, bool) {
	var fits []model.Source
	for _, agent := range of(model.Agent, sources) {
		if holds(agent.Name, q) && q.strong() <= len(retrieve.Words(agent.Name)) && called(agent.Name, q) {
			fits = append(fits, agent)
		}
	}
	if len(fits) != 1 {
		return model.Source{}, false
	}
	return fits[0], true
}

// called says whether a question calls an agent by the first word of its name,
// such as "M001" or "Cartola".
func called(name string, q question) bool {
	words := retrieve.Words(name)
	return len(words) > 0 && strings.Contains(q.spaced, " "+words[0]+" ")
}

const mostAboutAgent = 2 // sentences

// describe says what an agent is about, in the words of its text.
func describe(agent model.Source, l lang.Language) string {
	var said []string
	for _, u := range informing(retrieve.Outline(agent.Text)) {
		if u.Kind == retrieve.Prose && len(said) < mostAboutAgent {
			said = append(said, plain(u.Text))
		}
	}
	if len(said) == 0 {
		return fmt.Sprintf(agentBlank.In(l), agent.Name)
	}
	return fmt.Sprintf(agentIs.In(l), agent.Name, strings.Join(said, " "))
}
