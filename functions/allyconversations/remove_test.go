package allyconversations_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

// talking is a world whose model says something new each time.
func talking(t *testing.T) *allytest.World {
	t.Helper()
	return allytest.New(t, allytest.NoEvents(), allytest.Model(&allytest.Writer{
		Write: func(_ context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
			return allytest.Say(fmt.Sprint("Respuesta ", n, "."), emit)
		},
	}))
}

func remove(t *testing.T, w *allytest.World, p sample.Person, id string) allytest.Changed {
	t.Helper()
	var out allytest.Changed
	w.Call(p, http.MethodDelete, path+"/"+id, nil).Into(&out)
	return out
}

func empty(t *testing.T, w *allytest.World, p sample.Person, id string) allytest.Changed {
	t.Helper()
	var out allytest.Changed
	w.Call(p, http.MethodPost, path+"/"+id+"/clear", fields{}).Into(&out)
	return out
}

func restore(w *allytest.World, p sample.Person, id string) allytest.Answer {
	return w.Call(p, http.MethodPost, path+"/"+id+"/restore", fields{})
}

// belongings are the collections of what belongs to a conversation.
var belongings = []string{"ally_messages", "ally_versions", "ally_digests", "ally_ratings", "ally_actions"}

// busy is a thread with something in each of belongings.
func busy(t *testing.T, w *allytest.World, p sample.Person) string {
	t.Helper()
	id := w.Thread(p, fields{"title": "Obra"}).ID
	sent := w.Send(p, id, "¿Cuándo vence el permiso?")
	w.Call(p, http.MethodPost, "/api/ally/messages/"+sent.AllyMessageID+"/regenerate", fields{}).Into(&sent)
	w.Call(p, http.MethodPut, "/api/ally/messages/"+sent.AllyMessageID+"/rating", fields{"stars": 5}).Into(&struct{}{})
	w.Act(p, id, "act-of-"+id, "Permisos", "Dos permisos.", time.Now(), nil)
	for _, collection := range belongings {
		if w.Held(collection, id) == 0 {
			t.Fatalf("nothing in %s", collection)
		}
	}
	return id
}

func exists(t *testing.T, w *allytest.World, id string) bool {
	t.Helper()
	docs, err := w.DB.GetAll(t.Context(), []*firestore.DocumentRef{w.DB.Collection("ally_conversations").Doc(id)})
	if err != nil {
		t.Fatal(err)
	}
	return docs[0].Exists()
}

// held counts what there is of a conversation.
func held(w *allytest.World, id string) (all int) {
	for _, collection := range belongings {
		all += w.Held(collection, id)
	}
	return all
}

func TestADeletionCanBeUndoneUntilItsTimeIsOver(t *testing.T) {
	t.Parallel()
	w := talking(t)
	p := sample.Granted()
	id := busy(t, w, p)
	before := w.Conversation(p, id)
	messages := w.Messages(p, id).Messages
	first := remove(t, w, p, id)
	w.Clock.Move(10 * time.Second)
	if again := remove(t, w, p, id); !again.UndoUntil.Equal(first.UndoUntil) {
		t.Errorf("deleted twice, it can be undone until %v and %v", first.UndoUntil, again.UndoUntil)
	}
	if left := first.UndoUntil.Sub(w.Clock.Now()); left > 20*time.Second || left < 0 {
		t.Errorf("%v are left after ten seconds", left)
	}
	w.Sweep()
	var back allytest.Changed
	restore(w, p, id).Into(&back)
	if after := w.Conversation(p, id); after.Title != before.Title || after.MessageCount != before.MessageCount || after.LastMessageAt != before.LastMessageAt {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if got := w.Messages(p, id).Messages; len(got) != len(messages) {
		t.Errorf("%d messages, want %d", len(got), len(messages))
	}
	restore(w, p, id).Into(&back) // a second time is fine
	w.Clock.Move(time.Hour / 2)
	w.Sweep()
	if w.Conversation(p, id).ID != id || len(w.Messages(p, id).Messages) != len(messages) {
		t.Error("what was restored was purged")
	}
	remove(t, w, p, id)
	w.Clock.Move(31 * time.Second)
	if a := restore(w, p, id); a.Status != http.StatusConflict || a.Problem().Code != "too_late" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestAfterTheUndoTimeASweepPurgesAllThatBelongsToItButNotTheLedger(t *testing.T) {
	t.Parallel()
	w := talking(t)
	p := sample.Granted()
	id, other := busy(t, w, p), busy(t, w, p)
	ledger, kept := w.Held("ally_ledger", id), held(w, other)
	remove(t, w, p, id)
	w.Sweep()
	if held(w, id) == 0 || !exists(t, w, id) {
		t.Fatal("purged before its time")
	}
	w.Clock.Move(31 * time.Second)
	w.Sweep()
	if n := held(w, id); n != 0 || exists(t, w, id) {
		t.Errorf("%d documents are left", n)
	}
	if n := w.Held("ally_ledger", id); n != ledger || n == 0 {
		t.Errorf("%d entries in the ledger, want %d", n, ledger)
	}
	if n := held(w, other); n != kept {
		t.Errorf("%d documents of another conversation, want %d", n, kept)
	}
	for _, a := range []allytest.Answer{restore(w, p, id), w.Call(p, http.MethodDelete, path+"/"+id, nil)} {
		if a.Status != http.StatusNotFound {
			t.Errorf("%d %s", a.Status, a.Body)
		}
	}
	w.Sweep()
}

func TestTheMainAllyCanNotBeDeleted(t *testing.T) {
	t.Parallel()
	w := talking(t)
	p := sample.Granted()
	id := w.Open(p)
	if a := w.Call(p, http.MethodDelete, path+"/"+id, nil); a.Status != http.StatusConflict || a.Problem().Code != "main_permanent" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if w.Conversation(p, id).ID != id {
		t.Error("it is gone")
	}
}

// bulk stores n light documents that belong to a conversation.
func bulk(t *testing.T, w *allytest.World, id string, n int) {
	t.Helper()
	writer := w.DB.BulkWriter(t.Context())
	for range n {
		if _, err := writer.Create(w.DB.Collection("ally_ratings").NewDoc(), map[string]any{"conversationId": id}); err != nil {
			t.Fatal(err)
		}
	}
	writer.End()
}

func TestAPurgeThatIsCutIsCompletedByTheNextSweep(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]func(t *testing.T, w *allytest.World, id string){
		"by its context": func(t *testing.T, w *allytest.World, id string) {
			bulk(t, w, id, 1500)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			changes := w.DB.Collection("ally_messages").Where("conversationId", "==", id).Snapshots(t.Context())
			defer changes.Stop()
			if _, err := changes.Next(); err != nil {
				t.Fatal(err)
			}
			var group sync.WaitGroup
			group.Go(func() {
				if _, err := changes.Next(); err != nil { // the messages go
					t.Error(err)
				}
				cancel()
			})
			_ = w.System.Run(ctx) // an error, where it was cut before it ended
			group.Wait()
		},
		"by its limits": func(t *testing.T, w *allytest.World, id string) {
			bulk(t, w, id, 5100)
			w.Sweep()
			if n := held(w, id); n == 0 || n > 200 {
				t.Errorf("%d documents are left after a sweep's share", n)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := talking(t)
			p := sample.Granted()
			id := busy(t, w, p)
			remove(t, w, p, id)
			w.Clock.Move(31 * time.Second)
			cut(t, w, id)
			if a := restore(w, p, id); a.Status == http.StatusOK {
				t.Errorf("half of it was restored: %s", a.Body)
			}
			w.Sweep()
			if n := held(w, id); n != 0 || exists(t, w, id) {
				t.Errorf("%d documents are left", n)
			}
		})
	}
}

func TestTwoSweepsAtOnceDoNoHarm(t *testing.T) {
	t.Parallel()
	w := talking(t)
	p := sample.Granted()
	again := w.Again(w.Config)
	var gone []string
	for range 4 {
		id := busy(t, w, p)
		remove(t, w, p, id)
		gone = append(gone, id)
	}
	cleared := busy(t, w, p)
	empty(t, w, p, cleared)
	w.Clock.Move(31 * time.Second)
	var group sync.WaitGroup
	group.Go(func() { w.Sweep() })
	group.Go(func() { again.Sweep() })
	group.Wait()
	w.Sweep() // what one took from the other
	for _, id := range gone {
		if n := held(w, id); n != 0 || exists(t, w, id) {
			t.Errorf("%d documents are left", n)
		}
	}
	if n := w.Held("ally_messages", cleared); n != 0 {
		t.Errorf("%d cleared messages are left", n)
	}
	if c := w.Stored(cleared); c.PurgeAfter != nil || c.Purging || c.Cleared != nil {
		t.Errorf("%+v", c)
	}
}

// contents are the messages that a person sees in a conversation.
func contents(w *allytest.World, p sample.Person, id string) string {
	var all []string
	for _, m := range w.Messages(p, id).Messages {
		all = append(all, m.Content)
	}
	return strings.Join(all, " | ")
}

func TestAClearedConversationIsEmptyForEverythingAndLivesOn(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Respuesta.")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	for name, id := range map[string]string{"main": w.Open(p), "thread": w.Thread(p, fields{"title": "Obra"}).ID} {
		sent := w.Send(p, id, "El código de la bodega es cuarenta.")
		w.Call(p, http.MethodPut, "/api/ally/messages/"+sent.AllyMessageID+"/rating", fields{"stars": 5}).Into(&struct{}{})
		out := empty(t, w, p, id)
		if again := empty(t, w, p, id); !again.UndoUntil.Equal(out.UndoUntil) || out.Conversation.MessageCount != 0 {
			t.Errorf("%s: %+v, again %+v", name, out, again)
		}
		if got := contents(w, p, id); got != "" {
			t.Errorf("%s: still shows %s", name, got)
		}
		for _, a := range []allytest.Answer{
			w.Call(p, http.MethodGet, "/api/ally/messages/"+sent.AllyMessageID, nil),
			w.Call(p, http.MethodPost, "/api/ally/messages/"+sent.AllyMessageID+"/stop", fields{}),
			w.Call(p, http.MethodPost, "/api/ally/messages/"+sent.AllyMessageID+"/regenerate", fields{}),
			w.Call(p, http.MethodPut, "/api/ally/messages/"+sent.AllyMessageID+"/rating", fields{"stars": 1}),
			w.Call(p, http.MethodGet, "/api/ally/messages/"+sent.AllyMessageID+"/versions", nil),
		} {
			if a.Status != http.StatusNotFound {
				t.Errorf("%s: a cleared reply: %d %s", name, a.Status, a.Body)
			}
		}
		w.Send(p, id, "¿Qué te dije?")
		asked := writer.Asked()
		if n := len(asked[len(asked)-1].History); n != 0 {
			t.Errorf("%s: %d cleared messages went along", name, n)
		}
		other := w.Thread(p, fields{"activeInputs": fields{"conversationIds": []string{id}}}).ID
		w.Send(p, other, "¿Cuál es el código de la bodega?")
		asked = writer.Asked()
		for _, s := range asked[len(asked)-1].Sources {
			if strings.Contains(s.Text, "cuarenta") {
				t.Errorf("%s: another conversation is told %s", name, s.Text)
			}
		}
		w.Clock.Move(31 * time.Second)
		w.Sweep()
		if got := contents(w, p, id); got != "¿Qué te dije? | Respuesta." || w.Held("ally_messages", id) != 2 || w.Held("ally_ratings", id) != 0 {
			t.Errorf("%s: after the purge %s, %d messages stored", name, got, w.Held("ally_messages", id))
		}
		if n := w.Conversation(p, id).MessageCount; n != 2 {
			t.Errorf("%s: %d counted", name, n)
		}
		docs, err := w.DB.Collection("ally_digests").Where("conversationId", "==", id).Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		if stored := fmt.Sprint(docs[0].Data()); len(docs) != 1 || strings.Contains(stored, "cuarenta") || !strings.Contains(stored, "¿Qué te dije?") {
			t.Errorf("%s: digest %s", name, stored)
		}
		restore(w, p, id).Into(&allytest.Changed{})
		if got := contents(w, p, id); got != "¿Qué te dije? | Respuesta." {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestUndoingAClearingBringsAllBackBesideWhatCameMeanwhile(t *testing.T) {
	t.Parallel()
	w := talking(t)
	p := sample.Granted()
	id := w.Thread(p, fields{"title": "Obra"}).ID
	w.Send(p, id, "uno")
	empty(t, w, p, id)
	w.Send(p, id, "dos")
	var back allytest.Changed
	restore(w, p, id).Into(&back)
	if got := contents(w, p, id); got != "uno | Respuesta 1. | dos | Respuesta 2." || back.Conversation.MessageCount != 4 {
		t.Errorf("%s, %d counted", got, back.Conversation.MessageCount)
	}
	w.Clock.Move(time.Minute)
	w.Sweep()
	if n := w.Held("ally_messages", id); n != 4 {
		t.Errorf("%d messages after a sweep", n)
	}
}

func TestOfTwoClearingsUndoingTheLaterLeavesTheEarlierToBePurged(t *testing.T) {
	t.Parallel()
	w := talking(t)
	p := sample.Granted()
	id := w.Thread(p, fields{"title": "Obra"}).ID
	w.Send(p, id, "uno")
	empty(t, w, p, id)
	w.Send(p, id, "dos")
	empty(t, w, p, id)
	restore(w, p, id).Into(&allytest.Changed{})
	if got := contents(w, p, id); got != "dos | Respuesta 2." {
		t.Errorf("%s", got)
	}
	w.Clock.Move(time.Minute)
	w.Sweep()
	if got, n := contents(w, p, id), w.Held("ally_messages", id); got != "dos | Respuesta 2." || n != 2 {
		t.Errorf("%s, %d stored", got, n)
	}
	if n := w.Conversation(p, id).MessageCount; n != 2 {
		t.Errorf("%d counted", n)
	}
}

func TestADeletionThatIsUndoneLeavesWhatWasClearedToBeUndoneOrPurged(t *testing.T) {
	t.Parallel()
	w := talking(t)
	p := sample.Granted()
	for _, undo := range []bool{true, false} {
		id := w.Thread(p, fields{"title": "Obra"}).ID
		w.Send(p, id, "uno")
		empty(t, w, p, id)
		remove(t, w, p, id)
		restore(w, p, id).Into(&allytest.Changed{})
		want := 0
		if undo {
			restore(w, p, id).Into(&allytest.Changed{})
			want = 2
		}
		w.Clock.Move(time.Minute)
		w.Sweep()
		if n, counted := w.Held("ally_messages", id), w.Conversation(p, id).MessageCount; n != want || counted != want {
			t.Errorf("undone %t: %d messages, %d counted, want %d", undo, n, counted, want)
		}
	}
}

func TestWhatIsDeletedWhileItsClearedPartIsPurgedIsPurgedToo(t *testing.T) {
	t.Parallel()
	w := talking(t)
	p := sample.Granted()
	id := busy(t, w, p)
	empty(t, w, p, id)
	w.Set("ally_conversations/"+id, fields{"purging": true}) // a sweep is at it, and will be cut
	remove(t, w, p, id)
	w.Clock.Move(10 * time.Second)
	restore(w, p, id).Into(&allytest.Changed{})
	restore(w, p, id).Into(&allytest.Changed{})
	if got := contents(w, p, id); got != "" {
		t.Errorf("what is half purged came back: %s", got)
	}
	remove(t, w, p, id)
	w.Clock.Move(31 * time.Second)
	w.Sweep()
	if n := held(w, id); n != 0 || exists(t, w, id) {
		t.Errorf("%d documents are left", n)
	}
}

func TestAClearingAmidMessagesKeepsTheCount(t *testing.T) {
	t.Parallel()
	w := talking(t)
	p := sample.Granted()
	id := w.Thread(p, fields{"title": "Obra"}).ID
	var group sync.WaitGroup
	for i := range 6 {
		r := w.Request(p, http.MethodPost, "/api/ally/messages", fields{"conversationId": id, "message": fmt.Sprint("mensaje ", i)})
		group.Go(func() {
			if a := w.Do(r); a.Status != http.StatusOK {
				t.Errorf("%d %s", a.Status, a.Body)
			}
		})
	}
	empty(t, w, p, id)
	group.Wait()
	check := func(when string) {
		if shown, counted := len(w.Messages(p, id).Messages), w.Conversation(p, id).MessageCount; shown != counted {
			t.Errorf("%s: %d shown, %d counted", when, shown, counted)
		}
	}
	check("cleared")
	w.Clock.Move(31 * time.Second)
	w.Sweep()
	check("purged")
	if w.Held("ally_messages", id) != w.Conversation(p, id).MessageCount {
		t.Error("cleared messages are left")
	}
}

func TestAWelcomeThatComesAfterAClearingIsNotCounted(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.Model(allytest.Says("Respuesta.")))
	p := sample.Granted()
	id := w.Open(p)
	empty(t, w, p, id) // before or after the welcome
	w.Handled("allywelcome", 1)
	if n := w.Conversation(p, id).MessageCount; n != 0 {
		t.Errorf("%d counted", n)
	}
	if got := contents(w, p, id); got != "" {
		t.Errorf("%s", got)
	}
}

func TestAReplyInTheMakingIsGoneWithItsConversation(t *testing.T) {
	t.Parallel()
	begun, goOn := make(chan struct{}), make(chan struct{})
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(&allytest.Writer{
		Write: func(_ context.Context, _ int, _ model.Request, emit func(string) error) (model.Reply, error) {
			close(begun)
			<-goOn
			return allytest.Say("Tarde.", emit)
		},
	}))
	p := sample.Granted()
	id := w.Thread(p, fields{"title": "Obra"}).ID
	r := w.Request(p, http.MethodPost, "/api/ally/messages", fields{"conversationId": id, "message": "hola"})
	var group sync.WaitGroup
	group.Go(func() {
		// Its writer may renew its lease before the sweep comes: then it ends first.
		if a := w.Do(r); a.Status != http.StatusNotFound && a.Status != http.StatusOK {
			t.Errorf("%d %s", a.Status, a.Body)
		}
	})
	<-begun
	remove(t, w, p, id)
	w.Clock.Move(31 * time.Second)
	w.Sweep()
	close(goOn)
	group.Wait()
	w.Sweep()
	if n := held(w, id); n != 0 || exists(t, w, id) {
		t.Errorf("%d documents are left", n)
	}
	entries, err := w.DB.Collection("ally_ledger").Where("conversationId", "==", id).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	tokens := int64(0) // of what the sweep wrote off, and of what came after
	for _, e := range entries {
		tokens += e.Data()["inputTokens"].(int64) + e.Data()["outputTokens"].(int64)
	}
	if tokens != 15 {
		t.Errorf("%d tokens in the ledger", tokens)
	}
}
