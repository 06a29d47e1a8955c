package functions_test

import (
	"net/http"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

// noted is how many entries of the trail tell of something that the person did.
func noted(t *testing.T, w *allytest.World, p sample.Person, what string) int {
	t.Helper()
	docs, err := w.DB.Collection("ally_audit").Where("what", "==", what).Where("userId", "==", p.ID).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(docs)
}

func TestSharesAndExportsAreInTheTrail(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")))
	p := sample.Granted()
	thread := w.Thread(p, map[string]any{})
	w.Act(p, thread.ID, "action_trail", "acción", "texto", time.Now(), nil)
	w.Change(p, thread.ID, map[string]any{"title": "otro"})
	if n := noted(t, w, p, "conversation.visibility"); n != 0 {
		t.Errorf("another title: %d entries", n)
	}
	w.Change(p, thread.ID, map[string]any{"visibility": "domain"})
	w.Change(p, thread.ID, map[string]any{"visibility": "domain"}) // it is that already
	for what, call := range map[string]struct {
		who  sample.Person
		path string
	}{
		"action.exported":  {p, "/api/ally/actions/action_trail/export?format=md"},
		"privacy.exported": {p, "/api/ally/privacy"},
		"audit.exported":   {sample.Superadmin(), "/api/ally/config/audit/export"},
	} {
		if a := w.Call(call.who, http.MethodGet, call.path, nil); a.Status != http.StatusOK {
			t.Errorf("%s: %d %s", what, a.Status, a.Body)
		}
		if n := noted(t, w, call.who, what); n != 1 {
			t.Errorf("%s: %d entries", what, n)
		}
	}
	if n := noted(t, w, p, "conversation.visibility"); n != 1 {
		t.Errorf("another visibility: %d entries", n)
	}
}

// Who reads a conversation that is open to them as to everybody of their organization has
// one entry a day; its owner and who was let in by name have none, and who may not read
// it has neither the text nor an entry.
func TestReadingOthersConversationsIsInTheTrail(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")))
	instances := []*allytest.World{w, w.Again(w.Config)}
	owner, people := sample.Granted(), w.Colleagues(2)
	reader, letIn := people[0], people[1]
	thread := w.Thread(owner, map[string]any{})
	sent := w.Send(owner, thread.ID, "hola")
	w.Join(thread.ID, map[string][]sample.Person{"viewer": {letIn}})
	read := func(w *allytest.World, p sample.Person, want int) {
		t.Helper()
		for _, path := range []string{"?conversationId=" + thread.ID, "/" + sent.Message.ID} {
			if a := w.Call(p, http.MethodGet, "/api/ally/messages"+path, nil); a.Status != want {
				t.Errorf("%s by %s: %d %s", path, p.ID, a.Status, a.Body)
			}
		}
	}
	read(w, reader, http.StatusNotFound)
	if n := noted(t, w, reader, "conversation.read"); n != 0 {
		t.Errorf("refused: %d entries", n)
	}
	w.Set("ally_conversations/"+thread.ID, map[string]any{"sharing": map[string]any{"visibility": "organization"}})
	for _, instance := range append(instances, instances...) {
		read(instance, reader, http.StatusOK)
		read(instance, letIn, http.StatusOK)
		read(instance, owner, http.StatusOK)
	}
	for p, want := range map[string]int{reader.ID: 1, letIn.ID: 0, owner.ID: 0} {
		if n := noted(t, w, sample.Person{ID: p}, "conversation.read"); n != want {
			t.Errorf("%s: %d entries", p, n)
		}
	}
	w.Clock.Move(24 * time.Hour)
	read(w, reader, http.StatusOK)
	if n := noted(t, w, reader, "conversation.read"); n != 2 {
		t.Errorf("the next day: %d entries", n)
	}
}
