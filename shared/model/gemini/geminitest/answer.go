package geminitest

import (
	"net/http"
	"strings"
	"time"
)

// Answer is what the server does with one request, step by step. It ends as a
// complete HTTP answer unless its last step says otherwise.
type Answer []Step

// Usage is what the service counts, in tokens.
type Usage struct {
	Prompt, Candidates, Thoughts, Cached int
}

// Text streams a whole reply, cut into chunks after its spaces, with the usage
// on the last chunk and the finish reason STOP.
func Text(text string, usage Usage) Answer {
	var answer Answer
	words := strings.SplitAfter(text, " ")
	for _, word := range words[:len(words)-1] {
		answer = append(answer, Chunk(word))
	}
	return append(answer, Last(words[len(words)-1], "STOP", usage))
}

// Stream answers 200 with the given steps.
func Stream(steps ...Step) Answer { return steps }

// PromptBlocked refuses the question itself, for a reason such as "SAFETY" or
// "PROHIBITED_CONTENT".
func PromptBlocked(reason string, usage Usage) Answer {
	return Stream(event(chunk{PromptFeedback: &promptFeedback{BlockReason: reason}, UsageMetadata: usage.metadata()}))
}

// Failed answers with an error: an HTTP status with its name in Google's APIs,
// such as 503 and "UNAVAILABLE".
func Failed(status int, name, message string) Answer {
	return failed(status, errorBody{Code: status, Status: name, Message: message}, nil)
}

// RateLimited answers 429 and asks to wait for d; it does not say how long
// when d is 0.
func RateLimited(d time.Duration) Answer {
	body := errorBody{Code: http.StatusTooManyRequests, Status: "RESOURCE_EXHAUSTED", Message: "quota exceeded"}
	body.Details = append(body.Details, map[string]any{"@type": "type.googleapis.com/google.rpc.Help"})
	if d > 0 {
		body.Details = append(body.Details, retryInfo(d))
	}
	return failed(http.StatusTooManyRequests, body, nil)
}

// RateLimitedByHeader answers 429 and says in a Retry-After header when to come
// back: in seconds, or as an HTTP date.
func RateLimitedByHeader(retryAfter string) Answer {
	body := errorBody{Code: http.StatusTooManyRequests, Status: "RESOURCE_EXHAUSTED", Message: "quota exceeded"}
	return failed(http.StatusTooManyRequests, body, http.Header{"Retry-After": {retryAfter}})
}

// Page answers with a status and a body that is not Google's JSON, as a proxy does.
func Page(status int, body string) Answer {
	return Answer{func(e *exchange) {
		e.w.Header().Set("Content-Type", "text/html")
		e.w.WriteHeader(status)
		e.write(body)
	}}
}

// Silence accepts the request and answers nothing until the client goes.
func Silence() Answer { return Answer{(*exchange).hang} }

// Drop closes the connection without an answer.
func Drop() Answer { return Answer{(*exchange).abort} }
