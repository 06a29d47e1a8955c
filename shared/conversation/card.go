package conversation

import (
	"fmt"
	"strings"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/recommendation"
)

// Card is an output card of a reply.
type Card = action.Card

// ConnectAgent is the action that opens a chat with an agent, which the frontend
// does.
const ConnectAgent = "connect_agent"

var (
	connectLabel  = lang.Text{ES: "Conectar con %s", EN: "Connect with %s"}
	documentLabel = lang.Text{ES: "Lo respalda: %s.", EN: "It stands on: %s."}
	inventedText  = lang.Text{
		ES: "_Atención: %s no está entre tus agentes disponibles._",
		EN: "_Mind: %s is not among the agents available to you._",
	}
)

// recommended gives a card for each agent that an answer recommends, with the
// reason that is known of the agent itself, and the sentence that puts right
// what the answer invented, "" where it invented nothing.
func recommended(question, answer string, ground grounding.Ground, l lang.Language) (cards []Card, correction string) {
	var available []recommendation.Agent
	for _, a := range ground.Available {
		available = append(available, recommendation.Agent{ID: a.ID, Name: a.Name})
	}
	var others []string
	for _, s := range ground.Sources {
		if s.Kind != model.Agent {
			others = append(others, s.Name)
		}
	}
	found := recommendation.Check(question, answer, available, others)
	for i, a := range found.Recommended {
		cards = append(cards, Card{
			ID: fmt.Sprint("recommendation-", i+1), Type: action.CTA, Title: a.Name,
			Content: map[string]any{"agentId": a.ID, "agentName": a.Name, "reason": reason(a.ID, ground, l)},
			Actions: []action.CardAction{{
				Label: fmt.Sprintf(connectLabel.In(l), a.Name), Action: ConnectAgent, Data: map[string]string{"agentId": a.ID},
			}},
		})
	}
	if len(found.Invented) > 0 {
		correction = fmt.Sprintf(inventedText.In(l), "«"+strings.Join(found.Invented, "», «")+"»")
	}
	return cards, correction
}

// reason says what an agent is about and which of its documents answered.
func reason(agentID string, ground grounding.Ground, l lang.Language) string {
	var parts []string
	for _, a := range ground.Available {
		if a.ID == agentID && a.About != "" {
			parts = append(parts, a.About)
		}
	}
	var names []string
	for _, a := range ground.Agents {
		for _, d := range a.Documents {
			if a.ID == agentID {
				names = append(names, d.Name)
			}
		}
	}
	if len(names) > 0 {
		parts = append(parts, fmt.Sprintf(documentLabel.In(l), strings.Join(names, ", ")))
	}
	return strings.Join(parts, " ")
}
