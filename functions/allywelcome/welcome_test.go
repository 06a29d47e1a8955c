package allywelcome_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/googleapis/google-cloudevents-go/cloud/firestoredata"
	"google.golang.org/protobuf/proto"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

// delivered carries the event that a document was created to the trigger.
func delivered(t *testing.T, w *allytest.World, document string) int {
	t.Helper()
	body, err := proto.Marshal(&firestoredata.DocumentEventData{Value: &firestoredata.Document{
		Name: "projects/" + w.Project + "/databases/(default)/documents/" + document,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return w.Post("allywelcome", header("event-of-"+document), body)
}

func header(id string) http.Header {
	return http.Header{
		"Content-Type": {"application/protobuf"}, "Ce-Id": {id}, "Ce-Specversion": {"1.0"},
		"Ce-Type": {"google.cloud.firestore.document.v1.created"}, "Ce-Source": {"//firestore.googleapis.com/projects/p/databases/(default)"},
	}
}

func accepted(status int) bool { return status >= 200 && status < 300 }

func TestTheWelcomeIsMadeOfThePersonsRealSurroundings(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.Chats())
	p := sample.Superadmin()
	id := w.Open(p)
	w.Handled("allywelcome", 2)
	messages := w.Messages(p, id).Messages
	if len(messages) != 2 || messages[1].Role != "ally" || messages[0].Role != "system" {
		t.Fatalf("%+v", messages)
	}
	welcome := messages[1]
	for _, part := range []string{
		"¡Hola!", "en GetAI Factory", "getaifactory.com", "**6 agentes especializados**", "**17 documentos**",
		"**Personas - ", "**Cartola - ", "**Calidad - ", "¿Con qué te gustaría comenzar hoy?",
	} {
		if !strings.Contains(welcome.Content, part) {
			t.Errorf("the welcome lacks %q:\n%s", part, welcome.Content)
		}
	}
	// Compras is used more in the domain than KAMKE, but the person may not use it.
	if strings.Contains(welcome.Content, "Compras") || strings.Index(welcome.Content, "Personas") > strings.Index(welcome.Content, "Cartola") {
		t.Errorf("the agents are not the most used available ones, most used first:\n%s", welcome.Content)
	}
	var named []string
	for _, s := range welcome.ContextUsed.InputSources {
		named = append(named, s.Type+" "+s.ID)
	}
	want := "organization getai-factory, domain getaifactory.com, agent agent-personas, agent agent-cartola, agent agent-calidad"
	if got := strings.Join(named, ", "); got != want {
		t.Errorf("made of %s, want %s", got, want)
	}
	if n := w.Stored(id).MessageCount; n != 2 {
		t.Errorf("%d messages counted", n)
	}
}

func TestTheWelcomeIsInEnglishWhereThePersonsSettingsSaySo(t *testing.T) {
	t.Parallel()
	w := allytest.New(t)
	p := sample.GrantedEnglish()
	id := w.Open(p)
	w.Handled("allywelcome", 2)
	welcome := w.Messages(p, id).Messages[1].Content
	for _, part := range []string{"Hi!", "at Salfa Corp", "**5 specialized agents**", "What would you like to start with today?"} {
		if !strings.Contains(welcome, part) {
			t.Errorf("the welcome lacks %q:\n%s", part, welcome)
		}
	}
}

func TestEventsMayComeTwiceTogetherAndInAnyOrder(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	id := w.Open(p)
	start := "ally_messages/" + w.Messages(p, id).Messages[0].ID
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			if status := delivered(t, w, start); !accepted(status) {
				t.Errorf("status %d", status)
			}
		})
	}
	group.Wait()
	messages := w.Messages(p, id).Messages
	if n := w.Stored(id).MessageCount; len(messages) != 2 || n != 2 {
		t.Fatalf("%d messages, %d counted, want 2", len(messages), n)
	}
	if status := delivered(t, w, "ally_messages/"+messages[1].ID); !accepted(status) { // the welcome's own event, late
		t.Errorf("status %d", status)
	}
	if status := delivered(t, w, start); !accepted(status) {
		t.Errorf("status %d", status)
	}
	if again := w.Messages(p, id).Messages; len(again) != 2 || again[1].Content != messages[1].Content {
		t.Errorf("%+v", again)
	}
}

func TestALateWelcomeStillStandsAtTheBeginning(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")))
	p := sample.Granted()
	id := w.Open(p)
	start := w.Messages(p, id).Messages[0].ID
	w.Send(p, id, "me adelanto")
	if status := delivered(t, w, "ally_messages/"+start); !accepted(status) {
		t.Fatalf("status %d", status)
	}
	var roles []string
	for _, m := range w.Messages(p, id).Messages {
		roles = append(roles, m.Role)
	}
	if got := strings.Join(roles, " "); got != "system ally user ally" {
		t.Errorf("%s", got)
	}
	if n := w.Stored(id).MessageCount; n != 4 {
		t.Errorf("%d counted", n)
	}
}

func TestWhatCanNeverSucceedIsAcknowledgedAndLogged(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	for i, body := range [][]byte{nil, []byte("garbage"), {0xff, 0xff, 0xff}, []byte(`{"value":{}}`)} {
		id := fmt.Sprintf("garbage-%d", i)
		if status := w.Post("allywelcome", header(id), body); !accepted(status) {
			t.Errorf("body %q: status %d", body, status)
		}
		if len(w.Log.Lines(id, `"outcome":"acknowledged"`, `"severity":"WARNING"`)) != 1 {
			t.Errorf("body %q is not logged", body)
		}
	}
	for id, odd := range map[string]any{"number": 7, "path": "a/b", "none": nil} {
		if _, err := w.DB.Collection("ally_messages").Doc("odd-"+id).Set(t.Context(), map[string]any{
			"role": "system", "event": "conversation_started", "conversationId": odd,
		}); err != nil {
			t.Fatal(err)
		}
		if status := delivered(t, w, "ally_messages/odd-"+id); !accepted(status) {
			t.Errorf("odd-%s: status %d", id, status)
		}
		if _, err := w.DB.Collection("ally_messages").Doc("odd-" + id).Delete(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, document := range []string{"ally_messages/", "ally_messages/..", "ally_messages/__x__", "ally_messages/gone", "ally_actions/a1", "conversations/c1", "ally_messages/m1/notes/n1"} {
		if status := delivered(t, w, document); !accepted(status) {
			t.Errorf("%s: status %d", document, status)
		}
	}
	for _, collection := range []string{"ally_conversations", "ally_messages", "ally_surroundings"} {
		docs, err := w.DB.Collection(collection).Documents(t.Context()).GetAll()
		if err != nil || len(docs) != 0 {
			t.Errorf("%d documents in %s, %v", len(docs), collection, err)
		}
	}
}

func TestAPersonsMessageRenewsSurroundingsOnlyWhenTheyAreOld(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.Model(allytest.Says("respuesta")))
	p := sample.Granted()
	id := w.Open(p)
	w.Handled("allywelcome", 2)
	ref := w.DB.Collection("ally_surroundings").Doc(p.ID)
	made := func() time.Time {
		doc, err := ref.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return doc.Data()["computedAt"].(time.Time)
	}
	first := made()
	w.Send(p, id, "hola")
	w.Handled("allywelcome", 4)
	if !made().Equal(first) {
		t.Error("they were made anew though they were fresh")
	}
	if _, err := ref.Set(t.Context(), map[string]any{"userId": p.ID, "computedAt": first.Add(-time.Hour)}); err != nil {
		t.Fatal(err)
	}
	w.Send(p, id, "hola otra vez")
	w.Handled("allywelcome", 6)
	if !made().After(first) {
		t.Error("they were not made anew though they were old")
	}
}

// An event may come to an instance where Ally is switched off by then.
func TestAWelcomeIsRightThoughAllyWasSwitchedOffMeanwhile(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.GrantedEnglish()
	id := w.Open(p)
	off := w.Config
	off.AllyOn = false
	switchedOff := w.Again(off)
	if status := delivered(t, switchedOff, "ally_messages/"+w.Messages(p, id).Messages[0].ID); !accepted(status) {
		t.Fatalf("status %d", status)
	}
	if welcome := w.Messages(p, id).Messages[1].Content; !strings.Contains(welcome, "at Salfa Corp") || !strings.Contains(welcome, "**5 specialized agents**") {
		t.Error(welcome)
	}
}
