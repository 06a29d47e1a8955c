package gemini_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/auth"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/gemini"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
)

// embedding is an embedder before a server, with how often it waited.
type embedding struct {
	*gemini.Embedder
	waits []time.Duration
}

func newEmbedding(t *testing.T, server *geminitest.Server, change func(*gemini.Options)) *embedding {
	t.Helper()
	e := &embedding{}
	options := gemini.Options{APIKey: key, BaseURL: server.URL, Wait: func(_ context.Context, d time.Duration) error {
		e.waits = append(e.waits, d)
		return nil
	}}
	if change != nil {
		change(&options)
	}
	var err error
	if e.Embedder, err = gemini.NewEmbedder(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	return e
}

// axis is a vector of some length along one dimension.
func axis(i int, length float32) []float32 {
	v := make([]float32, model.EmbeddingDimensions)
	v[i] = length
	return v
}

// echo embeds each text along the dimension that its length names.
func echo(r geminitest.Request) geminitest.Answer {
	var vectors [][]float32
	for _, text := range r.Embed.Texts {
		vectors = append(vectors, axis(len(text), 3))
	}
	return geminitest.Embedded(vectors...)
}

func echoing(t *testing.T) *geminitest.Server {
	server := geminitest.New(t)
	server.Respond(echo)
	return server
}

func TestEmbeddingsAreAskedForByTheirUseAndHaveUnitLength(t *testing.T) {
	for use, want := range map[model.EmbeddingUse]string{model.ForDocument: "RETRIEVAL_DOCUMENT", model.ForQuestion: "RETRIEVAL_QUERY"} {
		t.Run(want, func(t *testing.T) {
			vector := axis(0, 3)
			vector[1] = 4
			server := geminitest.New(t, geminitest.Embedded(vector, axis(7, 0.01)))
			e := newEmbedding(t, server, nil)
			got, err := e.Embed(t.Context(), use, "permiso", "grúa")
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "embeddings", len(got), 2)
			if math.Abs(float64(got[0][0])-0.6) > 1e-6 || math.Abs(float64(got[0][1])-0.8) > 1e-6 || got[1][7] != 1 {
				t.Errorf("got %v and %v, want unit length", got[0][:2], got[1][7])
			}
			r := server.Requests()[0]
			equal(t, "path", r.Path, "/v1beta/models/gemini-embedding-001:batchEmbedContents")
			equal(t, "key", r.Header.Get("x-goog-api-key"), key)
			equal(t, "task type", r.Embed.TaskType, want)
			equal(t, "dimensions", r.Embed.Dimensions, model.EmbeddingDimensions)
			equal(t, "texts", strings.Join(r.Embed.Texts, "|"), "permiso|grúa")
			equal(t, "name", e.Name(), "gemini-embedding-001")
		})
	}
}

func TestTextsAreAskedForInBatchesAndStayInOrder(t *testing.T) {
	server := echoing(t)
	var texts []string
	for i := range 205 {
		texts = append(texts, strings.Repeat("a", i+1))
	}
	got, err := newEmbedding(t, server, nil).Embed(t.Context(), model.ForDocument, texts...)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range got {
		equal(t, fmt.Sprintf("embedding %d", i), v[i+1], 1)
	}
	var sizes []int
	for _, r := range server.Requests() {
		sizes = append(sizes, len(r.Embed.Texts))
	}
	if !slices.Equal(sizes, []int{100, 100, 5}) {
		t.Errorf("batches of %v", sizes)
	}
}

func TestVertexIsAskedForOneEmbeddingAtATime(t *testing.T) {
	server := echoing(t)
	e := newEmbedding(t, server, onVertex(func() (*auth.Token, error) { return &auth.Token{Value: "signed"}, nil }))
	got, err := e.Embed(t.Context(), model.ForQuestion, "a", "bb")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "first", got[0][1], 1)
	equal(t, "second", got[1][2], 1)
	equal(t, "requests", len(server.Requests()), 2)
	r := server.Requests()[0]
	equal(t, "path", r.Path, "/v1beta1/projects/demo/locations/europe-west4/publishers/google/models/gemini-embedding-001:predict")
	equal(t, "authorization", r.Header.Get("Authorization"), "Bearer signed")
	equal(t, "task type", r.Embed.TaskType, "RETRIEVAL_QUERY")
	equal(t, "dimensions", r.Embed.Dimensions, model.EmbeddingDimensions)
}

func TestTextWithoutWordsIsNotSentAndHasNoDirection(t *testing.T) {
	server := echoing(t)
	got, err := newEmbedding(t, server, nil).Embed(t.Context(), model.ForDocument, "", "ab", " …?!\n", "🙂")
	if err != nil {
		t.Fatal(err)
	}
	zero := make([]float32, model.EmbeddingDimensions)
	for i, want := range [][]float32{zero, axis(2, 1), zero, zero} {
		if !slices.Equal(got[i], want) {
			t.Errorf("embedding %d: got %v", i, got[i])
		}
	}
	equal(t, "requests", len(server.Requests()), 1)
	if got, err := newEmbedding(t, geminitest.New(t), nil).Embed(t.Context(), model.ForDocument); err != nil || len(got) != 0 {
		t.Errorf("for no text: %v, %v", got, err)
	}
}

func TestOnlyTheBeginningOfALongTextIsSent(t *testing.T) {
	server := geminitest.New(t, geminitest.Embedded(axis(0, 1)))
	if _, err := newEmbedding(t, server, nil).Embed(t.Context(), model.ForDocument, strings.Repeat("ñ", 20000)); err != nil {
		t.Fatal(err)
	}
	equal(t, "text", server.Requests()[0].Embed.Texts[0], strings.Repeat("ñ", 6144))
}

func TestPassingFailureOfAnEmbeddingIsRetried(t *testing.T) {
	for name, failure := range map[string]geminitest.Answer{
		"429":                geminitest.RateLimited(0),
		"500":                geminitest.Failed(500, "INTERNAL", "oops"),
		"503":                geminitest.Failed(503, "UNAVAILABLE", "overloaded"),
		"a proxy's page":     geminitest.Page(502, "<html>bad gateway</html>"),
		"dropped connection": geminitest.Drop(),
		"cut answer":         geminitest.EmbeddedCut(`{"embeddings":[`),
		"unreadable answer":  geminitest.EmbeddedRaw(`{"embeddings":`),
		"too few embeddings": geminitest.Embedded(),
		"too few numbers":    geminitest.Embedded([]float32{1, 2}),
		"no direction":       geminitest.Embedded(axis(0, 0)),
		"another shape":      geminitest.EmbeddedRaw(`{"embeddings":[{"values":"many"}]}`),
		"no embedding":       geminitest.EmbeddedRaw(`{"embeddings":[null]}`),
	} {
		t.Run(name, func(t *testing.T) {
			e := newEmbedding(t, geminitest.New(t, failure, failure, geminitest.Embedded(axis(3, 2))), nil)
			got, err := e.Embed(t.Context(), model.ForDocument, "permiso")
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "embedding", got[0][3], 1)
			equal(t, "waits", len(e.waits), 2)
		})
	}
}

func TestFailureOfAnEmbeddingHasItsKind(t *testing.T) {
	message := "Consumer 'api_key:" + key + "' has been suspended."
	for name, c := range map[string]struct {
		answer geminitest.Answer
		kind   model.ErrorKind
	}{
		"quota":       {geminitest.RateLimited(0), model.RateLimited},
		"overload":    {geminitest.Failed(503, "UNAVAILABLE", message), model.Unavailable},
		"a wrong key": {geminitest.Failed(http.StatusForbidden, "PERMISSION_DENIED", message), model.Refused},
		"a cut":       {geminitest.EmbeddedCut(`{"embeddings":[`), model.Cut},
		"nonsense":    {geminitest.EmbeddedRaw(`{"embeddings":`), model.Malformed},
		"another":     {geminitest.EmbeddedRaw(`{"embeddings":7}`), model.Malformed},
		"silence":     {geminitest.Silence(), model.Timeout},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEmbedding(t, geminitest.New(t, c.answer), func(o *gemini.Options) { o.Attempts, o.Timeout = 1, time.Second })
			got, err := e.Embed(t.Context(), model.ForDocument, "permiso")
			var failure *model.Error
			if got != nil || !errors.As(err, &failure) || failure.Kind != c.kind {
				t.Fatalf("got %v and error %v, want kind %s", got, err, c.kind)
			}
			if strings.Contains(err.Error(), key) {
				t.Errorf("the key shows in %q", err)
			}
		})
	}
}

func TestEndOfTheCallersContextEndsAnEmbedding(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := geminitest.New(t)
	server.Respond(func(geminitest.Request) geminitest.Answer {
		cancel()
		return geminitest.Silence()
	})
	_, err := newEmbedding(t, server, nil).Embed(ctx, model.ForDocument, "permiso")
	equal(t, "error", err, context.Canceled)
	equal(t, "requests", len(server.Requests()), 1)
}

func TestEmbedderWithoutCredentialsIsRefused(t *testing.T) {
	if _, err := gemini.NewEmbedder(t.Context(), gemini.Options{}); err == nil {
		t.Error("got no error")
	}
}
