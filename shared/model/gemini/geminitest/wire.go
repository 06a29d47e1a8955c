package geminitest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// The shapes of https://ai.google.dev/api/generate-content, as far as text goes.

type chunk struct {
	Candidates     []candidate     `json:"candidates,omitempty"`
	PromptFeedback *promptFeedback `json:"promptFeedback,omitempty"`
	UsageMetadata  *usageMetadata  `json:"usageMetadata,omitempty"`
	ModelVersion   string          `json:"modelVersion,omitempty"`
}

type candidate struct {
	Content      *content `json:"content,omitempty"`
	FinishReason string   `json:"finishReason,omitempty"`
	Index        int      `json:"index"`
}

type content struct {
	Role  string `json:"role"`
	Parts []part `json:"parts"`
}

type part struct {
	Text    string `json:"text"`
	Thought bool   `json:"thought,omitempty"`
}

type promptFeedback struct {
	BlockReason string `json:"blockReason"`
}

type usageMetadata struct {
	PromptTokenCount        int `json:"promptTokenCount,omitempty"`
	CandidatesTokenCount    int `json:"candidatesTokenCount,omitempty"`
	ThoughtsTokenCount      int `json:"thoughtsTokenCount,omitempty"`
	CachedContentTokenCount int `json:"cachedContentTokenCount,omitempty"`
	TotalTokenCount         int `json:"totalTokenCount,omitempty"`
}

type errorBody struct {
	Code    int              `json:"code"`
	Message string           `json:"message"`
	Status  string           `json:"status"`
	Details []map[string]any `json:"details,omitempty"`
}

func (u Usage) metadata() *usageMetadata {
	return &usageMetadata{
		PromptTokenCount: u.Prompt, CandidatesTokenCount: u.Candidates,
		ThoughtsTokenCount: u.Thoughts, CachedContentTokenCount: u.Cached,
		TotalTokenCount: u.Prompt + u.Candidates + u.Thoughts,
	}
}

// candidateChunk leaves out the content when there is no text, as the service
// does when it withholds a reply.
func candidateChunk(p part, finishReason string, usage *usageMetadata) chunk {
	c := candidate{FinishReason: finishReason}
	if p.Text != "" {
		c.Content = &content{Role: "model", Parts: []part{p}}
	}
	return chunk{Candidates: []candidate{c}, UsageMetadata: usage, ModelVersion: "geminitest"}
}

func retryInfo(d time.Duration) map[string]any {
	return map[string]any{
		"@type":      "type.googleapis.com/google.rpc.RetryInfo",
		"retryDelay": strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s",
	}
}

func event(data any) Step { return Raw(string(encode(data))) }

func failed(status int, body errorBody, headers http.Header) Answer {
	return Answer{func(e *exchange) {
		for name, values := range headers {
			e.w.Header()[name] = values
		}
		e.w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		e.w.WriteHeader(status)
		e.write(string(encode(map[string]errorBody{"error": body})))
	}}
}

func encode(data any) []byte {
	raw, err := json.Marshal(data)
	if err != nil { // only our own shapes come here, and they can be written
		panic(err)
	}
	return raw
}
