package memory

import (
	"fmt"
	"testing"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

func TestWhatHasToDoWithTheQuestionGoesAlong(t *testing.T) {
	at := time.Date(2026, 3, 18, 0, 0, 0, 0, time.UTC)
	items := []Item{
		{ID: "task", Kind: ActionItem, Status: Open, Text: "Pedro enviará el informe de avance", Owner: "Pedro", Due: "2026-03-20", ConversationID: "c1", SaidAt: at},
		{ID: "done", Kind: ActionItem, Status: Done, Text: "Ana pagará la factura de la grúa", ConversationID: "c1", SaidAt: at},
		{ID: "old", Kind: Decision, Text: "El hormigón lo entrega Melón", SupersededBy: "new", ConversationID: "c1", SaidAt: at},
		{ID: "new", Kind: Decision, Text: "El hormigón lo entrega Polpaico", ConversationID: "c2", SaidAt: at},
		{ID: "key", Kind: Takeaway, Text: "El permiso vence en mayo", ConversationID: "c3", SaidAt: at},
	}
	for question, want := range map[string]string{
		"¿Qué tengo pendiente?":             "[task]",
		"¿Qué decidimos sobre el hormigón?": "[new]",
		"¿Qué acordamos?":                   "[new]",
		"¿Cuándo vence el permiso?":         "[key]",
		"What are my open action items?":    "[task]",
		"¿Quién es el alcalde?":             "[]",
	} {
		ids := []string{}
		for _, i := range Recall(items, question, retrieve.NewQuery(question)) {
			ids = append(ids, i.ID)
		}
		if fmt.Sprint(ids) != want {
			t.Errorf("%s: %v, want %s", question, ids, want)
		}
	}
}

func TestWhatGoesAlongKeepsToItsRoom(t *testing.T) {
	var items []Item
	for n := range 200 {
		items = append(items, Item{ID: fmt.Sprint(n), Kind: ActionItem, Status: Open, Text: fmt.Sprintf("Hay que revisar la bodega número %d de la faena norte", n), ConversationID: fmt.Sprint("c", n%20)})
	}
	tokens, from := 0, map[string]bool{}
	for _, i := range Recall(items, "¿Qué tengo pendiente?", retrieve.NewQuery("¿Qué tengo pendiente?")) {
		tokens += model.EstimateTokens(i.Line())
		from[i.ConversationID] = true
	}
	if tokens > RecalledTokens || tokens < RecalledTokens/2 || len(from) > MostRecalled {
		t.Errorf("%d tokens from %d conversations", tokens, len(from))
	}
}

func TestMemoryIsUsedOnlyWhereNobodyReadsAlong(t *testing.T) {
	me := access.Person{ID: "u1"}
	off := access.Person{ID: "u1", Organization: classic.Organization{MemoryOff: true}}
	for _, tc := range []struct {
		who     access.Person
		owner   string
		others  int
		private bool
		want    bool
	}{{me, "u1", 0, true, true}, {me, "u2", 1, true, false}, {me, "u1", 1, true, false}, {me, "u1", 0, false, false}, {off, "u1", 0, true, false}} {
		if got := Usable(tc.who, tc.owner, tc.others, tc.private); got != tc.want {
			t.Errorf("%+v: %t", tc, got)
		}
	}
}
