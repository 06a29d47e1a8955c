package geminitest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/shared/model/gemini/geminitest"
)

const (
	path     = "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse"
	greeting = `{"systemInstruction":{"parts":[{"text":"Be kind."}]},"contents":[{"role":"user","parts":[{"text":"Hel"},{"text":"lo"}]}]}`
)

func call(t *testing.T, ctx context.Context, url, body string, header http.Header) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	response, err := http.DefaultClient.Do(r)
	if err == nil {
		t.Cleanup(func() { _ = response.Body.Close() })
	}
	return response, err
}

func withKey() http.Header { return http.Header{"X-Goog-Api-Key": {"k"}} }

// ask returns the status, the headers and the whole body.
func ask(t *testing.T, s *geminitest.Server) (*http.Response, string) {
	t.Helper()
	response, err := call(t, t.Context(), s.URL+path, greeting, withKey())
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(raw)
}

func TestReplyIsStreamedAsServerSentEvents(t *testing.T) {
	response, body := ask(t, geminitest.New(t, geminitest.Text("Good day", geminitest.Usage{Prompt: 5, Candidates: 2, Thoughts: 4, Cached: 1})))
	want := []string{
		`data: {"candidates":[{"content":{"role":"model","parts":[{"text":"Good "}]},"index":0}],"modelVersion":"geminitest"}`,
		`data: {"candidates":[{"content":{"role":"model","parts":[{"text":"day"}]},"finishReason":"STOP","index":0}],` +
			`"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"thoughtsTokenCount":4,"cachedContentTokenCount":1,"totalTokenCount":11},` +
			`"modelVersion":"geminitest"}`,
		"",
	}
	if got := strings.Split(body, "\r\n\r\n"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("content type %q", got)
	}
}

func TestStepsSendWhatTheServiceSends(t *testing.T) {
	usage := geminitest.Usage{Prompt: 3}
	const counted = `"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}`
	for name, c := range map[string]struct {
		answer geminitest.Answer
		want   string
	}{
		"a count in mid-reply": {geminitest.Stream(geminitest.Counted("a", usage)),
			`data: {"candidates":[{"content":{"role":"model","parts":[{"text":"a"}]},"index":0}],` + counted + `,"modelVersion":"geminitest"}`},
		"a thought": {geminitest.Stream(geminitest.Thought("hm")),
			`data: {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true}]},"index":0}],"modelVersion":"geminitest"}`},
		"a reply withheld": {geminitest.Stream(geminitest.Last("", "SAFETY", usage)),
			`data: {"candidates":[{"finishReason":"SAFETY","index":0}],` + counted + `,"modelVersion":"geminitest"}`},
		"a question blocked": {geminitest.PromptBlocked("SAFETY", usage),
			`data: {"promptFeedback":{"blockReason":"SAFETY"},` + counted + `}`},
		"an error in mid-stream": {geminitest.Stream(geminitest.Broken(503, "UNAVAILABLE", "overloaded")),
			`data: {"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}`},
		"anything":       {geminitest.Stream(geminitest.Raw("{")), `data: {`},
		"bytes":          {geminitest.Stream(geminitest.Bytes("da"), geminitest.Bytes("ta")), `data`},
		"a proxy's page": {geminitest.Page(502, "<html>"), `<html>`},
	} {
		t.Run(name, func(t *testing.T) {
			_, body := ask(t, geminitest.New(t, c.answer))
			if got := strings.TrimSuffix(body, "\r\n\r\n"); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestErrorsHaveTheShapeOfGooglesAPIs(t *testing.T) {
	for name, c := range map[string]struct {
		answer     geminitest.Answer
		status     int
		statusName string
		delay      string
		header     string
	}{
		"rate limit":             {geminitest.RateLimited(1500 * time.Millisecond), 429, "RESOURCE_EXHAUSTED", "1.5s", ""},
		"rate limit, no delay":   {geminitest.RateLimited(0), 429, "RESOURCE_EXHAUSTED", "", ""},
		"rate limit by a header": {geminitest.RateLimitedByHeader("7"), 429, "RESOURCE_EXHAUSTED", "", "7"},
		"failure":                {geminitest.Failed(503, "UNAVAILABLE", "overloaded"), 503, "UNAVAILABLE", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			response, body := ask(t, geminitest.New(t, c.answer))
			var got struct {
				Error struct {
					Code    int
					Status  string
					Message string
					Details []map[string]string
				}
			}
			if err := json.Unmarshal([]byte(body), &got); err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != c.status || got.Error.Code != c.status || got.Error.Status != c.statusName || got.Error.Message == "" {
				t.Errorf("got status %d and %+v", response.StatusCode, got.Error)
			}
			delay := ""
			for _, detail := range got.Error.Details {
				delay += detail["retryDelay"]
			}
			if delay != c.delay || response.Header.Get("Retry-After") != c.header {
				t.Errorf("asks to wait %q, header %q", delay, response.Header.Get("Retry-After"))
			}
		})
	}
}

func TestRequestIsRecordedAndGivenToWhoAnswers(t *testing.T) {
	s := geminitest.New(t)
	s.Respond(func(r geminitest.Request) geminitest.Answer {
		return geminitest.Stream(geminitest.Last(r.Question(), "STOP", geminitest.Usage{}))
	})
	if _, body := ask(t, s); !strings.Contains(body, `"text":"Hello"`) {
		t.Errorf("got %s", body)
	}
	got := s.Requests()
	if len(got) != 1 || got[0].Model != "gemini-2.5-flash" || got[0].System() != "Be kind." || got[0].Header.Get("x-goog-api-key") != "k" {
		t.Errorf("recorded %+v", got)
	}
}

func TestRequestThatTheServiceWouldRefuseIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		path, body string
		header     http.Header
		status     int
	}{
		"another method":           {"/v1beta/models/m:generateContent", greeting, withKey(), 404},
		"no event stream":          {"/v1beta/models/m:streamGenerateContent", greeting, withKey(), 404},
		"no credentials":           {path, greeting, http.Header{}, 403},
		"no JSON":                  {path, "{", withKey(), 400},
		"no contents":              {path, `{"contents":[]}`, withKey(), 400},
		"the model speaks first":   {path, `{"contents":[{"role":"model","parts":[{"text":"a"}]}]}`, withKey(), 400},
		"the model speaks last":    {path, `{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"text":"a"}]}]}`, withKey(), 400},
		"the user speaks twice":    {path, `{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"user","parts":[{"text":"a"}]}]}`, withKey(), 400},
		"a turn without any words": {path, `{"contents":[{"role":"user","parts":[{"text":""}]}]}`, withKey(), 400},
	} {
		t.Run(name, func(t *testing.T) {
			s := geminitest.New(t)
			response, err := call(t, t.Context(), s.URL+c.path, c.body, c.header)
			if err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != c.status || len(s.Requests()) != 1 {
				t.Errorf("got status %d and %d requests, want %d and 1", response.StatusCode, len(s.Requests()), c.status)
			}
		})
	}
}

func TestCutLeavesTheBodyUnfinished(t *testing.T) {
	s := geminitest.New(t, geminitest.Stream(geminitest.Chunk("so far"), geminitest.Cut()))
	response, err := call(t, t.Context(), s.URL+path, greeting, withKey())
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != io.ErrUnexpectedEOF || !strings.Contains(string(body), "so far") {
		t.Errorf("got %q and error %v", body, err)
	}
}

func TestDropGivesNoAnswer(t *testing.T) {
	s := geminitest.New(t, geminitest.Drop())
	if response, err := call(t, t.Context(), s.URL+path, greeting, withKey()); err == nil {
		t.Errorf("got an answer of status %d", response.StatusCode)
	}
}

func TestSilenceEndsWhenTheClientGoes(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := geminitest.New(t)
	s.Respond(func(geminitest.Request) geminitest.Answer {
		cancel()
		return geminitest.Silence()
	})
	if _, err := call(t, ctx, s.URL+path, greeting, withKey()); ctx.Err() == nil || err == nil {
		t.Errorf("got error %v", err)
	}
}

func TestStallEndsWhenTheServerCloses(t *testing.T) {
	s := geminitest.New(t, geminitest.Stream(geminitest.Stall()))
	response, err := call(t, t.Context(), s.URL+path, greeting, withKey())
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := io.ReadAll(response.Body); err == nil {
		t.Error("the body ended as if it were complete")
	}
}

// witness is a test whose failure is only noted.
type witness struct {
	testing.TB
	failed   bool
	cleanups []func()
}

func (w *witness) Errorf(string, ...any) { w.failed = true }
func (w *witness) Failed() bool          { return w.failed }
func (w *witness) Cleanup(f func())      { w.cleanups = append(w.cleanups, f) }

func TestServerFailsTheTestWhenTheScriptIsNotFollowed(t *testing.T) {
	answer := geminitest.Text("ok", geminitest.Usage{})
	for name, c := range map[string]struct {
		script []geminitest.Answer
		asked  int
		fails  bool
	}{
		"followed":       {[]geminitest.Answer{answer, answer}, 2, false},
		"asked too much": {[]geminitest.Answer{answer}, 2, true},
		"asked too few":  {[]geminitest.Answer{answer, answer}, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := &witness{TB: t}
			s := geminitest.New(w, c.script[:1]...)
			s.Answer(c.script[1:]...)
			for range c.asked {
				ask(t, s)
			}
			for _, f := range w.cleanups {
				f()
			}
			if w.failed != c.fails {
				t.Errorf("failed: %t, want %t", w.failed, c.fails)
			}
		})
	}
}

func TestEmbeddingsThatTheServiceWouldRefuseAreRefused(t *testing.T) {
	const batch = "/v1beta/models/m:batchEmbedContents"
	const predict = "/v1beta1/projects/p/locations/l/publishers/google/models/m:predict"
	one := `{"model":"models/m","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":256}`
	instance := `{"content":"a","task_type":"RETRIEVAL_QUERY"}`
	for name, c := range map[string]struct{ path, body string }{
		"not JSON":           {batch, `{`},
		"no text":            {batch, `{"requests":[]}`},
		"an empty text":      {batch, `{"requests":[` + strings.Replace(one, `"a"`, `" "`, 1) + `]}`},
		"another model":      {batch, `{"requests":[` + strings.Replace(one, "models/m", "models/n", 1) + `]}`},
		"another task":       {batch, `{"requests":[` + strings.Replace(one, "RETRIEVAL_QUERY", "QUERY", 1) + `]}`},
		"no dimensions":      {batch, `{"requests":[` + strings.Replace(one, "256", "0", 1) + `]}`},
		"mixed dimensions":   {batch, `{"requests":[` + one + `,` + strings.Replace(one, "256", "128", 1) + `]}`},
		"101 texts":          {batch, `{"requests":[` + strings.Repeat(one+",", 100) + one + `]}`},
		"Vertex, two texts":  {predict, `{"instances":[` + instance + `,` + instance + `],"parameters":{"outputDimensionality":256}}`},
		"Vertex, not JSON":   {predict, `[`},
		"Vertex, dimensions": {predict, `{"instances":[` + instance + `],"parameters":{"outputDimensionality":4000}}`},
	} {
		t.Run(name, func(t *testing.T) {
			response, err := call(t, t.Context(), geminitest.New(t).URL+c.path, c.body, withKey())
			if err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != http.StatusBadRequest {
				t.Errorf("status %d", response.StatusCode)
			}
		})
	}
}
