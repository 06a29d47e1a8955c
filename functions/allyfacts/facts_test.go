package allyfacts_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/fact"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

type fields = map[string]any

// factsOf gives what is kept of a person, by the day.
func factsOf(t *testing.T, w *allytest.World, userID string) []fact.Day {
	t.Helper()
	docs, err := w.DB.Collection(fact.Collection).Where("userId", "==", userID).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	var days []fact.Day
	for _, doc := range docs {
		var d fact.Day
		if err := doc.DataTo(&d); err != nil {
			t.Fatal(err)
		}
		d.UpdatedAt = time.Time{}
		days = append(days, d)
	}
	slices.SortFunc(days, func(a, b fact.Day) int { return strings.Compare(a.Day, b.Day) })
	return days
}

// together adds up what is kept, for a test that runs over midnight.
func together(days []fact.Day) (n fact.Numbers) {
	for _, d := range days {
		n = n.Then(d.Numbers)
	}
	return n
}

// touch has every event come again, in an order of the emulator's own.
func touch(t *testing.T, w *allytest.World, collections ...string) {
	t.Helper()
	for _, collection := range collections {
		docs, err := w.DB.Collection(collection).Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(docs)
		for _, doc := range docs {
			w.Set(collection+"/"+doc.Ref.ID, fields{"touched": true})
		}
	}
}

func TestWhatAPersonDoesIsCountedOnceHoweverOftenItIsTold(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.AllEvents(), allytest.Model(allytest.Says("Respuesta.")))
	p, other := sample.Granted(), w.Colleagues(1)[0]
	thread := w.Thread(p, fields{"title": "Obra"}).ID
	var last allytest.Sent
	for i := range 3 {
		last = w.Send(p, thread, fmt.Sprint("mensaje secreto ", i))
	}
	w.Call(p, http.MethodPost, "/api/ally/messages/"+last.AllyMessageID+"/regenerate", fields{"key": "again"}).Into(&fields{})
	second := w.Thread(p, fields{"title": "Otra"}).ID
	w.Join(second, map[string][]sample.Person{"collaborator": {other}})
	w.Send(other, second, "de otra persona")
	w.Send(p, second, "mío")
	w.Act(p, thread, "done", "Cierre", "Resumen.", w.Clock.Now(), nil)
	w.Act(p, thread, "failed", "Cierre", "", w.Clock.Now(), fields{"output": fields{"status": "failed"}})
	w.Act(p, thread, "invited", "Cierre", "", w.Clock.Now(), fields{"appId": "collaborate"})
	w.Call(p, http.MethodPut, "/api/ally/messages/"+last.AllyMessageID+"/rating", fields{"stars": 2}).Into(&fields{})
	w.Call(p, http.MethodPut, "/api/ally/messages/"+last.AllyMessageID+"/rating", fields{"stars": 5}).Into(&fields{})
	first := w.Messages(p, thread).Messages[1].ID
	w.Call(p, http.MethodPut, "/api/ally/messages/"+first+"/rating", fields{"stars": 1}).Into(&fields{})
	w.Call(p, http.MethodDelete, "/api/ally/messages/"+first+"/rating", nil).Into(&fields{})
	beacon := fields{"visit": "visit-1234", "timings": []fields{
		{"number": 0, "what": "load", "ms": 900}, {"number": 1, "what": "search", "ms": 100}, {"number": 2, "what": "search", "ms": 600_001},
	}}
	w.Call(p, http.MethodPost, "/api/ally/beacon", beacon).Into(&fields{})
	w.Settled()

	got := together(factsOf(t, w, p.ID))
	want := fact.Numbers{
		Conversations: 2, Messages: 4, Answers: 4, Effective: 3, Actions: 2, Invited: 1, Ratings: 1, Stars: 5,
		Features: []string{"app:collaborate", "app:summary", "rating", "search"},
	}
	counted := fact.Numbers{
		Conversations: got.Conversations, Messages: got.Messages, Answers: got.Answers, Failed: got.Failed, Effective: got.Effective,
		Actions: got.Actions, Invited: got.Invited, Ratings: got.Ratings, Stars: got.Stars, Features: got.Features,
	}
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Error(diff)
	}
	for of, n := range map[string]int{fact.Opening: 2, fact.Act: 2, fact.Load: 1, fact.Search: 1} {
		if got.Times[of].N() != n {
			t.Errorf("%d times of %s, want %d: %+v", got.Times[of].N(), of, n, got.Times)
		}
	}
	if got.Productive.IsZero() || got.Sessions < 1 {
		t.Errorf("%+v", got)
	}
	if theirs := together(factsOf(t, w, other.ID)); theirs.Messages != 1 || theirs.Answers != 1 {
		t.Errorf("of the other person: %+v", theirs)
	}
	before := factsOf(t, w, p.ID)
	if raw, err := json.Marshal(before); err != nil || containsAny(string(raw), "secreto", "Obra", "Respuesta", p.Email) {
		t.Errorf("there is content in it: %s, %v", raw, err)
	}

	touch(t, w, "ally_messages", "ally_actions", "ally_ratings")
	w.Call(p, http.MethodPost, "/api/ally/beacon", beacon).Into(&fields{})
	w.Settled()
	if diff := cmp.Diff(together(before), together(factsOf(t, w, p.ID))); diff != "" {
		t.Errorf("told again: %s", diff)
	}
	w.Call(p, http.MethodDelete, allytest.ConversationsPath+"/"+thread, nil).Into(&fields{})
	w.Clock.Move(time.Minute)
	w.Sweep()
	w.Settled()
	if after := together(factsOf(t, w, p.ID)); after.Messages != got.Messages || after.Ratings != 0 {
		t.Errorf("after the conversation was deleted: %+v", after)
	}

	w.Call(p, http.MethodDelete, "/api/ally/privacy", fields{"confirm": p.Email}).Into(&fields{})
	w.Settled()
	w.Clock.Move(4 * time.Minute) // events that were late are erased too
	w.Sweep()
	if left := factsOf(t, w, p.ID); len(left) != 0 {
		t.Errorf("after the erasure: %+v", left)
	}
	late, err := w.DB.Collection(fact.Progresses).Doc("late").Get(t.Context())
	if err != nil || !slices.Contains(late.Data()["days"].([]any), any(before[0].Day)) {
		t.Errorf("the day is not rolled up again: %v, %v", late, err)
	}
}

func containsAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(s, word) })
}

func TestWhoIsToldIsNotedOnceAndInTheGroupOfTheFirstTime(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	people := w.Colleagues(8)
	for i, p := range people {
		w.Set("users/"+p.ID, fields{"allyBetaAccess": nil, "name": fmt.Sprint("Persona ", i)})
	}
	ask := func() map[string]string {
		t.Helper()
		w.Clock.Move(6 * time.Second) // what is kept of the rollout is read again
		for _, p := range people {
			w.Call(p, http.MethodGet, "/api/feature-flags", nil).Into(&fields{})
		}
		docs, err := w.DB.Collection(fact.Exposures).Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		groups := map[string]string{}
		for _, doc := range docs {
			groups[fmt.Sprint(doc.Data()["userId"])] = fmt.Sprint(doc.Data()["group"], " ", doc.Data()["on"], " ", doc.Data()["stage"])
		}
		return groups
	}
	if before := ask(); len(before) != 0 {
		t.Errorf("whom the rollout has not reached: %v", before)
	}
	w.Set("ally_config/rollout", fields{"stage": "domain", "salt": "s", "domains": fields{people[0].Domain(): 100}, "holdout": 50})
	first := ask()
	in, out := 0, 0
	for _, group := range first {
		switch group {
		case "ally true domain":
			in++
		case "classic false domain":
			out++
		}
	}
	if in+out != len(people) || in == 0 || out == 0 {
		t.Errorf("%v", first)
	}
	_, writes, _ := w.Call(people[0], http.MethodGet, "/api/feature-flags", nil).Cost()
	if writes != 0 {
		t.Errorf("%d writes for whom the instance knows", writes)
	}
	w.Set("ally_config/rollout", fields{"stage": "general", "percentage": 100, "holdout": 0})
	if diff := cmp.Diff(first, ask()); diff != "" {
		t.Errorf("it changed with the rollout: %s", diff)
	}
	again := w.Again(w.Config)
	again.Call(people[0], http.MethodGet, "/api/feature-flags", nil).Into(&fields{})
	if diff := cmp.Diff(first, ask()); diff != "" {
		t.Errorf("another instance wrote it anew: %s", diff)
	}
}
