package allysuperprompt_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

const route = "/api/ally/config/superprompt"

type superprompt struct {
	Version      int
	SystemPrompt string
	Rules        []string
	Why, Author  string
	EqualTo      int
}

type answer struct {
	Active, Superprompt superprompt
	Draft               *superprompt
	Versions            []superprompt
}

func put(w *allytest.World, method, path string, body any) (answer, allytest.Answer) {
	a := w.Call(sample.Superadmin(), method, path, body)
	var out answer
	if a.Status == http.StatusOK {
		a.Into(&out)
	}
	return out, a
}

// The plan's verification: edit, publish; a new conversation and the next message
// of an old one follow the new prompt.
func TestWhatIsPublishedIsFollowedByNewAndByOldConversations(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	me := sample.Granted()
	old := w.Open(me)
	w.Send(me, old, "hola")
	published, _ := put(w, http.MethodPut, route, map[string]any{
		"on": 0, "why": "Un tono más sobrio", "systemPrompt": "Eres Ally, la sobria.", "rules": []string{"Habla de usted."},
	})
	if s := published.Superprompt; s.Version != 1 || s.Author != sample.Superadmin().Email || s.Why != "Un tono más sobrio" {
		t.Errorf("%+v", s)
	}
	w.Clock.Move(6 * time.Second)
	w.Send(me, old, "otra vez")
	thread := w.Thread(me, map[string]any{"title": "nueva"})
	w.Send(me, thread.ID, "hola")
	for i, request := range writer.Asked() {
		if follows := strings.Contains(request.System, "Eres Ally, la sobria.") && strings.Contains(request.System, "Habla de usted."); follows != (i > 0) {
			t.Errorf("request %d: %t", i, follows)
		}
	}
	if back, _ := put(w, http.MethodPost, route+"/rollback", map[string]any{"on": 1, "to": 1, "why": "otra vez igual"}); back.Superprompt.EqualTo != 1 || back.Superprompt.Version != 2 {
		t.Errorf("%+v", back)
	}
	if list, _ := put(w, http.MethodGet, route+"/versions", nil); len(list.Versions) != 2 || list.Versions[0].Version != 2 {
		t.Errorf("%+v", list.Versions)
	}
	if one, _ := put(w, http.MethodGet, route+"/versions/1", nil); one.Superprompt.SystemPrompt != "Eres Ally, la sobria." {
		t.Errorf("%+v", one)
	}
}

func TestWhatIsWrittenOnAnOldVersionIsRefusedAndADraftKeepsIt(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	mine := map[string]any{"on": 0, "why": "cambio", "systemPrompt": "uno"}
	put(w, http.MethodPut, route, mine)
	if _, a := put(w, http.MethodPut, route, mine); a.Status != http.StatusConflict || a.Problem().Code != "changed" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	put(w, http.MethodPut, route+"/draft", map[string]any{"systemPrompt": "dos"})
	if e, _ := put(w, http.MethodGet, route, nil); e.Active.SystemPrompt != "uno" || e.Draft == nil || e.Draft.SystemPrompt != "dos" {
		t.Errorf("%+v", e)
	}
	put(w, http.MethodDelete, route+"/draft", nil)
	if e, _ := put(w, http.MethodGet, route, nil); e.Draft != nil {
		t.Errorf("%+v", e)
	}
	if _, a := put(w, http.MethodPut, route, map[string]any{"on": 1, "why": "cambio", "systemPrompt": " "}); a.Status != http.StatusBadRequest || len(a.Problem().Fields) != 1 {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

// Who steers Ally can do so while it is switched off, and nobody else can at all.
func TestASwitchKeepsNobodyFromSwitchingOnAgain(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	w.Set("ally_config/switches", map[string]any{"off": true})
	if _, a := put(w, http.MethodGet, route, nil); a.Status != http.StatusOK {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if a := w.Call(sample.Granted(), http.MethodGet, route, nil); a.Status != http.StatusForbidden {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	off := allytest.New(t, allytest.NoEvents(), allytest.Environment("ENABLE_ALLY_BETA=false"))
	if _, a := put(off, http.MethodGet, route, nil); a.Status != http.StatusForbidden {
		t.Errorf("with the environment off: %d %s", a.Status, a.Body)
	}
}

func TestTheClassicPanelReadsAndWritesTheSameSuperPrompt(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	put(w, http.MethodPut, route, map[string]any{"on": 0, "why": "cambio", "systemPrompt": "uno", "rules": []string{"regla"}})
	var panel struct {
		SystemPrompt string
		Version      int
	}
	w.Call(sample.Superadmin(), http.MethodPost, "/api/ally/superprompt", map[string]any{"systemPrompt": "dos", "userId": sample.Superadmin().ID}).Into(&panel)
	w.Call(sample.Superadmin(), http.MethodGet, "/api/ally/superprompt", nil).Into(&panel)
	if panel.SystemPrompt != "dos" || panel.Version != 2 {
		t.Errorf("%+v", panel)
	}
	if e, _ := put(w, http.MethodGet, route, nil); e.Active.SystemPrompt != "dos" || len(e.Active.Rules) != 1 {
		t.Errorf("%+v", e.Active)
	}
}
