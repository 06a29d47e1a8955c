package searchset

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// Text is all that was said in a conversation.
func (c Conversation) Text() string {
	texts := make([]string, len(c.Messages))
	for i, m := range c.Messages {
		texts[i] = m.Text
	}
	return strings.Join(texts, "\n")
}

// mostRelated is how many related words each word of a query is broadened with.
const mostRelated = 20

// Lexical finds conversations by their words, in memory.
type Lexical struct {
	index   *retrieve.Index
	related int
}

// NewLexical indexes conversations by title and text. It finds a word also by
// the related words of the thesaurus.
func NewLexical(conversations []Conversation) *Lexical {
	items := make([]retrieve.Item, len(conversations))
	for i, c := range conversations {
		items[i] = retrieve.Item{ID: c.ID, Title: c.Title, Text: c.Text()}
	}
	return &Lexical{retrieve.NewIndex(items), mostRelated}
}

// WithoutThesaurus gives the same search for the words themselves only.
func (l *Lexical) WithoutThesaurus() *Lexical { return &Lexical{l.index, 0} }

// Search ranks by BM25.
func (l *Lexical) Search(_ context.Context, query string, limit int) ([]string, error) {
	found, _ := l.find(query, limit)
	return ids(found, limit), nil
}

// find gives the best conversations and the ceiling of their scores.
func (l *Lexical) find(query string, limit int) (found []retrieve.Scored, ceiling float64) {
	q := retrieve.NewQuery(query)
	if l.related > 0 {
		q = q.Broadened(l.related)
	}
	for _, hit := range l.index.Rank(q, limit) {
		found = append(found, retrieve.Scored{ID: hit.ID, Score: hit.Score})
	}
	return found, l.index.Ceiling(q)
}

// Vector finds conversations by their embeddings, in memory.
type Vector struct {
	embedder model.Embedder
	ids      []string
	vectors  [][]float32
}

// NewVector embeds conversations, each as its title with what was said below it.
func NewVector(ctx context.Context, e model.Embedder, conversations []Conversation) (*Vector, error) {
	v := &Vector{embedder: e, ids: make([]string, len(conversations))}
	texts := make([]string, len(conversations))
	for i, c := range conversations {
		v.ids[i], texts[i] = c.ID, c.Title+"\n"+c.Text()
	}
	var err error
	v.vectors, err = e.Embed(ctx, model.ForDocument, texts...)
	return v, err
}

// Search ranks by the cosine.
func (v *Vector) Search(ctx context.Context, query string, limit int) ([]string, error) {
	found, err := v.find(ctx, query, limit)
	return ids(found, limit), err
}

func (v *Vector) find(ctx context.Context, query string, limit int) ([]retrieve.Scored, error) {
	asked, err := v.embedder.Embed(ctx, model.ForQuestion, query)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(asked[0], func(x float32) bool { return x != 0 }) {
		return nil, nil
	}
	found := make([]retrieve.Scored, len(v.ids))
	for i, vector := range v.vectors {
		found[i].ID = v.ids[i]
		for j, x := range asked[0] {
			found[i].Score += float64(x * vector[j])
		}
	}
	slices.SortFunc(found, func(a, b retrieve.Scored) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return found[:min(limit, len(found))], nil
}

// fusedDepth is how far down each search is listened to when two are fused.
const fusedDepth = 50

// Hybrid finds by words and by meaning.
type Hybrid struct {
	Words   *Lexical
	Meaning *Vector
	ByRanks bool // fuse ranks instead of scores
}

// Search fuses the best of both.
func (h Hybrid) Search(ctx context.Context, query string, limit int) ([]string, error) {
	depth := max(limit, fusedDepth)
	words, ceiling := h.Words.find(query, depth)
	meaning, err := h.Meaning.find(ctx, query, depth)
	if err != nil {
		return nil, err
	}
	if h.ByRanks {
		return ids(retrieve.FuseRanks(ids(words, depth), ids(meaning, depth)), limit), nil
	}
	return ids(retrieve.FuseScores(words, ceiling, meaning), limit), nil
}

func ids(found []retrieve.Scored, limit int) []string {
	out := make([]string, 0, limit)
	for _, f := range found[:min(limit, len(found))] {
		out = append(out, f.ID)
	}
	return out
}
