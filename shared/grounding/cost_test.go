package grounding_test

import (
	"context"
	"fmt"
	"testing"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

func TestWhatAGroundCosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	every := []string{
		sample.AgentM001, sample.AgentM003, sample.AgentS001, sample.AgentS002, sample.AgentSSOMA, sample.AgentKAMKE,
		sample.AgentCartola, sample.AgentPersonas, sample.AgentCompras, sample.AgentCalidad, sample.AgentLicitaciones,
	}
	for i := len(every); i < 20; i++ {
		every = append(every, fmt.Sprint("agent-made-up-", i))
	}
	for _, p := range sample.People() {
		who := w.person(t, p)
		around, nothing := w.around(t, who), &surroundings.Surroundings{}
		for _, tc := range []struct {
			name          string
			known         *surroundings.Surroundings
			agents        []string
			reads, rounds int
		}{
			// At most six agents with a share and a group each, four documents.
			{"left to Ally", around, nil, 22, 1},
			{"an agent of theirs", around, every[:1], 12, 1},
			{"twenty agents", around, every, 40, 1},
			{"twenty agents, all new", nothing, every, 40, 1},
			// Two agents, no share, two groups, no document.
			{"twenty that are none", around, made(20), 6, 1},
			{"two hundred that are none", around, made(200), 6, 1},
		} {
			ctx, meter := store.Metered(context.Background(), now)
			if _, err := w.gatherer.Gather(ctx, grounding.Request{Who: who, Known: tc.known, Choice: grounding.Choice{Agents: tc.agents}, Question: aboutPermits, Tokens: 6000}); err != nil {
				t.Fatal(err)
			}
			if got := meter.Cost(); got.Reads > tc.reads || got.Rounds > tc.rounds || got.Writes != 0 {
				t.Errorf("%s, %s: %+v, more than %d reads in %d rounds", p.Email, tc.name, got, tc.reads, tc.rounds)
			}
		}
	}
}

func made(n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprint("agent-made-up-", i))
	}
	return ids
}
