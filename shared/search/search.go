// Package search finds conversations, messages within them and actions, by their
// words and by their meaning. Firestore itself is the inverted index: an entry has
// a map of its stems, whose single-field indexes it merges; and it finds the
// nearest vectors. Who may find an entry is decided by the path that is queried.
package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
	"getaifactory.com/ally/shared/store"
)

// Searcher searches.
type Searcher struct {
	Client        *firestore.Client
	Conversations *conversation.Service
	Embedder      model.Embedder
}

// Loaded is what a search needs before it is known who asks.
type Loaded struct {
	request    Request
	asked      asked
	place      int
	vocabulary vocabulary
	vector     firestore.Vector32
	// approximate is why there is no search by meaning; nil where there is.
	approximate error
}

// Results are a page of what was found.
type Results struct {
	Results     []Result
	Corrections []Correction
	Topics      []Topic
	Next        string // "" where there is no more
	// WordsOnly says that meaning could not be searched for: the model failed.
	WordsOnly bool
}

// Result is a conversation or an action.
type Result struct {
	Kind           Kind
	ID             string
	ConversationID string // of an action: where it was made; "" for none
	Title          []Part
	LastAt         time.Time
	Owner          conversation.Seen // zero for an action
	Shared         bool              // it is somebody else's
	Summary        string
	Topics         []string
	Score          float64
	Matched        []Matched
	Messages       []Message
}

// Matched says for what something was found.
type Matched struct {
	Match        Match
	Asked, Found string // Found as it is written there
}

// Message is a message of a result with the piece of it that was looked for.
type Message struct {
	ID      string
	Role    string
	At      time.Time
	Snippet []Part
}

// Correction is a word that was taken for another.
type Correction struct{ Asked, Found string }

// Topic is what results are about, and how many.
type Topic struct {
	Topic string
	Count int
}

// Load reads the person's vocabulary and places the question among meanings,
// beside the decision on access.
func (s *Searcher) Load(ctx context.Context, userID string, r Request) (*Loaded, error) {
	l := &Loaded{request: r, asked: r.asked()}
	var err error
	if l.place, err = r.place(); err != nil {
		return nil, err
	}
	if len(l.asked.terms) == 0 && len(r.facets()) == 0 && r.From.IsZero() && r.To.IsZero() {
		return nil, fault.Wrong(fault.Field{Name: "q", Problem: lang.Text{
			ES: "debe tener una palabra, o elige un filtro", EN: "must have a word, or choose a filter",
		}})
	}
	err = store.Together(ctx,
		func(ctx context.Context) (err error) {
			l.vocabulary, err = readVocabulary(ctx, s.Client, PersonScope(userID))
			return err
		},
		func(ctx context.Context) error {
			if len(l.asked.terms) == 0 {
				return nil
			}
			vectors, err := s.Embedder.Embed(ctx, model.ForQuestion, r.Text)
			if err != nil {
				l.approximate = err // words alone are better than nothing
				return nil
			}
			// A question without a word that the embedder places is as near to
			// everything: then words alone decide, and fifty reads are saved.
			if slices.ContainsFunc(vectors[0], func(x float32) bool { return x != 0 }) {
				l.vector = vectors[0]
			}
			return nil
		},
	)
	if err != nil {
		return nil, fault.Busy(err)
	}
	return l, nil
}

// How many documents are read to show a page.
const (
	messagesShown  = 2 // of each result
	phraseMessages = 3 // of each that may have a phrase
	phraseResults  = 30
)

// Search gives a page of what the person may see of what was found, in two round
// trips.
func (s *Searcher) Search(ctx context.Context, who access.Person, l *Loaded) (Results, error) {
	groups := l.asked.groups(l.vocabulary)
	scopes := append([]Scope{PersonScope(who.ID)}, open(who)...)
	found := make([]*candidates, len(scopes))
	var reads []func(context.Context) error
	for i, scope := range scopes {
		reads = append(reads, func(ctx context.Context) (err error) {
			found[i], err = distant{s.Client, scope, groups, l.request.facets(), l.vector, i == 0}.read(ctx)
			return err
		})
	}
	if err := store.Together(ctx, reads...); err != nil {
		return Results{}, fault.Busy(err)
	}
	hits := rank(groups, found, l.request.From, l.request.To)
	hits = hits[:min(len(hits), mostPlaces)]
	out := Results{Topics: topicsOf(hits), WordsOnly: l.approximate != nil}
	begin := min(l.place, len(hits))
	limit := l.request.Limit
	looked := hits[begin:min(len(hits), begin+limit)]
	if len(l.asked.phrases) > 0 {
		looked = hits[begin:min(len(hits), begin+max(limit, phraseResults))]
	}
	shown, err := s.show(ctx, who, l, groups, found[0], looked)
	if err != nil {
		return Results{}, err
	}
	for i, r := range shown {
		if r == nil {
			continue
		}
		if len(out.Results) == limit {
			out.Next = cursorAt(begin + i)
			break
		}
		out.Results = append(out.Results, *r)
	}
	if out.Next == "" && begin+len(looked) < len(hits) {
		out.Next = cursorAt(begin + len(looked))
	}
	out.Corrections = correctionsOf(groups, out.Results)
	return out, nil
}

// show reads what hits are now, and what of their messages was looked for; nil for
// one that the person may not see, or that has not the phrase.
func (s *Searcher) show(ctx context.Context, who access.Person, l *Loaded, groups []group, own *candidates, hits []hit) ([]*Result, error) {
	most := messagesShown
	if len(l.asked.phrases) > 0 {
		most = phraseMessages
	}
	var conversationIDs, messageIDs, actionIDs []string
	places := make([][]Place, len(hits))
	for i, h := range hits {
		if h.Kind == Action {
			actionIDs = append(actionIDs, h.ID)
			continue
		}
		conversationIDs = append(conversationIDs, h.ID)
		for _, p := range h.best(groups, own, most) {
			places[i] = append(places[i], p)
			messageIDs = append(messageIDs, p.ID)
		}
	}
	var seen map[string]conversation.Seen
	var messages map[string]conversation.Message
	actions := map[string]action.Action{}
	err := store.Together(ctx,
		func(ctx context.Context) (err error) {
			seen, messages, err = s.Conversations.Visible(ctx, who, conversationIDs, messageIDs)
			return err
		},
		func(ctx context.Context) error { return s.readActions(ctx, who, actionIDs, actions) },
	)
	if err != nil {
		return nil, fault.Busy(err)
	}
	out := make([]*Result, len(hits))
	for i, h := range hits {
		r := Result{Kind: h.Kind, ID: h.ID, ConversationID: h.ConversationID, Summary: h.Summary, Topics: h.Topics, Score: h.score, LastAt: h.LastAt}
		var texts []shownText
		if h.Kind == Action {
			a, ok := actions[h.ID]
			if !ok {
				continue
			}
			texts = append(texts, shownText{text: a.Name()}, shownText{h.Messages[0], a.Text()})
		} else {
			c, ok := seen[h.ID]
			if !ok {
				continue
			}
			r.Owner, r.Shared, r.LastAt = c, !c.Mine, c.LastMessageAt
			texts = append(texts, shownText{text: c.Title})
			for _, p := range places[i] {
				if m, ok := messages[p.ID]; ok && indexable(c.Conversation, m) {
					texts = append(texts, shownText{p, m.Content})
				}
			}
			if len(texts) == 1 {
				continue // what it was found for is gone
			}
		}
		if r.describe(texts, groups, l.asked.phrases) {
			out[i] = &r
		}
	}
	return out, nil
}

func (s *Searcher) readActions(ctx context.Context, who access.Person, ids []string, into map[string]action.Action) error {
	if len(ids) == 0 {
		return nil
	}
	refs := make([]*firestore.DocumentRef, len(ids))
	for i, id := range ids {
		refs[i] = action.Ref(s.Client, id)
	}
	docs, err := s.Client.GetAll(ctx, refs)
	if err != nil {
		return err
	}
	for _, doc := range docs {
		if a, ok := action.From(doc); ok && a.UserID == who.ID {
			into[a.ID] = a
		}
	}
	return nil
}

// best gives the messages that have most of what was looked for; what was found by
// its meaning alone begins with its first.
func (h hit) best(groups []group, own *candidates, most int) []Place {
	type scored struct {
		Place
		score float64
	}
	var all []scored
	for _, e := range append([]candidate{h.candidate}, h.others...) {
		scores := make([]float64, len(e.Messages)+1)
		for i, g := range groups {
			for _, a := range g.alts {
				for p := range occurring(e.Words[a.stem]) {
					if p < len(scores) {
						scores[p] += own.weight(i, a)
					}
				}
			}
		}
		for n, p := range e.Messages {
			all = append(all, scored{p, scores[n+1]})
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var out []Place
	for _, one := range all {
		if len(out) < most && (one.score > 0 || len(out) == 0) {
			out = append(out, one.Place)
		}
	}
	return out
}

// shownText is a text of a result; the first is its title.
type shownText struct {
	Place
	text string
}

// describe marks in the texts what was looked for, and says how it was found;
// false where a phrase is in none of them.
func (r *Result) describe(texts []shownText, groups []group, phrases [][]string) bool {
	missing := slices.Clone(phrases)
	matched := map[int]Matched{}
	for i, t := range texts {
		text := plainText(t.text)
		language := retrieve.Detect(t.text)
		if i == 0 && len(texts) > 1 {
			language = retrieve.Detect(texts[1].text)
		}
		all := occurrences(text, language, groups)
		missing = slices.DeleteFunc(missing, func(p []string) bool { return standTogether(all, p) })
		for _, o := range all {
			if there, ok := matched[o.group]; o.group >= 0 && (!ok || there.Match != Word && o.match == Word) {
				matched[o.group] = Matched{o.match, groups[o.group].asked, text[o.start:o.end]}
			}
		}
		if i == 0 {
			r.Title = parts(text, all)
		} else {
			r.Messages = append(r.Messages, Message{t.ID, t.Role, t.At, snippet(text, all)})
		}
	}
	for _, p := range phrases {
		r.Matched = append(r.Matched, Matched{Phrase, strings.Join(p, " "), strings.Join(p, " ")})
	}
	for i := range groups {
		if m, ok := matched[i]; ok {
			r.Matched = append(r.Matched, m)
		}
	}
	if len(r.Matched) == 0 && len(groups) > 0 {
		r.Matched = append(r.Matched, Matched{Match: Meaning})
	}
	return len(missing) == 0
}

// plainText takes the marks of Markdown off a message, line by line.
func plainText(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = plain(line)
	}
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), "\n")
}

// mostTopicsShown is how many topics are offered to filter by.
const mostTopicsShown = 8

func topicsOf(hits []hit) []Topic {
	counts := map[string]int{}
	for _, h := range hits {
		for _, topic := range h.Topics {
			counts[topic]++
		}
	}
	topics := []Topic{}
	for _, topic := range sortedKeys(counts) {
		topics = append(topics, Topic{topic, counts[topic]})
	}
	slices.SortStableFunc(topics, func(a, b Topic) int { return cmp.Compare(b.Count, a.Count) })
	return topics[:min(len(topics), mostTopicsShown)]
}

// correctionsOf gives the words that were taken for others, as the results have
// them.
func correctionsOf(groups []group, results []Result) []Correction {
	out := []Correction{}
	for _, g := range groups {
		if !slices.ContainsFunc(g.alts, func(a alternative) bool { return a.match == Typo }) {
			continue
		}
		for _, r := range results {
			i := slices.IndexFunc(r.Matched, func(m Matched) bool { return m.Match == Typo && m.Asked == g.asked })
			if i >= 0 {
				out = append(out, Correction{g.asked, strings.ToLower(r.Matched[i].Found)})
				break
			}
		}
	}
	return out
}
