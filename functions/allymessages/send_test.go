package allymessages_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

const path = "/api/ally/messages"

// draft is the body of a message.
type draft map[string]any

func TestAMessageIsStoredAndAnsweredUnderAllNamesThatCallersRead(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Hola, soy Ally.")))
	p := sample.Superadmin()
	id := w.Open(p)
	var sent allytest.Sent
	w.Call(p, http.MethodPost, path, draft{"conversationId": id, "userId": p.ID, "message": "Hello Ally"}).Into(&sent)
	if !sent.Success || sent.UserMessage.Content != "Hello Ally" || sent.Message.Content != "Hola, soy Ally." {
		t.Errorf("%+v", sent)
	}
	if sent.Message.ID != sent.AllyResponse.ID || sent.AllyMessageID != sent.Message.ID || sent.UserMessageID != sent.UserMessage.ID || sent.Response != sent.Message.Content {
		t.Errorf("the names disagree: %+v", sent)
	}
	if sent.UserMessage.Role != "user" || sent.Message.Role != "ally" || sent.Message.InReplyTo != sent.UserMessage.ID || sent.Message.Status != "completed" {
		t.Errorf("%+v", sent)
	}
	if used := sent.Message.ContextUsed.TokensUsed; used.Input != 10 || used.Output != 5 || used.Context != 3 || used.Total != 15 {
		t.Errorf("tokens: %+v", used)
	}
	page := w.Messages(p, id)
	if n := len(page.Messages); n != 3 || page.Messages[1].ID != sent.UserMessage.ID || page.Messages[2].ID != sent.Message.ID {
		t.Errorf("stored: %+v", page.Messages)
	}
	for _, m := range page.Messages {
		if _, err := time.Parse("2006-01-02T15:04:05.000Z", m.Timestamp); err != nil {
			t.Error(err)
		}
	}
}

func TestEachWrongFieldOfAMessageIsNamed(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Superadmin()
	id := w.Open(p)
	for _, tc := range []struct {
		name string
		body draft
		want string
	}{
		{"nothing", draft{}, "conversationId message"},
		{"an empty message", draft{"conversationId": id, "message": ""}, "message"},
		{"only white space", draft{"conversationId": id, "message": " \n\t "}, "message"},
		{"too long a message", draft{"conversationId": id, "message": strings.Repeat("a", 20001)}, "message"},
		{"a number", draft{"conversationId": id, "message": 7}, "message"},
		{"an unknown field", draft{"conversationId": id, "message": "a", "model": "x"}, "model"},
		{"wrong inputs", draft{"conversationId": id, "message": "a", "contextInputs": draft{"agentIds": "m001", "files": true}}, "contextInputs.agentIds contextInputs.files"},
		{"too long a key", draft{"conversationId": id, "message": "a", "clientMessageId": strings.Repeat("k", 201)}, "clientMessageId"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := w.Call(p, http.MethodPost, path, tc.body)
			var names []string
			for _, f := range a.Problem().Fields {
				names = append(names, f.Field)
			}
			if a.Status != http.StatusBadRequest || strings.Join(names, " ") != tc.want {
				t.Errorf("%d, fields %v: %s", a.Status, names, a.Body)
			}
		})
	}
	a := w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "a", "clientMessageId": "k1"}, func(r *http.Request) { r.Header.Set("Idempotency-Key", "k2") })
	if a.Status != http.StatusBadRequest || a.Problem().Fields[0].Field != "Idempotency-Key" {
		t.Errorf("two keys: %d %s", a.Status, a.Body)
	}
	if n := w.Stored(id).MessageCount; n != 1 {
		t.Errorf("%d messages were stored", n)
	}
}

func TestAConversationThatIsNotTheirsDoesNotExist(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	theirs := w.Open(sample.Superadmin())
	me := sample.Granted()
	for _, id := range []string{theirs, "nothing-of-this-name", "a/b", "..", "__x__"} {
		for _, a := range []allytest.Answer{
			w.Call(me, http.MethodPost, path, draft{"conversationId": id, "message": "hola"}),
			w.Call(me, http.MethodGet, path+"?conversationId="+id, nil),
		} {
			if a.Status != http.StatusNotFound || a.Problem().Code != "not_found" {
				t.Errorf("%s: %d %s", id, a.Status, a.Body)
			}
		}
	}
	if n := w.Stored(theirs).MessageCount; n != 1 {
		t.Errorf("%d messages in somebody else's conversation", n)
	}
}

func TestTheSameKeyTenTimesAtOnceIsOneMessageAndOneReply(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("una sola vez")))
	p := sample.Granted()
	id := w.Open(p)
	answers := make([]allytest.Answer, 10)
	var group sync.WaitGroup
	for i := range answers {
		r := w.Request(p, http.MethodPost, path, draft{"conversationId": id, "message": "¿una?", "clientMessageId": "k1"})
		group.Go(func() { answers[i] = w.Do(r) })
	}
	group.Wait()
	for _, a := range answers {
		if a.Status != http.StatusOK || !bytes.Equal(a.Body, answers[0].Body) {
			t.Errorf("%d %s\nwant %s", a.Status, a.Body, answers[0].Body)
		}
	}
	if n, stored := len(w.Messages(p, id).Messages), w.Stored(id).MessageCount; n != 3 || stored != 3 {
		t.Errorf("%d messages, %d counted, want 3", n, stored)
	}
}

func TestALaterRetryGivesTheFirstAnswerAndWithoutAKeyEveryMessageIsNew(t *testing.T) {
	t.Parallel()
	writer := &allytest.Writer{Write: func(_ context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
		return allytest.Say(strings.Repeat("respuesta ", n), emit)
	}}
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	id := w.Open(p)
	keyed := draft{"conversationId": id, "message": "hola", "clientMessageId": "k1"}
	first := w.Call(p, http.MethodPost, path, keyed)
	one, two := w.Send(p, id, "igual"), w.Send(p, id, "igual")
	if one.UserMessageID == two.UserMessageID || one.Response == two.Response {
		t.Error("two messages without a key became one")
	}
	delete(keyed, "clientMessageId")
	byHeader := w.Call(p, http.MethodPost, path, keyed, func(r *http.Request) { r.Header.Set("Idempotency-Key", "k1") })
	if !bytes.Equal(byHeader.Body, first.Body) {
		t.Errorf("retry by header:\n%s\nfirst:\n%s", byHeader.Body, first.Body)
	}
	if n := len(writer.Asked()); n != 3 {
		t.Errorf("the model was asked %d times, want 3", n)
	}
}

func TestAKeyBelongsToOneText(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("sí")))
	p := sample.Granted()
	id := w.Open(p)
	w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "uno", "clientMessageId": "k1"})
	a := w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "dos", "clientMessageId": "k1"})
	if a.Status != http.StatusConflict || a.Problem().Code != "key_reused" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestTheBodyMayOnlyNameTheSessionsPersonWhateverTheQueryNames(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("sí")))
	me, other := sample.Granted(), sample.Superadmin()
	id := w.Open(me)
	for field, value := range map[string]string{
		"userId": other.ID, "userEmail": other.Email, "userDomain": other.Domain(), "organizationId": sample.OrganizationGetAI,
	} {
		a := w.Call(me, http.MethodPost, path+"?userId="+me.ID, draft{"conversationId": id, "message": "hola", field: value})
		if a.Status != http.StatusForbidden || a.Problem().Code != "forbidden" {
			t.Errorf("another %s: %d %s", field, a.Status, a.Body)
		}
	}
	if a := w.Call(me, http.MethodPost, path, draft{
		"conversationId": id, "message": "hola", "userId": me.ID, "userEmail": me.Email, "userDomain": "unknown", "organizationId": sample.OrganizationSalfa,
	}); a.Status != http.StatusOK {
		t.Errorf("their own: %d %s", a.Status, a.Body)
	}
}
