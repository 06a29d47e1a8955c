package classic_test

import (
	"context"
	"fmt"
	"testing"

	"getaifactory.com/ally/internal/sample"
)

func TestWhatTheCallsCost(t *testing.T) {
	t.Parallel()
	d := theSample(t).only("users", "organizations", "domains", "groups", "agent_shares", "agent_configs", "context_sources", "conversations")
	r := d.store(t)
	v := viewerOf(d, sample.Granted().ID) // of one active and one inactive group
	costs(t, "user by e-mail", 2, 1, func(ctx context.Context) error { _, _, err := r.UserByEmail(ctx, v.Email); return err })
	costs(t, "organization", 1, 1, func(ctx context.Context) error {
		_, _, err := r.Organization(ctx, sample.OrganizationSalfa)
		return err
	})
	costs(t, "organization of a domain", 1, 1, func(ctx context.Context) error { _, _, err := r.OrganizationOfDomain(ctx, v.Domain); return err })
	costs(t, "domain", 1, 1, func(ctx context.Context) error { _, _, err := r.Domain(ctx, v.Domain); return err })
	// All shares, two groups and an empty look for own agents; then six agents, one of them
	// archived, and their prompts.
	costs(t, "all agents", len(d.in("agent_shares"))+3+12, 2, func(ctx context.Context) error { _, err := r.AgentsOf(ctx, v, today); return err })
	// Two agents, a share of each, two groups.
	costs(t, "two agents", 6, 1, func(ctx context.Context) error {
		_, err := r.Available(ctx, v, []string{sample.AgentM003, sample.AgentS001}, today)
		return err
	})
	costs(t, "no agents", 0, 0, func(ctx context.Context) error { _, err := r.Available(ctx, v, nil, today); return err })
	costs(t, "three documents", 3, 1, func(ctx context.Context) error {
		_, err := r.Documents(ctx, []string{sample.DocumentPermiso, sample.DocumentPreuso, "doc-unknown"})
		return err
	})
	costs(t, "no documents", 0, 0, func(ctx context.Context) error { _, err := r.Documents(ctx, nil); return err })
	costs(t, "documents of no agents", 0, 0, func(ctx context.Context) error { _, err := r.DocumentsOf(ctx, nil, 10, 10); return err })
	costs(t, "popularity", len(d.in("conversations"))+len(d.in("users")), 2, func(ctx context.Context) error {
		_, err := r.Popular(ctx, v.Domain, today.AddDate(0, 0, -28))
		return err
	})
}

func TestHoweverManyAgentsAPersonMayUse200AreLookedAt(t *testing.T) {
	t.Parallel()
	d := documents{}
	v := viewerOf(d, "u1")
	for i := range 230 {
		id := fmt.Sprintf("a%03d", i)
		d["conversations/"+id] = map[string]any{"isAgent": true, "userId": "u2", "title": id}
		v.AllowedAgents = append(v.AllowedAgents, id)
	}
	r := d.store(t)
	costs(t, "all agents", 400+3, 2, func(ctx context.Context) error {
		agents, err := r.AgentsOf(ctx, v, today)
		if len(agents) != 200 {
			t.Errorf("%d agents", len(agents))
		}
		return err
	})
}
