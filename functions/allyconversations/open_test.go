package allyconversations_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

const path = allytest.ConversationsPath

type fields map[string]any

func TestTheSameKeyTwentyTimesAtOnceOpensOneThreadAndOneCallIsToldThatItIsNew(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	answers := make([]allytest.Answer, 20)
	var group sync.WaitGroup
	for i := range answers {
		r := w.Request(p, http.MethodPost, path, fields{"key": "k1", "title": "Obra norte"})
		group.Go(func() { answers[i] = w.Do(r) })
	}
	group.Wait()
	isNew, ids := 0, map[string]bool{}
	for _, a := range answers {
		var out allytest.Changed
		a.Into(&out)
		ids[out.Conversation.ID] = true
		if out.IsNew {
			isNew++
		}
		if out.Conversation.Title != "Obra norte" || out.Conversation.Titled != "person" || !out.Conversation.Mine || out.Conversation.Permission != "write" {
			t.Errorf("%+v", out.Conversation)
		}
	}
	if len(ids) != 1 || isNew != 1 {
		t.Errorf("%d threads, %d told that it is new", len(ids), isNew)
	}
	if all := list(t, w, p, ""); len(all.Conversations) != 1 {
		t.Errorf("%d are listed", len(all.Conversations))
	}
}

func TestAKeyIsOfOnePersonAndWithoutOneEveryThreadIsNew(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p, other := sample.Granted(), sample.Superadmin()
	ids := map[string]bool{
		w.Thread(p, fields{"key": "k1"}).ID: true, w.Thread(other, fields{"key": "k1"}).ID: true, w.Thread(p, fields{"key": "k2"}).ID: true,
		w.Thread(p, fields{}).ID: true, w.Thread(p, fields{}).ID: true,
	}
	if len(ids) != 5 {
		t.Errorf("%d threads, want 5", len(ids))
	}
	if again := w.Thread(p, fields{"key": "k1", "title": "Otro"}); !ids[again.ID] || again.Titled != "" {
		t.Errorf("%+v", again)
	}
}

func TestEachWrongFieldOfAThreadIsNamed(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	for want, body := range map[string]fields{
		"title":                 {"title": strings.Repeat("a", 121)},
		"key":                   {"key": ""},
		"activeInputs.files":    {"activeInputs": fields{"files": true}},
		"activeInputs.agentIds": {"activeInputs": fields{"agentIds": "m001"}},
		"userName":              {"userName": "x"},
	} {
		a := w.Call(p, http.MethodPost, path, body)
		if f := a.Problem().Fields; a.Status != http.StatusBadRequest || len(f) != 1 || f[0].Field != want {
			t.Errorf("%s: %d %s", want, a.Status, a.Body)
		}
	}
}

func TestTheFirstExchangeThatSaysSomethingGivesTheTitle(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Claro.")))
	p := sample.Granted()
	thread := w.Thread(p, fields{})
	if thread.Title != "Nueva conversación" || thread.Titled != "" || thread.Type != "ally-thread" {
		t.Errorf("%+v", thread)
	}
	if english := w.Thread(sample.GrantedEnglish(), fields{}); english.Title != "New conversation" {
		t.Errorf("%q", english.Title)
	}
	for _, step := range []struct{ message, title, titled string }{
		{"Hola Ally", "Nueva conversación", ""},
		{"Hola, ¿me puedes decir cuándo vence el permiso de edificación?", "Cuándo vence el permiso de edificación", "auto"},
		{"¿Y quién lo firma?", "Cuándo vence el permiso de edificación", "auto"},
	} {
		w.Send(p, thread.ID, step.message)
		if now := w.Conversation(p, thread.ID); now.Title != step.title || now.Titled != step.titled {
			t.Errorf("after %q: %q, by %q", step.message, now.Title, now.Titled)
		}
	}
}

func TestATitleThatAPersonGaveStays(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Claro.")))
	p := sample.Granted()
	given, renamed := w.Thread(p, fields{"title": " Obra norte "}), w.Thread(p, fields{})
	w.Change(p, renamed.ID, fields{"title": "Obra sur"})
	later := w.Thread(p, fields{})
	w.Send(p, later.ID, "¿Cuándo vence el permiso de edificación?")
	w.Change(p, later.ID, fields{"title": "Permisos"})
	for id, want := range map[string]string{given.ID: "Obra norte", renamed.ID: "Obra sur", later.ID: "Permisos"} {
		w.Send(p, id, "¿Cuántos días dura la inspección?")
		if now := w.Conversation(p, id); now.Title != want || now.Titled != "person" {
			t.Errorf("%q, by %q; want %q", now.Title, now.Titled, want)
		}
	}
}

func TestTheMainAllyKeepsItsTitle(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Claro.")))
	p := sample.Granted()
	id := w.Open(p)
	w.Send(p, id, "¿Cuándo vence el permiso de edificación?")
	if now := w.Conversation(p, id); now.Title != "Ally" || now.Type != "ally-main" {
		t.Errorf("%+v", now)
	}
}

func TestOnlyTheOwnerSeesWhatAllyIsTold(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	owner := sample.Granted()
	w.Set("users/"+owner.ID, fields{"allyUserConfig": fields{"userPrompt": "Trátame de usted."}})
	id := w.Thread(owner, fields{}).ID
	people := w.Colleagues(2)
	w.Join(id, map[string][]sample.Person{"collaborator": people[:1], "viewer": people[1:]})
	if mine := w.Conversation(owner, id); !strings.Contains(mine.EffectivePrompt, "Trátame de usted.") || mine.PromptComponents["userPromptId"] == "" {
		t.Errorf("%+v", mine)
	}
	for i, permission := range []string{"write", "view"} {
		a := w.Call(people[i], http.MethodGet, path+"/"+id, nil)
		var out allytest.Changed
		a.Into(&out)
		if c := out.Conversation; c.Mine || c.Permission != permission || strings.Contains(string(a.Body), "Prompt") {
			t.Errorf("%s", a.Body)
		}
	}
	if a := w.Call(owner, http.MethodGet, path, nil); strings.Contains(string(a.Body), "Trátame") {
		t.Errorf("the list has the prompt: %s", a.Body)
	}
}

// pageOf is a page of a list.
type pageOf struct {
	Conversations []allytest.Conversation
	NextCursor    *string
}

func list(t *testing.T, w *allytest.World, p sample.Person, query string) pageOf {
	t.Helper()
	var page pageOf
	w.Call(p, http.MethodGet, path+"?"+query, nil).Into(&page)
	return page
}

func titles(page pageOf) string {
	var all []string
	for _, c := range page.Conversations {
		all = append(all, c.Title)
	}
	return strings.Join(all, " ")
}

func TestAListHasWhatIsOnesOwnAndWhatWasSharedByNameNewestFirst(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Claro.")))
	owner, me := sample.Granted(), w.Colleagues(1)[0]
	a := w.Thread(me, fields{"title": "a"})
	b := w.Thread(owner, fields{"title": "b"})
	w.Thread(owner, fields{"title": "hidden"})
	open := w.Thread(owner, fields{"title": "open"})
	w.Change(owner, open.ID, fields{"visibility": "organization"})
	w.Join(b.ID, map[string][]sample.Person{"viewer": {me}})
	w.Thread(me, fields{"title": "c"})
	w.Open(me)
	w.Clock.Move(time.Second)
	w.Send(me, a.ID, "hola")
	for query, want := range map[string]string{"": "a Ally c b", "scope=all": "a Ally c b", "scope=own": "a Ally c", "scope=shared": "b"} {
		if got := titles(list(t, w, me, query)); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	if a := w.Call(me, http.MethodGet, path+"/"+open.ID, nil); a.Status != http.StatusOK {
		t.Errorf("what is open to all can be read: %d %s", a.Status, a.Body)
	}
	if got := titles(list(t, w, sample.Superadmin(), "")); got != "" {
		t.Errorf("somebody else has %q", got)
	}
}

func TestWhatIsSharedWithSomebodyOfAnotherOrganizationIsNotListed(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	id := w.Thread(sample.Granted(), fields{"title": "x"}).ID
	w.Join(id, map[string][]sample.Person{"collaborator": {sample.Superadmin()}})
	if got := titles(list(t, w, sample.Superadmin(), "scope=shared")); got != "" {
		t.Errorf("%q", got)
	}
}

func TestPagesNeitherLoseNorRepeatAConversationThoughMessagesComeBetween(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Claro.")))
	p := sample.Granted()
	ids := map[string]string{}
	for i := range 11 {
		title := fmt.Sprint("t", i)
		ids[title] = w.Thread(p, fields{"title": title}).ID
		if i%3 > 0 { // some of the same moment
			w.Set("ally_conversations/"+ids[title], fields{"lastMessageAt": w.Stored(ids[fmt.Sprint("t", i-i%3)]).LastMessageAt})
		}
		w.Clock.Move(time.Second)
	}
	var got []string
	cursor := ""
	for n := 1; ; n++ {
		page := list(t, w, p, "limit=3&cursor="+cursor)
		for _, c := range page.Conversations {
			got = append(got, c.Title)
		}
		if page.NextCursor == nil {
			break
		}
		cursor = *page.NextCursor
		w.Send(p, ids[page.Conversations[0].Title], "hola") // one that was seen moves to the top
		w.Thread(p, fields{"title": fmt.Sprint("new", n)})
	}
	seen := map[string]int{}
	for _, title := range got {
		seen[title]++
	}
	for title := range ids {
		if seen[title] != 1 {
			t.Errorf("%s comes %d times: %v", title, seen[title], got)
		}
	}
	if len(got) != 11 {
		t.Errorf("%v", got)
	}
}

func TestAListsParametersAreChecked(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	for query, field := range map[string]string{
		"limit=0": "limit", "limit=51": "limit", "scope=mine": "scope", "cursor=x": "cursor", "cursor=%2F%2F": "cursor",
		"cursor=MjAyNi0wMS0wMVQwMDowMDowMFo": "cursor", "before=x": "before", // a time without an id
	} {
		a := w.Call(sample.Granted(), http.MethodGet, path+"?"+query, nil)
		if f := a.Problem().Fields; a.Status != http.StatusBadRequest || len(f) != 1 || f[0].Field != field {
			t.Errorf("%s: %d %s", query, a.Status, a.Body)
		}
	}
}

func TestAListCostsOneRoundTripAndItsConversations(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	w.Clock.Stop()
	for range 7 {
		w.Thread(p, fields{})
	}
	reads, writes, rounds := w.Call(p, http.MethodGet, path+"?limit=5", nil).Cost()
	if reads != 7 || writes != 0 || rounds != 1 { // person, five and one more
		t.Errorf("reads=%d writes=%d rounds=%d", reads, writes, rounds)
	}
}
