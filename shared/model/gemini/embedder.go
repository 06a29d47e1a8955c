package gemini

import (
	"context"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"google.golang.org/genai"

	"getaifactory.com/ally/shared/model"
)

// DefaultEmbeddingModel embeds where Options name no model.
const DefaultEmbeddingModel = "gemini-embedding-001"

// Limits of the service.
const (
	// mostTexts is how many texts one request of the Gemini API may have; the
	// service says so itself when it refuses more. On Vertex AI this model takes
	// one (https://cloud.google.com/vertex-ai/generative-ai/docs/embeddings/get-text-embeddings).
	mostTexts = 100
	// longestText is in characters: 2,048 tokens, the model's limit
	// (https://ai.google.dev/gemini-api/docs/embeddings), at three characters
	// each, fewer than Spanish has.
	longestText = 3 * 2048
)

// Embedder is a model.Embedder that asks Gemini. It may be used by many
// goroutines at once.
type Embedder struct{ service }

var _ model.Embedder = (*Embedder)(nil)

// NewEmbedder prepares calls to the embedding model that options name,
// DefaultEmbeddingModel when they name none. It fails as New does.
func NewEmbedder(ctx context.Context, options Options) (*Embedder, error) {
	if options.Model == "" {
		options.Model = DefaultEmbeddingModel
	}
	s, err := connect(ctx, options)
	if err != nil {
		return nil, err
	}
	return &Embedder{s}, nil
}

// Name is the model's name, such as "gemini-embedding-001".
func (e *Embedder) Name() string { return e.options.Model }

// Embed asks for as many texts at a time as the service takes, and for each of
// these requests as often as Generate does. A text without a letter or a digit
// is not sent.
func (e *Embedder) Embed(ctx context.Context, use model.EmbeddingUse, texts ...string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	var sent []int // places of the texts in the request
	var contents []*genai.Content
	flush := func() error {
		if len(contents) == 0 {
			return nil
		}
		vectors, err := e.ask(ctx, use, contents)
		if err != nil {
			return err
		}
		for i, at := range sent {
			out[at] = vectors[i]
		}
		sent, contents = nil, nil
		return nil
	}
	for i, text := range texts {
		if !strings.ContainsFunc(text, informs) {
			out[i] = make([]float32, model.EmbeddingDimensions)
			continue
		}
		sent, contents = append(sent, i), append(contents, genai.NewContentFromText(bounded(text), genai.RoleUser))
		if len(contents) == e.batch() {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return out, nil
}

func informs(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// bounded gives the beginning of a text that the model reads.
func bounded(text string) string {
	n := 0
	for at := range text {
		if n == longestText {
			return text[:at]
		}
		n++
	}
	return strings.ToValidUTF8(text, string(utf8.RuneError))
}

func (e *Embedder) batch() int {
	if e.options.APIKey == "" {
		return 1
	}
	return mostTexts
}

// ask embeds what fits into one request.
func (e *Embedder) ask(ctx context.Context, use model.EmbeddingUse, contents []*genai.Content) ([][]float32, error) {
	pauses := newPauses()
	for n := 1; ; n++ {
		vectors, err := e.attempt(ctx, use, contents)
		if err == nil {
			return vectors, nil
		}
		if err := e.again(ctx, n, pauses, err); err != nil {
			return nil, err
		}
	}
}

func (e *Embedder) attempt(ctx context.Context, use model.EmbeddingUse, contents []*genai.Content) ([][]float32, error) {
	ctx, w, cancel := watched(ctx, e.options.Timeout)
	defer cancel()
	response, err := e.embed(ctx, use, contents)
	if err != nil {
		return nil, e.failure(w, false, err)
	}
	if got := len(response.Embeddings); got != len(contents) {
		return nil, e.malformed("%d embeddings for %d texts", got, len(contents))
	}
	out := make([][]float32, len(contents))
	for i, embedding := range response.Embeddings {
		if embedding == nil || len(embedding.Values) != model.EmbeddingDimensions {
			return nil, e.malformed("an embedding that has not %d numbers", model.EmbeddingDimensions)
		}
		if out[i] = normalized(embedding.Values); out[i] == nil {
			return nil, e.malformed("an embedding without a direction")
		}
	}
	return out, nil
}

// embed calls genai, which asserts the types of the JSON it reads and panics on
// an answer of another shape.
func (e *Embedder) embed(ctx context.Context, use model.EmbeddingUse, contents []*genai.Content) (response *genai.EmbedContentResponse, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			response, err = nil, fmt.Errorf("answer of another shape: %v", cause)
		}
	}()
	config := &genai.EmbedContentConfig{TaskType: taskType(use), OutputDimensionality: new(int32(model.EmbeddingDimensions))}
	return e.client.Models.EmbedContent(ctx, e.options.Model, contents, config)
}

// taskType is Google's name of a use.
func taskType(use model.EmbeddingUse) string {
	if use == model.ForQuestion {
		return "RETRIEVAL_QUERY"
	}
	return "RETRIEVAL_DOCUMENT"
}

func (e *Embedder) malformed(format string, arguments ...any) error {
	return &model.Error{Kind: model.Malformed, Err: fmt.Errorf("answer of "+e.options.Model+": "+format, arguments...)}
}

// normalized gives a vector unit length, which the service does only for all of
// the model's 3,072 dimensions; nil where that can't be done.
func normalized(vector []float32) []float32 {
	sum := 0.0
	for _, x := range vector {
		sum += float64(x) * float64(x)
	}
	length := math.Sqrt(sum)
	if length == 0 || math.IsInf(length, 0) || math.IsNaN(length) {
		return nil
	}
	out := make([]float32, len(vector))
	for i, x := range vector {
		out[i] = float32(float64(x) / length)
	}
	return out
}
