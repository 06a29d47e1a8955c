// Package web is the plumbing of Ally's HTTP doors: decoding, answers and
// errors, event streams, and what guards against other sites.
package web

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
)

// statuses is the one table from kinds of fault to HTTP.
var statuses = map[fault.Kind]int{
	fault.Internal:        http.StatusInternalServerError,
	fault.Invalid:         http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.Unsupported:     http.StatusUnsupportedMediaType,
	fault.BadMethod:       http.StatusMethodNotAllowed,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.Upstream:        http.StatusBadGateway,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

// Status gives the HTTP status of a fault.
func Status(f *fault.Fault) int { return statuses[f.Kind] }

// Problem is the body of every error.
type Problem struct {
	Error     string         `json:"error" required:"true" description:"What happened and what to do next, for a person."`
	Code      string         `json:"code" required:"true" description:"The machine's word for it."`
	RequestID string         `json:"requestId" required:"true" description:"Names this request in the log."`
	Fields    []ProblemField `json:"fields,omitempty" description:"For the code invalid: each wrong field."`
	// RetryAfter is the header Retry-After, for streams, whose header is sent before.
	RetryAfter int    `json:"retryAfter,omitempty" description:"Seconds to wait before trying again."`
	Standing   any    `json:"standing,omitempty" description:"For the code changed: what stands now, where the call says that it tells."`
	RetryKey   string `json:"retryKey,omitempty" description:"Send the same request again with this clientMessageId, or with this key for an edit or a regeneration, to complete what failed half-way."`
}

// ProblemField is one wrong field.
type ProblemField struct {
	Field   string `json:"field" required:"true"`
	Problem string `json:"problem" required:"true"`
}

// ProblemOf words a fault for a person.
func ProblemOf(f *fault.Fault, requestID string, language lang.Language) Problem {
	p := Problem{Error: f.Sentence.In(language), Code: f.Code, RequestID: requestID, Standing: f.Standing, RetryKey: f.RetryKey, RetryAfter: seconds(f.Wait)}
	for _, field := range f.Fields {
		p.Fields = append(p.Fields, ProblemField{Field: field.Name, Problem: field.Problem.In(language)})
	}
	return p
}

func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// Fail answers with a fault.
func Fail(w http.ResponseWriter, f *fault.Fault, requestID string, language lang.Language) {
	if f.Wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds(f.Wait)))
	}
	if err := JSON(w, Status(f), ProblemOf(f, requestID, language)); err != nil {
		http.Error(w, "{}", http.StatusInternalServerError) // a Problem always encodes
	}
}

// JSON answers with a value; nothing is sent when it can't be encoded.
func JSON(w http.ResponseWriter, status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("web: encode %T: %w", value, err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the caller may be gone
	return nil
}
