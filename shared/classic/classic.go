// Package classic reads the collections of the chat system that Ally stands
// beside. It writes nothing, and it never fails on a missing or odd field:
// old documents have old shapes.
//
// Every read is bounded. Queries use only filters that Firestore serves from
// its automatic single-field indexes, so that Ally needs no index on a
// collection of the classic system.
package classic

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/store"
)

// Bounds on what one call reads.
const (
	maxShares = 2000 // of all shares, when the agents of a person are looked up
	maxOwned  = 100  // agents owned by one person
	maxGroups = 100  // groups of one person
	maxAgents = 200  // agents available to one person
	maxChats  = 500  // newest chats, when popularity is counted

	// of a few agents that are looked up in the middle of a request
	maxSharesAsked = 6
	maxGroupsAsked = 8

	inBatch = 30 // values that Firestore takes in one `in` or `array-contains-any`
)

// Reader reads the classic system.
type Reader struct{ client *firestore.Client }

// NewReader gives a Reader over the client.
func NewReader(client *firestore.Client) *Reader { return &Reader{client} }

// UserRef is the place of a user's document.
func (r *Reader) UserRef(id string) *firestore.DocumentRef {
	return r.client.Collection("users").Doc(id)
}

// UserByEmail finds a person whose session names an id that has no document.
// Of several documents the one used last decides. The e-mail is in lower case,
// and is found only in documents that have it so: Firestore compares exactly.
func (r *Reader) UserByEmail(ctx context.Context, email string) (User, bool, error) {
	docs, err := r.client.Collection("users").Where("email", "==", email).Limit(5).Documents(ctx).GetAll()
	if err != nil {
		return User{}, false, fmt.Errorf("classic: user by e-mail: %w", err)
	}
	if len(docs) == 0 {
		return User{}, false, nil
	}
	latest := slices.MaxFunc(docs, func(a, b *firestore.DocumentSnapshot) int {
		if c := fields(a.Data()).time("lastLoginAt").Compare(fields(b.Data()).time("lastLoginAt")); c != 0 {
			return c
		}
		return strings.Compare(a.Ref.ID, b.Ref.ID)
	})
	user, ok := UserFrom(latest)
	return user, ok, nil
}

// Organization reads one organization.
func (r *Reader) Organization(ctx context.Context, id string) (Organization, bool, error) {
	docs, err := r.get(ctx, "organizations", id)
	if err != nil || len(docs) == 0 {
		return Organization{}, false, err
	}
	organization, ok := OrganizationFrom(docs[0])
	return organization, ok, nil
}

// OrganizationOfDomain finds the organization that lists the domain.
func (r *Reader) OrganizationOfDomain(ctx context.Context, domain string) (Organization, bool, error) {
	docs, err := r.client.Collection("organizations").
		Where("domains", "array-contains", domain).Limit(1).Documents(ctx).GetAll()
	if err != nil {
		return Organization{}, false, fmt.Errorf("classic: organization of %s: %w", domain, err)
	}
	if len(docs) == 0 {
		return Organization{}, false, nil
	}
	organization, ok := OrganizationFrom(docs[0])
	return organization, ok, nil
}

// Domain reads one domain.
func (r *Reader) Domain(ctx context.Context, id string) (Domain, bool, error) {
	docs, err := r.get(ctx, "domains", id)
	if err != nil || len(docs) == 0 {
		return Domain{}, false, err
	}
	domain, ok := DomainFrom(docs[0])
	return domain, ok, nil
}

// AgentsOf gives the agents available to the viewer: those they own, those
// that a live share gives them, and those that their domain allows, with their
// prompts. Sorted by title.
func (r *Reader) AgentsOf(ctx context.Context, v Viewer, now time.Time) ([]Agent, error) {
	ways, err := r.waysOf(ctx, v, now)
	if err != nil {
		return nil, err
	}
	return r.byTitle(ctx, ways)
}

// Around gives the agents available to the viewer, as AgentsOf does, and what
// DocumentsOf gives of these agents, in two round trips.
func (r *Reader) Around(ctx context.Context, v Viewer, now time.Time, most, textBytes int) (agents []Agent, documents []Document, err error) {
	ways, err := r.waysOf(ctx, v, now)
	if err != nil {
		return nil, nil, err
	}
	err = store.Together(ctx,
		func(ctx context.Context) (err error) { agents, err = r.byTitle(ctx, ways); return err },
		func(ctx context.Context) (err error) {
			documents, err = r.DocumentsOf(ctx, slices.Sorted(maps.Keys(ways)), most, textBytes)
			return err
		},
	)
	return agents, documents, err
}

// waysOf gives the ids of what may be an agent available to the viewer, each
// with the most lasting way: owned or allowed, then shared, then by a group.
func (r *Reader) waysOf(ctx context.Context, v Viewer, now time.Time) (map[string]Way, error) {
	var shares []Share
	var groups []string
	var owned []Agent
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			shares, err = r.shares(ctx, r.client.Collection("agent_shares").Limit(maxShares))
			return err
		},
		func(ctx context.Context) (err error) { groups, err = r.groupsOf(ctx, v, maxGroups); return err },
		func(ctx context.Context) (err error) { owned, err = r.ownedBy(ctx, v); return err },
	)
	if err != nil {
		return nil, err
	}
	ways := map[string]Way{}
	for _, s := range shares {
		group, reaches := s.through(v, groups, now)
		if known, found := ways[s.AgentID]; reaches && s.AgentID != "" && (!found || known.Group != "" && group == "") {
			ways[s.AgentID] = Way{Share: s.ID, Group: group}
		}
	}
	for _, a := range owned {
		ways[a.ID] = Way{}
	}
	for _, id := range v.AllowedAgents {
		ways[id] = Way{}
	}
	for _, id := range slices.Sorted(maps.Keys(ways))[min(len(ways), maxAgents):] {
		delete(ways, id)
	}
	return ways, nil
}

func (r *Reader) byTitle(ctx context.Context, ways map[string]Way) ([]Agent, error) {
	agents, err := r.agents(ctx, slices.Sorted(maps.Keys(ways)), true)
	if err != nil {
		return nil, err
	}
	for i, a := range agents {
		agents[i].Way = ways[a.ID]
	}
	slices.SortFunc(agents, func(a, b Agent) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID)) })
	return agents, nil
}

// Known is an agent with the way in which it was available when it was looked
// up.
type Known struct {
	AgentID string
	Way     Way
}

// Confirm gives those of the agents that are available to the viewer right now
// in the way known, without their prompts. It reads each agent with its share
// and group, in one round trip: at most three documents an agent, however many
// shares and groups there are.
func (r *Reader) Confirm(ctx context.Context, v Viewer, known []Known, now time.Time) ([]Agent, error) {
	var refs []*firestore.DocumentRef
	for _, k := range known {
		refs = append(refs, r.refs("conversations", []string{k.AgentID})...)
		refs = append(refs, r.refs("agent_shares", []string{k.Way.Share})...)
		refs = append(refs, r.refs("groups", []string{k.Way.Group})...)
	}
	if len(refs) == 0 {
		return nil, nil
	}
	docs, err := r.client.GetAll(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("classic: confirm %d agents: %w", len(known), err)
	}
	found := map[string]*firestore.DocumentSnapshot{}
	for _, doc := range docs {
		found[doc.Ref.Parent.ID+"/"+doc.Ref.ID] = doc
	}
	var agents []Agent
	for _, k := range known {
		doc := found["conversations/"+k.AgentID]
		if doc == nil {
			continue
		}
		a, ok := agentFrom(doc.Ref.ID, doc.Data())
		if ok && (isTheirs(a, v) || confirms(found, k, v, now)) {
			a.Way = k.Way
			agents = append(agents, a)
		}
	}
	return agents, nil
}

// isTheirs says whether the viewer owns the agent or their domain allows it.
func isTheirs(a Agent, v Viewer) bool {
	return a.OwnerID == v.ID || slices.Contains(v.AllowedAgents, a.ID)
}

func confirms(found map[string]*firestore.DocumentSnapshot, k Known, v Viewer, now time.Time) bool {
	share, ok := found["agent_shares/"+k.Way.Share]
	if !ok || !share.Exists() {
		return false
	}
	var groups []string
	if group := found["groups/"+k.Way.Group]; group != nil && group.Exists() {
		f := fields(group.Data())
		if f.is("isActive", true) && slices.Contains(f.texts("members"), v.ID) {
			groups = []string{k.Way.Group}
		}
	}
	s := shareFrom(share.Ref.ID, share.Data())
	return s.AgentID == k.AgentID && s.Reaches(v, groups, now)
}

// Available gives those of the agents that the viewer may use right now,
// without their prompts, for agents of which no way is known: a few that were
// shared a moment ago. It reads these agents, at most 6 of their shares and 8 of
// the viewer's groups, in one round trip; what is not found among them is not
// available yet.
func (r *Reader) Available(ctx context.Context, v Viewer, ids []string, now time.Time) ([]Agent, error) {
	if ids = valid(ids); len(ids) == 0 {
		return nil, nil
	}
	ids = ids[:min(len(ids), inBatch)]
	var agents []Agent
	var shares []Share
	var groups []string
	err := store.Together(ctx,
		func(ctx context.Context) (err error) { agents, err = r.agents(ctx, ids, false); return err },
		func(ctx context.Context) (err error) {
			shares, err = r.shares(ctx, r.client.Collection("agent_shares").Where("agentId", "in", ids).Limit(maxSharesAsked))
			return err
		},
		func(ctx context.Context) (err error) { groups, err = r.groupsOf(ctx, v, maxGroupsAsked); return err },
	)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(agents, func(a Agent) bool {
		shared := slices.ContainsFunc(shares, func(s Share) bool { return s.AgentID == a.ID && s.Reaches(v, groups, now) })
		return !shared && !isTheirs(a, v)
	}), nil
}

func (r *Reader) shares(ctx context.Context, query firestore.Query) ([]Share, error) {
	docs, err := query.Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("classic: shares: %w", err)
	}
	shares := make([]Share, len(docs))
	for i, doc := range docs {
		shares[i] = shareFrom(doc.Ref.ID, doc.Data())
	}
	return shares, nil
}

func (r *Reader) groupsOf(ctx context.Context, v Viewer, most int) ([]string, error) {
	docs, err := r.client.Collection("groups").Where("members", "array-contains", v.ID).Limit(most).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("classic: groups of %s: %w", v.ID, err)
	}
	var ids []string
	for _, doc := range docs {
		if fields(doc.Data()).is("isActive", true) {
			ids = append(ids, doc.Ref.ID)
		}
	}
	return ids, nil
}

func (r *Reader) ownedBy(ctx context.Context, v Viewer) ([]Agent, error) {
	docs, err := r.client.Collection("conversations").
		Where("userId", "==", v.ID).Where("isAgent", "==", true).Limit(maxOwned).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("classic: agents owned by %s: %w", v.ID, err)
	}
	var agents []Agent
	for _, doc := range docs {
		if a, ok := agentFrom(doc.Ref.ID, doc.Data()); ok {
			agents = append(agents, a)
		}
	}
	return agents, nil
}

// Prompt reads an agent's prompt; "" where it has none. Whether the agent is
// available is another question.
func (r *Reader) Prompt(ctx context.Context, agentID string) (string, error) {
	docs, err := r.get(ctx, "agent_configs", agentID)
	if err != nil || len(docs) == 0 {
		return "", err
	}
	return promptFrom(docs[0].Data()), nil
}

// agents reads the agents, with their prompts if asked for, in one round trip.
func (r *Reader) agents(ctx context.Context, ids []string, prompts bool) ([]Agent, error) {
	refs := r.refs("conversations", ids)
	n := len(refs)
	if n == 0 {
		return nil, nil
	}
	if prompts {
		refs = append(refs, r.refs("agent_configs", ids)...)
	}
	docs, err := r.client.GetAll(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("classic: %d agents: %w", n, err)
	}
	var agents []Agent
	for i, doc := range docs[:n] {
		a, ok := agentFrom(doc.Ref.ID, doc.Data())
		if !ok {
			continue
		}
		if prompts {
			a.Prompt = promptFrom(docs[n+i].Data())
		}
		agents = append(agents, a)
	}
	return agents, nil
}

// get reads the documents, without those whose id can't be one.
func (r *Reader) get(ctx context.Context, collection string, ids ...string) ([]*firestore.DocumentSnapshot, error) {
	refs := r.refs(collection, ids)
	if len(refs) == 0 {
		return nil, nil
	}
	docs, err := r.client.GetAll(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("classic: %d documents of %s, first %s: %w", len(refs), collection, refs[0].ID, err)
	}
	return docs, nil
}

func (r *Reader) refs(collection string, ids []string) []*firestore.DocumentRef {
	var refs []*firestore.DocumentRef
	for _, i := range valid(ids) {
		refs = append(refs, r.client.Collection(collection).Doc(i))
	}
	return refs
}

// valid leaves out what can't be the id of a document.
func valid(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(i string) bool { return !id.Valid(i) })
}
