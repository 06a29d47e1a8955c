package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/web"
)

// client is a person who calls an Ally.
type client struct {
	t     *testing.T
	base  string
	token string
}

// as makes a client with a session from `ally token`.
func as(t *testing.T, p sample.Person, base string) client {
	t.Helper()
	x := run(t, nil, "token", "--email", p.Email, "--id", p.ID)
	if x.status() != 0 {
		t.Fatalf("token: %s", &x.stderr)
	}
	return client{t, base, strings.TrimSpace(x.stdout.String())}
}

func (c client) do(method, path string, body any, accept string) *http.Response {
	c.t.Helper()
	var content io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		must(c.t, err)
		content = bytes.NewReader(raw)
	}
	ctx, cancel := context.WithTimeout(c.t.Context(), limit)
	c.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, content)
	must(c.t, err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	r.AddCookie(&http.Cookie{Name: "flow_session", Value: c.token})
	answer, err := http.DefaultClient.Do(r)
	must(c.t, err)
	c.t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

// call reads the whole answer into out, and fails the test unless the status
// is as wanted.
func (c client) call(status int, method, path string, body, out any) http.Header {
	c.t.Helper()
	answer := c.do(method, path, body, "")
	raw, err := io.ReadAll(answer.Body)
	must(c.t, err)
	if answer.StatusCode != status {
		c.t.Fatalf("%s %s: status %d, want %d: %s", method, path, answer.StatusCode, status, raw)
	}
	if err := json.Unmarshal(raw, out); err != nil {
		c.t.Fatalf("%s %s: %v in %s", method, path, err, raw)
	}
	return answer.Header
}

type opened struct {
	AllyID         string
	IsNew, Success bool
}

func (c client) open(p sample.Person) (o opened) {
	c.t.Helper()
	c.call(http.StatusOK, http.MethodGet, allytest.MainPath(p), nil, &o)
	return o
}

func (c client) messages(conversationID string) []allytest.Message {
	c.t.Helper()
	var page allytest.Page
	c.call(http.StatusOK, http.MethodGet, "/api/ally/messages?conversationId="+url.QueryEscape(conversationID), nil, &page)
	return page.Messages
}

func message(conversationID, text, key string) map[string]any {
	m := map[string]any{"conversationId": conversationID, "message": text}
	if key != "" {
		m["clientMessageId"] = key
	}
	return m
}

func (c client) send(conversationID, text, key string) (sent allytest.Sent) {
	c.t.Helper()
	c.call(http.StatusOK, http.MethodPost, "/api/ally/messages", message(conversationID, text, key), &sent)
	return sent
}

func (c client) sendFails(status int, conversationID, text, key string) (p web.Problem) {
	c.t.Helper()
	c.call(status, http.MethodPost, "/api/ally/messages", message(conversationID, text, key), &p)
	return p
}

// stream is an answer as events.
type stream struct {
	t       *testing.T
	scanner *bufio.Scanner
}

func (c client) stream(conversationID, text, key string) *stream {
	c.t.Helper()
	answer := c.do(http.MethodPost, "/api/ally/messages", message(conversationID, text, key), "text/event-stream")
	if answer.StatusCode != http.StatusOK {
		c.t.Fatalf("status %d", answer.StatusCode)
	}
	scanner := bufio.NewScanner(answer.Body)
	scanner.Buffer(nil, 1<<20)
	return &stream{c.t, scanner}
}

// until reads to the event of this name, and gives its data and the text told
// meanwhile.
func (s *stream) until(name string) (data []byte, told string) {
	s.t.Helper()
	current := ""
	for s.scanner.Scan() {
		field, value, _ := strings.Cut(s.scanner.Text(), ": ")
		switch {
		case field == "event":
			current = value
		case field == "data" && current == "delta":
			var d struct{ Text string }
			must(s.t, json.Unmarshal([]byte(value), &d))
			told += d.Text
		}
		if field == "data" && current == name {
			return []byte(value), told
		}
	}
	s.t.Fatalf("the stream ended before %s: %v", name, s.scanner.Err())
	return nil, ""
}

// ends reads the rest, and fails the test unless the answer ends as HTTP says.
func (s *stream) ends() {
	s.t.Helper()
	for s.scanner.Scan() {
	}
	must(s.t, s.scanner.Err())
}
