package allymessages_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/prompt"
)

// used gives the inputs that a reply was made of, as type:id.
func used(m allytest.Message) []string {
	var inputs []string
	for _, s := range m.ContextUsed.InputSources {
		inputs = append(inputs, s.Type+":"+s.ID)
	}
	return inputs
}

// asked is the last request to the model.
func asked(writer *allytest.Writer) model.Request {
	all := writer.Asked()
	return all[len(all)-1]
}

func TestPlan2TheEffectivePromptCombinesTheSuperPromptAndTheOrganizations(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Entendido.")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Superadmin()
	w.Set("super_prompts/"+prompt.ActiveID, draft{
		"version": 7, "systemPrompt": "Eres Ally de prueba.", "isActive": true, "rules": []any{"Firma siempre con Ally."}, "prohibitions": []any{}, "capabilities": []any{},
	})
	w.Set("organizations/"+sample.OrganizationGetAI, draft{"allyConfig": draft{"organizationPrompt": "Habla como GetAI Factory."}})
	id := w.Thread(p, draft{}).ID
	sent := w.Send(p, id, "Preséntate")
	effective := w.Conversation(p, id)
	for _, part := range []string{"Eres Ally de prueba.", "Firma siempre con Ally.", "Habla como GetAI Factory."} {
		if !strings.Contains(effective.EffectivePrompt, part) {
			t.Errorf("the effective prompt lacks %q: %s", part, effective.EffectivePrompt)
		}
	}
	if told := asked(writer).System; told != effective.EffectivePrompt {
		t.Errorf("Ally is told %s\nnot %s", told, effective.EffectivePrompt)
	}
	if parts := sent.Message.ContextUsed.PromptComponents; parts[0] != "super:default@7" || !strings.HasPrefix(parts[1], "organization:"+sample.OrganizationGetAI+"@") {
		t.Errorf("%v", parts)
	}

	// A change is in force with the next message, and the conversation shows it.
	w.Set("organizations/"+sample.OrganizationGetAI, draft{"allyConfig": draft{"organizationPrompt": "Habla breve."}})
	w.Clock.Move(20 * time.Second)
	w.Send(p, id, "Otra vez")
	if now := w.Conversation(p, id).EffectivePrompt; !strings.Contains(now, "Habla breve.") || strings.Contains(now, "Habla como") || asked(writer).System != now {
		t.Errorf("%s", now)
	}
}

func TestPlan3OrganizationInfoIsUsedWhileItIsSelected(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Entendido.")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	id := w.Thread(p, draft{}).ID
	knows := func(kind model.Kind) bool {
		sent := w.Send(p, id, "¿Cuál es nuestra misión?")
		told := slices.ContainsFunc(asked(writer).Sources, func(s model.Source) bool { return s.Kind == kind && s.Text != "" })
		says := slices.ContainsFunc(used(sent.Message), func(s string) bool { return strings.HasPrefix(s, string(kind)+":") })
		if told != says {
			t.Errorf("%s: told %t, and contextUsed says %t", kind, told, says)
		}
		return told
	}
	for _, step := range []struct{ organization, domain bool }{{true, true}, {false, true}, {false, false}, {true, false}} {
		w.Change(p, id, draft{"activeInputs": draft{"organizationInfo": step.organization, "domainInfo": step.domain}})
		if got := knows(model.Organization); got != step.organization {
			t.Errorf("%+v: the organization is told: %t", step, got)
		}
		if got := knows(model.Domain); got != step.domain {
			t.Errorf("%+v: the domain is told: %t", step, got)
		}
	}
}

func TestPlan3ASelectedAgentsDocumentsChangeTheAnswerAndDeselectedTheyNoLongerDo(t *testing.T) {
	t.Parallel()
	p := sample.Granted()
	w, _ := settled(t, p)
	id := w.Thread(p, draft{}).ID
	const question = "¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?"
	for _, step := range []struct {
		agents []string
		knows  bool
	}{
		{[]string{sample.AgentM001}, true}, {[]string{sample.AgentS002}, false},
		{[]string{sample.AgentS002, sample.AgentM001}, true}, {[]string{sample.AgentSSOMA}, false},
	} {
		if out := w.Change(p, id, draft{"activeInputs": draft{"agentIds": step.agents}}); len(out.Dropped) > 0 {
			t.Errorf("%v: dropped %v", step.agents, out.Dropped)
		}
		sent := w.Send(p, id, question)
		if got := strings.Contains(sent.Response, "30 días corridos"); got != step.knows {
			t.Errorf("with %v: %s", step.agents, sent.Response)
		}
		inputs := used(sent.Message)
		if got := slices.Contains(inputs, "agent:"+sample.AgentM001); got != step.knows {
			t.Errorf("with %v: made of %v", step.agents, inputs)
		}
	}
}

func TestPlan7AFourthConversationFindsWhatWasSaidInThreeBefore(t *testing.T) {
	t.Parallel()
	p := sample.Granted()
	w, _ := settled(t, p)
	var before []string
	for _, question := range []string{
		"¿Cuántos días tiene la DOM para pronunciarse sobre un permiso de edificación?",
		"¿Cuántos puntos de engrase tiene el chasis?",
		"¿Antes de cuántas horas se presenta la DIAT en la mutualidad?",
	} {
		id := w.Thread(p, draft{}).ID
		w.Send(p, id, question)
		before = append(before, id)
	}
	// In the fourth no agent may be used: only what was said can answer.
	id := w.Thread(p, draft{}).ID
	questions := map[string]string{
		"¿Qué me dijiste sobre el permiso de edificación?": "30 días corridos",
		"¿Qué me respondiste sobre los puntos de engrase?": "28 puntos",
		"¿Qué hablamos de la DIAT en la mutualidad?":       "24 horas",
		"¿Cuántos puntos de engrase tiene el chasis?":      "28 puntos",
		"¿Cuántos días tiene la DOM para pronunciarse?":    "30 días",
		"¿Antes de cuántas horas se presenta la DIAT?":     "24 horas",
	}
	ask := func(found bool) {
		t.Helper()
		w.Clock.Move(time.Minute) // for the limit on messages
		for question, want := range questions {
			thread := w.Thread(p, draft{"activeInputs": draft{"conversationIds": w.Conversation(p, id).ActiveInputs.ConversationIDs}}).ID
			var sent allytest.Sent
			w.Call(p, http.MethodPost, path, draft{"conversationId": thread, "message": question, "contextInputs": draft{"agentIds": []string{}}}).Into(&sent)
			if strings.Contains(sent.Response, want) != found {
				t.Errorf("%s: %s", question, sent.Response)
			}
			count := 0
			for _, s := range sent.Message.ContextUsed.InputSources {
				if s.Type == "conversation" {
					count++
					if s.Passages == 0 || s.Tokens == 0 || s.Name == "" {
						t.Errorf("%+v", s)
					}
				}
			}
			if found != (count == 3) {
				t.Errorf("%s: made of %v", question, used(sent.Message))
			}
		}
	}
	ask(false)
	w.Change(p, id, draft{"activeInputs": draft{"conversationIds": before}})
	ask(true)
	w.Change(p, id, draft{"activeInputs": draft{"conversationIds": []string{}}})
	ask(false)
}

func TestWhatAPersonSaidInAnotherConversationIsToldToTheModel(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Anotado.")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	before := w.Thread(p, draft{"title": "Bodega"}).ID
	w.Send(p, before, "El código de acceso de la bodega norte es 4471.")
	for range 8 {
		w.Send(p, before, "La grúa torre se arrienda hasta octubre.")
	}
	id := w.Thread(p, draft{"activeInputs": draft{"conversationIds": []string{before}}}).ID
	w.Send(p, id, "¿Cuál es el código de acceso de la bodega?")
	told := ""
	for _, s := range asked(writer).Sources {
		if s.Kind == model.Conversation {
			told += s.Name + ": " + s.Text
		}
	}
	if !strings.HasPrefix(told, "Bodega: Pregunta: El código de acceso de la bodega norte es 4471.\nRespuesta: Anotado.") {
		t.Errorf("told %s", told)
	}
}

func TestPlan8TwoSummariesCanBeCompared(t *testing.T) {
	t.Parallel()
	p := sample.Granted()
	w, _ := settled(t, p)
	source := w.Thread(p, draft{"title": "Resúmenes"}).ID
	w.Act(p, source, "act-march", "Uso de M001 en marzo",
		"## Uso de M001 en marzo\n\nHubo 120 consultas sobre permisos de edificación. El tiempo medio de respuesta fue de 8 segundos.", time.Now().Add(-time.Hour), nil)
	w.Act(p, source, "act-april", "Uso de M001 en abril",
		"## Uso de M001 en abril\n\nHubo 185 consultas sobre permisos de edificación. El tiempo medio de respuesta fue de 6 segundos.", time.Now(), nil)
	id := w.Thread(p, draft{"activeInputs": draft{"actionIds": []string{"act-march", "act-april"}}}).ID
	sent := w.Send(p, id, "Compara los dos resúmenes")
	for _, part := range []string{"120", "185", "marzo", "abril"} {
		if !strings.Contains(sent.Response, part) {
			t.Errorf("the comparison lacks %q: %s", part, sent.Response)
		}
	}
	for _, a := range []string{"action:act-march", "action:act-april"} {
		if !slices.Contains(used(sent.Message), a) {
			t.Errorf("made of %v", used(sent.Message))
		}
	}
	w.Change(p, id, draft{"activeInputs": draft{"actionIds": []string{}}})
	bare := w.Send(p, w.Thread(p, draft{}).ID, "Compara los dos resúmenes")
	if strings.Contains(bare.Response, "185") {
		t.Errorf("without them: %s", bare.Response)
	}
}

func TestWhatHasBecomeForbiddenIsDroppedWithANoticeAndTheAnswerComesAllTheSame(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Entendido.")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	owner := sample.GrantedEnglish()
	me := sample.Granted()
	shared, mine := w.Thread(owner, draft{"title": "Compartida"}).ID, w.Thread(me, draft{"title": "Mía"}).ID
	w.Send(owner, shared, "El código es 4471.")
	w.Send(me, mine, "El plazo es mayo.")
	w.Join(shared, map[string][]sample.Person{"viewer": {me}})
	w.Act(me, mine, "act-1", "Plazos", "Mayo.", time.Now(), nil)
	inputs := draft{"conversationIds": []string{shared, mine}, "actionIds": []string{"act-1"}, "agentIds": []string{sample.AgentM001}}
	id := w.Thread(me, draft{"activeInputs": inputs}).ID
	if sent := w.Send(me, id, "¿Qué sabes?"); len(sent.Message.ContextUsed.Dropped) != 0 {
		t.Errorf("%+v", sent.Message.ContextUsed.Dropped)
	}

	w.Join(shared, nil)
	w.Set("ally_actions/act-1", draft{"userId": owner.ID, "conversationId": shared})
	w.Set("domains/"+sample.DomainSalfa, draft{"allowedAgents": []any{}})
	w.Set("conversations/"+sample.AgentM001, draft{"status": "archived"})
	w.Clock.Move(20 * time.Second)
	sent := w.Send(me, id, "¿Qué sabes?")
	dropped := sent.Message.ContextUsed.Dropped
	slices.SortFunc(dropped, func(a, b allytest.Input) int { return strings.Compare(a.Type, b.Type) })
	if len(dropped) != 3 || dropped[0].ID != "act-1" || dropped[1].ID != sample.AgentM001 || dropped[2].ID != shared || dropped[2].Name != "Compartida" {
		t.Errorf("%+v", dropped)
	}
	for _, s := range asked(writer).Sources {
		if strings.Contains(s.Text, "4471") || s.ID == sample.AgentM001 || s.ID == "act-1" {
			t.Errorf("told of %+v", s)
		}
	}
	if !slices.Contains(used(sent.Message), "conversation:"+mine) {
		t.Errorf("what is still allowed is not used: %v", used(sent.Message))
	}
}

func TestACollaboratorIsNotToldWhatTheOwnersPrivateInputsAreCalled(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Entendido.")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	owner, guest := sample.Granted(), w.Colleagues(1)[0]
	var private []string
	for i := range 8 { // more than are read for a question
		id := w.Thread(owner, draft{"title": fmt.Sprint("Secreto ", i)}).ID
		w.Send(owner, id, "El código es 4471.")
		private = append(private, id)
	}
	id := w.Thread(owner, draft{"title": "Compartida", "activeInputs": draft{"conversationIds": private}}).ID
	w.Join(id, map[string][]sample.Person{"collaborator": {guest}})
	a := w.Call(guest, http.MethodPost, path, draft{"conversationId": id, "message": "¿Cuál es el código?"})
	if body := string(a.Body); a.Status != http.StatusOK || strings.Contains(body, "Secreto") || strings.Contains(body, "4471") {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	for _, s := range asked(writer).Sources {
		if s.Kind == model.Conversation {
			t.Errorf("told of %+v", s)
		}
	}
}

func TestAMessagesOwnInputsCountInsteadOfTheConversations(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Entendido.")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	one, two := w.Thread(p, draft{"title": "Una"}).ID, w.Thread(p, draft{"title": "Dos"}).ID
	w.Send(p, one, "El código es 4471.")
	w.Send(p, two, "El código es 9902.")
	id := w.Thread(p, draft{"activeInputs": draft{"conversationIds": []string{one}}}).ID
	ask := func(inputs any) string {
		body := draft{"conversationId": id, "message": "¿Cuál es el código?"}
		if inputs != nil {
			body["contextInputs"] = inputs
		}
		var sent allytest.Sent
		w.Call(p, http.MethodPost, path, body).Into(&sent)
		return strings.Join(slices.DeleteFunc(used(sent.Message), func(s string) bool { return !strings.HasPrefix(s, "conversation:") }), " ")
	}
	for _, step := range []struct {
		inputs any
		want   string
	}{
		{nil, "conversation:" + one}, {draft{"conversationIds": []string{two}}, "conversation:" + two},
		{draft{"conversationIds": []string{}}, ""}, {draft{"domainInfo": false}, "conversation:" + one}, {nil, "conversation:" + one},
	} {
		if got := ask(step.inputs); got != step.want {
			t.Errorf("%v: made of %s, want %s", step.inputs, got, step.want)
		}
	}
}

func TestAClearedAndRefilledConversationIsStillFoundAsAnInput(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Entendido.")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	p := sample.Granted()
	old := w.Thread(p, draft{"title": "Larga"}).ID
	for _, count := range []int{0, 100, 200, 300} { // a digest in four parts
		w.Set("ally_conversations/"+old, draft{"messageCount": count})
		w.Send(p, old, "El código era 1111.")
	}
	w.Call(p, http.MethodPost, allytest.ConversationsPath+"/"+old+"/clear", draft{}).Into(&allytest.Changed{})
	w.Send(p, old, "El código es 4471.")
	id := w.Thread(p, draft{"activeInputs": draft{"conversationIds": []string{old}}}).ID
	for range 2 { // before and after the purge
		w.Send(p, id, "¿Cuál es el código?")
		text := ""
		for _, s := range asked(writer).Sources {
			text += s.Text
		}
		if !strings.Contains(text, "4471") || strings.Contains(text, "1111") {
			t.Errorf("told %s", text)
		}
		w.Clock.Move(31 * time.Second)
		w.Sweep()
	}
}

func TestAQuestionReadsTheSameHoweverLongTheConversationAndHoweverMuchIsSelected(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("Entendido.")
	p := sample.Granted()
	w := allytest.New(t, allytest.Model(writer))
	w.Open(p)
	w.Handled("allywelcome", 2)
	agents := []string{sample.AgentM001, sample.AgentM003, sample.AgentS001, sample.AgentS002, sample.AgentSSOMA}
	id := w.Thread(p, draft{"title": "Esta"}).ID
	stored := w.Stored(id)
	bulk := w.DB.BulkWriter(t.Context())
	var conversations, actions []string
	for i := range 100 {
		one := fmt.Sprint("earlier-", i)
		c := stored
		c.Title = fmt.Sprint("Permiso de edificación ", i)
		if _, err := bulk.Create(w.DB.Collection("ally_conversations").Doc(one), c); err != nil {
			t.Fatal(err)
		}
		for part := range 3 {
			exchanges := map[string]any{}
			for e := range 5 {
				exchanges[fmt.Sprint("m", e)] = map[string]any{"at": time.Now(), "question": "¿Y el permiso?", "answer": "El permiso vence en mayo."}
			}
			if _, err := bulk.Create(w.DB.Collection("ally_digests").NewDoc(), map[string]any{
				"conversationId": one, "part": part, "lastAt": time.Now(), "exchanges": exchanges,
			}); err != nil {
				t.Fatal(err)
			}
		}
		conversations, actions = append(conversations, one), append(actions, fmt.Sprint("act-", i))
	}
	bulk.End()
	for _, a := range actions {
		w.Act(p, id, a, "Permiso de edificación "+a, "Doce permisos.", time.Now(), nil)
	}
	const question = "¿Cuándo vence el permiso de edificación?"
	ask := func() (reads, writes, rounds int) {
		t.Helper()
		a := w.Call(p, http.MethodPost, path, draft{"conversationId": id, "message": question})
		if a.Status != http.StatusOK {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
		if before := writer.CostBefore(); before.Rounds != 2 {
			t.Errorf("%d rounds before the model starts", before.Rounds)
		}
		return a.Cost()
	}
	change := func(n int) {
		t.Helper()
		out := w.Change(p, id, draft{"activeInputs": draft{"conversationIds": conversations[:n], "actionIds": actions[:n], "agentIds": agents}})
		if len(out.Dropped) > 0 || len(out.Conversation.ActiveInputs.ConversationIDs) != n {
			t.Errorf("dropped %v", out.Dropped)
		}
	}
	change(0)
	w.Clock.Stop()
	w.Send(p, id, question) // warms what is kept for some seconds
	bareReads, bareWrites, bareRounds := ask()
	change(10)
	for range 5 {
		ask() // until there are as many earlier messages as go along
	}
	reads, writes, rounds := ask()
	if reads <= bareReads || writes != bareWrites || rounds != bareRounds {
		t.Errorf("without inputs %d reads, %d writes, %d rounds; with twenty %d, %d, %d", bareReads, bareWrites, bareRounds, reads, writes, rounds)
	}
	change(100)
	fill(t, w, p, id, 1000)
	manyReads, manyWrites, manyRounds := ask()
	if manyReads != reads || manyWrites != writes || manyRounds != rounds {
		t.Errorf("with twenty inputs %d reads, %d writes, %d rounds; with two hundred and a thousand messages %d, %d, %d",
			reads, writes, rounds, manyReads, manyWrites, manyRounds)
	}
	// Beside what is read for the question: the person, the conversation, the
	// message, its reply, what was used, surroundings, memory, and ten messages.
	if most := grounding.MostReads + 7 + 10; manyReads > most || grounding.MostReads > 65 {
		t.Errorf("%d reads, want %d at most", manyReads, most)
	}
	for _, call := range []string{path + "?limit=10&conversationId=" + id, allytest.ConversationsPath + "/" + id} {
		w.Call(p, http.MethodGet, call, nil) // warms what is kept for some seconds
		if reads, _, rounds := w.Call(p, http.MethodGet, call, nil).Cost(); rounds != 1 || reads > 14 {
			t.Errorf("%s: %d reads, %d rounds", call, reads, rounds)
		}
	}
}
