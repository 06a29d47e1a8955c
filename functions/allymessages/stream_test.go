package allymessages_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

func streamed(r *http.Request) { r.Header.Set("Accept", "text/event-stream") }

// words is a model that writes word by word.
func words(text string) *allytest.Writer {
	return &allytest.Writer{Write: func(_ context.Context, _ int, _ model.Request, emit func(string) error) (model.Reply, error) {
		for word := range strings.SplitAfterSeq(text, " ") {
			if err := emit(word); err != nil {
				return model.Reply{}, err
			}
		}
		return model.Reply{Text: text, Finish: model.Complete}, nil
	}}
}

func TestAStreamTellsTheMessageThenThePiecesThenAll(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(words("una respuesta en cinco palabras")))
	p := sample.Granted()
	id := w.Open(p)
	a := w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola"}, streamed)
	if a.Status != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("%d %s", a.Status, a.Header)
	}
	events := a.Events()
	var names []string
	text := ""
	for _, e := range events {
		names = append(names, e.Name)
		var delta struct{ Text string }
		if e.Name == "delta" && json.Unmarshal(e.Data, &delta) == nil {
			text += delta.Text
		}
	}
	if got := strings.Join(names, " "); got != "message delta delta delta delta delta done" {
		t.Fatal(got)
	}
	var done struct {
		allytest.Sent
		Cost, Timing string
	}
	if err := json.Unmarshal(events[len(events)-1].Data, &done); err != nil {
		t.Fatal(err)
	}
	if text != "una respuesta en cinco palabras" || done.Response != text {
		t.Errorf("pieces %q, all %q", text, done.Response)
	}
	if !strings.Contains(done.Cost, "rounds=") || !strings.Contains(done.Timing, "model;dur=") {
		t.Errorf("cost %q, timing %q", done.Cost, done.Timing)
	}
}

func TestAStreamThatFailsEndsWithAnErrorAndTheKeyToRetry(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(&allytest.Writer{
		Write: func(_ context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
			if n > 1 {
				return allytest.Say("entera", emit)
			}
			return model.Reply{Text: "la mitad"}, errors.Join(emit("la mitad"), &model.Error{Kind: model.Cut, Err: errors.New("connection reset")})
		},
	}))
	p := sample.Granted()
	id := w.Open(p)
	events := w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola"}, streamed).Events()
	last := events[len(events)-1]
	var problem struct{ Error, Code, RequestID, RetryKey string }
	if err := json.Unmarshal(last.Data, &problem); err != nil {
		t.Fatal(err)
	}
	if last.Name != "error" || problem.Code != "model_cut" || problem.RetryKey == "" || problem.RequestID == "" {
		t.Fatalf("%s %s", last.Name, last.Data)
	}
	if m := w.Messages(p, id).Messages[2]; m.Status != "failed" || !strings.HasPrefix(m.Content, "la mitad") {
		t.Errorf("stored: %+v", m)
	}
	var sent allytest.Sent
	w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": problem.RetryKey}).Into(&sent)
	if sent.Response != "entera" {
		t.Errorf("%+v", sent)
	}
}

func TestWhatFailsBeforeAStreamBeginsIsAnOrdinaryError(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	a := w.Call(sample.Granted(), http.MethodPost, path, draft{"conversationId": "none", "message": "hola"}, streamed)
	if a.Status != http.StatusNotFound || a.Problem().Code != "not_found" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestAReplyIsFinishedThoughTheCallerIsGone(t *testing.T) {
	t.Parallel()
	begun, goOn, finished := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(&allytest.Writer{
		Write: func(ctx context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
			if n > 1 {
				return model.Reply{}, errors.New("asked again")
			}
			close(begun)
			<-goOn
			finished <- ctx.Err()
			return allytest.Say("hasta el final", emit)
		},
	}))
	p := sample.Granted()
	id := w.Open(p)
	ctx, leave := context.WithCancel(t.Context())
	body := draft{"conversationId": id, "message": "hola", "clientMessageId": "k1"}
	r := w.Request(p, http.MethodPost, path, body, streamed).WithContext(ctx)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		if answer, err := http.DefaultClient.Do(r); err == nil {
			_ = answer.Body.Close()
		}
	}()
	<-begun
	leave()
	<-gone
	close(goOn)
	if err := <-finished; err != nil {
		t.Errorf("the model's context ended: %v", err)
	}
	var sent allytest.Sent
	w.Call(p, http.MethodPost, path, body).Into(&sent) // waits for the writer, which is still at it
	if sent.Response != "hasta el final" {
		t.Errorf("%+v", sent)
	}
}
