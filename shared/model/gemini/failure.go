package gemini

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"cloud.google.com/go/auth"
	"google.golang.org/genai"

	"getaifactory.com/ally/shared/model"
)

// failure makes a *model.Error of what genai returned, unless the caller's own
// context ended: then it is that context's error. spoke says whether text was
// emitted before.
//
// The cause keeps the words of err but not err itself, in whose fields the
// service may repeat the key.
func (s service) failure(w *watch, spoke bool, err error) error {
	if cause := w.parent.Err(); cause != nil {
		return cause
	}
	kind, words := w.judge(spoke, err)
	failure := &model.Error{
		Kind: kind,
		Err:  fmt.Errorf("answer of %s: %s", s.options.Model, redact(words, s.options.APIKey)),
	}
	if kind == model.RateLimited || kind == model.Unavailable {
		failure.RetryAfter = w.retryAfter(err)
	}
	return failure
}

// judge says what kind of failure err is, and describes it for the log.
func (w *watch) judge(spoke bool, err error) (model.ErrorKind, string) {
	var refusal genai.APIError
	var unsigned *auth.Error
	switch {
	case w.expired.Load() && spoke:
		return model.Cut, fmt.Sprintf("silent for %s in mid-reply", w.timeout)
	case w.expired.Load():
		return model.Timeout, fmt.Sprintf("silent for %s", w.timeout)
	case errors.As(err, &refusal):
		return kindOf(w.statusOf(refusal)), err.Error()
	case errors.As(err, &unsigned) && unsigned.Response != nil:
		return kindOf(unsigned.Response.StatusCode), "sign the request: " + err.Error()
	case !w.sent: // genai could not even build it: the model's name is wrong
		return model.Refused, err.Error()
	case w.status == 0: // refused, reset, unknown host, bad certificate
		return model.Unavailable, err.Error()
	case w.status >= http.StatusMultipleChoices: // the error's own text was cut off
		return kindOf(w.status), fmt.Sprintf("status %d: %v", w.status, err)
	case w.readErr != nil:
		return model.Cut, w.readErr.Error()
	}
	return model.Malformed, unreadable(err)
}

// statusOf is the status of an error that arrived as an answer, or within a
// stream whose own status was 200. Not every error names its code.
func (w *watch) statusOf(e genai.APIError) int {
	if e.Code != 0 {
		return e.Code
	}
	return w.status
}

// kindOf translates an HTTP status of Google's APIs,
// https://cloud.google.com/apis/design/errors#handling_errors.
func kindOf(status int) model.ErrorKind {
	switch {
	case status == http.StatusTooManyRequests:
		return model.RateLimited
	case status == http.StatusRequestTimeout, status == http.StatusConflict, status == 499: // TIMEOUT, ABORTED, CANCELLED
		return model.Unavailable
	case status >= 400 && status < 500:
		return model.Refused
	}
	return model.Unavailable
}

// unreadable describes a chunk that could not be read without quoting it: it
// may hold the words of a person, which do not belong in a log.
func unreadable(err error) string {
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return "unreadable chunk: " + syntax.Error()
	case errors.As(err, &mismatch):
		return "unreadable chunk: field " + mismatch.Field + " is of another type"
	}
	return "unreadable chunk"
}

// longestWords is how much of the service's words goes to the log: enough for
// its sentences, too little for a page of HTML or a quoted request.
const longestWords = 600

// redact takes the key out of words and bounds their length, in bytes.
func redact(words, key string) string {
	if key != "" {
		words = strings.ReplaceAll(words, key, "[key]")
	}
	if len(words) > longestWords {
		words = strings.ToValidUTF8(words[:longestWords], "") + "…"
	}
	return words
}
