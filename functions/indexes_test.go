package functions_test

import (
	"net/http"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

// Every test sees to it that the queries it has made have their index; this one
// sees to it that every index has a query.
func TestNoIndexIsDeclaredThatNoQueryNeeds(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.AllEvents(), allytest.Model(allytest.Says("respuesta")))
	p := sample.Granted()
	ally := w.Open(p)
	w.Handled("allywelcome", 2)
	ok := func(method, path string, body any) {
		t.Helper()
		if a := w.Call(p, method, path, body); a.Status != http.StatusOK {
			t.Fatalf("%s %s: %d %s", method, path, a.Status, a.Body)
		}
	}
	sent := w.Send(p, ally, "hola")
	reply := "/api/ally/messages/" + sent.Message.ID
	ok(http.MethodPut, reply+"/rating", map[string]any{"stars": 5})
	ok(http.MethodPost, reply+"/regenerate", "{}")
	ok(http.MethodGet, reply+"/versions", nil)
	first := w.Messages(p, ally, "limit=1")
	w.Messages(p, ally, "limit=1", "before="+*first.NextCursor)
	thread := w.Thread(p, map[string]any{"activeInputs": map[string]any{"conversationIds": []string{ally}}})
	w.Send(p, thread.ID, "¿qué hablamos?")
	ok(http.MethodGet, "/api/ally/conversations?limit=1", nil)
	ok(http.MethodGet, "/api/ally/inputs", nil)
	for _, query := range []string{"", "?appId=summary", "?conversationId=" + ally, "?appId=summary&conversationId=" + ally} {
		ok(http.MethodGet, "/api/ally/actions"+query, nil)
	}
	invited(t, w, p, thread.ID)
	ok(http.MethodGet, "/api/ally/apps/collaborate/people?conversationId="+thread.ID, nil)
	ok(http.MethodGet, "/api/ally/shares?kind=conversation&id="+thread.ID, nil)
	w.Settled()
	ok(http.MethodGet, "/api/ally/search?q=hola&type=conversation", nil)
	ok(http.MethodPost, "/api/ally/conversations/"+ally+"/clear", "{}")
	ok(http.MethodDelete, "/api/ally/conversations/"+thread.ID, nil)
	for _, filter := range []string{"who=" + p.ID, "what=share.created", "target=ally_shares/x"} {
		w.Call(sample.Superadmin(), http.MethodGet, "/api/ally/config/audit?"+filter, nil).Into(&struct{}{})
	}
	w.Set("ally_config/rollout", map[string]any{"stage": "general", "salt": "s", "percentage": 100, "holdout": 50})
	w.Call(sample.Superadmin(), http.MethodGet, "/api/ally/comparison", nil).Into(&struct{}{})
	w.Clock.Move(time.Hour)
	if err := w.System.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	ok(http.MethodDelete, "/api/ally/privacy", map[string]any{"confirm": p.Email})
	for _, unused := range w.Indexes.Unused() {
		t.Errorf("firestore.indexes.json has %s, which nothing needs", unused)
	}
}
