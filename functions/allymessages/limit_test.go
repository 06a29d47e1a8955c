package allymessages_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

func TestMoreMessagesAMinuteThanAllowedAreRefusedWithWhatAndUntilWhen(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")), allytest.Environment("ALLY_MESSAGES_PER_MINUTE=3"))
	p := sample.GrantedEnglish()
	id := w.Open(p)
	var group sync.WaitGroup
	var sent, refused atomic.Int64
	for i := range 8 {
		r := w.Request(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": strconv.Itoa(i)})
		group.Go(func() {
			switch a := w.Do(r); a.Status {
			case http.StatusOK:
				sent.Add(1)
			case http.StatusTooManyRequests:
				refused.Add(1)
				wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
				if problem := a.Problem(); problem.Code != "too_many" || problem.RetryAfter != wait || err != nil || wait < 1 || wait > 60 {
					t.Errorf("%v %s", a.Header, a.Body)
				}
			default:
				t.Errorf("%d %s", a.Status, a.Body)
			}
		})
	}
	group.Wait()
	if sent.Load() != 3 || refused.Load() != 5 || w.Stored(id).MessageCount != 1+6 {
		t.Errorf("%d sent, %d refused, %d messages", sent.Load(), refused.Load(), w.Stored(id).MessageCount)
	}
	// What was sent before may be asked for again.
	for i := range 8 {
		a := w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola", "clientMessageId": strconv.Itoa(i)})
		if a.Status == http.StatusOK {
			sent.Add(-1)
		}
	}
	if sent.Load() != 0 {
		t.Errorf("%d of the sent messages were refused when sent again", sent.Load())
	}
}

func TestTokensOfADayAndOfAnOrganizationsMonthRunOut(t *testing.T) {
	t.Parallel()
	for name, field := range map[string]firestore.Update{
		"of a person's day":          {Path: "allyConfig.limits.tokensPerDay", Value: 20},
		"of an organization's month": {Path: "limits.maxMonthlyTokens", Value: 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta"))) // 15 tokens each
			p := sample.Granted()
			id := w.Open(p)
			if _, err := w.DB.Collection("organizations").Doc(sample.OrganizationSalfa).Update(t.Context(), []firestore.Update{field}); err != nil {
				t.Fatal(err)
			}
			var last allytest.Answer
			for range 3 {
				fresh := w.Again(w.Config) // sums of an organization are kept for a minute
				last = fresh.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": "hola"})
			}
			if problem := last.Problem(); last.Status != http.StatusTooManyRequests || problem.Code != "limit_tokens" || problem.RetryAfter < 1 {
				t.Errorf("%d %s", last.Status, last.Body)
			}
		})
	}
}

func TestTheLedgerHasOneEntryForEachAskingAndNoContent(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(&allytest.Writer{
		Write: func(_ context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
			usage := model.Usage{Calls: 1, Input: 100 * n, Output: 10 * n, Cached: n}
			switch n {
			case 1:
				return model.Reply{Usage: usage}, &model.Error{Kind: model.Cut, Err: errors.New("reset")}
			case 3:
				return model.Reply{Finish: model.Blocked, Usage: usage}, nil
			}
			err := emit("SECRETO")
			return model.Reply{Text: "SECRETO", Finish: model.Complete, Usage: usage}, err
		},
	}))
	p := sample.Granted()
	id := w.Open(p)
	body := draft{"conversationId": id, "message": "SECRETO", "clientMessageId": "k"}
	w.Call(p, http.MethodPost, path, body)
	w.Call(p, http.MethodPost, path, body).Into(&allytest.Sent{})
	w.Call(p, http.MethodPost, path, body).Into(&allytest.Sent{}) // given as it is: no model is asked
	w.Send(p, id, "otra")
	byOutcome := map[any]map[string]any{}
	for _, e := range ledgerOf(t, w, id) {
		byOutcome[e["outcome"]] = e
		for field, value := range e {
			if text, ok := value.(string); ok && text == "SECRETO" {
				t.Errorf("%s holds content", field)
			}
		}
		if e["userId"] != p.ID || e["organizationId"] != sample.OrganizationSalfa || e["domain"] != p.Domain() || e["model"] != "scripted" ||
			e["messageId"] == "" || e["source"] != "localhost" || e["startedAt"] == nil {
			t.Errorf("%v", e)
		}
	}
	for n, outcome := range []string{"failed", "completed", "blocked"} {
		e := byOutcome[outcome]
		if e == nil || e["inputTokens"] != int64(100*(n+1)) || e["outputTokens"] != int64(10*(n+1)) || e["cachedTokens"] != int64(n+1) {
			t.Errorf("%s: %v", outcome, e)
		}
	}
	if len(byOutcome) != 3 || byOutcome["failed"]["code"] != "model_cut" {
		t.Errorf("%v", byOutcome)
	}
	use, err := w.DB.Collection("ally_usage").Where("userId", "==", p.ID).Documents(t.Context()).GetAll()
	if err != nil || len(use) != 1 {
		t.Fatalf("%d, %v", len(use), err)
	}
	for _, tokens := range use[0].Data()["days"].(map[string]any) {
		if tokens != int64(110+220+330) {
			t.Errorf("%v tokens counted", tokens)
		}
	}
}
