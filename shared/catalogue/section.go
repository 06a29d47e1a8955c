package catalogue

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/id"
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

// page gives a section of items that are all at hand, by their places. Its
// cursor is the place of the page's last item, so that what comes or goes
// meanwhile shifts nothing.
func (r Request) page(kind Kind, items []Item) (Section, error) {
	after := ""
	if r.Cursor != "" {
		raw, err := base64.RawURLEncoding.DecodeString(r.Cursor)
		place, ok := strings.CutPrefix(string(raw), "after ")
		if err != nil || !ok {
			return Section{}, wrongCursor()
		}
		after = place
	}
	items = slices.DeleteFunc(items, func(i Item) bool { return !r.found(i) })
	slices.SortFunc(items, func(a, b Item) int { return strings.Compare(a.place, b.place) })
	s := Section{Kind: kind, Count: len(items)}
	s.Items = slices.DeleteFunc(items, func(i Item) bool { return i.place <= after })
	if len(s.Items) > r.Limit {
		s.Items = s.Items[:r.Limit]
		s.Next = base64.RawURLEncoding.EncodeToString([]byte("after " + s.Items[r.Limit-1].place))
	}
	return s, nil
}

// byTitle is a place among items that stand in the order of their titles.
func byTitle(title, id string) string { return title[:min(len(title), 80)] + "\x00" + id }

// newestFirst is a place among items that stand in the order of their times.
func newestFirst(at time.Time, id string) string {
	return fmt.Sprintf("%020d\x00%s", 1<<60-at.UnixMilli(), id)
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
		item := Item{ID: a.ID, Name: a.Title, Line: a.About, Count: documents[a.ID], Tokens: model.EstimateTokens(a.About), place: byTitle(a.Title, a.ID)}
		if item.Count > 0 {
			item.Tokens += grounding.MostDocumentTokens
		}
		items = append(items, item)
	}
	return r.page(Agent, items)
}

// documentsOf are the documents that the person's agents use, each with those agents.
func documentsOf(around surroundings.Surroundings, r Request) (Section, error) {
	var items []Item
	for _, d := range around.Documents {
		var agents []string
		for _, id := range d.Agents {
			if a, ok := around.Agent(id); ok {
				agents = append(agents, a.Title)
			}
		}
		items = append(items, Item{
			ID: d.ID, Name: d.Name, Line: strings.Join(agents, " · "), Count: len(agents), Tokens: grounding.MostDocumentTokens, place: byTitle(d.Name, d.ID),
		})
	}
	return r.page(Document, items)
}

func (c *Catalogue) readConversations(userID string, l *Loaded) []func(context.Context) error {
	if l.request.searches() {
		return []func(context.Context) error{func(ctx context.Context) (err error) {
			l.conversations, err = c.conversations.LoadList(ctx, userID, conversation.AllScope, searched, "")
			return err
		}}
	}
	reads := []func(context.Context) error{
		func(ctx context.Context) (err error) {
			l.conversations, err = c.conversations.LoadList(ctx, userID, conversation.AllScope, l.request.Limit, l.request.Cursor)
			return err
		},
		func(ctx context.Context) (err error) {
			l.held, err = c.conversations.Count(ctx, userID)
			return err
		},
	}
	if id.Valid(l.request.Here) {
		reads = append(reads, func(ctx context.Context) error {
			here, err := c.conversations.LoadConversation(ctx, l.request.Here)
			l.hereHeld = err == nil && here.Counted(userID)
			return err
		})
	}
	return reads
}

func (c *Catalogue) conversationsOf(ctx context.Context, l *Loaded, who access.Person) (Section, error) {
	page, next, err := c.conversations.List(ctx, l.conversations, who)
	if err != nil {
		return Section{}, err
	}
	var items []Item
	for _, s := range page {
		if s.ID == l.request.Here {
			continue
		}
		items = append(items, Item{
			ID: s.ID, Name: s.Title, Line: s.LastMessageAt.UTC().Format("2006-01-02"), Count: s.MessageCount,
			Tokens: min((s.MessageCount+1)/2, grounding.MostRecalledParts) * conversation.ExchangeTokens,
			place:  newestFirst(s.LastMessageAt, s.ID),
		})
	}
	if l.request.searches() {
		return l.request.page(Conversation, items)
	}
	count := l.held
	if l.hereHeld {
		count--
	}
	if l.request.Cursor == "" && next == "" {
		count = len(items) // without those that were deleted a moment ago
	}
	return Section{Kind: Conversation, Count: max(count, len(items)), Items: items, Next: next}, nil
}

// doneActions are the person's actions that were completed, newest first.
func (c *Catalogue) doneActions(userID string) firestore.Query {
	return c.client.Collection(action.Collection).Where("userId", "==", userID).Where("output.status", "==", action.Completed).
		OrderBy("createdAt", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
}

func (c *Catalogue) readActions(userID string, l *Loaded) ([]func(context.Context) error, error) {
	all := c.doneActions(userID)
	some := all.Limit(searched)
	if !l.request.searches() {
		some = all.Limit(l.request.Limit + 1)
		if l.request.Cursor != "" {
			at, last, ok := parseActionCursor(l.request.Cursor)
			if !ok {
				return nil, wrongCursor()
			}
			some = some.StartAfter(at, last)
		}
	}
	return []func(context.Context) error{
		func(ctx context.Context) (err error) {
			l.actions, err = some.Documents(ctx).GetAll()
			return err
		},
		func(ctx context.Context) (err error) { l.done, err = count(ctx, all); return err },
	}, nil
}

func actionsOf(l *Loaded) (Section, error) {
	read, limit := l.actions, l.request.Limit
	if !l.request.searches() {
		read = read[:min(len(read), limit)]
	}
	var items []Item
	for _, doc := range read {
		if a, ok := action.From(doc); ok {
			items = append(items, Item{
				ID: a.ID, Name: a.Name(), Line: a.CreatedAt.UTC().Format("2006-01-02"), Tokens: model.EstimateTokens(a.Text()),
				place: newestFirst(a.CreatedAt, a.ID),
			})
		}
	}
	if l.request.searches() {
		return l.request.page(Action, items)
	}
	s := Section{Kind: Action, Count: max(l.done, len(items)), Items: items}
	if len(l.actions) > limit {
		last := read[limit-1]
		if at, ok := last.Data()["createdAt"].(time.Time); ok {
			s.Next = actionCursor(at, last.Ref.ID)
		}
	}
	return s, nil
}

// A cursor among actions is the time of the page's last one with its id.
func actionCursor(at time.Time, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(at.UTC().Format(time.RFC3339Nano) + " " + id))
}

func parseActionCursor(s string) (at time.Time, last string, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	text, last, _ := strings.Cut(string(raw), " ")
	at, bad := time.Parse(time.RFC3339Nano, text)
	year := at.UTC().Year()
	return at, last, err == nil && bad == nil && year >= 1 && year <= 9999 && id.Valid(last)
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
