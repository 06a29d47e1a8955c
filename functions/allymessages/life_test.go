package allymessages_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

// halting is a model that writes half of each reply and then waits until it is
// let go on, or told to stop.
type halting struct {
	*allytest.Writer
	half, goOn chan struct{}
	wrote      atomic.Int64 // tokens of its last reply
}

func newHalting() *halting {
	h := &halting{half: make(chan struct{}, 100), goOn: make(chan struct{}, 100)}
	h.Writer = &allytest.Writer{Write: func(ctx context.Context, _ int, _ model.Request, emit func(string) error) (model.Reply, error) {
		if err := emit("la mitad "); err != nil {
			return model.Reply{}, err
		}
		h.half <- struct{}{}
		select {
		case <-h.goOn:
			err := emit("y el resto")
			h.wrote.Store(5)
			return model.Reply{Text: "la mitad y el resto", Finish: model.Complete, Usage: model.Usage{Calls: 1, Input: 10, Output: 5}}, err
		case <-ctx.Done():
			h.wrote.Store(2)
			return model.Reply{Text: "la mitad ", Usage: model.Usage{Calls: 1, Input: 10, Output: 2}}, ctx.Err()
		}
	}}
	return h
}

// begin sends a message whose answer is not waited for, and gives the reply as it
// is when the model has written half of it.
func (h *halting) begin(t *testing.T, w *allytest.World, p sample.Person, id, key string) (reply allytest.Message, answered <-chan allytest.Answer) {
	t.Helper()
	done := make(chan allytest.Answer, 1)
	r := w.Request(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": key})
	go func() { done <- w.Do(r) }()
	<-h.half
	all := w.Messages(p, id).Messages
	return all[len(all)-1], done
}

// grown waits until the reply is stored with the text.
func grown(t *testing.T, w *allytest.World, replyID, text string) {
	t.Helper()
	snapshots := w.DB.Collection("ally_messages").Doc(replyID).Snapshots(t.Context())
	defer snapshots.Stop()
	for {
		doc, err := snapshots.Next()
		if err != nil {
			t.Fatal(err)
		}
		if doc.Exists() && doc.Data()["content"] == text {
			return
		}
	}
}

type oneAnswer struct{ Message allytest.Message }

func TestAReplyIsStoredWhileItGrowsAndFollowedFromWhereOneLeftOff(t *testing.T) {
	t.Parallel()
	h := newHalting()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(h))
	p := sample.Granted()
	id := w.Open(p)
	reply, answered := h.begin(t, w, p, id, "k")
	grown(t, w, reply.ID, "la mitad ")
	var now oneAnswer
	w.Call(p, http.MethodGet, path+"/"+reply.ID, nil).Into(&now)
	if now.Message.Status != "generating" || now.Message.Content != "la mitad " {
		t.Errorf("%+v", now.Message)
	}

	type told struct {
		name   string
		events []allytest.Event
	}
	follow := func(name, method, at string, body any, last string) <-chan told {
		r := w.Request(p, method, at, body, streamed, func(r *http.Request) {
			if last != "" {
				r.Header.Set("Last-Event-ID", last)
			}
		})
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		begun, done := make(chan struct{}), make(chan told, 1)
		go func() {
			defer func() { _ = answer.Body.Close() }()
			first := make([]byte, 1)
			n, _ := answer.Body.Read(first)
			close(begun)
			rest, _ := io.ReadAll(answer.Body)
			done <- told{name, allytest.Answer{Body: append(first[:n], rest...)}.Events()}
		}()
		<-begun
		return done
	}
	one := path + "/" + reply.ID
	again := draft{"conversationId": id, "message": "hola", "clientMessageId": "k"}
	watchers := []<-chan told{
		follow("from the beginning", http.MethodGet, one, nil, ""),
		follow("from where one left off", http.MethodGet, one, nil, "1.9"),
		follow("from a place in another attempt", http.MethodGet, one, nil, "7.3"),
		follow("from no place at all", http.MethodGet, one, nil, "x"),
		follow("by sending again", http.MethodPost, path, again, ""),
	}
	h.goOn <- struct{}{}
	(<-answered).Into(&allytest.Sent{})
	want := map[string]string{
		"from where one left off":         "delta:y el resto done",
		"from a place in another attempt": "reset delta:la mitad  delta:y el resto done",
	}
	for _, watcher := range watchers {
		got := <-watcher
		var names []string
		text, last := "", ""
		for _, e := range got.events {
			var d struct{ Text string }
			name := e.Name
			if e.Name == "delta" && json.Unmarshal(e.Data, &d) == nil {
				name, text, last = "delta:"+d.Text, text+d.Text, e.ID
			}
			if name != "message" {
				names = append(names, name)
			}
		}
		if sequence, ok := want[got.name]; ok && strings.Join(names, " ") != sequence && !(strings.HasPrefix(sequence, "reset") && text == "la mitad y el resto" && names[0] == "reset") {
			t.Errorf("%s: %q", got.name, names)
		} else if !ok && text != "la mitad y el resto" {
			t.Errorf("%s: %q", got.name, names)
		}
		if last != "1.19" || names[len(names)-1] != "done" {
			t.Errorf("%s: the last place is %q: %q", got.name, last, names)
		}
	}
}

func TestAReplyThatIsStoppedKeepsWhatThereWas(t *testing.T) {
	t.Parallel()
	for name, stopper := range map[string]func(w *allytest.World) *allytest.World{
		"in the instance that writes it": func(w *allytest.World) *allytest.World { return w },
		"in another instance":            func(w *allytest.World) *allytest.World { return w.Again(w.Config) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHalting()
			w := allytest.New(t, allytest.NoEvents(), allytest.Model(h))
			p := sample.Granted()
			id := w.Open(p)
			other := stopper(w)
			reply, answered := h.begin(t, w, p, id, "k")
			var stopped oneAnswer
			other.Call(p, http.MethodPost, path+"/"+reply.ID+"/stop", "{}").Into(&stopped)
			if stopped.Message.Status != "stopped" || stopped.Message.Content != "la mitad " || stopped.Message.Failure != nil {
				t.Errorf("%+v", stopped.Message)
			}
			var sent allytest.Sent
			(<-answered).Into(&sent)
			if sent.Message.Status != "stopped" || sent.Response != "la mitad " {
				t.Errorf("whoever sent it: %+v", sent.Message)
			}
			// Twice, and sending again with the same key, change nothing.
			other.Call(p, http.MethodPost, path+"/"+reply.ID+"/stop", "{}").Into(&stopped)
			w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": "k"}).Into(&sent)
			if sent.Message.Status != "stopped" || len(h.Asked()) != 1 {
				t.Errorf("again: %+v, the model was asked %d times", sent.Message, len(h.Asked()))
			}
			entries := ledgerOf(t, w, id)
			if len(entries) != 1 || entries[0]["outcome"] != "stopped" || entries[0]["inputTokens"] != int64(10) || entries[0]["outputTokens"] != int64(2) {
				t.Errorf("ledger: %v", entries)
			}
		})
	}
}

// ledgerOf gives the ledger's entries of a conversation.
func ledgerOf(t *testing.T, w *allytest.World, conversationID string) []map[string]any {
	t.Helper()
	docs, err := w.DB.Collection("ally_ledger").Where("conversationId", "==", conversationID).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	var entries []map[string]any
	for _, doc := range docs {
		entries = append(entries, doc.Data())
	}
	return entries
}

func TestAReplyWhoseWriterIsGoneIsStoppedAtOnce(t *testing.T) {
	t.Parallel()
	h := newHalting()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(h))
	p := sample.Granted()
	id := w.Open(p)
	reply, answered := h.begin(t, w, p, id, "k")
	grown(t, w, reply.ID, "la mitad ") // for some seconds its writer has nothing to write
	orphan(t, w, reply.ID)
	var stopped oneAnswer
	w.Call(p, http.MethodPost, path+"/"+reply.ID+"/stop", "{}").Into(&stopped)
	if stopped.Message.Status != "stopped" {
		t.Errorf("%+v", stopped.Message)
	}
	h.goOn <- struct{}{}
	var sent allytest.Sent
	(<-answered).Into(&sent) // its writer was alive after all: it finds the reply stopped, maybe before it goes on
	if sent.Message.Status != "stopped" {
		t.Errorf("%+v", sent.Message)
	}
	// What it took is in the ledger, in two parts.
	input, output := int64(0), int64(0)
	outcomes := map[any]bool{}
	for _, e := range ledgerOf(t, w, id) {
		input, output = input+e["inputTokens"].(int64), output+e["outputTokens"].(int64)
		outcomes[e["outcome"]] = true
	}
	if input != 10 || output != h.wrote.Load() || !outcomes["interrupted"] || !outcomes["late"] {
		t.Errorf("%d in, %d out, %v", input, output, outcomes)
	}
}

// orphan makes a reply look as if its writer had died a while ago.
func orphan(t *testing.T, w *allytest.World, replyID string) {
	t.Helper()
	if _, err := w.DB.Collection("ally_messages").Doc(replyID).Update(t.Context(), []firestore.Update{
		{Path: "lease.until", Value: time.Now().Add(-time.Second)},
	}); err != nil {
		t.Fatal(err)
	}
}

func TestTheSweepFailsWhatAKilledInstanceLeft(t *testing.T) {
	t.Parallel()
	h := newHalting()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(h))
	p := sample.Granted()
	id := w.Open(p)
	reply, answered := h.begin(t, w, p, id, "k")
	if err := w.System.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var now oneAnswer
	w.Call(p, http.MethodGet, path+"/"+reply.ID, nil).Into(&now)
	if now.Message.Status != "generating" {
		t.Fatalf("a living writer was swept away: %+v", now.Message)
	}
	for range 10 { // the writer lives, and may hold its lease again before the sweep comes
		orphan(t, w, reply.ID)
		for range 2 {
			if err := w.System.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if w.Call(p, http.MethodGet, path+"/"+reply.ID, nil).Into(&now); now.Message.Status == "failed" {
			break
		}
	}
	if now.Message.Status != "failed" || now.Message.Failure == nil || now.Message.Failure.Code != "interrupted" || !now.Message.Failure.Retryable {
		t.Errorf("%+v", now.Message)
	}
	h.goOn <- struct{}{}
	<-answered
	h.goOn <- struct{}{}
	var sent allytest.Sent
	w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": "k"}).Into(&sent)
	if sent.Message.Status != "completed" || sent.Response != "la mitad y el resto" {
		t.Errorf("sent again: %+v", sent.Message)
	}
}

func TestNothingOfAReplyIsForWhoMayNotSeeItsConversation(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")))
	p := sample.Granted()
	id := w.Open(p)
	sent := w.Send(p, id, "una pregunta")
	viewer := with(t, w, id, "viewer", 1)[0]
	for _, tc := range []struct {
		method, at string
		body       any
		viewer     int
	}{
		{http.MethodGet, "", nil, http.StatusOK},
		{http.MethodGet, "/versions", nil, http.StatusOK},
		{http.MethodPost, "/stop", "{}", http.StatusForbidden},
		{http.MethodPost, "/regenerate", "{}", http.StatusForbidden},
	} {
		at := path + "/" + sent.Message.ID + tc.at
		stranger := w.Call(sample.Superadmin(), tc.method, at, tc.body)
		nothing := w.Call(sample.Superadmin(), tc.method, path+"/none"+tc.at, tc.body)
		if stranger.Status != http.StatusNotFound || stranger.Problem().Error != nothing.Problem().Error {
			t.Errorf("%s %s for a stranger: %d %s; where nothing is: %s", tc.method, tc.at, stranger.Status, stranger.Body, nothing.Body)
		}
		if a := w.Call(viewer, tc.method, at, tc.body); a.Status != tc.viewer {
			t.Errorf("%s %s for a viewer: %d %s", tc.method, tc.at, a.Status, a.Body)
		}
	}
}
