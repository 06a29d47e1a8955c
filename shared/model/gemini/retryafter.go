package gemini

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"google.golang.org/genai"
)

// retryInfo is the detail in which Google's APIs ask to wait,
// https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto.
const retryInfo = "type.googleapis.com/google.rpc.RetryInfo"

// retryAfter is how long the service asks to wait, in the error's details or
// else in the Retry-After header; 0 when it does not say.
func (w *watch) retryAfter(err error) time.Duration {
	var refusal genai.APIError
	if errors.As(err, &refusal) {
		for _, detail := range refusal.Details {
			if detail["@type"] != retryInfo {
				continue
			}
			// JSON of a protobuf Duration is seconds with an "s", as Go writes them.
			text, _ := detail["retryDelay"].(string)
			if d, err := time.ParseDuration(text); err == nil && d > 0 {
				return d
			}
		}
	}
	return headerRetryAfter(w.header)
}

// headerRetryAfter reads Retry-After (RFC 9110, section 10.2.3). A date there
// is compared with the answer's own Date, whatever our clock says.
func headerRetryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0
	}
	return max(until.Sub(now), 0)
}
