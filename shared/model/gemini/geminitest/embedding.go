package geminitest

import (
	"encoding/json"
	"strings"
)

// Embedding is what a caller asks to be embedded, through the Gemini API's
// batchEmbedContents or Vertex AI's predict.
type Embedding struct {
	Texts      []string
	TaskType   string
	Dimensions int
}

const (
	batchMethod   = ":batchEmbedContents"
	predictMethod = ":predict"
)

// batchBody is the body of batchEmbedContents,
// https://ai.google.dev/api/embeddings#method:-models.batchembedcontents.
type batchBody struct {
	Requests []struct {
		Model                string  `json:"model"`
		Content              Content `json:"content"`
		TaskType             string  `json:"taskType"`
		OutputDimensionality int     `json:"outputDimensionality"`
	} `json:"requests"`
}

// predictBody is the body of predict for text embeddings,
// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api.
type predictBody struct {
	Instances []struct {
		Content  string `json:"content"`
		TaskType string `json:"task_type"`
	} `json:"instances"`
	Parameters struct {
		OutputDimensionality int `json:"outputDimensionality"`
	} `json:"parameters"`
}

// readBatch reads what the Gemini API is asked, or gives its refusal.
func readBatch(name string, raw []byte) (Embedding, Answer) {
	var body batchBody
	if err := json.Unmarshal(raw, &body); err != nil {
		return Embedding{}, invalid("the body is not JSON of a request: %v", err)
	}
	var asked Embedding
	for i, r := range body.Requests {
		if r.Model != "models/"+name {
			return asked, invalid("requests[%d] is for model %q and not the path's", i, r.Model)
		}
		if i > 0 && (r.TaskType != asked.TaskType || r.OutputDimensionality != asked.Dimensions) {
			return asked, invalid("requests[%d] asks for something else than the first", i) // ours never does
		}
		asked.Texts = append(asked.Texts, r.Content.Text())
		asked.TaskType, asked.Dimensions = r.TaskType, r.OutputDimensionality
	}
	return asked, asked.check(100)
}

// readPredict reads what Vertex AI is asked, or gives its refusal.
func readPredict(_ string, raw []byte) (Embedding, Answer) {
	var body predictBody
	if err := json.Unmarshal(raw, &body); err != nil {
		return Embedding{}, invalid("the body is not JSON of a request: %v", err)
	}
	asked := Embedding{Dimensions: body.Parameters.OutputDimensionality}
	for _, instance := range body.Instances {
		asked.Texts = append(asked.Texts, instance.Content)
		asked.TaskType = instance.TaskType
	}
	return asked, asked.check(1)
}

// check refuses what the service would not embed.
func (e Embedding) check(most int) Answer {
	switch {
	case len(e.Texts) == 0 || len(e.Texts) > most:
		return invalid("at most %d texts can be in one batch, and at least one", most)
	case e.Dimensions < 1 || e.Dimensions > 3072:
		return invalid("output_dimensionality %d", e.Dimensions)
	case !strings.HasPrefix(e.TaskType, "RETRIEVAL_"):
		return invalid("task type %q", e.TaskType)
	}
	for i, text := range e.Texts {
		if strings.TrimSpace(text) == "" {
			return invalid("text %d is empty", i)
		}
	}
	return nil
}

// Embedded answers with embeddings, in the words of the API that was asked.
func Embedded(vectors ...[]float32) Answer {
	return Answer{func(e *exchange) {
		type values struct {
			Values []float32 `json:"values"`
		}
		var body any
		if strings.HasSuffix(e.r.URL.Path, predictMethod) {
			predictions := make([]map[string]values, len(vectors))
			for i, v := range vectors {
				predictions[i] = map[string]values{"embeddings": {v}}
			}
			body = map[string]any{"predictions": predictions}
		} else {
			embeddings := make([]values, len(vectors))
			for i, v := range vectors {
				embeddings[i] = values{v}
			}
			body = map[string]any{"embeddings": embeddings}
		}
		e.w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		e.write(string(encode(body)))
	}}
}

// EmbeddedRaw answers 200 with a body as given, whether JSON or not.
func EmbeddedRaw(body string) Answer {
	return Answer{func(e *exchange) {
		e.w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		e.write(body)
	}}
}

// EmbeddedCut begins an answer with part of a body and breaks the connection off.
func EmbeddedCut(body string) Answer { return append(EmbeddedRaw(body), (*exchange).abort) }
