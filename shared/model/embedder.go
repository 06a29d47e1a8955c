package model

import "context"

// EmbeddingDimensions is how many numbers every embedding has; Firestore's
// vector index states it too.
const EmbeddingDimensions = 256

// EmbeddingUse says what a text is embedded for. Some models place a question
// where the texts are that answer it, which is not where texts like it are.
type EmbeddingUse int

const (
	ForDocument EmbeddingUse = iota // to be found
	ForQuestion                     // to find others
)

// Embedder places texts in a space in which texts of like meaning are near
// each other.
type Embedder interface {
	// Name is the model's name as it is stored with an embedding, such as
	// "gemini-embedding-001". Embeddings of different models are not compared.
	Name() string

	// Embed gives one embedding for each text, in the texts' order. Each has
	// EmbeddingDimensions numbers and unit length, so that the dot product of two
	// is the cosine of their angle. The embedding of a text that says nothing to
	// the model, such as one without a letter or a digit, is all zero. What a text
	// has beyond the model's limit is left out.
	//
	// A failure of the model is an *Error, and then there are no embeddings.
	Embed(ctx context.Context, use EmbeddingUse, texts ...string) ([][]float32, error)
}
