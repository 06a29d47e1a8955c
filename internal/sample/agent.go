package sample

import (
	_ "embed"
	"fmt"

	"github.com/goccy/go-yaml"
)

//go:embed agents.yaml
var agentsYAML []byte

// agent is one entry of agents.yaml.
type agent struct {
	ID          string `yaml:"id"`
	Title       string `yaml:"title"`
	Owner       string `yaml:"owner"` // a person's id
	Description string `yaml:"description"`
	Model       string `yaml:"model"`
	Age         int    `yaml:"age"` // days since it was made
	Archived    bool   `yaml:"archived"`
	Prompt      string `yaml:"agentPrompt"`
	OldPrompt   string `yaml:"systemPrompt"`
}

func readAgents() ([]agent, error) {
	var team []agent
	if err := yaml.UnmarshalWithOptions(agentsYAML, &team, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("sample: read agents.yaml: %w", err)
	}
	return team, nil
}

// agentDocuments gives the agents, which are conversations, and their
// configurations. An agent that has never been edited has no lastMessageAt.
func agentDocuments(d day, team []agent, library []source) map[string]map[string]any {
	documents := map[string]map[string]any{}
	for i, a := range team {
		created := d.at(-a.Age, 14, 20)
		document := map[string]any{
			"userId": a.Owner, "title": a.Title, "isAgent": true, "agentModel": a.Model,
			"createdAt": created, "updatedAt": created, "messageCount": int64(0),
			"activeContextSourceIds": activeSources(library, a.ID),
		}
		if a.Description != "" {
			document["description"] = a.Description
		}
		if a.Age < 200 {
			edited := d.at(-a.Age/3, 17, 45)
			document["updatedAt"], document["lastMessageAt"] = edited, edited
			document["status"] = "active"
		}
		if organization := organizationOf(a.Owner); organization != "" && i%2 == 0 {
			document["organizationId"] = organization
		}
		if a.Archived {
			document["status"] = "archived"
		}
		documents["conversations/"+a.ID] = document

		config := map[string]any{"updatedAt": document["updatedAt"]}
		switch {
		case a.Prompt != "":
			config["agentPrompt"] = a.Prompt
		case a.OldPrompt != "":
			config["systemPrompt"] = a.OldPrompt
		default:
			continue
		}
		documents["agent_configs/"+a.ID] = config
	}
	return documents
}

func organizationOf(person string) string {
	for _, p := range People() {
		if p.ID == person {
			return p.Organization
		}
	}
	return ""
}
