// Package catalogue lists what a person can select as inputs of a conversation:
// their organization and domain, agents, earlier conversations and actions; and the
// documents of those agents, which an app can be given.
package catalogue

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/surroundings"
)

// Kind is what an input is.
type Kind string

const (
	Organization Kind = "organization"
	Domain       Kind = "domain"
	Agent        Kind = "agent"
	Conversation Kind = "conversation"
	Action       Kind = "action"
	// Document is what an app can be given; a conversation stands on agents, not on
	// their documents. It is listed only where it is asked for.
	Document Kind = "document"
)

// Section is a page of the inputs of one kind.
type Section struct {
	Kind  Kind
	Count int // of all there are; with a search, of those it found
	Items []Item
	Next  string // the cursor of the following page; "" where there is none
}

// Item is an input that can be selected.
type Item struct {
	ID, Name string
	Line     string // what it is about
	Count    int    // of an agent's documents or a conversation's messages
	Tokens   int    // that it may add to a request at most, estimated

	place string // in its section: items stand in the order of their places
}

// Request says which part of the catalogue is wanted.
type Request struct {
	Kind   Kind   // "" for all but Document, each with its first page
	Search string // words that name or line must have; "" for everything
	Cursor string // of one kind
	Limit  int
	// Here is the conversation that the inputs are for, which is none of them; ""
	// for none.
	Here string
}

func (r Request) wants(k Kind) bool { return r.Kind == "" && k != Document || r.Kind == k }

// Catalogue lists inputs.
type Catalogue struct {
	client        *firestore.Client
	keeper        *surroundings.Keeper
	conversations *conversation.Service
}

// New gives a Catalogue.
func New(client *firestore.Client, keeper *surroundings.Keeper, conversations *conversation.Service) (*Catalogue, error) {
	if client == nil || keeper == nil || conversations == nil {
		return nil, errors.New("catalogue: a client, a keeper of surroundings and conversations are needed")
	}
	return &Catalogue{client, keeper, conversations}, nil
}

// searched is how many of the newest conversations, and of the newest actions, a
// search looks through.
const searched = 200

// Loaded is a part of the catalogue, read before it is known whether the person
// has access.
type Loaded struct {
	request       Request
	around        *surroundings.Surroundings // nil where none are kept
	conversations *conversation.LoadedList
	held          int  // conversations, all of them
	hereHeld      bool // the one that the inputs are for is among them
	actions       []*firestore.DocumentSnapshot
	done          int // actions, all of them
}

// Load reads a part of the catalogue, in one round trip: the person's
// surroundings, and of conversations and actions a page and their number; a
// search reads the newest 200 of each.
func (c *Catalogue) Load(ctx context.Context, userID string, r Request) (*Loaded, error) {
	l := &Loaded{request: r}
	var reads []func(context.Context) error
	if r.wants(Agent) || r.wants(Document) {
		reads = append(reads, func(ctx context.Context) error {
			docs, err := c.client.GetAll(ctx, []*firestore.DocumentRef{c.keeper.Ref(userID)})
			if err != nil {
				return err
			}
			if kept, ok := c.keeper.From(docs[0]); ok {
				l.around = &kept
			}
			return nil
		})
	}
	if r.wants(Conversation) {
		reads = append(reads, c.readConversations(userID, l)...)
	}
	if r.wants(Action) {
		actions, err := c.readActions(userID, l)
		if err != nil {
			return nil, err
		}
		reads = append(reads, actions...)
	}
	if err := store.Together(ctx, reads...); err != nil {
		if f := (*fault.Fault)(nil); errors.As(err, &f) {
			return nil, err
		}
		return nil, fault.Busy(fmt.Errorf("catalogue: for %s: %w", userID, err))
	}
	return l, nil
}

// Sections gives what was loaded to the person. It takes two round trips more for
// somebody whose surroundings are not kept yet.
func (c *Catalogue) Sections(ctx context.Context, l *Loaded, who access.Person) ([]Section, error) {
	var sections []Section
	if l.request.wants(Organization) {
		sections = append(sections, organizationOf(who, l.request))
	}
	if l.request.wants(Domain) {
		sections = append(sections, domainOf(who, l.request))
	}
	if l.request.wants(Agent) || l.request.wants(Document) {
		around := l.around
		if around == nil {
			made, _, _, err := c.keeper.Glance(ctx, who)
			if err != nil {
				return nil, fault.Busy(err)
			}
			around = &made
		}
		list := agentsOf
		if l.request.Kind == Document {
			list = documentsOf
		}
		section, err := list(*around, l.request)
		if err != nil {
			return nil, err
		}
		sections = append(sections, section)
	}
	if l.request.wants(Conversation) {
		section, err := c.conversationsOf(ctx, l, who)
		if err != nil {
			return nil, err
		}
		sections = append(sections, section)
	}
	if l.request.wants(Action) {
		section, err := actionsOf(l)
		if err != nil {
			return nil, err
		}
		sections = append(sections, section)
	}
	return sections, nil
}
