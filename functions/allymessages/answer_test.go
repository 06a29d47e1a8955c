package allymessages_test

import (
	"net/http"
	"strings"
	"testing"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
)

// settled is a world with the local model in which the person has been
// welcomed.
func settled(t *testing.T, p sample.Person) (w *allytest.World, id string) {
	t.Helper()
	w = allytest.New(t)
	id = w.Open(p)
	w.Handled("allywelcome", 2)
	return w, id
}

func TestAskedWhichAgentHelpsAllyNamesTheRightOneAndWhy(t *testing.T) {
	t.Parallel()
	p := sample.Superadmin()
	w, id := settled(t, p)
	sent := w.Send(p, id, "¿Qué agente me ayuda con un permiso de edificación?")
	for _, part := range []string{"M001 - Asistente Legal Territorial RDI", "permisos de edificación"} {
		if !strings.Contains(sent.Response, part) {
			t.Errorf("the answer lacks %q: %s", part, sent.Response)
		}
	}
	if strings.Contains(sent.Response, "Cartola") {
		t.Errorf("the answer names an agent that has nothing to do with it: %s", sent.Response)
	}
}

func TestAskedAboutADocumentAllyAnswersWithItsFactsAndItsName(t *testing.T) {
	t.Parallel()
	p := sample.Superadmin()
	w, id := settled(t, p)
	sent := w.Send(p, id, "¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?")
	for _, part := range []string{"30 días corridos", "Guía del permiso de edificación ante la DOM"} {
		if !strings.Contains(sent.Response, part) {
			t.Errorf("the answer lacks %q: %s", part, sent.Response)
		}
	}
	used := false
	for _, s := range sent.Message.ContextUsed.InputSources {
		for _, d := range s.Documents {
			used = used || s.ID == sample.AgentM001 && d.ID == sample.DocumentPermiso && d.Passages > 0
		}
	}
	if !used {
		t.Errorf("the reply does not say that it was made of the document: %+v", sent.Message.ContextUsed)
	}
	followUp := w.Send(p, id, "¿Y cuándo caduca?")
	if !strings.Contains(followUp.Response, "tres años") {
		t.Errorf("a short question goes on from the one before: %s", followUp.Response)
	}
}

func TestAskedWhatNobodyKnowsAllySaysSo(t *testing.T) {
	t.Parallel()
	p := sample.Superadmin()
	w, id := settled(t, p)
	for _, question := range []string{"¿Cuál es la capital de Francia?", "¿Qué tiempo hará mañana en Punta Arenas?"} {
		if sent := w.Send(p, id, question); !strings.Contains(sent.Response, "No lo sé") {
			t.Errorf("%s: %s", question, sent.Response)
		}
	}
}

func TestAnEnglishSpeakerIsAnsweredInEnglish(t *testing.T) {
	t.Parallel()
	p := sample.GrantedEnglish()
	w, id := settled(t, p)
	sent := w.Send(p, id, "Which agent can help me with a building permit?")
	if !strings.Contains(sent.Response, "M001") || !strings.Contains(sent.Response, "recommend") {
		t.Errorf("%s", sent.Response)
	}
}

func TestOnlyTheAgentsThatWereChosenForTheMessageAreUsed(t *testing.T) {
	t.Parallel()
	p := sample.Granted()
	w, id := settled(t, p)
	ask := func(inputs draft) string {
		var sent allytest.Sent
		w.Call(p, http.MethodPost, path, draft{
			"conversationId": id, "message": "¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?", "contextInputs": inputs,
		}).Into(&sent)
		return sent.Response
	}
	if got := ask(draft{"agentIds": []string{sample.AgentM001}}); !strings.Contains(got, "30 días corridos") {
		t.Errorf("with its agent: %s", got)
	}
	for name, agents := range map[string][]string{"another agent": {sample.AgentS002}, "no agent": {}, "an agent of others": {sample.AgentCartola}, "no agent at all": {"nothing-of-this-name"}} {
		if got := ask(draft{"agentIds": agents}); strings.Contains(got, "30 días") {
			t.Errorf("with %s: %s", name, got)
		}
	}
}

func TestAShareThatWasTakenBackIsFeltWithTheNextMessage(t *testing.T) {
	t.Parallel()
	p := sample.Superadmin()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.Model(writer))
	id := w.Open(p)
	w.Handled("allywelcome", 2)
	sees := func() bool {
		w.Send(p, id, "¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?")
		asked := writer.Asked()
		for _, s := range asked[len(asked)-1].Sources {
			if s.Kind == model.Document && s.ID == sample.DocumentPermiso || s.ID == sample.AgentM001 {
				return true
			}
		}
		return false
	}
	if !sees() {
		t.Fatal("the document is not seen to begin with")
	}
	shares, err := w.DB.Collection("agent_shares").Where("agentId", "==", sample.AgentM001).Documents(t.Context()).GetAll()
	if err != nil || len(shares) == 0 {
		t.Fatalf("%d shares, %v", len(shares), err)
	}
	for _, s := range shares {
		if _, err := s.Ref.Delete(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.DB.Collection("conversations").Doc(sample.AgentM001).Update(t.Context(), []firestore.Update{{Path: "userId", Value: "somebody-else"}}); err != nil {
		t.Fatal(err)
	}
	if sees() {
		t.Error("the document is still seen")
	}
}

func TestTheNewestMessagesGoAlongAndNoFailedOrUnfinishedOnes(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	id := w.Open(p)
	for _, text := range []string{"uno", "dos", "tres", "cuatro", "cinco", "seis"} {
		w.Send(p, id, text)
	}
	asked := writer.Asked()
	history := asked[len(asked)-1].History
	var texts []string
	for _, turn := range history {
		texts = append(texts, string(turn.Role)+" "+turn.Text)
	}
	want := "user uno, ally respuesta, user dos, ally respuesta, user tres, ally respuesta, user cuatro, ally respuesta, user cinco, ally respuesta"
	if got := strings.Join(texts, ", "); got != want {
		t.Errorf("%s", got)
	}
	if q := asked[len(asked)-1].Question; q != "seis" {
		t.Errorf("question %q", q)
	}
}
