package allypreferences_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

const route = "/api/ally/preferences"

type object = map[string]any

type answer struct {
	Preferences struct {
		UserPrompt, Revision string
		MemoryOptIn          bool
	}
}

func shown(w *allytest.World, p sample.Person) (a answer) {
	w.Call(p, http.MethodGet, route, nil).Into(&a)
	return a
}

func TestWhatAPersonAsksForIsPartOfTheirNextAnswerAndOfNobodyElses(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	me, colleague := sample.Granted(), w.Colleagues(1)[0]
	was := shown(w, me).Preferences
	if was.UserPrompt != "" || !was.MemoryOptIn {
		t.Errorf("at first: %+v", was)
	}
	change := object{"userPrompt": " Respóndeme en tres líneas. ", "memoryOptIn": true, "revision": was.Revision}
	var out answer
	w.Call(me, http.MethodPut, route, change).Into(&out)
	if now := shown(w, me); now != out || now.Preferences.UserPrompt != "Respóndeme en tres líneas." {
		t.Errorf("%+v, answered %+v", now, out)
	}
	w.Send(me, w.Thread(me, object{}).ID, "hola")
	w.Send(colleague, w.Thread(colleague, object{}).ID, "hola")
	for i, r := range writer.Asked() {
		if told := strings.Contains(r.System, "Instrucciones de la persona que escribe:\nRespóndeme en tres líneas."); told != (i == 0) {
			t.Errorf("request %d is told: %t", i, told)
		}
	}
	a := w.Call(me, http.MethodPut, route, change)
	standing, _ := a.Problem().Standing.(object)
	if a.Status != http.StatusConflict || a.Problem().Code != "changed" || standing["userPrompt"] != "Respóndeme en tres líneas." {
		t.Errorf("a second time: %d %s", a.Status, a.Body)
	}
	change["userPrompt"], change["revision"] = strings.Repeat("ñ", 4001), out.Preferences.Revision
	if a := w.Call(me, http.MethodPut, route, change); a.Status != http.StatusBadRequest || a.Problem().Fields[0].Field != "userPrompt" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	change["userPrompt"] = ""
	w.Call(me, http.MethodPut, route, change).Into(&out)
	w.Send(me, w.Thread(me, object{}).ID, "hola")
	if last := writer.Asked()[2].System; strings.Contains(last, "de la persona que escribe:\n") {
		t.Errorf("%s", last)
	}
}

func TestWithMemoryOffWhatWasRememberedGoes(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Bien.")))
	me := sample.Granted()
	thread := w.Thread(me, object{}).ID
	w.Remember(me, w.Say(me, thread, "Se decidió comprar el hormigón a Melón."))
	w.Call(me, http.MethodPut, route, object{"userPrompt": "", "memoryOptIn": false, "revision": shown(w, me).Preferences.Revision}).Into(&answer{})
	var memory struct {
		Enabled bool
		Items   []any
	}
	w.Call(me, http.MethodGet, "/api/ally/memory", nil).Into(&memory)
	if memory.Enabled || len(memory.Items) != 0 {
		t.Errorf("%+v", memory)
	}
	w.Call(me, http.MethodPut, route, object{"userPrompt": "", "memoryOptIn": true, "revision": shown(w, me).Preferences.Revision}).Into(&answer{})
	w.Call(me, http.MethodGet, "/api/ally/memory", nil).Into(&memory)
	if !memory.Enabled || len(memory.Items) != 0 {
		t.Errorf("on again: %+v", memory)
	}
}
