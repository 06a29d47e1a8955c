package grounding

import (
	"fmt"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/surroundings"
)

// documentsNamed bounds how many of an agent's documents are named: some have
// hundreds.
const documentsNamed = 20

// agentText says what an agent is about and which documents it has, without
// those of which it is known by now that they are gone.
func agentText(known surroundings.Surroundings, a classic.Agent, gone func(document string) bool) string {
	var lines []string
	if agent, ok := known.Agent(a.ID); ok && agent.About != "" {
		lines = append(lines, agent.About)
	}
	var names []string
	for _, d := range known.Documents {
		if d.Name != "" && d.Keywords != "" && slices.Contains(d.Agents, a.ID) && !gone(d.ID) {
			names = append(names, d.Name)
		}
	}
	if len(names) > 0 {
		lines = append(lines, "Documentos: "+strings.Join(names[:min(len(names), documentsNamed)], "; ")+".")
	}
	if more := len(names) - documentsNamed; more > 0 {
		lines = append(lines, fmt.Sprintf("Y %d documentos más.", more))
	}
	return strings.Join(lines, "\n")
}

// OrganizationSource is what a request says of an organization.
func OrganizationSource(o classic.Organization) model.Source {
	return model.Source{Kind: model.Organization, ID: o.ID, Name: o.Name, Text: labelled(
		"Nombre", o.Name, "Misión", o.Profile.Mission, "Visión", o.Profile.Vision, "Propósito", o.Profile.Purpose,
		"Valores", strings.Join(o.Profile.Values, ", "), "Indicadores", strings.Join(o.Profile.KPIs, ", "),
		"Objetivos", strings.Join(o.Profile.OKRs, ", "),
	)}
}

// DomainSource is what a request says of a domain.
func DomainSource(d classic.Domain) model.Source {
	return model.Source{Kind: model.Domain, ID: d.ID, Name: d.Name, Text: labelled(
		"Dominio", d.ID, "Nombre", d.Name, "Descripción", d.Description, "Rubro", d.Industry,
		"Misión", d.Mission, "Visión", d.Vision, "Acerca de", d.About,
	)}
}

// labelledLength is how much is said of an organization or a domain at most, in
// characters.
const labelledLength = 4000

// labelled writes pairs of a label and a text as lines, without the empty ones.
func labelled(pairs ...string) string {
	var lines []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			lines = append(lines, pairs[i]+": "+strings.TrimRight(pairs[i+1], ".")+".")
		}
	}
	text := []rune(strings.Join(lines, "\n"))
	return string(text[:min(len(text), labelledLength)])
}
