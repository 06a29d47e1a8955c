package gemini

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"google.golang.org/genai"
)

func TestRetryAfterIsReadFromTheDetailsOrElseFromTheHeader(t *testing.T) {
	const now = "Mon, 02 Mar 2026 10:00:00 GMT"
	info := func(delay any) []map[string]any {
		return []map[string]any{{"@type": "type.googleapis.com/google.rpc.QuotaFailure"}, {"@type": retryInfo, "retryDelay": delay}}
	}
	for name, c := range map[string]struct {
		details []map[string]any
		header  string
		want    time.Duration
	}{
		"neither":                     {nil, "", 0},
		"whole seconds":               {info("34s"), "", 34 * time.Second},
		"parts of a second":           {info("34.074824224s"), "", 34*time.Second + 74824224*time.Nanosecond},
		"the details win":             {info("3s"), "60", 3 * time.Second},
		"a delay below zero is none":  {info("-3s"), "", 0},
		"a delay of zero is none":     {info("0s"), "7", 7 * time.Second},
		"a delay that is no duration": {info("soon"), "7", 7 * time.Second},
		"a delay that is no text":     {info(3.0), "7", 7 * time.Second},
		"a detail of another type":    {[]map[string]any{{"@type": "other", "retryDelay": "3s"}}, "", 0},
		"header in seconds":           {nil, "120", 2 * time.Minute},
		"header below zero":           {nil, "-5", 0},
		"header beyond all sense":     {nil, "99999999999999", 0},
		"header as a date":            {nil, "Mon, 02 Mar 2026 10:00:45 GMT", 45 * time.Second},
		"header as a date gone by":    {nil, "Mon, 02 Mar 2026 09:00:00 GMT", 0},
		"header as words":             {nil, "soon", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := &watch{header: http.Header{"Date": {now}}}
			if c.header != "" {
				w.header.Set("Retry-After", c.header)
			}
			if got := w.retryAfter(genai.APIError{Details: c.details}); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	t.Run("an error without an answer", func(t *testing.T) {
		if got := new(watch).retryAfter(errors.New("refused")); got != 0 {
			t.Errorf("got %s, want 0", got)
		}
	})
	t.Run("a date when the answer has none", func(t *testing.T) {
		if got := headerRetryAfter(http.Header{"Retry-After": {now}}); got != 0 {
			t.Errorf("got %s, want 0", got)
		}
	})
}
