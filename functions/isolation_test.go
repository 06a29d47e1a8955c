package functions_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/function"
)

// answers are the statuses of one operation, by who calls: the owner of a
// conversation, a collaborator, a viewer, a colleague who has nothing to do with
// it, somebody of another organization, somebody without access to Ally, and
// nobody.
type answers [7]int

var who = [7]string{"owner", "collaborator", "viewer", "colleague", "foreigner", "without access", "nobody"}

// everything says, for every operation, what everybody is answered about the
// owner's conversation. An operation that is not in it fails the test.
var everything = map[string]answers{
	"GET /api/ally/health":                                    {200, 200, 200, 200, 200, 200, 200},
	"GET /api/ally/openapi.json":                              {200, 200, 200, 200, 200, 200, 200},
	"GET /api/feature-flags":                                  {200, 200, 200, 200, 200, 200, 401},
	"GET /api/ally":                                           {200, 200, 200, 200, 200, 403, 401},
	"POST /api/ally":                                          {200, 200, 200, 200, 200, 403, 401},
	"POST /api/ally/session":                                  {200, 200, 200, 200, 200, 403, 401},
	"POST /api/ally/beacon":                                   {200, 200, 200, 200, 200, 403, 401},
	"GET /api/ally/apps":                                      {200, 200, 200, 200, 200, 403, 401},
	"POST /api/ally/apps/summary":                             {200, 200, 403, 404, 404, 403, 401},
	"GET /api/ally/actions":                                   {200, 200, 200, 404, 404, 403, 401},
	"GET /api/ally/actions/{id}":                              {200, 200, 200, 404, 404, 403, 401},
	"DELETE /api/ally/actions/{id}":                           {200, 403, 403, 404, 404, 403, 401},
	"POST /api/ally/actions/{id}/restore":                     {200, 403, 403, 404, 404, 403, 401},
	"POST /api/ally/actions/{id}/cancel":                      {200, 403, 403, 404, 404, 403, 401},
	"GET /api/ally/actions/{id}/export":                       {200, 200, 200, 404, 404, 403, 401},
	"POST /api/ally/actions/{id}/report":                      {200, 200, 403, 404, 404, 403, 401},
	"GET /api/ally/inputs":                                    {200, 200, 200, 200, 200, 403, 401},
	"GET /api/ally/search":                                    {200, 200, 200, 200, 200, 403, 401},
	"GET /api/ally/conversations":                             {200, 200, 200, 200, 200, 403, 401},
	"POST /api/ally/conversations":                            {200, 200, 200, 200, 200, 403, 401},
	"GET /api/ally/conversations/{id}":                        {200, 200, 200, 404, 404, 403, 401},
	"PATCH /api/ally/conversations/{id}":                      {200, 200, 403, 404, 404, 403, 401},
	"DELETE /api/ally/conversations/{id}":                     {200, 403, 403, 404, 404, 403, 401},
	"POST /api/ally/conversations/{id}/clear":                 {200, 403, 403, 404, 404, 403, 401},
	"POST /api/ally/conversations/{id}/restore":               {200, 404, 404, 404, 404, 403, 401},
	"GET /api/ally/memory":                                    {200, 200, 200, 200, 200, 403, 401},
	"PATCH /api/ally/memory":                                  {200, 200, 200, 200, 200, 403, 401},
	"DELETE /api/ally/memory":                                 {200, 200, 200, 200, 200, 403, 401},
	"PATCH /api/ally/memory/{id}":                             {200, 404, 404, 404, 404, 403, 401},
	"DELETE /api/ally/memory/{id}":                            {200, 404, 404, 404, 404, 403, 401},
	"POST /api/ally/memory/{id}/restore":                      {200, 404, 404, 404, 404, 403, 401},
	"GET /api/ally/preferences":                               {200, 200, 200, 200, 200, 403, 401},
	"PUT /api/ally/preferences":                               {400, 400, 400, 400, 400, 403, 401},
	"GET /api/ally/privacy":                                   {200, 200, 200, 200, 200, 403, 401},
	"DELETE /api/ally/privacy":                                {200, 200, 200, 200, 200, 403, 401},
	"POST /api/ally/messages/comments":                        {200, 200, 403, 404, 404, 403, 401},
	"POST /api/ally/apps/collaborate":                         {200, 403, 403, 404, 404, 403, 401},
	"GET /api/ally/apps/collaborate/people":                   {200, 200, 200, 404, 404, 403, 401},
	"PATCH /api/ally/apps/collaborate/people/{userId}":        {200, 403, 403, 404, 404, 403, 401},
	"DELETE /api/ally/apps/collaborate/people/{userId}":       {200, 403, 403, 404, 404, 403, 401},
	"POST /api/ally/apps/collaborate/leave":                   {409, 200, 200, 404, 404, 403, 401},
	"PATCH /api/ally/apps/collaborate/settings":               {200, 403, 403, 404, 404, 403, 401},
	"POST /api/ally/apps/collaborate/seen":                    {200, 200, 200, 404, 404, 403, 401},
	"POST /api/ally/apps/collaborate/invitations/{id}/resend": {200, 404, 404, 404, 404, 403, 401},
	"POST /api/ally/apps/collaborate/invitations/{id}/link":   {200, 404, 404, 404, 404, 403, 401},
	"DELETE /api/ally/apps/collaborate/invitations/{id}":      {200, 404, 404, 404, 404, 403, 401},
	"POST /api/ally/invitations/look":                         {200, 200, 200, 200, 200, 200, 200},
	"POST /api/ally/invitations/accept":                       {404, 404, 404, 404, 404, 403, 401},
	"POST /api/ally/invitations/decline":                      {404, 404, 404, 404, 404, 404, 404},
	"POST /api/ally/invitations/code":                         {200, 200, 200, 200, 200, 200, 200},
	"POST /api/ally/invitations/verify":                       {403, 403, 403, 403, 403, 403, 403},
	"GET /api/ally/guest":                                     {401, 401, 401, 401, 401, 401, 401},
	"GET /api/ally/guest/messages":                            {401, 401, 401, 401, 401, 401, 401},
	"POST /api/ally/guest/comments":                           {401, 401, 401, 401, 401, 401, 401},
	"POST /api/ally/shares":                                   {200, 403, 403, 404, 404, 403, 401},
	"GET /api/ally/shares":                                    {200, 200, 200, 200, 200, 403, 401},
	"DELETE /api/ally/shares/{id}":                            {404, 404, 404, 404, 404, 403, 401},
	"POST /api/ally/shares/view":                              {404, 404, 404, 404, 404, 404, 404},
	"GET /api/ally/messages":                                  {200, 200, 200, 404, 404, 403, 401},
	"POST /api/ally/messages":                                 {200, 200, 403, 404, 404, 403, 401},
	"GET /api/ally/messages/{id}":                             {200, 200, 200, 404, 404, 403, 401},
	"PATCH /api/ally/messages/{id}":                           {200, 403, 403, 404, 404, 403, 401},
	"POST /api/ally/messages/{id}/regenerate":                 {200, 200, 403, 404, 404, 403, 401},
	"POST /api/ally/messages/{id}/stop":                       {200, 200, 403, 404, 404, 403, 401},
	"GET /api/ally/messages/{id}/versions":                    {200, 200, 200, 404, 404, 403, 401},
	"PUT /api/ally/messages/{id}/rating":                      {200, 200, 200, 404, 404, 403, 401},
	"DELETE /api/ally/messages/{id}/rating":                   {200, 200, 200, 404, 404, 403, 401},
	"POST /api/ally/apps/email":                               {200, 200, 403, 404, 404, 403, 401},
	"PATCH /api/ally/apps/email/{id}":                         {200, 403, 403, 404, 404, 403, 401},
	"POST /api/ally/apps/email/{id}/send":                     {200, 403, 403, 404, 404, 403, 401},
	"POST /api/ally/apps/email/{id}/cancel":                   {409, 403, 403, 404, 404, 403, 401}, // it is a draft
	"POST /api/ally/apps/email/{id}/resend":                   {409, 403, 403, 404, 404, 403, 401},
	"GET /api/ally/apps/email/limits":                         {200, 200, 200, 200, 200, 403, 401},

	// What is wrong with a request is told only to who may make it.
	"GET /api/ally/config/superprompt":                    superadmin(200),
	"PUT /api/ally/config/superprompt":                    superadmin(400),
	"GET /api/ally/config/superprompt/versions":           superadmin(200),
	"GET /api/ally/config/superprompt/versions/{version}": superadmin(400),
	"POST /api/ally/config/superprompt/rollback":          superadmin(400),
	"PUT /api/ally/config/superprompt/draft":              superadmin(400),
	"DELETE /api/ally/config/superprompt/draft":           superadmin(200),
	"POST /api/ally/config/superprompt/try":               superadmin(400),
	"GET /api/ally/config/superprompt/questions":          superadmin(200),
	"POST /api/ally/config/superprompt/questions":         superadmin(400),
	"DELETE /api/ally/config/superprompt/questions/{id}":  superadmin(200),
	"POST /api/ally/config/superprompt/questions/run":     superadmin(400),
	"POST /api/ally/config/prompt":                        superadmin(200),
	"GET /api/ally/superprompt":                           superadmin(200),
	"POST /api/ally/superprompt":                          superadmin(400),
	"GET /api/ally/comparison":                            superadmin(200),
	"GET /api/ally/comparison/report":                     superadmin(400),
	"GET /api/ally/comparison/thresholds":                 superadmin(200),
	"PUT /api/ally/comparison/thresholds":                 superadmin(400),
	"GET /api/ally/comparison/checks":                     superadmin(200),
	"PUT /api/ally/comparison/checks/{name}":              superadmin(400),
	"GET /api/ally/config/rollout":                        superadmin(200),
	"PUT /api/ally/config/rollout":                        superadmin(400),
	"POST /api/ally/config/rollout/preview":               superadmin(200),
	"GET /api/ally/config/rollout/schedule":               superadmin(200),
	"POST /api/ally/config/rollout/schedule":              superadmin(400),
	"DELETE /api/ally/config/rollout/schedule/{id}":       superadmin(404),
	"PATCH /api/ally/config/rollout/switches":             superadmin(400),
	"PUT /api/ally/config/rollout/grants":                 superadmin(400),
	"POST /api/ally/config/rollout/grants":                superadmin(400),
	"GET /api/ally/config/rollout/candidates":             superadmin(200),
	"GET /api/ally/config/rollout/people":                 superadmin(400),
	"GET /api/ally/config/organizations":                  {200, 200, 200, 200, 200, 403, 401},
	"GET /api/ally/config/organizations/{id}":             {404, 404, 404, 404, 404, 403, 401},
	"PUT /api/ally/config/organizations/{id}":             {400, 400, 400, 400, 400, 403, 401},
	"GET /api/ally/config/domains/{id}":                   {404, 404, 404, 404, 404, 403, 401},
	"PUT /api/ally/config/domains/{id}":                   {400, 400, 400, 400, 400, 403, 401},
	"GET /api/ally/config/apps":                           {200, 200, 200, 200, 200, 403, 401},
	"PUT /api/ally/config/apps/{id}":                      superadmin(400),
	"GET /api/ally/config/audit":                          superadmin(200),
	"GET /api/ally/config/audit/export":                   superadmin(200),
}

// superadmin is what everybody is answered where only who steers Ally may call: the
// foreigner is the superadmin.
func superadmin(status int) answers { return answers{403, 403, 403, 403, status, 403, 401} }

// secret is what the owner's conversation holds. Nobody else's answers, and no
// log, may hold it.
const secret = "CANARIO-4417"

func TestEverybodyIsAnsweredWhatIsTheirsAndNobodyElseLearnsIt(t *testing.T) {
	t.Parallel()
	world := func(options ...allytest.Option) (*allytest.World, [7]sample.Person) {
		w := allytest.New(t, append(options, allytest.Model(allytest.Says("respuesta "+secret)), allytest.Environment("ALLY_MESSAGES_PER_MINUTE=0"))...)
		people := [7]sample.Person{sample.Granted(), {}, {}, {}, sample.Superadmin(), sample.Stranger(), {}}
		for i, p := range w.Colleagues(3) {
			people[i+1] = p
		}
		return w, people
	}
	plain, people := world()
	searched, searchers := world(allytest.AllEvents())
	tried, scenes := map[string]bool{}, map[*allytest.World]*scene{}
	operations(func(f function.Function, o function.Operation) {
		name := o.Method + " " + f.Route + o.Path
		want, known := everything[name]
		if tried[name] = true; !known {
			t.Errorf("%s is not in the table of who may call what", name)
			return
		}
		w, people := plain, people
		if f.Name == "allysearch" {
			w, people = searched, searchers
		}
		owner := people[0]
		for i := len(people) - 1; i >= 0; i-- { // the owner last: what they do may end it
			if scenes[w] == nil {
				scenes[w] = newScene(w, people)
			}
			thread, sent := scenes[w].thread, scenes[w].sent
			path, body := call(f, o, people[i], thread, sent)
			if f.Name == "allymemory" && o.Path != "" {
				path = strings.Replace(path, thread.ID, w.Remember(owner, w.Say(owner, thread.ID, "Se decidió usar "+secret))[0].ID, 1)
			}
			if f.Name == "allyactions" {
				w.Act(owner, thread.ID, thread.ID, "acción "+secret, secret, time.Now(), nil)
			}
			if strings.HasPrefix(o.Path, "/invitations/{id}") {
				path = strings.Replace(path, thread.ID, invited(t, w, owner, thread.ID), 1)
			}
			if f.Name == "allyemail" && strings.HasPrefix(o.Path, "/{id}") {
				path = strings.Replace(path, thread.ID, draftedEmail(w, owner, thread.ID), 1)
			}
			a := w.Call(people[i], o.Method, path, body)
			if o.Method != http.MethodGet && a.Status < 300 {
				scenes[w] = nil // it may be another now
			}
			if a.Status != want[i] {
				t.Errorf("%s by %s: %d, want %d: %s", name, who[i], a.Status, want[i], a.Body)
			}
			if i > 2 && strings.Contains(string(a.Body), secret) {
				t.Errorf("%s tells %s what is not theirs: %s", name, who[i], a.Body)
			}
		}
	})
	for name := range everything {
		if !tried[name] {
			t.Errorf("%s is in the table and nowhere else", name)
		}
	}
	if lines := append(plain.Log.Lines(secret), searched.Log.Lines(secret)...); len(lines) > 0 {
		t.Errorf("the log holds content: %s", lines[0])
	}
}

// scene is the owner's conversation, with a message and an answer that hold the secret.
type scene struct {
	thread allytest.Conversation
	sent   allytest.Sent
}

func newScene(w *allytest.World, people [7]sample.Person) *scene {
	thread := w.Thread(people[0], map[string]any{"title": "título " + secret})
	w.Join(thread.ID, map[string][]sample.Person{"collaborator": people[1:2], "viewer": people[2:3]})
	sent := w.Send(people[0], thread.ID, "pregunta "+secret)
	w.Settled()
	return &scene{w.Conversation(people[0], thread.ID), sent}
}

// invited is an invitation by letter into the owner's conversation.
func invited(t *testing.T, w *allytest.World, owner sample.Person, conversationID string) string {
	t.Helper()
	var out struct {
		Action struct {
			Result struct{ Invitations []struct{ ID string } }
		}
	}
	w.Call(owner, http.MethodPost, "/api/ally/apps/collaborate", map[string]any{"conversationId": conversationID, "inputs": map[string]any{
		"method": "email", "recipients": []string{"alguien@" + owner.Domain()}, "level": "view", "days": 7,
	}}).Into(&out)
	return out.Action.Result.Invitations[0].ID
}

// unknownToken is of the form of those that open something, and opens nothing.
var unknownToken = strings.Repeat("A", 43)

// call gives the path and the body with which an operation is about a
// conversation, or about its message.
func call(f function.Function, o function.Operation, p sample.Person, c allytest.Conversation, sent allytest.Sent) (path string, body any) {
	id := c.ID
	if f.Name == "allymessages" {
		id = sent.Message.ID
	}
	identity := map[string]any{"userId": p.ID, "userEmail": p.Email, "userDomain": p.Domain()}
	path = f.Route + strings.ReplaceAll(o.Path, "{id}", id)
	path = strings.ReplaceAll(path, "{userId}", "usr_many01")
	here := map[string]any{"conversationId": c.ID}
	switch o.Method + " " + f.Name + o.Path {
	case "GET allymain":
		return allytest.MainPath(p), nil
	case "POST allymain":
		return path, identity
	case "GET allymessages":
		return path + "?conversationId=" + c.ID, nil
	case "POST allysummary":
		return path, map[string]any{"conversationId": c.ID, "inputs": map[string]any{"source": "conversation"}}
	case "GET allyactions":
		return path + "?conversationId=" + c.ID, nil
	case "POST allymessages/comments":
		return path, map[string]any{"conversationId": c.ID, "message": "hola"}
	case "POST allycollaborate":
		return path, map[string]any{"conversationId": c.ID, "inputs": map[string]any{"method": "link", "level": "view", "days": 7}}
	case "GET allycollaborate/people", "DELETE allycollaborate/people/{userId}":
		return path + "?conversationId=" + c.ID, nil
	case "PATCH allycollaborate/people/{userId}":
		return path, map[string]any{"conversationId": c.ID, "level": "comment"}
	case "POST allycollaborate/leave":
		return path, here
	case "PATCH allycollaborate/settings":
		return path, map[string]any{"conversationId": c.ID, "commentsToAlly": true}
	case "POST allycollaborate/seen":
		return path, map[string]any{"conversationId": c.ID, "messageId": sent.Message.ID}
	case "POST allyinvitations/look", "POST allyinvitations/accept", "POST allyinvitations/decline", "POST allyshares/view":
		return path, map[string]any{"token": unknownToken}
	case "POST allyinvitations/code":
		return path, map[string]any{"token": unknownToken, "email": "visita@sur.example.com"}
	case "POST allyinvitations/verify":
		return path, map[string]any{"token": unknownToken, "email": "visita@sur.example.com", "code": "123456"}
	case "POST allybeacon":
		return path, map[string]any{"visit": "visit-1234", "timings": []map[string]any{{"number": 0, "what": "load", "ms": 900}}}
	case "POST allyguest/comments":
		return path, map[string]any{"message": "hola"}
	case "POST allyshares":
		return path, map[string]any{"kind": "conversation", "id": c.ID, "days": 1}
	case "GET allyshares":
		return path + "?kind=conversation&id=" + c.ID, nil
	case "GET allysearch":
		return path + "?q=" + secret, nil
	case "POST allymessages":
		return path, map[string]any{"conversationId": c.ID, "message": "hola"}
	case "PATCH allymessages/{id}":
		return f.Route + "/" + sent.UserMessage.ID, map[string]any{"message": "otra"}
	case "PUT allymessages/{id}/rating":
		return path, map[string]any{"stars": 3}
	case "POST allyemail":
		return path, emailOf(c.ID)
	case "PATCH allyemail/{id}":
		return path, map[string]any{"revision": 0, "to": []string{"b@example.com"}, "subject": "otro", "body": "otro"}
	case "POST allyemail/{id}/send":
		return path, map[string]any{"revision": 0}
	case "POST allyemail/{id}/cancel", "POST allyemail/{id}/resend":
		return path, map[string]any{}
	case "PATCH allymemory":
		return path, map[string]any{"memoryOptIn": true}
	case "PATCH allymemory/{id}":
		return path, map[string]any{"text": "otro"}
	case "DELETE allyprivacy":
		return path, map[string]any{"confirm": p.Email}
	case "PATCH allyconversations/{id}":
		return path, map[string]any{"revision": c.Revision, "title": "otro"}
	}
	return path, bodyFor(o)
}

// emailOf is an e-mail as it is drafted in a conversation.
func emailOf(conversationID string) map[string]any {
	return map[string]any{
		"conversationId": conversationID, "inputs": map[string]any{"to": []string{"b@example.com"}, "subject": "asunto", "body": secret},
	}
}

// draftedEmail drafts an e-mail and gives its id.
func draftedEmail(w *allytest.World, p sample.Person, conversationID string) string {
	var out struct{ Action struct{ ID string } }
	w.Call(p, http.MethodPost, "/api/ally/apps/email", emailOf(conversationID)).Into(&out)
	return out.Action.ID
}

// theirs are the classic system's collections that Ally reads.
var theirs = []string{
	"users", "organizations", "domains", "conversations", "agent_configs", "agent_shares", "groups", "messages", "context_sources", "message_feedback",
}

// export gives every document of the classic system, to the byte.
func export(t *testing.T, db *firestore.Client) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, collection := range theirs {
		docs, err := db.Collection(collection).Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range docs {
			raw, err := json.Marshal(doc.Data())
			if err != nil {
				t.Fatal(err)
			}
			all[collection+"/"+doc.Ref.ID] = fmt.Sprint(doc.CreateTime, doc.UpdateTime, string(raw))
		}
	}
	return all
}

func TestAWeekOfUseLeavesTheClassicSystemAsItWas(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.Chats(), allytest.AllEvents())
	before := export(t, w.DB)
	for day := range 7 {
		for _, p := range []sample.Person{sample.Superadmin(), sample.Granted(), sample.GrantedEnglish()} {
			ally := w.Open(p)
			thread := w.Thread(p, map[string]any{"activeInputs": map[string]any{"conversationIds": []string{ally}}})
			for _, id := range []string{ally, thread.ID} {
				sent := w.Send(p, id, "¿Qué agente me ayuda con un permiso de edificación?")
				reply := "/api/ally/messages/" + sent.Message.ID
				w.Call(p, http.MethodPut, reply+"/rating", map[string]any{"stars": 1 + day%5}).Into(&struct{}{})
				w.Call(p, http.MethodPost, reply+"/regenerate", "{}").Into(&struct{}{})
			}
			w.Call(p, http.MethodGet, "/api/ally/inputs", nil).Into(&struct{}{})
			w.Call(p, http.MethodGet, "/api/ally/search?q=permiso", nil).Into(&struct{}{})
			if day%2 == 0 {
				w.Call(p, http.MethodDelete, allytest.ConversationsPath+"/"+thread.ID, nil).Into(&struct{}{})
			}
			if day == 5 {
				w.Call(p, http.MethodPost, allytest.ConversationsPath+"/"+ally+"/clear", "{}").Into(&struct{}{})
			}
		}
		w.Clock.Move(24 * time.Hour)
		if err := w.System.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, export(t, w.DB)); diff != "" || len(before) < 1000 {
		t.Errorf("%d documents before; afterwards %s", len(before), diff)
	}
	for _, collection := range []string{"ally_conversations", "ally_messages"} {
		docs, err := w.DB.Collection(collection).Documents(t.Context()).GetAll()
		if err != nil || len(docs) == 0 {
			t.Fatalf("%d of %s, %v", len(docs), collection, err)
		}
		for _, doc := range docs {
			if _, classic := before[strings.TrimPrefix(collection, "ally_")+"/"+doc.Ref.ID]; classic {
				t.Errorf("%s is in both systems", doc.Ref.ID)
			}
		}
	}
}
