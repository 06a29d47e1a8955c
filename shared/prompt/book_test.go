package prompt_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/prompt"
)

func newBook(t *testing.T) *prompt.Book {
	t.Helper()
	return &prompt.Book{Client: emulatortest.Client(t, emulatortest.Project(t)), Now: time.Now, Source: "localhost"}
}

func by(name string) prompt.Author {
	return prompt.Author{Who: access.Person{ID: name, Email: name + "@example.com"}, Why: "por " + name}
}

func words(text string) prompt.Words {
	return prompt.Words{SystemPrompt: text, Rules: []string{"regla de " + text}}
}

func edition(t *testing.T, b *prompt.Book) prompt.Edition {
	t.Helper()
	e, err := b.Edition(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func publish(t *testing.T, b *prompt.Book, on int, text string) prompt.Stored {
	t.Helper()
	s, err := b.Publish(t.Context(), by("ana"), on, words(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsPublishedIsInForceAndItsVersionStays(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if e := edition(t, b); e.Active.Version != 0 || e.Active.SystemPrompt != prompt.BuiltIn().SystemPrompt || e.Draft != nil {
		t.Fatalf("before anything was saved: %+v", e)
	}
	publish(t, b, 0, "uno")
	publish(t, b, 1, "dos")
	if e := edition(t, b); e.Active.Version != 2 || e.Active.SystemPrompt != "dos" || e.Active.Author != "ana@example.com" || e.Active.Why != "por ana" {
		t.Errorf("%+v", e.Active)
	}
	one, err := b.Version(t.Context(), 1)
	if err != nil || one.SystemPrompt != "uno" || one.Rules[0] != "regla de uno" {
		t.Errorf("%+v, %v", one, err)
	}
	if _, err := b.Version(t.Context(), 3); !fault.Has(err, "not_found") {
		t.Errorf("a version that is none: %v", err)
	}
	active, err := prompt.NewSource(b.Client, time.Now).Active(t.Context())
	if err != nil || active.Version != 2 || active.SystemPrompt != "dos" {
		t.Errorf("in force: %+v, %v", active, err)
	}
}

func TestGoingBackIsANewVersionEqualToTheOldOne(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	publish(t, b, 0, "uno")
	publish(t, b, 1, "dos")
	back, err := b.Rollback(t.Context(), by("berta"), 2, 1)
	if err != nil || back.Version != 3 || back.SystemPrompt != "uno" || back.Equal != 1 {
		t.Fatalf("%+v, %v", back, err)
	}
	var seen []int
	for before := 0; ; {
		page, next, err := b.Versions(t.Context(), before, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range page {
			seen = append(seen, v.Version)
		}
		if before = next; before == 0 {
			break
		}
	}
	if fmt.Sprint(seen) != "[3 2 1]" {
		t.Errorf("versions %v", seen)
	}
}

func TestWhoPublishesOnAnOldVersionIsToldAndLosesNothing(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	publish(t, b, 0, "uno")
	if _, err := b.Publish(t.Context(), by("berta"), 0, words("otro")); !fault.Has(err, "changed") {
		t.Errorf("%v", err)
	}
	if e := edition(t, b); e.Active.SystemPrompt != "uno" {
		t.Errorf("in force: %q", e.Active.SystemPrompt)
	}
}

// Two at once, a hundred times: one of them publishes, the other is told; there is
// one in force, and every version that somebody was told is saved.
func TestOfTwoWhoPublishAtOnceOneIsTold(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for round := range 100 {
		var group sync.WaitGroup
		var published, told atomic.Int32
		for _, name := range []string{"ana", "berta"} {
			group.Go(func() {
				switch _, err := b.Publish(t.Context(), by(name), round, words(fmt.Sprint(name, round))); {
				case err == nil:
					published.Add(1)
				case fault.Has(err, "changed"):
					told.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		group.Wait()
		if published.Load() != 1 || told.Load() != 1 {
			t.Fatalf("round %d: %d published, %d told", round, published.Load(), told.Load())
		}
	}
	active, err := b.Client.Collection(prompt.Collection).Where("isActive", "==", true).Documents(t.Context()).GetAll()
	if err != nil || len(active) != 1 || active[0].Ref.ID != prompt.ActiveID {
		t.Errorf("%d active, %v", len(active), err)
	}
	versions, _, err := b.Versions(t.Context(), 0, 200)
	if err != nil || len(versions) != 100 {
		t.Errorf("%d versions, %v", len(versions), err)
	}
	entries, err := b.Client.Collection(audit.Collection).Documents(t.Context()).GetAll()
	if err != nil || len(entries) != 100 {
		t.Errorf("%d audit entries, %v", len(entries), err)
	}
}

func TestAVersionThatWasPutThereByOtherMeansIsKeptToo(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	_, err := b.Client.Doc(prompt.Collection+"/"+prompt.ActiveID).Set(t.Context(), map[string]any{"version": 7, "systemPrompt": "a mano", "isActive": true})
	if err != nil {
		t.Fatal(err)
	}
	publish(t, b, 7, "ocho")
	if v, err := b.Version(t.Context(), 7); err != nil || v.SystemPrompt != "a mano" {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestADraftIsNotInForceAndGoesWhenItIsPublished(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	draft, err := b.SaveDraft(t.Context(), by("ana"), 0, words("borrador"))
	if err != nil || draft.Revision != 1 {
		t.Fatalf("%+v, %v", draft, err)
	}
	if _, err := b.SaveDraft(t.Context(), by("berta"), 0, words("otro")); !fault.Has(err, "changed") {
		t.Errorf("a draft over somebody else's: %v", err)
	}
	if draft, err = b.SaveDraft(t.Context(), by("ana"), 1, words("mejor")); err != nil || draft.Revision != 2 {
		t.Errorf("%+v, %v", draft, err)
	}
	if e := edition(t, b); e.Active.Version != 0 || e.Draft == nil || e.Draft.SystemPrompt != "mejor" {
		t.Errorf("%+v", e)
	}
	publish(t, b, 0, "mejor")
	if e := edition(t, b); e.Draft != nil {
		t.Errorf("%+v", e.Draft)
	}
}

func TestWhatIsPublishedMustSaySomethingAndFit(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	long := string(make([]rune, prompt.Longest+1))
	for name, w := range map[string]prompt.Words{
		"blank": {SystemPrompt: " \n"}, "too long": {SystemPrompt: long}, "too long lists": {SystemPrompt: "a", Rules: []string{long}},
	} {
		if _, err := b.Publish(t.Context(), by("ana"), 0, w); !fault.Has(err, "invalid") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
