package local

import (
	"context"
	"hash/fnv"
	"math"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// Embedder is the local model.Embedder. It knows words by their stems and by
// their letters, and nothing else: the same text has the same embedding on any machine.
type Embedder struct{}

var _ model.Embedder = (*Embedder)(nil)

// NewEmbedder gives an Embedder. It may be used from many goroutines.
func NewEmbedder() *Embedder { return &Embedder{} }

// Name is "local-embedding-0". The number grows with whatever changes the
// embeddings of a text.
func (e *Embedder) Name() string { return "local-embedding-0" }

// Embed never fails but with the error of a done ctx. Use makes no difference.
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

func embed(text string) []float32 {
	var sum [model.EmbeddingDimensions]float64
	for _, word := range retrieve.Words(text) {
		if retrieve.StopWord(word) {
			continue
		}
		put(&sum, retrieve.Stem(word, lang.Spanish), 1)
	}
	length := 0.0
	for _, x := range sum {
		length += x * x
	}
	length = math.Sqrt(length)
	out := make([]float32, model.EmbeddingDimensions)
	for i, x := range sum {
		if length > 0 {
			out[i] = float32(x / length)
		}
	}
	return out
}

// put adds a feature in the direction that its hash gives it.
func put(sum *[model.EmbeddingDimensions]float64, feature string, weight float64) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(feature))
	bits := h.Sum64()
	sign := 1.0
	if bits>>63 == 1 {
		sign = -1
	}
	sum[bits%model.EmbeddingDimensions] += sign * weight
}
