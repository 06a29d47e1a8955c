package catalogue

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
	"getaifactory.com/ally/shared/surroundings"
)

// found says whether an item has every word of the search, or a word that begins
// with it.
func (r Request) found(i Item) bool {
	words := retrieve.Words(i.Name + " " + i.Line)
	for _, wanted := range retrieve.Words(r.Search) {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, wanted) }) {
			return false
		}
	}
	return true
}

func (r Request) searches() bool { return len(retrieve.Words(r.Search)) > 0 }

// page gives a section of items that are all at hand.
func (r Request) page(kind Kind, items []Item) (Section, error) {
	items = slices.DeleteFunc(items, func(i Item) bool { return !r.found(i) })
	s := Section{Kind: kind, Count: len(items)}
	begin, err := r.offset()
	if err != nil {
		return Section{}, err
	}
	begin = min(begin, len(items))
	end := min(begin+r.Limit, len(items))
	s.Items = items[begin:end]
	if end < len(items) {
		s.Next = base64.RawURLEncoding.EncodeToString([]byte("after " + strconv.Itoa(end)))
	}
	return s, nil
}

func (r Request) offset() (int, error) {
	if r.Cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(r.Cursor)
	number, ok := strings.CutPrefix(string(raw), "after ")
	n, bad := strconv.Atoi(number)
	if err != nil || !ok || bad != nil || n < 0 {
		return 0, wrongCursor()
	}
	return n, nil
}

func wrongCursor() error {
	return fault.Wrong(fault.Field{Name: "cursor", Problem: lang.Text{
		ES: "debe ser un nextCursor recibido antes", EN: "must be a nextCursor received before",
	}})
}

func organizationOf(who access.Person, r Request) Section {
	s := Section{Kind: Organization}
	if o := who.Organization; o.ID != "" {
		item := Item{
			ID: o.ID, Name: o.Name, Line: cmp.Or(o.Profile.Mission, o.Profile.Purpose, o.Profile.Vision),
			Tokens: model.EstimateTokens(grounding.OrganizationSource(o).Text),
		}
		if r.found(item) {
			s.Count, s.Items = 1, []Item{item}
		}
	}
	return s
}

func domainOf(who access.Person, r Request) Section {
	d := who.DomainInfo
	item := Item{
		ID: d.ID, Name: d.Name, Line: cmp.Or(d.Description, d.About, d.Mission),
		Tokens: model.EstimateTokens(grounding.DomainSource(d).Text),
	}
	if !r.found(item) {
		return Section{Kind: Domain}
	}
	return Section{Kind: Domain, Count: 1, Items: []Item{item}}
}

func agentsOf(around surroundings.Surroundings, r Request) (Section, error) {
	documents := map[string]int{}
	for _, d := range around.Documents {
		for _, id := range d.Agents {
			documents[id]++
		}
	}
	var items []Item
	for _, a := range around.Agents {
		item := Item{ID: a.ID, Name: a.Title, Line: a.About, Count: documents[a.ID], Tokens: model.EstimateTokens(a.About)}
		if item.Count > 0 {
			item.Tokens += grounding.MostDocumentTokens
		}
		items = append(items, item)
	}
	return r.page(Agent, items)
}

func (c *Catalogue) readConversations(userID string, l *Loaded) []func(context.Context) error {
	limit, cursor := l.request.Limit, l.request.Cursor
	if l.request.searches() {
		limit, cursor = searched, ""
	}
	return []func(context.Context) error{
		func(ctx context.Context) (err error) {
			l.conversations, err = c.conversations.LoadList(ctx, userID, conversation.AllScope, limit, cursor)
			return err
		},
		func(ctx context.Context) (err error) {
			l.held, err = c.conversations.Count(ctx, userID)
			return err
		},
	}
}

func (c *Catalogue) conversationsOf(l *Loaded, who access.Person) (Section, error) {
	page, next := c.conversations.List(l.conversations, who)
	var items []Item
	for _, s := range page {
		if s.ID == l.request.Here {
			l.held--
			continue
		}
		items = append(items, Item{
			ID: s.ID, Name: s.Title, Line: s.LastMessageAt.UTC().Format("2006-01-02"), Count: s.MessageCount,
			Tokens: min((s.MessageCount+1)/2, grounding.MostRecalledParts) * conversation.ExchangeTokens,
		})
	}
	if l.request.searches() {
		return l.request.page(Conversation, items)
	}
	return Section{Kind: Conversation, Count: max(l.held, len(items)), Items: items, Next: next}, nil
}

func (c *Catalogue) readActions(userID string, l *Loaded) []func(context.Context) error {
	all := c.client.Collection(action.Collection).Where("userId", "==", userID).OrderBy("createdAt", firestore.Desc)
	return []func(context.Context) error{
		func(ctx context.Context) (err error) {
			l.actions, err = all.Limit(searched).Documents(ctx).GetAll()
			return err
		},
		func(ctx context.Context) (err error) { l.done, err = count(ctx, all); return err },
	}
}

func actionsOf(l *Loaded) (Section, error) {
	var items []Item
	for _, doc := range l.actions {
		if a, ok := action.From(doc); ok {
			items = append(items, Item{
				ID: a.ID, Name: a.Name(), Line: a.CreatedAt.UTC().Format("2006-01-02"), Tokens: model.EstimateTokens(a.Text()),
			})
		}
	}
	s, err := l.request.page(Action, items)
	if !l.request.searches() && len(l.actions) == searched {
		s.Count = max(s.Count, l.done)
	}
	return s, err
}

func count(ctx context.Context, q firestore.Query) (int, error) {
	result, err := q.NewAggregationQuery().WithCount("all").Get(ctx)
	if err != nil {
		return 0, err
	}
	n, ok := result["all"].(*firestorepb.Value)
	if !ok {
		return 0, fmt.Errorf("catalogue: a count that is %T", result["all"])
	}
	return int(n.GetIntegerValue()), nil
}
