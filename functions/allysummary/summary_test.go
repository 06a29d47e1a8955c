package allysummary_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/model"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

type object = map[string]any

const path = "/api/ally/apps/summary"

type answer struct{ Action action.View }

// source is one of result.sources.
type source struct {
	N                                              int
	MessageID, ConversationID, At, Author, Excerpt string
}

func sources(t *testing.T, v action.View) []source {
	t.Helper()
	raw, err := json.Marshal(v.Result)
	if err != nil {
		t.Fatal(err)
	}
	var result struct{ Sources []source }
	if err := json.Unmarshal(raw, &result); err != nil {
		t.Fatal(err)
	}
	return result.Sources
}

func sum(w *allytest.World, p sample.Person, conversation, key string, inputs object) action.View {
	var out answer
	body := object{"conversationId": conversation, "inputs": inputs}
	if key != "" {
		body["clientActionId"] = key
	}
	w.Call(p, http.MethodPost, path, body).Into(&out)
	return out.Action
}

// said writes messages of a person past all doors, a minute apart.
func said(w *allytest.World, p sample.Person, conversation string, texts ...string) {
	for i, text := range texts {
		w.Set(fmt.Sprintf("ally_messages/%s-%04d", conversation, i), object{
			"conversationId": conversation, "userId": p.ID, "role": "user", "content": text, "number": i + 1,
			"timestamp": time.Date(2026, 3, 1+i/60, 9, i%60, 0, 0, time.UTC), "source": "localhost",
		})
	}
}

var (
	decision = "Se aprobó la cotización de hormigón por 120 millones."
	task     = "Pedro enviará el contrato firmado el viernes."
	chatter  = "Gracias, quedo atento a cualquier novedad."
)

func TestEachStatementOfASummaryIsTracedToItsMessages(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{"title": "Obra norte"})
	said(w, p, thread.ID, decision, chatter, task)
	for _, style := range []string{"concise", "bullets", "detailed"} {
		v := sum(w, p, thread.ID, "", object{"source": "conversation", "style": style})
		if v.Status != action.Completed || v.Title != "Obra norte" || v.AppID != "summary" || v.ActionType != "summarize" {
			t.Fatalf("%+v", v)
		}
		text, _ := v.Cards[0].Content.(string)
		all := sources(t, v)
		if !strings.Contains(text, "aprobó la cotización") || !strings.Contains(text, "contrato firmado") || len(all) == 0 {
			t.Errorf("%s: %q of %v", style, text, all)
		}
		for _, line := range strings.Split(text, "\n") {
			if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if !regexp.MustCompile(`\[\d+\]\(#message-[^)]+\)$`).MatchString(line) {
				t.Errorf("%s: no source in %q", style, line)
			}
		}
		for i, s := range all {
			if s.N != i+1 || s.MessageID == "" || s.ConversationID != thread.ID || s.At == "" || s.Author != p.Name || !strings.Contains(decision+chatter+task, s.Excerpt) {
				t.Errorf("%s: %+v", style, s)
			}
			if !strings.Contains(text, fmt.Sprintf("[%d](#message-%s)", s.N, s.MessageID)) {
				t.Errorf("%s: source %d is not referred to", style, s.N)
			}
		}
		var deeds []string
		for _, a := range v.Cards[len(v.Cards)-1].Actions {
			deeds = append(deeds, a.Action)
			if a.Data["actionId"] != v.ID {
				t.Errorf("%+v", a)
			}
		}
		if want := []string{"email_action", "share_action", "report_action", "export_action", "export_action", "export_action"}; !slices.Equal(deeds, want) {
			t.Errorf("%v", deeds)
		}
	}
}

// In short is a paragraph, in points a list, and each sentence has its source.
func TestInShortIsAParagraphOfAFewSentences(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{"title": "Obra norte"})
	said(w, p, thread.ID, decision, task, chatter, "El plazo de la obra norte es el 30 de abril", "El contratista pidió un anticipo del 20 % para el acero.",
		"La grúa queda en la obra norte hasta mayo.", "El seguro de la obra norte cuesta 8 millones al mes.", "Marta revisará el plano estructural el lunes.")
	text := func(style string) string {
		t.Helper()
		content, _ := sum(w, p, thread.ID, "", object{"source": "conversation", "style": style}).Cards[0].Content.(string)
		return content
	}
	short := text("concise")
	sentence := regexp.MustCompile(`[^\[\]]+[.!?…]( \[\d+\]\(#message-[^)]+\))+ ?`)
	if n := len(sentence.FindAllString(short, -1)); n < 2 || n > 4 || sentence.ReplaceAllString(short, "") != "" || strings.Contains(short, "\n") {
		t.Errorf("%d sentences: %q", n, short)
	}
	for _, line := range strings.Split(text("bullets"), "\n") {
		if !strings.HasPrefix(line, "- ") {
			t.Errorf("no point: %q", line)
		}
	}
}

func TestASummaryCoversTheDaysThatWereChosen(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{})
	texts := make([]string, 130)
	for i := range texts {
		texts[i] = fmt.Sprintf("El tema %d se revisó en la reunión de obra.", i)
	}
	said(w, p, thread.ID, texts...)
	v := sum(w, p, thread.ID, "", object{"source": "conversation", "style": "bullets", "from": "2026-03-02", "to": "2026-03-02"})
	all := sources(t, v)
	if len(all) == 0 {
		t.Fatalf("%+v", v)
	}
	for _, s := range all {
		if !strings.HasPrefix(s.At, "2026-03-02") {
			t.Errorf("%+v", s)
		}
	}
	for name, inputs := range map[string]object{
		"inputs.to":           {"source": "conversation", "from": "2026-03-02", "to": "2026-03-01"},
		"inputs.conversation": {"source": "conversation", "from": "2027-01-01"},
		"inputs.text":         {"source": "text", "text": " "},
		"inputs.document":     {"source": "document", "document": "none"},
		"inputs.agent":        {"source": "agent", "agent": "none"},
		"inputs.x":            {"source": "text", "text": "a", "x": 1},
	} {
		a := w.Call(p, http.MethodPost, path, object{"conversationId": thread.ID, "inputs": inputs})
		if a.Status != http.StatusBadRequest || len(a.Problem().Fields) != 1 || a.Problem().Fields[0].Field != name {
			t.Errorf("%s: %d %s", name, a.Status, a.Body)
		}
	}
}

func TestOnlyWhatThePersonMaySeeIsSummedUp(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	people := w.Colleagues(2)
	mine, theirs := w.Thread(p, object{}), w.Thread(people[0], object{})
	said(w, people[0], theirs.ID, decision)
	said(w, p, mine.ID, decision)
	w.Join(mine.ID, map[string][]sample.Person{"viewer": people[1:]})
	for _, tc := range []struct {
		who          sample.Person
		conversation string
		inputs       object
		status       int
	}{
		{p, mine.ID, object{"source": "conversation", "conversation": theirs.ID}, 400},
		{p, theirs.ID, object{"source": "text", "text": decision}, 404},
		{people[1], mine.ID, object{"source": "conversation"}, 403},
		{people[1], w.Thread(people[1], object{}).ID, object{"source": "conversation", "conversation": mine.ID}, 200},
	} {
		if a := w.Call(tc.who, http.MethodPost, path, object{"conversationId": tc.conversation, "inputs": tc.inputs}); a.Status != tc.status {
			t.Errorf("%s %v: %d %s", tc.who.Email, tc.inputs, a.Status, a.Body)
		}
	}
	w.Set("organizations/"+p.Organization, object{"allyConfig": object{"enabledApps": []string{}}})
	w.Clock.Move(11 * time.Second)
	if a := w.Call(p, http.MethodPost, path, object{"conversationId": mine.ID, "inputs": object{}}); a.Status != http.StatusForbidden || a.Problem().Code != "app_off" {
		t.Errorf("without the app: %d %s", a.Status, a.Body)
	}
}

func TestADocumentOfOnesAgentsAndATextAreSummedUp(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{})
	var inputs struct {
		Sections []struct{ Items []struct{ ID, Name string } }
	}
	w.Call(p, http.MethodGet, "/api/ally/inputs?kind=agent", nil).Into(&inputs)
	agent := inputs.Sections[0].Items[0].ID
	w.Set("context_sources/informe", object{"name": "Informe.pdf", "extractedData": strings.Repeat(decision+" ", 3) + task, "assignedToAgents": []string{agent}, "status": "active"})
	v := sum(w, p, thread.ID, "", object{"source": "document", "document": "informe"})
	if all := sources(t, v); v.Status != action.Completed || v.Title != "Informe.pdf" || len(all) == 0 || all[0].Author != "Informe.pdf" || all[0].MessageID != "" {
		t.Errorf("%+v", v)
	}
	v = sum(w, p, thread.ID, "", object{"source": "text", "text": decision + " " + task, "title": "Notas"})
	if v.Status != action.Completed || v.Title != "Notas" || !strings.Contains(v.Cards[0].Content.(string), "aprobó") {
		t.Errorf("%+v", v)
	}
	w.Set("context_sources/informe", object{"assignedToAgents": []string{"another"}})
	if a := w.Call(p, http.MethodPost, path, object{"conversationId": thread.ID, "inputs": object{"source": "document", "document": "informe"}}); a.Status != http.StatusBadRequest {
		t.Errorf("a document of nobody's agent: %d", a.Status)
	}
}

func TestTheUsageOfAnAgentIsCountedAndNotAsked(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("- nunca [1]")))
	p, other := sample.Granted(), w.Colleagues(1)[0]
	thread := w.Thread(p, object{})
	w.Set("conversations/mine", object{"isAgent": true, "title": "M001", "userId": p.ID})
	w.Set("conversations/theirs", object{"isAgent": true, "title": "M002", "userId": other.ID})
	w.Set("agent_shares/s1", object{"agentId": "theirs", "sharedWith": []object{{"type": "user", "id": p.ID, "email": p.Email}}})
	for i, who := range []sample.Person{p, other, other} {
		for _, agent := range []string{"mine", "theirs"} {
			w.Set(fmt.Sprintf("conversations/chat-%s-%d", agent, i), object{
				"agentId": agent, "userId": who.ID, "createdAt": time.Date(2026, 3, 2+7*i, 9, 0, 0, 0, time.UTC), "messageCount": 4,
			})
		}
	}
	v := sum(w, p, thread.ID, "", object{"source": "agent", "agent": "mine", "from": "2026-03-01", "to": "2026-03-31"})
	if v.Status != action.Completed || len(v.Cards) != 4 || v.Cards[1].Type != action.Table || v.Cards[2].Type != action.Chart {
		t.Fatalf("%+v", v)
	}
	text, _ := v.Cards[0].Content.(string)
	if !strings.Contains(text, "3 conversaciones, 12 mensajes y 2 personas") {
		t.Errorf("of one's own agent: %q", text)
	}
	rows, _ := v.Cards[1].Content.(object)["rows"].([]any)
	if len(rows) != 31 || fmt.Sprint(rows[1]) != "[2026-03-02 1 4 1]" || fmt.Sprint(rows[0]) != "[2026-03-01 0 0 0]" {
		t.Errorf("%d rows: %v", len(rows), rows)
	}
	v = sum(w, p, thread.ID, "", object{"source": "agent", "agent": "theirs"})
	if text, _ := v.Cards[0].Content.(string); !strings.Contains(text, "1 conversaciones, 4 mensajes y 1 personas") {
		t.Errorf("of somebody else's agent: %q", text)
	}
}

func TestTheSameKeyIsTheSameSummaryAndCompletesOneThatFailed(t *testing.T) {
	t.Parallel()
	broken := true
	writer := &allytest.Writer{}
	writer.Write = func(_ context.Context, _ int, _ model.Request, emit func(string) error) (model.Reply, error) {
		if broken {
			return model.Reply{Usage: model.Usage{Calls: 1, Input: 7}}, &model.Error{Kind: model.Unavailable, Err: errors.New("down")}
		}
		return allytest.Say("- Se aprobó todo [1]\n- Lo dijo nadie jamás\n- [malo](https://evil.example.net/x) aprobado [1][9]", emit)
	}
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	thread := w.Thread(p, object{})
	said(w, p, thread.ID, decision)
	inputs := object{"source": "conversation", "style": "bullets"}
	v := sum(w, p, thread.ID, "k", inputs)
	if v.Status != action.Failed || v.Error.Code != "model_unavailable" || !v.Error.Retryable || v.Error.Sentence == "" {
		t.Fatalf("%+v", v)
	}
	broken = false
	again := sum(w, p, thread.ID, "k", inputs)
	if again.ID != v.ID || again.Status != action.Completed {
		t.Fatalf("%+v", again)
	}
	if text, want := again.Cards[0].Content, fmt.Sprintf("- Se aprobó todo [1](#message-%[1]s-0000)\n- malo aprobado [1](#message-%[1]s-0000)", thread.ID); text != want {
		t.Errorf("%q, want %q", text, want)
	}
	asked := len(writer.Asked())
	if third := sum(w, p, thread.ID, "k", inputs); third.ID != v.ID || third.CompletedAt != again.CompletedAt || len(writer.Asked()) != asked {
		t.Errorf("%+v after %d requests", third, len(writer.Asked()))
	}
	if a := w.Call(p, http.MethodPost, path, object{"conversationId": thread.ID, "clientActionId": "k", "inputs": object{"source": "text", "text": "otro"}}); a.Problem().Code != "key_reused" {
		t.Errorf("another text: %d %s", a.Status, a.Body)
	}
	entries, err := w.DB.Collection("ally_ledger").Where("messageId", "==", v.ID).Documents(t.Context()).GetAll()
	if err != nil || len(entries) != 2 {
		t.Errorf("%d entries in the ledger, %v", len(entries), err)
	}
}

func TestALongConversationIsSummedUpByPartsWithProgress(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	p := sample.Granted()
	thread := w.Thread(p, object{})
	texts := make([]string, 300)
	for i := range texts {
		texts[i] = fmt.Sprintf("El tema número %d se revisó en la reunión de obra y quedó acordado con el proveedor de la zona %d. ", i, i%7) + strings.Repeat("Detalle del tema tratado. ", 4)
	}
	said(w, p, thread.ID, texts...)
	a := w.Call(p, http.MethodPost, path, object{"conversationId": thread.ID, "inputs": object{"source": "conversation", "style": "concise"}},
		func(r *http.Request) { r.Header.Set("Accept", "text/event-stream") })
	var names []string
	var last struct{ Done, Total int }
	var done answer
	for _, e := range a.Events() {
		if len(names) == 0 || names[len(names)-1] != e.Name {
			names = append(names, e.Name)
		}
		switch e.Name {
		case "progress":
			before := last.Done
			if err := json.Unmarshal(e.Data, &last); err != nil || last.Done < before || last.Done > last.Total {
				t.Errorf("%s after %d: %v", e.Data, before, err)
			}
		case "done":
			if err := json.Unmarshal(e.Data, &done); err != nil {
				t.Error(err)
			}
		}
	}
	if !slices.Equal(names, []string{"action", "progress", "done"}) || last.Total < 3 || last.Done != last.Total {
		t.Errorf("%v, at last %+v", names, last)
	}
	if done.Action.Status != action.Completed || len(sources(t, done.Action)) == 0 {
		t.Errorf("%+v", done.Action)
	}
}

func TestACancelledSummaryEndsAtItsNextStep(t *testing.T) {
	t.Parallel()
	begun, cancelled := make(chan struct{}), make(chan struct{})
	writer := &allytest.Writer{Write: func(_ context.Context, n int, _ model.Request, emit func(string) error) (model.Reply, error) {
		if n == 1 {
			close(begun)
			<-cancelled
		}
		return allytest.Say("- uno [1]", emit)
	}}
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	thread := w.Thread(p, object{})
	said(w, p, thread.ID, decision)
	var v action.View
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		v = sum(w, p, thread.ID, "k", object{"source": "conversation"})
	}()
	<-begun
	var all struct{ Actions []action.View }
	w.Call(p, http.MethodGet, "/api/ally/actions?conversationId="+thread.ID, nil).Into(&all)
	w.Call(p, http.MethodPost, "/api/ally/actions/"+all.Actions[0].ID+"/cancel", "{}").Into(&struct{}{})
	close(cancelled)
	<-ended
	if v.Status != action.Cancelled || len(v.Cards) != 0 {
		t.Errorf("%+v", v)
	}
	if entries, err := w.DB.Collection("ally_ledger").Documents(t.Context()).GetAll(); err != nil || len(entries) != 1 {
		t.Errorf("%d entries in the ledger, %v", len(entries), err)
	}
}

func TestASummaryCountsAsAMessageAgainstTheLimits(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Environment("ALLY_MESSAGES_PER_MINUTE=1"))
	p := sample.Granted()
	thread := w.Thread(p, object{})
	inputs := object{"source": "text", "text": decision}
	v := sum(w, p, thread.ID, "k", inputs)
	if a := w.Call(p, http.MethodPost, path, object{"conversationId": thread.ID, "inputs": inputs}); a.Status != http.StatusTooManyRequests || a.Problem().Code != "too_many" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if again := sum(w, p, thread.ID, "k", inputs); again.ID != v.ID {
		t.Errorf("%+v", again)
	}
}
