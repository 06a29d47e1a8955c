package memory_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/memory"
)

func TestALaterDecisionOnTheSameSubjectSupersedes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.keeper(t, nil)
	earlier := said("a", "Se decidió que el proveedor de hormigón será Melón.")
	later := said("b", "Se decidió cambiar el proveedor de hormigón a Polpaico.")
	other := said("c", "Se decidió arrendar una grúa para la faena norte.")
	w.learn(t, k, "c1", later, other)
	w.learn(t, k, "c1", earlier)
	items := w.items(t, k)
	if len(items) != 3 || items[2].SupersededBy != items[1].ID || items[1].SupersededBy != "" || items[0].SupersededBy != "" {
		t.Errorf("%+v", items)
	}
	if got := w.told(t, "c1")["decisions"]; !cmp.Equal(got, []any{later.Text, other.Text}) {
		t.Errorf("the conversation tells %v", got)
	}
	later.Gone = true
	w.learn(t, k, "c1", later)
	if items := w.items(t, k); len(items) != 2 || items[1].SupersededBy != "" {
		t.Errorf("what superseded is gone: %+v", items)
	}
}

func TestALaterDateOfTheSameTaskSupersedes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.keeper(t, nil)
	w.learn(t, k, "c1",
		said("a", "Pedro enviará el informe de avance el viernes."),
		said("b", "Ana enviará el informe de avance el lunes."),
		said("c", "Pedro enviará el informe de avance el martes."))
	items := w.items(t, k)
	if len(items) != 3 || items[2].SupersededBy != items[0].ID || items[1].SupersededBy != "" {
		t.Errorf("%+v", items)
	}
}

func TestWhatAPersonChangedStaysWhenItIsLearntAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.keeper(t, nil)
	m := said("a", "Hay que renovar el seguro antes del viernes. Debemos revisar las cotizaciones de cemento.")
	w.learn(t, k, "c1", m)
	items := w.items(t, k)
	slices.SortFunc(items, func(a, b memory.Item) int { return -strings.Compare(a.Text, b.Text) }) // the insurance first
	text, done := "Renovar el seguro de la grúa", memory.Done
	if _, err := k.Change(t.Context(), me, items[0].ID, memory.Change{Text: &text, Status: &done}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Delete(t.Context(), me, items[1].ID); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		w.learn(t, k, "c1", m)
		got := w.items(t, k)
		if len(got) != 1 || got[0].Text != text || got[0].Status != memory.Done || !got[0].Edited {
			t.Errorf("%+v", got)
		}
		w.now = w.now.Add(memory.UndoTime)
		if _, err := k.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(fmt.Sprint(w.stored(t)), "cotizaciones") {
		t.Error("what was deleted is still there")
	}
	if _, err := k.Restore(t.Context(), me, items[1].ID); err == nil {
		t.Error("it was restored too late")
	}
}

func TestADeletionCanBeUndone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.keeper(t, nil)
	w.learn(t, k, "c1", said("a", "Se decidió cambiar el proveedor de hormigón."))
	id := w.items(t, k)[0].ID
	if _, err := k.Delete(t.Context(), me, id); err != nil {
		t.Fatal(err)
	}
	if n := len(w.items(t, k)); n != 0 || len(w.told(t, "c1")["decisions"].([]any)) != 0 {
		t.Errorf("%d items are still shown", n)
	}
	if _, err := k.Restore(t.Context(), me, id); err != nil {
		t.Fatal(err)
	}
	if n := len(w.items(t, k)); n != 1 || len(w.told(t, "c1")["decisions"].([]any)) != 1 {
		t.Errorf("%d items", n)
	}
}

func TestNothingIsLearntOfWhoSwitchedMemoryOff(t *testing.T) {
	t.Parallel()
	decided := said("a", "Se decidió cambiar el proveedor de hormigón.")
	theirs := said("b", "Se decidió arrendar la grúa.")
	theirs.AuthorID = "u2"
	for name, tc := range map[string]struct {
		path string
		set  fields
		want int
	}{
		"on":                        {"users/u1", fields{"allyPreferences": fields{"memoryOptIn": true}}, 2},
		"the owner off":             {"users/u1", fields{"allyPreferences": fields{"memoryOptIn": false}}, 0},
		"the organization off":      {"organizations/o1", fields{"allyConfig": fields{"memorySettings": fields{"enabled": false}}}, 0},
		"another author off":        {"users/u2", fields{"allyPreferences": fields{"memoryOptIn": false}}, 1},
		"an author of another org.": {"users/u2", fields{"organizationId": "o2"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			k := w.keeper(t, nil)
			w.set(t, tc.path, tc.set)
			w.learn(t, k, "c1", decided, theirs)
			items, _ := w.stored(t)["items"].(fields)
			if len(items) != tc.want {
				t.Errorf("%v", items)
			}
		})
	}
}

func TestSwitchedOffWhatThereWasGoes(t *testing.T) {
	t.Parallel()
	for name, off := range map[string]func(t *testing.T, w *world, k *memory.Keeper){
		"by the person, at once": func(t *testing.T, w *world, k *memory.Keeper) {
			if err := k.OptIn(t.Context(), me, false); err != nil {
				t.Fatal(err)
			}
		},
		"by the organization, with the next message": func(t *testing.T, w *world, k *memory.Keeper) {
			w.set(t, "organizations/o1", fields{"allyConfig": fields{"memorySettings": fields{"enabled": false}}})
			w.learn(t, k, "c2", said("z", "hola"))
		},
		"by the organization, with the sweep": func(t *testing.T, w *world, k *memory.Keeper) {
			w.set(t, "organizations/o1", fields{"allyConfig": fields{"memorySettings": fields{"enabled": false}}})
			w.now = w.now.Add(time.Hour + time.Second)
			if swept, err := k.Sweep(t.Context()); err != nil || swept.Erased != 1 {
				t.Fatalf("%+v, %v", swept, err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			k := w.keeper(t, nil)
			w.learn(t, k, "c1", said("a", "Se decidió cambiar el proveedor CANARIO."))
			w.learn(t, k, "c2", said("b", "Hay que avisar al CANARIO mañana."))
			off(t, w, k)
			if stored := w.stored(t); stored != nil {
				t.Errorf("%v", stored)
			}
			if all := fmt.Sprint(w.told(t, "c1"), w.told(t, "c2")); strings.Contains(all, "CANARIO") {
				t.Errorf("%s", all)
			}
		})
	}
}

func TestWhatIsOlderThanTheOrganizationKeepsGoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.keeper(t, nil)
	w.set(t, "organizations/o1", fields{"allyConfig": fields{"memorySettings": fields{"enabled": true, "retentionDays": 30}}})
	young := said("b", "Hay que pagar la factura de la grúa.")
	young.At = written.Add(10 * 24 * time.Hour)
	w.learn(t, k, "c1", said("a", "Se decidió cambiar el proveedor de hormigón."), young)
	w.now = written.Add(30*24*time.Hour + time.Hour)
	keeping := me
	keeping.Organization.MemoryDays = 30
	r, err := k.Load(t.Context(), "u1")
	if err != nil || len(r.Items(keeping)) != 1 {
		t.Errorf("too old, and shown before the sweep: %+v, %v", r.Items(keeping), err)
	}
	if swept, err := k.Sweep(t.Context()); err != nil || swept.Removed != 1 || swept.Looked != 1 {
		t.Errorf("%+v, %v", swept, err)
	}
	if all := fmt.Sprint(w.stored(t), w.told(t, "c1")); strings.Contains(all, "hormigón") || !strings.Contains(all, "factura") {
		t.Errorf("%s", all)
	}
	if swept, err := k.Sweep(t.Context()); err != nil || swept.Looked != 0 {
		t.Errorf("looked again at once: %+v, %v", swept, err)
	}
	w.learn(t, k, "c1", said("a", "Se decidió cambiar el proveedor de hormigón."))
	if n := len(w.items(t, k)); n != 1 {
		t.Errorf("what is too old was learnt again: %d items", n)
	}
}

func TestAForgottenConversationIsNotLearntAgainButWhatComesThenIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.keeper(t, nil)
	old, kept := said("a", "Se decidió cambiar el proveedor de hormigón."), said("b", "Se decidió arrendar la grúa.")
	w.learn(t, k, "c1", old)
	w.learn(t, k, "c2", kept)
	if err := k.Forget(t.Context(), "u1", "c1"); err != nil {
		t.Fatal(err)
	}
	fresh := said("c", "Hay que pagar la factura.")
	fresh.At = w.now.Add(time.Minute)
	w.learn(t, k, "c1", old, fresh)
	if items := w.items(t, k); len(items) != 2 || items[0].MessageID != "c" || items[1].MessageID != "b" {
		t.Errorf("%+v", items)
	}
	if err := k.ForgetAll(t.Context(), "u1"); err != nil {
		t.Fatal(err)
	}
	w.learn(t, k, "c2", kept)
	if items := w.items(t, k); len(items) != 1 {
		t.Errorf("%+v", items) // only what is said later than now
	}
}

func TestAPurgedConversationTakesItsMemoryAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.keeper(t, nil)
	w.learn(t, k, "c1", said("a", "Se decidió cambiar el proveedor de hormigón."))
	w.learn(t, k, "c2", said("b", "Se decidió arrendar la grúa."))
	w.set(t, "ally_conversations/c1", fields{"deletedAt": w.now, "purging": true})
	if err := k.Purge(t.Context(), "u1", "c1", time.Time{}); err != nil {
		t.Fatal(err)
	}
	w.learn(t, k, "c1", said("a", "Se decidió cambiar el proveedor de hormigón.")) // late
	if items := w.items(t, k); len(items) != 1 || items[0].ConversationID != "c2" {
		t.Errorf("%+v", items)
	}
}

func TestManyWhoLearnAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.keeper(t, nil)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			w.learn(t, k, []string{"c1", "c2"}[i%2], said(fmt.Sprint("m", i), fmt.Sprintf("Hay que revisar la bodega %d mañana.", i)))
		})
	}
	group.Wait()
	if n := len(w.items(t, k)); n != 8 {
		t.Errorf("%d items", n)
	}
}

// texts are what messages of the property tests say.
var texts = []string{
	"Se decidió que el proveedor de hormigón será Melón.", "Se decidió cambiar el proveedor de hormigón a Polpaico.",
	"Pedro enviará el informe de avance el viernes.", "Pedro enviará el informe de avance el martes.",
	"Lo importante es que el permiso vence en mayo. Hay que pagar la patente.", "¿Quién revisa la bodega?", "Gracias.",
	"En resumen, faltan dos permisos.\n\nAcordamos arrendar la grúa. Yo me encargo de llamar mañana.",
}

func TestHoweverOftenAndInWhateverOrderItIsToldTheDocumentIsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	k := w.keeper(t, nil)
	rapid.Check(t, func(rt *rapid.T) {
		type event struct {
			conversation string
			said         memory.Said
		}
		var final, all []event
		for i := range rapid.IntRange(1, 6).Draw(rt, "messages") {
			e := event{rapid.SampledFrom([]string{"c1", "c2", "c3"}).Draw(rt, "conversation"), said(fmt.Sprint("m", i), "")}
			for version := range rapid.IntRange(1, 3).Draw(rt, "versions") {
				e.said.Text, e.said.Version = rapid.SampledFrom(texts).Draw(rt, "text"), version+1
				all = append(all, e)
			}
			if rapid.IntRange(0, 4).Draw(rt, "gone") == 0 {
				e.said.Gone = true
				all = append(all, e)
			}
			final = append(final, e)
		}
		tell := func(events []event) fields {
			if _, err := w.db.Doc("ally_memory/u1").Delete(t.Context()); err != nil {
				rt.Fatal(err)
			}
			for len(events) > 0 { // in batches of a conversation, as the indexer tells them
				n := 1
				for n < len(events) && events[n].conversation == events[0].conversation {
					n++
				}
				var batch []memory.Said
				for _, e := range events[:n] {
					batch = append(batch, e.said)
				}
				w.learn(t, k, events[0].conversation, batch...)
				events = events[n:]
			}
			return w.stored(t)
		}
		want := tell(final)
		shuffled := rapid.Permutation(append(slices.Clone(all), all...)).Draw(rt, "order")
		if diff := cmp.Diff(want, tell(shuffled)); diff != "" {
			rt.Error(diff)
		}
	})
}
