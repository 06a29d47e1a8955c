package geminitest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Request is one call as the server received it.
type Request struct {
	Path   string
	Model  string // taken from Path, such as "gemini-2.5-flash"
	Header http.Header
	Body   Body
	Embed  Embedding // instead of Body where embeddings are asked for
}

// Body is what the caller asks of the model.
type Body struct {
	SystemInstruction Content          `json:"systemInstruction"`
	Contents          []Content        `json:"contents"`
	GenerationConfig  GenerationConfig `json:"generationConfig"`
}

// Content is one turn; its Role is "user" or "model".
type Content struct {
	Role  string `json:"role"`
	Parts []Part `json:"parts"`
}

// Part is a piece of text of a turn.
type Part struct {
	Text string `json:"text"`
}

// GenerationConfig is the part of the generation's settings that tests look at.
type GenerationConfig struct {
	MaxOutputTokens int             `json:"maxOutputTokens"`
	ThinkingConfig  *ThinkingConfig `json:"thinkingConfig"`
}

// ThinkingConfig says how much the model may think.
type ThinkingConfig struct {
	ThinkingBudget *int `json:"thinkingBudget"`
}

// Text is all text of a turn.
func (c Content) Text() string {
	var b strings.Builder
	for _, part := range c.Parts {
		b.WriteString(part.Text)
	}
	return b.String()
}

// System is the text of the system instruction.
func (r Request) System() string { return r.Body.SystemInstruction.Text() }

// Question is the text of the last turn.
func (r Request) Question() string {
	if len(r.Body.Contents) == 0 {
		return ""
	}
	return r.Body.Contents[len(r.Body.Contents)-1].Text()
}

const streamMethod = ":streamGenerateContent"

// read parses a request. The answer is nil unless the real service would refuse
// the request's form.
func read(r *http.Request) (Request, Answer) {
	request := Request{Path: r.URL.Path, Header: r.Header.Clone()}
	// The whole body must be read: only then does net/http notice that the client goes.
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return request, invalid("the body could not be read: %v", err)
	}
	path, method, found := cutLast(r.URL.Path, ":")
	before, name, named := strings.Cut(path, "/models/")
	embeds := map[string]func(string, []byte) (Embedding, Answer){batchMethod: readBatch, predictMethod: readPredict}[method]
	streams := method == streamMethod && r.URL.Query().Get("alt") == "sse"
	if r.Method != http.MethodPost || !found || !named || !strings.HasPrefix(before, "/v1") || embeds == nil && !streams {
		return request, Failed(http.StatusNotFound, "NOT_FOUND", "no such method: "+r.Method+" "+r.URL.RequestURI())
	}
	request.Model = name
	if r.Header.Get("x-goog-api-key") == "" && !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		return request, Failed(http.StatusForbidden, "PERMISSION_DENIED", "the caller has not said who it is")
	}
	if embeds != nil {
		var refusal Answer
		request.Embed, refusal = embeds(name, raw)
		return request, refusal
	}
	if err := json.Unmarshal(raw, &request.Body); err != nil {
		return request, invalid("the body is not JSON of a request: %v", err)
	}
	return request, request.Body.check()
}

// cutLast parts a path before its method.
func cutLast(path, mark string) (before, method string, found bool) {
	at := strings.LastIndex(path, mark)
	if at < 0 {
		return path, "", false
	}
	return path[:at], path[at:], true
}

// check refuses turns that the service would not accept.
func (b Body) check() Answer {
	if len(b.Contents) == 0 {
		return invalid("contents is not specified")
	}
	for i, c := range b.Contents {
		if want := [...]string{"user", "model"}[i%2]; c.Role != want {
			return invalid("contents[%d] has role %q where turns that alternate have %q", i, c.Role, want)
		}
		if c.Text() == "" {
			return invalid("contents[%d] has no text", i)
		}
	}
	if len(b.Contents)%2 == 0 {
		return invalid("the last turn is not the user's")
	}
	return nil
}

func invalid(format string, arguments ...any) Answer {
	return Failed(http.StatusBadRequest, "INVALID_ARGUMENT", fmt.Sprintf(format, arguments...))
}
