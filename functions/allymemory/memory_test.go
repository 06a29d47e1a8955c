package allymemory_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/api/iterator"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

const path = "/api/ally/memory"

type fields = map[string]any

type item struct {
	ID, Kind, Text, ConversationID, ConversationTitle, MessageID string
	SaidBy                                                       struct{ UserID, Name, Role string }
	Owner, Due, Status, SupersededBy                             string
	Edited                                                       bool
}

type page struct {
	Items         []item
	NextCursor    *string
	Enabled       bool
	Reason        string
	RetentionDays int
}

func list(w *allytest.World, p sample.Person, query string) (out page) {
	w.Call(p, http.MethodGet, path+"?"+query, nil).Into(&out)
	return out
}

func texts(p page) string {
	var all []string
	for _, i := range p.Items {
		all = append(all, i.Text)
	}
	return strings.Join(all, " | ")
}

// traces gives all of Ally's documents that hold the text and are no message.
func traces(t *testing.T, w *allytest.World, text string) (found []string) {
	t.Helper()
	collections := w.DB.Collections(t.Context())
	for {
		collection, err := collections.Next()
		if err == iterator.Done {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		docs, err := collection.Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range docs {
			raw, err := json.Marshal(doc.Data())
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(raw), text) && collection.ID != "ally_messages" {
				found = append(found, collection.ID+"/"+doc.Ref.ID)
			}
		}
	}
}

func quiet(t *testing.T, writer *allytest.Writer) *allytest.World {
	t.Helper()
	return allytest.New(t, allytest.NoEvents(), allytest.Model(writer), allytest.Environment("ALLY_MESSAGES_PER_MINUTE=0"))
}

func TestAPersonSeesChangesAndDeletesWhatIsRemembered(t *testing.T) {
	t.Parallel()
	w := quiet(t, allytest.Says("Bien."))
	p := sample.Granted()
	thread := w.Thread(p, fields{"title": "Torre B"}).ID
	w.Say(p, thread, "Se decidió comprar el hormigón a Melón. Pedro enviará el informe de avance antes del viernes.")
	w.Remember(p, w.Say(p, thread, "Lo importante es que el permiso vence en mayo."))
	all := list(w, p, "")
	if len(all.Items) != 3 || !all.Enabled || all.Reason != "on" || all.Items[0].ConversationTitle != "Torre B" || all.Items[0].SaidBy.UserID != p.ID {
		t.Fatalf("%+v", all)
	}
	first := list(w, p, "limit=2")
	if first.NextCursor == nil || texts(first)+" | "+texts(list(w, p, "limit=2&cursor="+*first.NextCursor)) != texts(all) {
		t.Errorf("%+v", first)
	}
	tasks := list(w, p, "kind=actionItem&conversationId="+thread)
	if len(tasks.Items) != 1 || tasks.Items[0].Owner != "Pedro" || tasks.Items[0].Due == "" || tasks.Items[0].Status != "open" {
		t.Fatalf("%+v", tasks)
	}
	one := path + "/" + tasks.Items[0].ID
	var changed struct{ Item item }
	w.Call(p, http.MethodPatch, one, fields{"status": "done", "owner": "Ana", "due": ""}).Into(&changed)
	if i := changed.Item; i.Status != "done" || i.Owner != "Ana" || i.Due != "" || !i.Edited || i.ConversationTitle != "Torre B" {
		t.Errorf("%+v", i)
	}
	if a := w.Call(p, http.MethodPatch, path+"/"+list(w, p, "kind=decision").Items[0].ID, fields{"status": "done"}); a.Problem().Code != "no_action_item" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	w.Call(p, http.MethodDelete, one, nil).Into(&struct{}{})
	if n := len(list(w, p, "").Items); n != 2 {
		t.Errorf("%d items after a deletion", n)
	}
	w.Call(p, http.MethodPost, one+"/restore", fields{}).Into(&struct{}{})
	w.Call(p, http.MethodDelete, one, nil).Into(&struct{}{})
	w.Clock.Move(31 * time.Second)
	if a := w.Call(p, http.MethodPost, one+"/restore", fields{}); a.Problem().Code != "too_late" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	w.Sweep()
	w.Remember(p, thread)
	if n := len(list(w, p, "").Items); n != 2 || len(traces(t, w, "informe de avance")) > 0 {
		t.Errorf("%d items, %v", n, traces(t, w, "informe de avance"))
	}
	w.Call(p, http.MethodDelete, path+"?conversationId="+thread, nil).Into(&struct{}{})
	w.Remember(p, thread)
	if n := len(list(w, p, "").Items); n != 0 {
		t.Errorf("%d items of a forgotten conversation", n)
	}
}

func TestSwitchedOffNoTraceOfMemoryIsLeft(t *testing.T) {
	t.Parallel()
	for name, off := range map[string]func(w *allytest.World, p sample.Person){
		"by the person": func(w *allytest.World, p sample.Person) {
			w.Call(p, http.MethodPatch, path, fields{"memoryOptIn": false}).Into(&struct{}{})
		},
		"by the organization": func(w *allytest.World, p sample.Person) {
			w.Set("organizations/"+p.Organization, fields{"allyConfig": fields{"memorySettings": fields{"enabled": false}}})
			w.Clock.Move(2 * time.Hour)
			w.Sweep()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			writer := allytest.Says("Bien.")
			w := quiet(t, writer)
			p := sample.Granted()
			thread, other := w.Thread(p, fields{"title": "Torre"}).ID, w.Thread(p, fields{"title": "Otra"}).ID
			w.Remember(p, w.Say(p, thread, "Se decidió comprar el hormigón CANARIO a Melón."))
			if len(traces(t, w, "CANARIO")) != 2 {
				t.Fatalf("%v", traces(t, w, "CANARIO")) // the person's document and the conversation's
			}
			off(w, p)
			w.Remember(p, thread)
			w.Remember(p, w.Say(p, other, "Hay que avisar al CANARIO mañana."))
			if found := traces(t, w, "CANARIO"); len(found) > 0 {
				t.Errorf("%v", found)
			}
			if got := list(w, p, ""); got.Enabled || len(got.Items) > 0 || got.Reason == "on" {
				t.Errorf("%+v", got)
			}
			w.Send(p, other, "¿Qué decidimos sobre el hormigón?")
			if sources := remembered(writer); len(sources) > 0 {
				t.Errorf("%+v", sources)
			}
		})
	}
}

func TestADeletedConversationTakesItsMemoryAlong(t *testing.T) {
	t.Parallel()
	w := quiet(t, allytest.Says("Bien."))
	p := sample.Granted()
	thread, cleared := w.Thread(p, fields{"title": "Torre"}).ID, w.Thread(p, fields{"title": "Patio"}).ID
	w.Remember(p, w.Say(p, thread, "Se decidió comprar el hormigón CANARIO a Melón."))
	w.Remember(p, w.Say(p, cleared, "Se decidió pintar la reja CANARIO de verde."))
	w.Call(p, http.MethodDelete, allytest.ConversationsPath+"/"+thread, nil).Into(&struct{}{})
	w.Call(p, http.MethodPost, allytest.ConversationsPath+"/"+cleared+"/clear", fields{}).Into(&struct{}{})
	if n := len(list(w, p, "").Items); n != 0 {
		t.Errorf("%d items are shown", n)
	}
	w.Call(p, http.MethodPost, allytest.ConversationsPath+"/"+thread+"/restore", fields{}).Into(&struct{}{})
	if got := texts(list(w, p, "")); !strings.Contains(got, "hormigón") {
		t.Errorf("%s", got)
	}
	w.Call(p, http.MethodDelete, allytest.ConversationsPath+"/"+thread, nil).Into(&struct{}{})
	w.Clock.Move(time.Minute)
	w.Sweep()
	if found := traces(t, w, "CANARIO"); len(found) > 0 {
		t.Errorf("%v", found)
	}
}

// remembered are the sources of kind memory of the last request to the model.
func remembered(writer *allytest.Writer) (sources []model.Source) {
	asked := writer.Asked()
	for _, s := range asked[len(asked)-1].Sources {
		if s.Kind == model.Memory {
			sources = append(sources, s)
		}
	}
	return sources
}

func TestWhatIsRememberedGoesAlongWithAQuestion(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Bien.")
	w := quiet(t, writer)
	p, colleague := sample.Granted(), w.Colleagues(1)[0]
	thread, here := w.Thread(p, fields{"title": "Torre B"}).ID, w.Thread(p, fields{"title": "Aquí"}).ID
	w.Say(p, thread, "Se decidió comprar el hormigón a Melón.")
	w.Remember(p, w.Say(p, thread, "Pedro enviará el informe de avance antes del viernes."))

	sent := w.Send(p, here, "¿Qué decidimos sobre el hormigón?")
	sources := remembered(writer)
	if len(sources) != 1 || sources[0].ID != thread || !strings.Contains(sources[0].Text, "Melón") || strings.Contains(sources[0].Text, "informe") {
		t.Errorf("%+v", sources)
	}
	used := ""
	for _, s := range sent.Message.ContextUsed.InputSources {
		if s.Type == "conversation" {
			used += s.ID + " " + s.Name
		}
	}
	if used != thread+" Torre B" {
		t.Errorf("the reply says it used %q", used)
	}
	w.Send(p, here, "¿Qué tengo pendiente?")
	if sources := remembered(writer); len(sources) != 1 || !strings.Contains(sources[0].Text, "responsable: Pedro") {
		t.Errorf("%+v", sources)
	}
	for name, change := range map[string]func() string{
		"with a collaborator": func() string {
			id := w.Thread(p, fields{}).ID
			w.Join(id, map[string][]sample.Person{"collaborator": {colleague}})
			return id
		},
		"open to the organization": func() string {
			id := w.Thread(p, fields{}).ID
			w.Change(p, id, fields{"visibility": "organization"})
			return id
		},
		"where the conversation was deleted": func() string {
			w.Call(p, http.MethodDelete, allytest.ConversationsPath+"/"+thread, nil).Into(&struct{}{})
			return here
		},
	} {
		if name == "where the conversation was deleted" {
			defer func() {
				w.Send(p, change(), "¿Qué decidimos sobre el hormigón?")
				if sources := remembered(writer); len(sources) > 0 {
					t.Errorf("%s: %+v", name, sources)
				}
			}()
			continue
		}
		w.Send(p, change(), "¿Qué decidimos sobre el hormigón?")
		if sources := remembered(writer); len(sources) > 0 {
			t.Errorf("%s: %+v", name, sources)
		}
	}
	w.Send(colleague, w.Thread(colleague, fields{}).ID, "¿Qué decidimos sobre el hormigón?")
	if sources := remembered(writer); len(sources) > 0 {
		t.Errorf("a colleague is told %+v", sources)
	}
}

func TestTheLocalModelAnswersFromMemory(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, fields{"title": "Torre B"}).ID
	w.Remember(p, w.Say(p, thread, "Se decidió comprar el hormigón a Melón."))
	if got := w.Send(p, w.Open(p), "¿Qué decidimos sobre el hormigón?").Response; !strings.Contains(got, "Melón") || !strings.Contains(got, "Torre B") {
		t.Errorf("%s", got)
	}
}
