package allymessages_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

func TestAFailedReplyKeepsTheMessageAndARetryCompletesIt(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind      model.ErrorKind
		status    int
		retryable bool
	}{
		{model.RateLimited, http.StatusServiceUnavailable, true},
		{model.Unavailable, http.StatusServiceUnavailable, true},
		{model.Timeout, http.StatusServiceUnavailable, true},
		{model.Cut, http.StatusBadGateway, true},
		{model.Malformed, http.StatusBadGateway, true},
		{model.Refused, http.StatusBadGateway, false},
	} {
		t.Run(string(tc.kind), func(t *testing.T) {
			t.Parallel()
			w := allytest.New(t, allytest.NoEvents(), allytest.Model(&allytest.Writer{
				Write: func(_ context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
					if n == 1 {
						return model.Reply{}, &model.Error{Kind: tc.kind, RetryAfter: 7 * time.Second, Err: errors.New("the secret cause")}
					}
					return allytest.Say("ahora sí", emit)
				},
			}))
			p := sample.Granted()
			id := w.Open(p)
			failed := w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola"})
			problem := failed.Problem()
			if failed.Status != tc.status || problem.Code != "model_"+string(tc.kind) || problem.RetryKey == "" || failed.Header.Get("Retry-After") != "7" {
				t.Fatalf("%d %s", failed.Status, failed.Body)
			}
			if strings.Contains(string(failed.Body), "secret") {
				t.Errorf("the cause leaks: %s", failed.Body)
			}
			stored := w.Messages(p, id).Messages
			if len(stored) != 3 || stored[1].Content != "hola" || stored[2].Status != "failed" || stored[2].Content == "" ||
				stored[2].Failure == nil || stored[2].Failure.Retryable != tc.retryable {
				t.Fatalf("stored: %+v", stored)
			}
			var sent allytest.Sent
			w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": problem.RetryKey}).Into(&sent)
			if sent.Response != "ahora sí" || sent.UserMessageID != stored[1].ID || sent.AllyMessageID != stored[2].ID {
				t.Errorf("%+v", sent)
			}
			if after := w.Messages(p, id).Messages; len(after) != 3 || after[2].Status != "completed" || after[2].Failure != nil {
				t.Errorf("after: %+v", after)
			}
			if n := w.Stored(id).MessageCount; n != 3 {
				t.Errorf("%d counted", n)
			}
		})
	}
}

func TestAnEmptyReplyIsAFailureAndABlockedOneSaysSo(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(&allytest.Writer{
		Write: func(_ context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
			if n == 1 {
				return model.Reply{Finish: model.Complete}, nil
			}
			return model.Reply{Finish: model.Blocked}, nil
		},
	}))
	p := sample.Granted()
	id := w.Open(p)
	if a := w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola"}); a.Status != http.StatusBadGateway {
		t.Errorf("empty: %d %s", a.Status, a.Body)
	}
	if sent := w.Send(p, id, "otra"); sent.Message.Finish != "blocked" || !strings.Contains(sent.Response, "filtro de seguridad") {
		t.Errorf("blocked: %+v", sent.Message)
	}
}

// abandoned leaves a message whose reply is in the making by somebody who is
// gone, as after a kill, and gives its reply's place.
func abandoned(t *testing.T, w *allytest.World, p sample.Person, id string, lease time.Time) *firestore.DocumentRef {
	t.Helper()
	var sent allytest.Sent
	w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": "k1"}).Into(&sent)
	ref := w.DB.Collection("ally_messages").Doc(sent.AllyMessageID)
	if _, err := ref.Update(t.Context(), []firestore.Update{
		{Path: "status", Value: "generating"}, {Path: "content", Value: ""},
		{Path: "lease", Value: map[string]any{"holder": "gone", "until": lease}},
	}); err != nil {
		t.Fatal(err)
	}
	return ref
}

func TestAReplyWhoseWriterIsGoneIsTakenOver(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("completa")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	id := w.Open(p)
	abandoned(t, w, p, id, time.Now().Add(-time.Second))
	var sent allytest.Sent
	w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": "k1"}).Into(&sent)
	if sent.Response != "completa" || len(writer.Asked()) != 2 {
		t.Errorf("%+v after %d questions to the model", sent, len(writer.Asked()))
	}
	if n := w.Stored(id).MessageCount; n != 3 {
		t.Errorf("%d counted", n)
	}
}

func TestAReplyThatSomebodyElseWritesIsWaitedFor(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("de otro")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	id := w.Open(p)
	ref := abandoned(t, w, p, id, time.Now().Add(time.Hour))
	answered := make(chan allytest.Answer)
	r := w.Request(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": "k1"})
	go func() { answered <- w.Do(r) }()
	if _, err := ref.Update(t.Context(), []firestore.Update{
		{Path: "status", Value: "completed"}, {Path: "content", Value: "terminada por otro"}, {Path: "lease", Value: firestore.Delete},
	}); err != nil {
		t.Fatal(err)
	}
	var sent allytest.Sent
	(<-answered).Into(&sent)
	if sent.Response != "terminada por otro" || len(writer.Asked()) != 1 {
		t.Errorf("%+v after %d questions to the model", sent, len(writer.Asked()))
	}
}

// meddle changes the one reply in the making behind its writer's back.
func meddle(ctx context.Context, w *allytest.World, fields ...firestore.Update) error {
	docs, err := w.DB.Collection("ally_messages").Where("status", "==", "generating").Documents(ctx).GetAll()
	if err != nil || len(docs) != 1 {
		return fmt.Errorf("%d replies in the making: %w", len(docs), err)
	}
	_, err = docs[0].Ref.Update(ctx, fields)
	return err
}

// A writer that was held up so long that another took its reply over does not
// overwrite the other's.
func TestAWriterThatWasOvertakenGivesTheOthersReply(t *testing.T) {
	t.Parallel()
	var w *allytest.World
	writer := &allytest.Writer{Write: func(ctx context.Context, n int, req model.Request, emit func(string) error) (model.Reply, error) {
		if err := meddle(ctx, w,
			firestore.Update{Path: "status", Value: "completed"}, firestore.Update{Path: "content", Value: "la del otro"},
			firestore.Update{Path: "lease", Value: firestore.Delete}); err != nil {
			return model.Reply{}, err
		}
		return allytest.Say("la mía", emit)
	}}
	w = allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	id := w.Open(p)
	sent := w.Send(p, id, "hola")
	if sent.Response != "la del otro" || w.Messages(p, id).Messages[2].Content != "la del otro" {
		t.Errorf("%+v", sent)
	}
}

// A renewal of the lease whose answer was lost leaves the reply newer than its
// writer knows. That is no reason to lose it.
func TestAWriteOfOurOwnThatCameThroughUnnoticedDoesNotLoseTheReply(t *testing.T) {
	t.Parallel()
	var w *allytest.World
	writer := &allytest.Writer{Write: func(ctx context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
		if err := meddle(ctx, w, firestore.Update{Path: "lease.until", Value: time.Now().Add(time.Hour)}); err != nil {
			return model.Reply{}, err
		}
		return allytest.Say("entera", emit)
	}}
	w = allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	id := w.Open(p)
	sent := w.Send(p, id, "hola")
	if sent.Response != "entera" || len(writer.Asked()) != 1 {
		t.Errorf("%+v after %d questions to the model", sent, len(writer.Asked()))
	}
}

func TestAReplyWhoseWriterIsGoneIsShownAsFailedAndRetryable(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("completa")))
	p := sample.Granted()
	id := w.Open(p)
	abandoned(t, w, p, id, time.Now().Add(-time.Second))
	m := w.Messages(p, id).Messages[2]
	if m.Status != "failed" || m.Failure == nil || m.Failure.Code != "interrupted" || !m.Failure.Retryable || m.Content == "" {
		t.Errorf("%+v", m)
	}
}

func TestWaitingEndsWhenTheConversationIsDeleted(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("completa")))
	p := sample.Granted()
	id := w.Open(p)
	ref := abandoned(t, w, p, id, time.Now().Add(time.Hour))
	answered := make(chan allytest.Answer)
	r := w.Request(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": "k1"})
	go func() { answered <- w.Do(r) }()
	if _, err := ref.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := <-answered; a.Status != http.StatusNotFound {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}
