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
	"getaifactory.com/ally/shared/memory"
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
// compile otherwise. Each conversation that something is remembered of is read.
const _ = uint(grounding.MostRecalled - conversationsRecalled*(1+digestsRead) - actionsRecalled - memory.MostRecalled)

// recall reads the conversations and actions that were selected, and those that
// something is remembered of that has to do with the question, as far as the
// person may see them now.
type recall struct {
	s       *Service
	who     access.Person
	chosen  Inputs
	here    string       // the conversation that asks
	asking  Conversation // that conversation, as it was when the question came
	memory  []memory.Item
	text    string   // the question
	known   policies // that decide on what was read
	dropped []Input
}

func (s *Service) newRecall(who access.Person, l *Loaded, chosen Inputs) *recall {
	r := &recall{s: s, who: who, chosen: chosen, here: l.draft.ConversationID, asking: l.conversation.data, text: l.draft.Text}
	if c := r.asking; memory.Usable(who, c.UserID, len(c.Collaborators), c.Sharing.Visibility == Private || c.Sharing.Visibility == "") {
		r.memory = l.remembered.Items(who)
	}
	return r
}

// read reads what is most likely to answer the query, in one round trip.
func (r *recall) read(ctx context.Context, query retrieve.Query) ([]grounding.Recalled, error) {
	names := r.asking.InputNames
	conversationIDs, otherConversations := first(r.chosen.ConversationIDs, names, query, conversationsRecalled)
	actionIDs, otherActions := first(r.chosen.ActionIDs, names, query, actionsRecalled)
	conversationIDs = slices.DeleteFunc(conversationIDs, func(id string) bool { return id == r.here })
	remembered := memory.Recall(r.memory, r.text, query)
	rememberedIDs := conversationsOf(remembered)
	if len(conversationIDs)+len(actionIDs)+len(rememberedIDs) == 0 {
		return nil, nil
	}
	var docs []*firestore.DocumentSnapshot
	said := make([][]exchange, len(conversationIDs))
	reads := []func(context.Context) error{func(ctx context.Context) (err error) {
		docs, err = r.s.Client.GetAll(ctx, append(r.refs(conversationIDs, actionIDs), r.refs(rememberedIDs, nil)...))
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
	var err error
	_, r.known, err = r.s.readFor(ctx, r.who, slices.Concat(docs[:len(conversationIDs)], docs[len(conversationIDs)+len(actionIDs):]))
	if err != nil {
		return nil, err
	}
	recalled := r.conversations(docs[:len(conversationIDs)], said)
	recalled = append(recalled, r.actions(docs[len(conversationIDs):len(conversationIDs)+len(actionIDs)])...)
	recalled = append(recalled, r.remembered(docs[len(conversationIDs)+len(actionIDs):], remembered)...)
	recalled = append(recalled, unread(model.Conversation, otherConversations, r.asking.names())...)
	return append(recalled, unread(model.Action, otherActions, r.asking.names())...), nil
}

// conversationsOf are the conversations of items, each once, in their order.
func conversationsOf(items []memory.Item) []string {
	var ids []string
	for _, i := range items {
		if !slices.Contains(ids, i.ConversationID) {
			ids = append(ids, i.ConversationID)
		}
	}
	return ids
}

// remembered gives what is remembered, by its conversations, where the person
// may still see them and what was said is still in them.
func (r *recall) remembered(docs []*firestore.DocumentSnapshot, items []memory.Item) []grounding.Recalled {
	var recalled []grounding.Recalled
	for _, doc := range docs {
		c, err := conversationFrom(doc)
		if err != nil || !c.exists || permissionOf(c.data, r.who, r.known) < view {
			continue
		}
		one := grounding.Recalled{Kind: model.Memory, ID: doc.Ref.ID, Name: c.data.Title}
		for _, i := range items {
			if i.ConversationID == doc.Ref.ID && !c.data.Gone(i.SaidAt) {
				one.Parts = append(one.Parts, i.Line())
			}
		}
		if len(one.Parts) > 0 {
			recalled = append(recalled, one)
		}
	}
	return recalled
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
		if err != nil || !c.exists || permissionOf(c.data, r.who, r.known) < view {
			r.drop("conversation", doc.Ref.ID)
			continue
		}
		one := grounding.Recalled{Kind: model.Conversation, ID: doc.Ref.ID, Name: c.data.Title}
		for _, e := range said[i] {
			if !c.data.Gone(e.At) {
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
