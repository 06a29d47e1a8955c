package allytest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/web"
)

// Answer is what a call was answered with.
type Answer struct {
	t      testing.TB
	Status int
	Header http.Header
	Body   []byte
}

// Into decodes the answer's body, and fails the test unless the status is 200.
func (a Answer) Into(v any) {
	a.t.Helper()
	if a.Status != http.StatusOK {
		a.t.Fatalf("status %d: %s", a.Status, a.Body)
	}
	if err := json.Unmarshal(a.Body, v); err != nil {
		a.t.Fatalf("%v in %s", err, a.Body)
	}
}

// Problem decodes an error.
func (a Answer) Problem() web.Problem {
	a.t.Helper()
	var p web.Problem
	if err := json.Unmarshal(a.Body, &p); err != nil {
		a.t.Fatalf("status %d: %v in %s", a.Status, err, a.Body)
	}
	return p
}

// Cost is the header Ally-Cost.
func (a Answer) Cost() (reads, writes, rounds int) {
	a.t.Helper()
	if _, err := fmt.Sscanf(a.Header.Get("Ally-Cost"), "reads=%d; writes=%d; rounds=%d", &reads, &writes, &rounds); err != nil {
		a.t.Fatalf("Ally-Cost %q: %v", a.Header.Get("Ally-Cost"), err)
	}
	return reads, writes, rounds
}

// Events reads the answer as server-sent events.
func (a Answer) Events() []Event {
	var events []Event
	var e Event
	scanner := bufio.NewScanner(bytes.NewReader(a.Body))
	scanner.Buffer(nil, len(a.Body)+1)
	for scanner.Scan() {
		name, value, _ := strings.Cut(scanner.Text(), ": ")
		switch name {
		case "id":
			e.ID = value
		case "event":
			e.Name = value
		case "data":
			e.Data = []byte(value)
		case "":
			if e.Name != "" {
				events = append(events, e)
			}
			e = Event{}
		}
	}
	return events
}

// Event is one server-sent event.
type Event struct {
	ID   string
	Name string
	Data []byte
}

// Request makes a request of the person's; change may alter it.
func (w *World) Request(p sample.Person, method, path string, body any, change ...func(*http.Request)) *http.Request {
	w.t.Helper()
	var content io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		w.must(err)
		content = bytes.NewReader(raw)
	}
	r, err := http.NewRequest(method, w.URL()+path, content)
	w.must(err)
	if content != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if p.ID != "" {
		r.AddCookie(&http.Cookie{Name: w.Config.Cookie, Value: w.Token(p)})
	}
	for _, c := range change {
		c(r)
	}
	return r
}

// Do sends a request and reads the whole answer. It may be called from many
// goroutines.
func (w *World) Do(r *http.Request) Answer {
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Error(err)
		return Answer{t: w.t}
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Error(err)
	}
	return Answer{t: w.t, Status: answer.StatusCode, Header: answer.Header, Body: body}
}

// Call makes and sends a request of the person's. The zero Person has no
// session.
func (w *World) Call(p sample.Person, method, path string, body any, change ...func(*http.Request)) Answer {
	w.t.Helper()
	return w.Do(w.Request(p, method, path, body, change...))
}

// MainPath is the path of the person's GET /api/ally.
func MainPath(p sample.Person) string {
	return "/api/ally?" + url.Values{"userId": {p.ID}, "userEmail": {p.Email}, "userDomain": {p.Domain()}}.Encode()
}

// Open gives the id of the person's Ally, created if need be.
func (w *World) Open(p sample.Person) string {
	w.t.Helper()
	var out struct{ AllyID string }
	w.Call(p, http.MethodGet, MainPath(p), nil).Into(&out)
	return out.AllyID
}

// Message is a message as the API shows it.
type Message struct {
	ID, ConversationID, UserID, Role, Content, Timestamp string
	ClientMessageID, InReplyTo, Status, Model, Finish    string
	Failure                                              *struct {
		Code      string
		Retryable bool
	}
	Version     int
	EditedAt    string
	OutputCards []struct {
		ID, Type, Title string
		Content         map[string]any
		Actions         []struct {
			Label, Action string
			Data          map[string]string
		}
	}
	Rating *struct {
		Stars   int
		Comment string
	}
	ContextUsed struct {
		PromptComponents []string
		PromptHash       string
		InputSources     []struct {
			Type, ID, Name   string
			Passages, Tokens int
			Documents        []struct {
				ID, Name         string
				Passages, Tokens int
			}
		}
		LeftOut, Dropped []Input
		TokensUsed       struct{ Input, Output, Context, Total int }
	}
}

// Sent is the answer to a message.
type Sent struct {
	Success                 bool
	Message, UserMessage    Message
	AllyResponse            Message
	UserMessageID, Response string
	AllyMessageID           string
}

// Send sends a message and gives the answer.
func (w *World) Send(p sample.Person, conversationID, text string) Sent {
	w.t.Helper()
	var sent Sent
	w.Call(p, http.MethodPost, "/api/ally/messages", map[string]any{"conversationId": conversationID, "message": text}).Into(&sent)
	return sent
}

// Page is a page of messages.
type Page struct {
	Messages   []Message
	NextCursor *string
}

// Messages gives a page of a conversation's messages.
func (w *World) Messages(p sample.Person, conversationID string, parameters ...string) Page {
	w.t.Helper()
	var page Page
	path := "/api/ally/messages?conversationId=" + url.QueryEscape(conversationID)
	for _, parameter := range parameters {
		path += "&" + parameter
	}
	w.Call(p, http.MethodGet, path, nil).Into(&page)
	return page
}

// Stored gives a conversation as it is stored.
func (w *World) Stored(conversationID string) conversation.Conversation {
	w.t.Helper()
	doc, err := w.DB.Collection("ally_conversations").Doc(conversationID).Get(w.t.Context())
	w.must(err)
	var c conversation.Conversation
	w.must(doc.DataTo(&c))
	return c
}

func (w *World) post(trigger string, header http.Header, body []byte) int {
	r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
	r.Header = header
	recorder := httptest.NewRecorder()
	w.System.Events(trigger).ServeHTTP(recorder, r)
	return recorder.Code
}
