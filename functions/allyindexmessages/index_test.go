package allyindexmessages_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/search"
	"getaifactory.com/ally/shared/store"
)

type fields = map[string]any

// kept is all that search keeps, by its place.
func kept(t *testing.T, w *allytest.World) map[string]string {
	t.Helper()
	all := map[string]string{}
	add := func(q firestore.Query) {
		docs, err := q.Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range docs {
			data := doc.Data()
			if words, ok := data["words"].([]any); ok { // a set, in the order in which it was learnt
				set := map[string]bool{}
				for _, word := range words {
					set[word.(string)] = true
				}
				data["words"] = set
			}
			raw, err := json.Marshal(data)
			if err != nil {
				t.Fatal(err)
			}
			all[doc.Ref.Path] = string(raw)
		}
	}
	add(w.DB.CollectionGroup("ally_entries").Query)
	add(w.DB.Collection("ally_vocabulary").Query)
	return all
}

func empty(t *testing.T, w *allytest.World) {
	t.Helper()
	for _, q := range []firestore.Query{w.DB.CollectionGroup("ally_entries").Query, w.DB.Collection("ally_vocabulary").Query} {
		docs, err := q.Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range docs {
			if _, err := doc.Ref.Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestEventsRepeatedShuffledAndAtOnceMakeTheSameIndexAsARebuild(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Respuesta sobre bodegas y grúas.")), allytest.Environment("ALLY_MESSAGES_PER_MINUTE=0"))
	p, x := sample.Granted(), w.Indexer()
	type event struct {
		conversation string
		number       int
	}
	var events []event
	for c := range 3 {
		id := w.Thread(p, fields{"title": fmt.Sprint("Obra número ", c)}).ID
		if c == 1 {
			w.Join(id, map[string][]sample.Person{"viewer": w.Colleagues(1)})
		}
		for n := range 12 { // two parts
			w.Send(p, id, fmt.Sprintf("mensaje %d: revisar el presupuesto de la bodega %d", n, c))
			events = append(events, event{id, 2*n + 1}, event{id, 2*n + 2})
		}
	}
	deliver := func(events []event, at int) {
		t.Helper()
		var group sync.WaitGroup
		lanes := make(chan struct{}, at)
		for i, e := range events {
			lanes <- struct{}{}
			group.Go(func() {
				defer func() { <-lanes }()
				if err := x.Message(t.Context(), fmt.Sprint("event-", i), e.conversation, e.number); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
	}
	deliver(events, 1)
	want := kept(t, w)
	if len(want) < 8 {
		t.Fatalf("%d documents", len(want))
	}
	deliver(events, 4)
	if diff := cmp.Diff(want, kept(t, w)); diff != "" {
		t.Errorf("delivered twice: %s", diff)
	}
	empty(t, w)
	random := rand.New(rand.NewPCG(7, 7))
	shuffled := append(append([]event{}, events...), events[:20]...)
	random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	deliver(shuffled, 6)
	if diff := cmp.Diff(want, kept(t, w)); diff != "" {
		t.Errorf("shuffled, repeated and at once: %s", diff)
	}
	empty(t, w)
	if _, err := x.Rebuild(t.Context(), true, func(search.Rebuilt) {}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, kept(t, w)); diff != "" {
		t.Errorf("rebuilt: %s", diff)
	}
}

func TestARebuildThatWasInterruptedGoesOn(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Respuesta.")))
	p, x := sample.Granted(), w.Indexer()
	for c := range 3 {
		w.Send(p, w.Thread(p, fields{"title": fmt.Sprint("Obra ", c)}).ID, "revisar la bodega")
	}
	w.Act(p, "", "act", "Cierre", "Resumen de la bodega.", w.Clock.Now(), nil)
	gone := w.Thread(p, fields{"title": "Borrada"}).ID
	w.Send(p, gone, "desaparece")
	if _, err := x.Rebuild(t.Context(), true, func(search.Rebuilt) {}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Collection("ally_conversations").Doc(gone).Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, kill := context.WithCancel(t.Context())
	_, err := x.Rebuild(ctx, true, func(r search.Rebuilt) {
		if r.Phase == "actions" {
			kill()
		}
	})
	if !errors.Is(err, context.Canceled) && err == nil {
		t.Fatal("it was not interrupted")
	}
	r, err := x.Rebuild(t.Context(), false, func(search.Rebuilt) {})
	if err != nil || r.Phase != search.Done || r.Conversations != 3 || r.Actions != 1 || r.Removed != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	if n := len(kept(t, w)); n < 5 {
		t.Errorf("%d documents", n)
	}
}

func TestEventsWithinAWindowAreIndexedTogetherAndNoneIsLost(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Respuesta.")))
	p, x := sample.Granted(), w.Indexer()
	id := w.Thread(p, fields{"title": "Obra"}).ID
	w.Send(p, id, "primero andamios")
	waiting, goOn := make(chan struct{}), make(chan error)
	x.Window = time.Second
	x.Pause = func(context.Context, time.Duration) error {
		waiting <- struct{}{}
		return <-goOn
	}
	first := make(chan error, 1)
	go func() { first <- x.Message(t.Context(), "first", id, 1) }()
	<-waiting
	w.Send(p, id, "segundo hormigón")
	for range 2 { // twice: it is a normal branch
		if err := x.Message(t.Context(), "second", id, 3); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(kept(t, w)); n != 0 {
		t.Fatalf("%d documents before the window closed", n)
	}
	goOn <- nil
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	if !hasStem(t, w, "andami") || !hasStem(t, w, "hormigon") {
		t.Error("a message of the window is not indexed")
	}

	// Who gathers is killed: its event comes again, and takes its window over.
	w.Send(p, id, "tercero excavación")
	killed := errors.New("killed")
	go func() { first <- x.Message(t.Context(), "third", id, 5) }()
	<-waiting
	goOn <- killed
	if err := <-first; !errors.Is(err, killed) {
		t.Fatal(err)
	}
	if err := x.Message(t.Context(), "fourth", id, 6); err != nil {
		t.Fatal(err) // it relies on the third
	}
	go func() { first <- x.Message(t.Context(), "third", id, 5) }()
	<-waiting
	goOn <- nil
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	if !hasStem(t, w, "excav") {
		t.Error("what came after a kill is not indexed")
	}

	// Whose event never comes again is overtaken when it must have failed.
	w.Send(p, id, "cuarto tabiques")
	go func() { first <- x.Message(t.Context(), "fifth", id, 7) }()
	<-waiting
	goOn <- killed
	<-first
	left, err := w.DB.Collection(search.Windows).Documents(t.Context()).GetAll()
	if err != nil || len(left) != 1 {
		t.Fatalf("%d windows are left, %v", len(left), err)
	}
	if until, ok := left[0].Data()[w.Indexes.TimeToLive(search.Windows)].(time.Time); !ok || !until.After(w.Clock.Now()) {
		t.Errorf("what is left lives until %v: %v", until, left[0].Data())
	}
	w.Clock.Move(2 * time.Minute)
	go func() { first <- x.Message(t.Context(), "sixth", id, 8) }()
	<-waiting
	goOn <- nil
	if err := <-first; err != nil || !hasStem(t, w, "tabiqu") {
		t.Errorf("overtaken: %v", err)
	}
}

func hasStem(t *testing.T, w *allytest.World, stem string) bool {
	t.Helper()
	docs, err := w.DB.CollectionGroup("ally_entries").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		if has, _ := doc.Data()["has"].(map[string]any); has[stem] == true {
			return true
		}
	}
	return false
}

func TestIndexingCostsTheSameInALongConversation(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Respuesta.")), allytest.Environment("ALLY_MESSAGES_PER_MINUTE=0"))
	p, x := sample.Granted(), w.Indexer()
	id := w.Thread(p, fields{"title": "Obra"}).ID
	w.Send(p, id, "hola bodega")
	cost := func(number int) (reads, writes int) {
		ctx, meter := store.Metered(t.Context(), w.Clock.Now)
		if err := x.Message(ctx, fmt.Sprint("event-", number), id, number); err != nil {
			t.Fatal(err)
		}
		return meter.Cost().Reads, meter.Cost().Writes
	}
	first, _ := cost(1)
	for n := range 30 {
		w.Send(p, id, fmt.Sprint("mensaje ", n))
	}
	last, writes := cost(62)
	if most := 3 + 1 + search.PartMessages; first > most || last > most || writes > 8 {
		t.Errorf("%d reads after 2 messages, %d reads and %d writes after 62; at most %d are due", first, last, writes, most)
	}
}
