package conversation

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
	"getaifactory.com/ally/shared/store"
)

// Of the selected conversations and actions so many are read for one question,
// those whose names have to do with it first, then those selected last.
// A conversation takes a document and two of its digest.
const (
	conversationsRecalled = 5
	actionsRecalled       = 4
)

// The reads of a recall keep the promise that grounding counts on: this does not
// compile otherwise.
const _ = uint(grounding.MostRecalled - conversationsRecalled*(1+digestsRead) - actionsRecalled)

// recall reads the conversations and actions that were selected, as far as the
// person may see them now.
type recall struct {
	s       *Service
	who     access.Person
	chosen  Inputs
	here    string       // the conversation that asks
	asking  Conversation // that conversation, as it was when the question came
	dropped []Input
}

func (s *Service) newRecall(who access.Person, l *Loaded, chosen Inputs) *recall {
	return &recall{s: s, who: who, chosen: chosen, here: l.draft.ConversationID, asking: l.conversation.data}
}

// read reads what is most likely to answer the query, in one round trip.
func (r *recall) read(ctx context.Context, query retrieve.Query) ([]grounding.Recalled, error) {
	names := r.asking.InputNames
	conversationIDs, otherConversations := first(r.chosen.ConversationIDs, names, query, conversationsRecalled)
	actionIDs, otherActions := first(r.chosen.ActionIDs, names, query, actionsRecalled)
	conversationIDs = slices.DeleteFunc(conversationIDs, func(id string) bool { return id == r.here })
	if len(conversationIDs)+len(actionIDs) == 0 {
		return nil, nil
	}
	var docs []*firestore.DocumentSnapshot
	said := make([][]exchange, len(conversationIDs))
	reads := []func(context.Context) error{func(ctx context.Context) (err error) {
		docs, err = r.s.Client.GetAll(ctx, r.refs(conversationIDs, actionIDs))
		return err
	}}
	for i, conversationID := range conversationIDs {
		reads = append(reads, func(ctx context.Context) (err error) {
			said[i], err = r.s.exchangesOf(ctx, conversationID)
			return err
		})
	}
	if err := store.Together(ctx, reads...); err != nil {
		return nil, fmt.Errorf("conversation: recall for %s: %w", r.here, err)
	}
	recalled := r.conversations(docs[:len(conversationIDs)], said)
	recalled = append(recalled, r.actions(docs[len(conversationIDs):])...)
	recalled = append(recalled, unread(model.Conversation, otherConversations, r.asking.names())...)
	return append(recalled, unread(model.Action, otherActions, r.asking.names())...), nil
}

func (r *recall) refs(conversationIDs, actionIDs []string) []*firestore.DocumentRef {
	var refs []*firestore.DocumentRef
	for _, id := range conversationIDs {
		refs = append(refs, r.s.conversation(id))
	}
	for _, id := range actionIDs {
		refs = append(refs, action.Ref(r.s.Client, id))
	}
	return refs
}

func (r *recall) conversations(docs []*firestore.DocumentSnapshot, said [][]exchange) []grounding.Recalled {
	var recalled []grounding.Recalled
	for i, doc := range docs {
		c, err := conversationFrom(doc)
		if err != nil || !c.exists || permissionOf(c.data, r.who) < view {
			r.drop("conversation", doc.Ref.ID)
			continue
		}
		one := grounding.Recalled{Kind: model.Conversation, ID: doc.Ref.ID, Name: c.data.Title}
		for _, e := range said[i] {
			if !c.data.gone(e.At) {
				one.Parts = append(one.Parts, "Pregunta: "+e.Question+"\nRespuesta: "+e.Answer)
			}
		}
		recalled = append(recalled, one)
	}
	return recalled
}

// actionPassage is how long the pieces of an action's result are, in characters.
const actionPassage = 700

func (r *recall) actions(docs []*firestore.DocumentSnapshot) []grounding.Recalled {
	var recalled []grounding.Recalled
	for _, doc := range docs {
		a, ok := action.From(doc)
		if !ok || a.UserID != r.who.ID && a.ConversationID != r.here {
			r.drop("action", doc.Ref.ID)
			continue
		}
		recalled = append(recalled, grounding.Recalled{
			Kind: model.Action, ID: a.ID, Name: a.Name(), Parts: retrieve.Passages(a.Text(), actionPassage),
		})
	}
	return recalled
}

func (r *recall) drop(kind, id string) {
	r.dropped = append(r.dropped, r.asking.named(kind, []string{id})...)
}

// first gives the ids that are read, and the others: those whose names have to
// do with the query before those that were selected last.
func first(ids []string, names map[string]string, query retrieve.Query, most int) (read, others []string) {
	var items []retrieve.Item
	for i, one := range ids {
		if id.Valid(one) && !slices.Contains(ids[:i], one) {
			items = append(items, retrieve.Item{ID: one, Title: names[one]})
		}
	}
	rank := map[string]int{}
	for i, hit := range retrieve.NewIndex(items).Rank(query, 0) {
		rank[hit.ID] = i + 1
	}
	slices.Reverse(items)
	slices.SortStableFunc(items, func(a, b retrieve.Item) int {
		ra, rb := rank[a.ID], rank[b.ID]
		switch {
		case ra > 0 && rb > 0:
			return cmp.Compare(ra, rb)
		default:
			return cmp.Compare(min(rb, 1), min(ra, 1))
		}
	})
	for i, item := range items {
		if i < most {
			read = append(read, item.ID)
		} else {
			others = append(others, item.ID)
		}
	}
	return read, others
}

func unread(kind model.Kind, ids []string, names map[string]string) []grounding.Recalled {
	var recalled []grounding.Recalled
	for _, id := range ids {
		recalled = append(recalled, grounding.Recalled{Kind: kind, ID: id, Name: names[id], Unread: true})
	}
	return recalled
}
