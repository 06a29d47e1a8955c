// Package classic reads the collections of the chat system that Ally stands
// beside. It writes nothing, and it never fails on a missing or odd field:
// old documents have old shapes.
//
// Every read is bounded. Queries use only filters that Firestore serves from
// its automatic single-field indexes, so that Ally needs no index on a
// collection of the classic system.
package classic

import (
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
	maxShares    = 2000 // of all shares, when the agents of a person are looked up
	maxOwned     = 100  // agents owned by one person
	maxGroups    = 100  // groups of one person
	maxAgents    = 200  // agents available to one person
	maxDocuments = 200  // documents of those agents
	maxChats     = 500  // newest chats, when popularity is counted
	inBatch      = 30   // values that Firestore takes in one `in` or `array-contains-any`
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
// Of several documents the one used last decides.
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
	docs, err := r.client.GetAll(ctx, []*firestore.DocumentRef{r.client.Collection("organizations").Doc(id)})
	if err != nil {
		return Organization{}, false, fmt.Errorf("classic: organization %s: %w", id, err)
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
	docs, err := r.client.GetAll(ctx, []*firestore.DocumentRef{r.client.Collection("domains").Doc(id)})
	if err != nil {
		return Domain{}, false, fmt.Errorf("classic: domain %s: %w", id, err)
	}
	domain, ok := DomainFrom(docs[0])
	return domain, ok, nil
}

// AgentsOf gives the agents available to the viewer: those they own, those
// that a live share gives them, and those that their domain allows. Sorted by
// title.
func (r *Reader) AgentsOf(ctx context.Context, v Viewer, now time.Time) ([]Agent, error) {
	var shares []Share
	var groups []string
	var owned []Agent
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			shares, err = r.shares(ctx, r.client.Collection("agent_shares").Limit(maxShares))
			return err
		},
		func(ctx context.Context) (err error) { groups, err = r.groupsOf(ctx, v); return err },
		func(ctx context.Context) (err error) { owned, err = r.ownedBy(ctx, v); return err },
	)
	if err != nil {
		return nil, err
	}
	ids := slices.Clone(v.AllowedAgents)
	for _, a := range owned {
		ids = append(ids, a.ID)
	}
	for _, s := range shares {
		if s.AgentID != "" && s.Reaches(v, groups, now) {
			ids = append(ids, s.AgentID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	agents, err := r.agents(ctx, ids[:min(len(ids), maxAgents)])
	if err != nil {
		return nil, err
	}
	slices.SortFunc(agents, func(a, b Agent) int { return strings.Compare(a.Title+a.ID, b.Title+b.ID) })
	return agents, nil
}

// Available gives those of the agents that the viewer may use right now. It
// reads only what concerns these agents.
func (r *Reader) Available(ctx context.Context, v Viewer, ids []string, now time.Time) ([]Agent, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var agents []Agent
	var shares []Share
	var groups []string
	err := store.Together(ctx,
		func(ctx context.Context) (err error) { agents, err = r.agents(ctx, ids); return err },
		func(ctx context.Context) (err error) {
			for chunk := range slices.Chunk(ids, inBatch) {
				found, err := r.shares(ctx, r.client.Collection("agent_shares").Where("agentId", "in", chunk).Limit(maxShares))
				if err != nil {
					return err
				}
				shares = append(shares, found...)
			}
			return nil
		},
		func(ctx context.Context) (err error) { groups, err = r.groupsOf(ctx, v); return err },
	)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(agents, func(a Agent) bool {
		shared := slices.ContainsFunc(shares, func(s Share) bool { return s.AgentID == a.ID && s.Reaches(v, groups, now) })
		return !shared && a.OwnerID != v.ID && !slices.Contains(v.AllowedAgents, a.ID)
	}), nil
}

// DocumentsOf gives the documents in use that are assigned to any of the
// agents, each once, with their text.
func (r *Reader) DocumentsOf(ctx context.Context, agents []string) ([]Document, error) {
	seen := map[string]bool{}
	var documents []Document
	for chunk := range slices.Chunk(agents, inBatch) {
		docs, err := r.client.Collection("context_sources").Where("assignedToAgents", "array-contains-any", chunk).
			Limit(maxDocuments - len(documents)).Documents(ctx).GetAll()
		if err != nil {
			return nil, fmt.Errorf("classic: documents of %d agents: %w", len(agents), err)
		}
		for _, doc := range docs {
			if d, ok := documentFrom(doc); ok && !seen[d.ID] {
				seen[d.ID] = true
				documents = append(documents, d)
			}
		}
		if len(documents) == maxDocuments {
			break
		}
	}
	return documents, nil
}

// Documents gives those of the documents that exist and are in use.
func (r *Reader) Documents(ctx context.Context, ids []string) ([]Document, error) {
	refs := r.refs("context_sources", ids)
	if len(refs) == 0 {
		return nil, nil
	}
	docs, err := r.client.GetAll(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("classic: %d documents: %w", len(ids), err)
	}
	var documents []Document
	for _, doc := range docs {
		if !doc.Exists() {
			continue
		}
		if d, ok := documentFrom(doc); ok {
			documents = append(documents, d)
		}
	}
	return documents, nil
}

// Popular counts, among the newest chats of the whole system, how many chats
// with each agent were opened by people of the domain since the time given.
// The classic system keeps no such count.
func (r *Reader) Popular(ctx context.Context, domain string, since time.Time) (map[string]int, error) {
	chats, err := r.client.Collection("conversations").OrderBy("createdAt", firestore.Desc).
		Select("userId", "agentId", "createdAt").Limit(maxChats).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("classic: newest chats: %w", err)
	}
	opened := map[string][]string{} // person → agents
	for _, doc := range chats {
		f := fields(doc.Data())
		if agent := f.text("agentId"); agent != "" && f.text("userId") != "" && f.time("createdAt").After(since) {
			opened[f.text("userId")] = append(opened[f.text("userId")], agent)
		}
	}
	refs := r.refs("users", slices.Collect(maps.Keys(opened)))
	if len(refs) == 0 {
		return nil, nil
	}
	people, err := r.client.GetAll(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("classic: people of the newest chats: %w", err)
	}
	counts := map[string]int{}
	for _, doc := range people {
		user, ok := UserFrom(doc)
		if !ok || !strings.HasSuffix(user.Email, "@"+domain) {
			continue
		}
		for _, agent := range opened[user.ID] {
			counts[agent]++
		}
	}
	return counts, nil
}

func (r *Reader) shares(ctx context.Context, query firestore.Query) ([]Share, error) {
	docs, err := query.Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("classic: shares: %w", err)
	}
	shares := make([]Share, len(docs))
	for i, doc := range docs {
		shares[i] = shareFrom(doc)
	}
	return shares, nil
}

func (r *Reader) groupsOf(ctx context.Context, v Viewer) ([]string, error) {
	docs, err := r.client.Collection("groups").Where("members", "array-contains", v.ID).Limit(maxGroups).Documents(ctx).GetAll()
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
		if a, ok := agentFrom(doc); ok {
			agents = append(agents, a)
		}
	}
	return agents, nil
}

// agents reads the agents with their prompts, in one round trip.
func (r *Reader) agents(ctx context.Context, ids []string) ([]Agent, error) {
	conversations, configs := r.refs("conversations", ids), r.refs("agent_configs", ids)
	if len(conversations) == 0 {
		return nil, nil
	}
	docs, err := r.client.GetAll(ctx, append(conversations, configs...))
	if err != nil {
		return nil, fmt.Errorf("classic: %d agents: %w", len(ids), err)
	}
	var agents []Agent
	for i := range conversations {
		if a, ok := agentFrom(docs[i]); ok {
			a.Prompt = promptFrom(docs[len(conversations)+i])
			agents = append(agents, a)
		}
	}
	return agents, nil
}

// refs gives the places of the documents, without those whose id can't be one.
func (r *Reader) refs(collection string, ids []string) []*firestore.DocumentRef {
	var refs []*firestore.DocumentRef
	for _, i := range ids {
		if id.Valid(i) {
			refs = append(refs, r.client.Collection(collection).Doc(i))
		}
	}
	return refs
}
