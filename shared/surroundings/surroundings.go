// Package surroundings knows what a person has around them: the agents that
// are available to them, the documents of those agents, and which agents
// their domain uses most.
//
// The classic system can only answer that by reading every share, so the
// answer is kept in `ally_surroundings/{userId}` and made anew, away from
// anybody's waiting, when it is old. It is a hint for choosing: whatever is
// chosen from it is checked against the classic system before it is used.
package surroundings

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/store"
)

// Collection holds one document per person.
const Collection = "ally_surroundings"

const (
	life       = 30 * time.Minute    // after which surroundings are made anew
	lately     = 28 * 24 * time.Hour // the chats that count for popularity
	textLooked = 60_000              // bytes of a document that keywords are taken from
)

// Surroundings is a document of `ally_surroundings`.
type Surroundings struct {
	UserID     string     `firestore:"userId"`
	ComputedAt time.Time  `firestore:"computedAt"`
	Agents     []Agent    `firestore:"agents"`    // by title
	Documents  []Document `firestore:"documents"` // in use and assigned to any of Agents
	Popular    []Popular  `firestore:"popular"`   // of Agents, most used in the domain first
}

// Agent is an agent that is available to the person.
type Agent struct {
	ID       string `firestore:"id"`
	Title    string `firestore:"title"`
	About    string `firestore:"about"`    // one line; "" where nothing is known
	Keywords string `firestore:"keywords"` // of its prompt, for finding it

	Way classic.Way `firestore:"way"` // how it is available, to be confirmed when it is used
}

// Document is a document that those agents use.
type Document struct {
	ID       string   `firestore:"id"`
	Name     string   `firestore:"name"`
	Agents   []string `firestore:"agents"`   // of those around the person
	Keywords string   `firestore:"keywords"` // its most frequent words, for finding it; "" where it has no text
}

// Popular is how many chats with an agent the domain's people opened in the
// last four weeks, among the platform's newest 500 chats.
type Popular struct {
	AgentID string `firestore:"agentId"`
	Chats   int    `firestore:"chats"`
}

// Agent finds an agent by its id.
func (s Surroundings) Agent(id string) (Agent, bool) {
	i := slices.IndexFunc(s.Agents, func(a Agent) bool { return a.ID == id })
	if i < 0 {
		return Agent{}, false
	}
	return s.Agents[i], true
}

// Keeper makes and keeps surroundings.
type Keeper struct {
	client  *firestore.Client
	classic *classic.Reader
	now     func() time.Time
}

// NewKeeper gives a Keeper.
func NewKeeper(client *firestore.Client, now func() time.Time) (*Keeper, error) {
	if client == nil || now == nil {
		return nil, errors.New("surroundings: a keeper needs a client and a clock")
	}
	return &Keeper{client: client, classic: classic.NewReader(client), now: now}, nil
}

// Ref is where a person's surroundings are kept.
func (k *Keeper) Ref(userID string) *firestore.DocumentRef {
	return k.client.Collection(Collection).Doc(userID)
}

// From reads what was kept; ok is false where there is nothing.
func (k *Keeper) From(doc *firestore.DocumentSnapshot) (kept Surroundings, ok bool) {
	if doc == nil || !doc.Exists() || doc.DataTo(&kept) != nil {
		return Surroundings{}, false // unreadable is as good as absent: it is made anew
	}
	return kept, true
}

// Renew makes the person's surroundings anew where they are missing or old.
func (k *Keeper) Renew(ctx context.Context, who access.Person) error {
	docs, err := k.client.GetAll(ctx, []*firestore.DocumentRef{k.Ref(who.ID)})
	if err != nil {
		return fmt.Errorf("surroundings: of %s: %w", who.ID, err)
	}
	if kept, ok := k.From(docs[0]); ok && k.now().Sub(kept.ComputedAt) <= life {
		return nil
	}
	_, err = k.Refresh(ctx, who)
	return err
}

// Refresh makes the person's surroundings anew and keeps them. Doing it twice
// does no harm.
func (k *Keeper) Refresh(ctx context.Context, who access.Person) (Surroundings, error) {
	made, err := k.Make(ctx, who)
	if err != nil {
		return Surroundings{}, err
	}
	if _, err := store.Commit(ctx, k.client, store.Set(k.Ref(who.ID), made)); err != nil {
		return Surroundings{}, fmt.Errorf("surroundings: keep for %s: %w", who.ID, err)
	}
	return made, nil
}

// Make looks at all of a person's surroundings: two round trips, and at most
// some 5,000 documents on the largest platform.
func (k *Keeper) Make(ctx context.Context, who access.Person) (made Surroundings, err error) {
	var counts map[string]int
	err = store.Together(ctx,
		func(ctx context.Context) (err error) { made, _, _, err = k.Glance(ctx, who); return err },
		func(ctx context.Context) (err error) {
			counts, err = k.classic.Popular(ctx, who.Domain, k.now().Add(-lately))
			return err
		},
	)
	if err != nil {
		return Surroundings{}, fmt.Errorf("surroundings: of %s: %w", who.ID, err)
	}
	made.Popular = popular(made.Agents, counts)
	return made, nil
}

// Glance looks at a person's agents and documents, but not at how much they are
// used: enough to answer somebody whose surroundings are not kept yet. The
// agents and the beginnings of the documents are those that were read now.
func (k *Keeper) Glance(ctx context.Context, who access.Person) (made Surroundings, agents []classic.Agent, documents []classic.Document, err error) {
	now := k.now()
	agents, documents, err = k.classic.Around(ctx, who.Viewer(), now, classic.MostDocuments, textLooked)
	if err != nil {
		return Surroundings{}, nil, nil, fmt.Errorf("surroundings: of %s: %w", who.ID, err)
	}
	made = Surroundings{
		UserID: who.ID, ComputedAt: now, Agents: []Agent{}, Documents: []Document{}, Popular: []Popular{},
	}.With(agents, documents)
	return made, agents, documents, nil
}
