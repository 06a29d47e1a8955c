package allyconversations_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

func TestOfTwentyPeopleWhoChangeTheSameRevisionOneWinsAndNobodysChangeIsLost(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	owner := sample.Granted()
	thread := w.Thread(owner, fields{})
	people := w.Colleagues(20)
	w.Join(thread.ID, map[string][]sample.Person{"collaborator": people})
	answers := make([]allytest.Answer, len(people))
	var group sync.WaitGroup
	for i, p := range people {
		r := w.Request(p, http.MethodPatch, path+"/"+thread.ID, fields{"revision": thread.Revision, "title": fmt.Sprint("de ", i)})
		group.Go(func() { answers[i] = w.Do(r) })
	}
	group.Wait()
	won := -1
	for i, a := range answers {
		switch {
		case a.Status == http.StatusOK && won < 0:
			won = i
		case a.Status != http.StatusConflict || a.Problem().Code != "conflict":
			t.Errorf("%d: %d %s", i, a.Status, a.Body)
		}
	}
	if now := w.Conversation(owner, thread.ID); now.Title != fmt.Sprint("de ", won) || now.Revision != thread.Revision+1 {
		t.Errorf("%d won, and it is %+v", won, now)
	}

	// Whoever lost reads again and applies again until it is in.
	for i, p := range people {
		group.Go(func() {
			for {
				now := w.Conversation(p, thread.ID)
				r := w.Request(p, http.MethodPatch, path+"/"+thread.ID, fields{"revision": now.Revision, "title": now.Title + fmt.Sprintf(" <%d>", i)})
				if a := w.Do(r); a.Status != http.StatusConflict {
					if a.Status != http.StatusOK {
						t.Errorf("%d %s", a.Status, a.Body)
					}
					return
				}
			}
		})
	}
	group.Wait()
	now := w.Conversation(owner, thread.ID)
	for i := range people {
		if strings.Count(now.Title, fmt.Sprintf("<%d>", i)) != 1 {
			t.Errorf("the change of %d: %s", i, now.Title)
		}
	}
	if now.Revision != thread.Revision+21 {
		t.Errorf("revision %d", now.Revision)
	}
}

func TestMessagesThatComeMeanwhileMakeNoConflict(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Claro.")))
	owner := sample.Granted()
	thread := w.Thread(owner, fields{"title": "0"})
	var group sync.WaitGroup
	for i := range 8 {
		r := w.Request(owner, http.MethodPost, "/api/ally/messages", fields{"conversationId": thread.ID, "message": fmt.Sprint("mensaje ", i)})
		group.Go(func() {
			if a := w.Do(r); a.Status != http.StatusOK {
				t.Errorf("%d %s", a.Status, a.Body)
			}
		})
	}
	for i := range 8 {
		r := w.Request(owner, http.MethodPatch, path+"/"+thread.ID, fields{"revision": thread.Revision + i, "title": fmt.Sprint(i + 1)})
		if a := w.Do(r); a.Status != http.StatusOK {
			t.Errorf("change %d: %d %s", i, a.Status, a.Body)
		}
	}
	group.Wait()
	if now := w.Conversation(owner, thread.ID); now.Title != "8" || now.MessageCount != 16 || now.Revision != thread.Revision+8 {
		t.Errorf("%+v", now)
	}
}

func TestEachFieldThatIsGivenReplacesAndTheOthersStay(t *testing.T) {
	t.Parallel()
	w := allytest.New(t)
	p := sample.Granted()
	w.Open(p)
	w.Handled("allywelcome", 1)
	other := w.Thread(p, fields{"title": "Otra"}).ID
	w.Act(p, other, "act-1", "Uso de M001", "Doce consultas.", w.Clock.Now(), nil)
	id := w.Thread(p, fields{"title": "Esta", "activeInputs": fields{"agentIds": []string{sample.AgentM001, sample.AgentS002, sample.AgentM001}}}).ID
	state := func() string {
		c := w.Conversation(p, id)
		return fmt.Sprintf("%s %v %v %v %v %v %s", c.Title, c.ActiveInputs.OrganizationInfo, c.ActiveInputs.DomainInfo,
			c.ActiveInputs.AgentIDs, c.ActiveInputs.ConversationIDs, c.ActiveInputs.ActionIDs, c.Visibility)
	}
	names := func() []string {
		var names []string
		for id, name := range w.Stored(id).InputNames {
			names = append(names, id+"="+name)
		}
		slices.Sort(names)
		return names
	}
	for _, step := range []struct {
		change fields
		want   string
	}{
		{fields{}, "Esta true true [agent-m001 agent-s002] [] [] private"},
		{fields{"title": " Aquella "}, "Aquella true true [agent-m001 agent-s002] [] [] private"},
		{fields{"activeInputs": fields{"organizationInfo": false}}, "Aquella false true [agent-m001 agent-s002] [] [] private"},
		{fields{"activeInputs": fields{"conversationIds": []string{other}}}, "Aquella false true [agent-m001 agent-s002] [" + other + "] [] private"},
		{fields{"activeInputs": fields{"actionIds": []string{"act-1"}, "agentIds": []string{sample.AgentSSOMA}}}, "Aquella false true [agent-ssoma] [" + other + "] [act-1] private"},
		{fields{"activeInputs": fields{"agentIds": []string{}, "domainInfo": false}}, "Aquella false false [] [" + other + "] [act-1] private"},
		{fields{"visibility": "domain"}, "Aquella false false [] [" + other + "] [act-1] domain"},
	} {
		if out := w.Change(p, id, step.change); len(out.Dropped) > 0 {
			t.Errorf("%v dropped %v", step.change, out.Dropped)
		}
		if got := state(); got != step.want {
			t.Errorf("after %v: %s\nwant %s", step.change, got, step.want)
		}
	}
	if got, want := strings.Join(names(), "; "), "act-1=Resumen: Uso de M001; "+other+"=Otra"; got != want {
		t.Errorf("names %s, want %s", got, want)
	}
}

func TestWhatOneMayNotSeeIsDroppedWithoutTellingWhetherItExists(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	me, other := sample.Granted(), sample.GrantedEnglish()
	theirs := w.Thread(other, fields{"title": "Secreto"})
	deleted := w.Thread(me, fields{})
	w.Call(me, http.MethodDelete, path+"/"+deleted.ID, nil).Into(&allytest.Changed{})
	w.Act(other, theirs.ID, "act-theirs", "Secreto", "Secreto.", time.Now(), nil)
	w.Act(me, theirs.ID, "act-pending", "Pendiente", "", time.Now(), map[string]any{"output": fields{"status": "pending"}})
	id := w.Thread(me, fields{}).ID
	before := w.Conversation(me, id)
	for _, tc := range []struct {
		kind string
		ids  []string
	}{
		{"agent", []string{sample.AgentCartola, sample.AgentLicitaciones, "nothing", "a/b", ".."}},
		{"conversation", []string{theirs.ID, deleted.ID, id, "nothing", "__x__"}},
		{"action", []string{"act-theirs", "act-pending", "nothing", ""}},
	} {
		a := w.Call(me, http.MethodPatch, path+"/"+id, fields{"revision": w.Conversation(me, id).Revision, "activeInputs": fields{tc.kind + "Ids": tc.ids}})
		var out allytest.Changed
		a.Into(&out)
		if strings.Contains(string(a.Body), "Secreto") {
			t.Errorf("%s", a.Body)
		}
		for _, one := range tc.ids {
			valid := !strings.Contains(one, "/") && one != ".." && one != "__x__" && one != ""
			if slices.Contains(out.Dropped, allytest.Input{Type: tc.kind, ID: one}) != valid {
				t.Errorf("%s %q: dropped %v", tc.kind, one, out.Dropped)
			}
		}
	}
	if now := w.Conversation(me, id).ActiveInputs; len(now.AgentIDs)+len(now.ConversationIDs)+len(now.ActionIDs) != 0 || now.OrganizationInfo != before.ActiveInputs.OrganizationInfo {
		t.Errorf("%+v", now)
	}
	var opened allytest.Changed
	w.Call(me, http.MethodPost, path, fields{"activeInputs": fields{"conversationIds": []string{theirs.ID}}}).Into(&opened)
	if len(opened.Dropped) != 1 || len(opened.Conversation.ActiveInputs.ConversationIDs) != 0 {
		t.Errorf("%+v", opened)
	}
}

func TestOnlyTheOwnerSaysWhoElseMayRead(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	owner, neighbour := sample.Granted(), sample.Superadmin()
	people := w.Colleagues(2)
	id := w.Thread(owner, fields{}).ID
	w.Join(id, map[string][]sample.Person{"collaborator": people[:1]})
	a := w.Call(people[0], http.MethodPatch, path+"/"+id, fields{"revision": 1, "visibility": "organization", "title": "x"})
	if a.Status != http.StatusForbidden || a.Problem().Code != "owner_only" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	for _, visibility := range []string{"private", "organization", "domain", "private"} {
		w.Change(owner, id, fields{"visibility": visibility})
		want := http.StatusOK
		if visibility == "private" {
			want = http.StatusNotFound
		}
		if a := w.Call(people[1], http.MethodGet, path+"/"+id, nil); a.Status != want {
			t.Errorf("%s: a colleague gets %d", visibility, a.Status)
		}
		if a := w.Call(neighbour, http.MethodGet, path+"/"+id, nil); a.Status != http.StatusNotFound {
			t.Errorf("%s: somebody of another organization gets %d", visibility, a.Status)
		}
	}
}

func TestAChangesFieldsAreChecked(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	id := w.Thread(p, fields{}).ID
	for want, body := range map[string]fields{
		"revision": {}, "title": {"revision": 1, "title": "  "}, "visibility": {"revision": 1, "visibility": "public"},
		"userId2": {"revision": 1, "userId2": "x"},
	} {
		a := w.Call(p, http.MethodPatch, path+"/"+id, body)
		if f := a.Problem().Fields; a.Status != http.StatusBadRequest || len(f) != 1 || f[0].Field != want {
			t.Errorf("%s: %d %s", want, a.Status, a.Body)
		}
	}
}
