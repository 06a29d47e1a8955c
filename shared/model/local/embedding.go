package local

import (
	"context"

	"getaifactory.com/ally/shared/model"
)

// Embedder is the local model.Embedder. It was not trained: it knows the concepts
// of words from a thesaurus of Spanish and English, words by their stems, and
// what is like a word by its letters. So it meets texts in other words as far
// as the thesaurus goes, and a mistyped or unknown word as far as its letters go.
type Embedder struct{}

var _ model.Embedder = (*Embedder)(nil)

// NewEmbedder gives an Embedder. It may be used from many goroutines.
func NewEmbedder() *Embedder { return &Embedder{} }

// Name is "local-embedding-1". Its number grows with any change, in the
// thesaurus too, that gives texts other embeddings.
func (e *Embedder) Name() string { return "local-embedding-1" }

// Embed takes the first line of a text of several for what the text is about,
// and what stands further down for less and less so. Texts are embedded alike for all uses. One of function
// words only has an embedding of zeros. The only error is that of a done ctx.
func (e *Embedder) Embed(ctx context.Context, _ model.EmbeddingUse, texts ...string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = embed(text)
	}
	return out, nil
}
