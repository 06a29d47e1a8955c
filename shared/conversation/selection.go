package conversation

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/surroundings"
)

// selectInputs sets the inputs of a conversation. What is newly selected is
// looked at: what the person may not see is dropped, and the name of the rest is
// kept, so that a question can be matched with it without reading it. It reads
// what is newly selected, and the person's surroundings for agents.
func (s *Service) selectInputs(ctx context.Context, who access.Person, conversationID string, c *Conversation, chosen ChosenInputs) (dropped []Input, err error) {
	if chosen.OrganizationInfo != nil {
		c.ActiveInputs.OrganizationInfo = *chosen.OrganizationInfo
	}
	if chosen.DomainInfo != nil {
		c.ActiveInputs.DomainInfo = *chosen.DomainInfo
	}
	find := selection{s: s, who: who, here: conversationID, names: map[string]string{}, known: c.InputNames}
	for _, kind := range []struct {
		name   string
		chosen []string
		active *[]string
		look   func(context.Context, []string) error
	}{
		{"agent", chosen.AgentIDs, &c.ActiveInputs.AgentIDs, find.agents},
		{"conversation", chosen.ConversationIDs, &c.ActiveInputs.ConversationIDs, find.conversations},
		{"action", chosen.ActionIDs, &c.ActiveInputs.ActionIDs, find.actions},
	} {
		if kind.chosen == nil {
			find.keep(*kind.active)
			continue
		}
		ids := unique(kind.chosen)
		if err := kind.look(ctx, find.unknown(ids)); err != nil {
			return nil, unavailable(fmt.Errorf("conversation: select for %s: %w", conversationID, err))
		}
		find.keep(ids)
		*kind.active = []string{}
		for _, id := range ids {
			if _, found := find.names[id]; found {
				*kind.active = append(*kind.active, id)
			} else {
				dropped = append(dropped, Input{Type: kind.name, ID: id})
			}
		}
	}
	c.InputNames = find.names
	return dropped, nil
}

// selection looks at what is newly selected.
type selection struct {
	s            *Service
	who          access.Person
	here         string
	names, known map[string]string // by id: of all that is selected now, and of what was before
}

// keep keeps the names of what was selected before.
func (f *selection) keep(ids []string) {
	for _, id := range ids {
		if name, ok := f.known[id]; ok {
			f.names[id] = name
		}
	}
}

func (f *selection) unknown(ids []string) []string {
	var unknown []string
	for _, id := range ids {
		if _, ok := f.known[id]; !ok {
			unknown = append(unknown, id)
		}
	}
	return unknown
}

// agents finds agents in the person's surroundings, which are made anew where
// one is not in them: it may have been shared a moment ago.
func (f *selection) agents(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	docs, err := f.s.Client.GetAll(ctx, []*firestore.DocumentRef{f.s.Surroundings.Ref(f.who.ID)})
	if err != nil {
		return err
	}
	around, kept := f.s.Surroundings.From(docs[0])
	if !kept || f.name(around, ids) < len(ids) {
		if around, err = f.s.Surroundings.Refresh(ctx, f.who); err != nil {
			return err
		}
		f.name(around, ids)
	}
	return nil
}

func (f *selection) name(around surroundings.Surroundings, ids []string) (found int) {
	for _, id := range ids {
		if a, ok := around.Agent(id); ok {
			f.names[id] = a.Title
			found++
		}
	}
	return found
}

func (f *selection) conversations(ctx context.Context, ids []string) error {
	var refs []*firestore.DocumentRef
	for _, id := range ids {
		if id != f.here {
			refs = append(refs, f.s.conversation(id))
		}
	}
	if len(refs) == 0 {
		return nil
	}
	docs, err := f.s.Client.GetAll(ctx, refs)
	if err != nil {
		return err
	}
	all, known, err := f.s.readFor(ctx, f.who, docs)
	for id, c := range all {
		if permissionOf(c, f.who, known) >= view {
			f.names[id] = c.Title
		}
	}
	return err
}

func (f *selection) actions(ctx context.Context, ids []string) error {
	var refs []*firestore.DocumentRef
	for _, id := range ids {
		refs = append(refs, action.Ref(f.s.Client, id))
	}
	if len(refs) == 0 {
		return nil
	}
	docs, err := f.s.Client.GetAll(ctx, refs)
	for _, doc := range docs {
		if a, ok := action.From(doc); ok && (a.UserID == f.who.ID || a.ConversationID == f.here) {
			f.names[doc.Ref.ID] = a.Name()
		}
	}
	return err
}
