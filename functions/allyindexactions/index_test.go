package allyindexactions_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/action"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

type object = map[string]any

// What an app makes is found by its words, can be selected as an input and is
// answered from, and is neither any more once it is deleted.
func TestWhatAnAppMadeIsFoundAndAnsweredFromUntilItIsDeleted(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.AllEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{"title": "Obra norte"})
	var made struct{ Action action.View }
	w.Call(p, http.MethodPost, "/api/ally/apps/summary", object{"conversationId": thread.ID, "inputs": object{
		"source": "text", "title": "Presupuesto zafiro",
		"text": "El presupuesto del proyecto zafiro es de 480 millones. Lo aprobó el directorio en marzo.",
	}}).Into(&made)
	if made.Action.Status != action.Completed {
		t.Fatalf("%+v", made.Action)
	}
	found := func() bool {
		w.Settled()
		var results struct {
			Results []struct{ Kind, ID string }
		}
		w.Call(p, http.MethodGet, "/api/ally/search?q=zafiro", nil).Into(&results)
		for _, r := range results.Results {
			if r.ID == made.Action.ID {
				return true
			}
		}
		return false
	}
	if !found() {
		t.Error("it is not found")
	}
	asking := w.Thread(p, object{"activeInputs": object{"actionIds": []string{made.Action.ID}}})
	reply := w.Send(p, asking.ID, "¿De cuánto es el presupuesto del proyecto zafiro?").Message
	used := func(m allytest.Message) bool {
		for _, input := range m.ContextUsed.InputSources {
			if input.ID == made.Action.ID {
				return input.Type == "action" && input.Name == "Resumen: Presupuesto zafiro"
			}
		}
		return false
	}
	if !strings.Contains(reply.Content, "480") || !used(reply) {
		t.Errorf("%q of %+v", reply.Content, reply.ContextUsed.InputSources)
	}
	w.Call(p, http.MethodDelete, "/api/ally/actions/"+made.Action.ID, nil).Into(&struct{}{})
	if found() {
		t.Error("it is found after it was deleted")
	}
	reply = w.Send(p, asking.ID, "¿De cuánto es el presupuesto del proyecto zafiro?").Message
	if used(reply) {
		t.Error("it is used after it was deleted")
	}
	w.Call(p, http.MethodPost, "/api/ally/actions/"+made.Action.ID+"/restore", "{}").Into(&struct{}{})
	if !found() {
		t.Error("it is not found after it was brought back")
	}
	w.Call(p, http.MethodDelete, "/api/ally/actions/"+made.Action.ID, nil).Into(&struct{}{})
	w.Clock.Move(time.Minute)
	w.Sweep()
	if found() {
		t.Error("it is found after it was purged")
	}
}
