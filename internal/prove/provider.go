package prove

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"getaifactory.com/ally/shared/wait"
)

// provider speaks the streaming part of Gemini's REST protocol and remembers what
// it reported. Each call reports another number of input tokens, so that what is
// in the ledger can be told apart.
type provider struct {
	*httptest.Server

	mu     sync.Mutex
	random *rand.Rand
	calls  []*call
}

// call is one request, with what was reported to whoever made it.
type call struct {
	input, output int
	ended         bool // the last chunk was written to a caller that was still there
}

// firstInput is what the first call reports.
const firstInput = 1000

func newProvider(seed uint64) *provider {
	p := &provider{random: rand.New(rand.NewPCG(seed, 2))}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	return p
}

// begin notes a call and draws how it goes.
func (p *provider) begin() (c *call, input int, pauses []time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c = &call{}
	p.calls = append(p.calls, c)
	for range 1 + p.random.IntN(5) {
		pauses = append(pauses, time.Duration(p.random.IntN(60))*time.Millisecond)
	}
	return c, firstInput + len(p.calls), pauses
}

func (p *provider) serve(w http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return
	}
	c, input, pauses := p.begin()
	w.Header().Set("Content-Type", "text/event-stream")
	for i, pause := range pauses {
		if wait.For(r.Context(), pause) != nil {
			return
		}
		finish := ""
		if i == len(pauses)-1 {
			finish = "STOP"
		}
		output := 3 * (i + 1)
		if err := send(w, fmt.Sprintf("trozo %d ", i), finish, input, output); err != nil {
			return
		}
		p.mu.Lock()
		c.input, c.output, c.ended = input, output, finish != ""
		p.mu.Unlock()
	}
}

func send(w http.ResponseWriter, text, finish string, input, output int) error {
	candidate := map[string]any{"content": map[string]any{"role": "model", "parts": []any{map[string]any{"text": text}}}}
	if finish != "" {
		candidate["finishReason"] = finish
	}
	body, err := json.Marshal(map[string]any{
		"candidates":    []any{candidate},
		"usageMetadata": map[string]any{"promptTokenCount": input, "candidatesTokenCount": output, "totalTokenCount": input + output},
	})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "data: %s\r\n\r\n", body); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}

// reported gives the calls so far.
func (p *provider) reported() []call {
	p.mu.Lock()
	defer p.mu.Unlock()
	var calls []call
	for _, c := range p.calls {
		calls = append(calls, *c)
	}
	return calls
}
