package allymessages_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

// numbered is a model that numbers its replies.
func numbered() *allytest.Writer {
	return &allytest.Writer{Write: func(_ context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
		return allytest.Say("respuesta "+string(rune('0'+n)), emit)
	}}
}

func TestARegeneratedReplyKeepsTheEarlierAsAVersion(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(numbered()))
	p := sample.Granted()
	id := w.Open(p)
	first := w.Send(p, id, "una pregunta")
	anew := path + "/" + first.Message.ID + "/regenerate"
	var sent allytest.Sent
	w.Call(p, http.MethodPost, anew, draft{"key": "r1"}).Into(&sent)
	if sent.Response != "respuesta 2" || sent.Message.Version != 2 || sent.Message.ID != first.Message.ID || sent.UserMessage.Content != "una pregunta" {
		t.Errorf("%+v", sent)
	}
	w.Call(p, http.MethodPost, anew, draft{"key": "r1"}).Into(&sent)
	if sent.Response != "respuesta 2" || sent.Message.Version != 2 {
		t.Errorf("the same key again: %+v", sent.Message)
	}
	w.Call(p, http.MethodPost, anew, draft{}).Into(&sent)
	var versions struct {
		Versions []struct {
			Version int
			Content string
		}
	}
	w.Call(p, http.MethodGet, path+"/"+first.Message.ID+"/versions", nil).Into(&versions)
	if len(versions.Versions) != 2 || versions.Versions[0].Content != "respuesta 1" || versions.Versions[1].Content != "respuesta 2" || versions.Versions[1].Version != 2 {
		t.Errorf("%+v", versions)
	}
	all := w.Messages(p, id).Messages
	if len(all) != 3 || all[2].Content != "respuesta 3" || all[2].Version != 3 || w.Stored(id).MessageCount != 3 {
		t.Errorf("%d messages, %d counted: %+v", len(all), w.Stored(id).MessageCount, all[len(all)-1])
	}
	second := w.Send(p, id, "otra pregunta")
	if a := w.Call(p, http.MethodPost, anew, draft{}); a.Status != http.StatusConflict || a.Problem().Code != "not_last" {
		t.Errorf("not the last one: %d %s", a.Status, a.Body)
	}
	if history := second.UserMessage; history.Content != "otra pregunta" {
		t.Errorf("%+v", history)
	}
}

func TestTenPeopleRegenerateAtOnceWithOneKeyAndItIsDoneOnce(t *testing.T) {
	t.Parallel()
	writer := numbered()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	id := w.Open(p)
	first := w.Send(p, id, "una pregunta")
	var group sync.WaitGroup
	for range 10 {
		r := w.Request(p, http.MethodPost, path+"/"+first.Message.ID+"/regenerate", draft{"key": "once"})
		group.Go(func() {
			var sent allytest.Sent
			a := w.Do(r)
			if err := json.Unmarshal(a.Body, &sent); err != nil || a.Status != http.StatusOK || sent.Response != "respuesta 2" {
				t.Errorf("%d %s", a.Status, a.Body)
			}
		})
	}
	group.Wait()
	if n := len(writer.Asked()); n != 2 {
		t.Errorf("the model was asked %d times", n)
	}
}

func TestOnesLastMessageCanBeEditedAndIsAnsweredAnew(t *testing.T) {
	t.Parallel()
	writer := numbered()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	id := w.Open(p)
	w.Send(p, id, "antes")
	first := w.Send(p, id, "con herror")
	var sent allytest.Sent
	w.Call(p, http.MethodPatch, path+"/"+first.UserMessage.ID, draft{"message": "sin error", "key": "e"}).Into(&sent)
	if sent.UserMessage.Content != "sin error" || sent.UserMessage.Version != 2 || sent.UserMessage.EditedAt == "" || sent.Response != "respuesta 3" {
		t.Errorf("%+v", sent)
	}
	asked := writer.Asked()
	last := asked[len(asked)-1]
	if last.Question != "sin error" || len(last.History) != 2 || last.History[0].Text != "antes" {
		t.Errorf("the model was asked %q after %v", last.Question, last.History)
	}
	for _, m := range []allytest.Message{first.UserMessage, first.Message} {
		var versions struct{ Versions []struct{ Content string } }
		w.Call(p, http.MethodGet, path+"/"+m.ID+"/versions", nil).Into(&versions)
		if len(versions.Versions) != 1 || versions.Versions[0].Content != m.Content {
			t.Errorf("%+v", versions)
		}
	}
	// The first sending, delivered late once more, is the edited message.
	w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "con herror", "clientMessageId": first.UserMessage.ClientMessageID}).Into(&sent)
	if sent.Response != "respuesta 3" || len(writer.Asked()) != 3 {
		t.Errorf("%+v", sent)
	}
	colleague := with(t, w, id, "collaborator", 1)[0]
	if a := w.Call(colleague, http.MethodPatch, path+"/"+first.UserMessage.ID, draft{"message": "de otra persona"}); a.Status != http.StatusForbidden || a.Problem().Code != "not_yours" {
		t.Errorf("somebody else's: %d %s", a.Status, a.Body)
	}
	for name, tc := range map[string]struct {
		id   string
		body draft
		want int
	}{
		"a reply":      {first.Message.ID, draft{"message": "x"}, http.StatusNotFound},
		"nothing":      {"none", draft{"message": "x"}, http.StatusNotFound},
		"an empty one": {first.UserMessage.ID, draft{"message": "  "}, http.StatusBadRequest},
	} {
		if a := w.Call(p, http.MethodPatch, path+"/"+tc.id, tc.body); a.Status != tc.want {
			t.Errorf("%s: %d %s", name, a.Status, a.Body)
		}
	}
}

func TestARegenerationThatFailsCanBeRetriedAndTheEarlierReplyIsKept(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(&allytest.Writer{
		Write: func(_ context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
			if n == 2 {
				return model.Reply{Usage: model.Usage{Calls: 1, Input: 7}}, &model.Error{Kind: model.Unavailable, Err: errors.New("down")}
			}
			return allytest.Say("respuesta "+string(rune('0'+n)), emit)
		},
	}))
	p := sample.Granted()
	id := w.Open(p)
	first := w.Send(p, id, "una pregunta")
	anew := path + "/" + first.Message.ID + "/regenerate"
	if a := w.Call(p, http.MethodPost, anew, draft{"key": "r"}); a.Status != http.StatusServiceUnavailable || a.Problem().RetryKey != "r" {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	var sent allytest.Sent
	w.Call(p, http.MethodPost, anew, draft{"key": "r"}).Into(&sent)
	if sent.Response != "respuesta 3" || sent.Message.Version != 2 {
		t.Errorf("%+v", sent.Message)
	}
	var versions struct{ Versions []struct{ Content string } }
	w.Call(p, http.MethodGet, path+"/"+first.Message.ID+"/versions", nil).Into(&versions)
	if len(versions.Versions) != 1 || versions.Versions[0].Content != "respuesta 1" {
		t.Errorf("%+v", versions)
	}
}
