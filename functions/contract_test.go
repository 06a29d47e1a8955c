package functions_test

import (
	"bytes"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/verdict"
)

// contract gives the schema at a place of the committed OpenAPI document.
func contract(t *testing.T, place string) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile("allyopenapi/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("openapi.json#" + place)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestAnswersAreAsTheOpenAPIDocumentSays(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.AllEvents())
	p := sample.Granted()
	id := w.Open(p)
	w.Handled("allywelcome", 2)
	identity := map[string]string{"userId": p.ID, "userEmail": p.Email, "userDomain": p.Domain()}
	question := map[string]string{"conversationId": id, "message": "¿Qué agente me ayuda con un permiso de edificación?"}
	sent := w.Send(p, id, "hola")
	thread := w.Thread(p, map[string]any{})
	message, conversations, memory := "/api/ally/messages/", "/api/ally/conversations/", "/api/ally/memory/"
	remembered := w.Remember(p, w.Say(p, thread.ID, "Pedro enviará el informe el viernes."))[0].ID
	w.Send(p, w.Thread(p, map[string]any{"title": "Permiso"}).ID, "un permiso de obra")
	w.Settled()
	action, acted := "/api/ally/actions/", "acted"
	w.Act(p, id, acted, "Uno", "texto", time.Now(), nil)
	invitation, collaborate, letters, shares := invited(t, w, p, id), "/api/ally/apps/collaborate", "/api/ally/invitations/", "/api/ally/shares"
	here, none := map[string]any{"conversationId": id}, map[string]any{"token": "none"}
	email, drafted, unsent := "/api/ally/apps/email/", draftedEmail(w, p, id), draftedEmail(w, p, id)
	superprompt, rollout, trail, set := "/api/ally/config/superprompt", "/api/ally/config/rollout", "/api/ally/config/audit", "/api/ally/config"
	compared := "/api/ally/comparison"
	steers := map[string]bool{} // what the superadmin calls
	operations(func(f function.Function, o function.Operation) {
		steers[o.Method+" "+f.Route+o.Path] = o.Access == function.Superadmin || o.Access == function.Administrator
	})
	tried := map[string]bool{}
	for _, tc := range []struct {
		method, path, call string
		body               any
		status             int
		response           string
	}{
		{http.MethodPost, message + "comments", message + "comments", map[string]any{"conversationId": id, "message": "hola"}, http.StatusOK, "200"},
		{http.MethodPost, collaborate, collaborate, map[string]any{"conversationId": id, "inputs": map[string]any{"method": "link", "level": "view", "days": 7}}, http.StatusOK, "200"},
		{http.MethodPost, collaborate, collaborate, map[string]any{"conversationId": id, "inputs": map[string]any{"method": "pigeon"}}, http.StatusBadRequest, "default"},
		{http.MethodGet, collaborate + "/people?conversationId=" + id, collaborate + "/people", nil, http.StatusOK, "200"},
		{http.MethodPatch, collaborate + "/people/none", collaborate + "/people/{userId}", map[string]any{"conversationId": id, "level": "view"}, http.StatusNotFound, "default"},
		{http.MethodDelete, collaborate + "/people/none?conversationId=" + id, collaborate + "/people/{userId}", nil, http.StatusOK, "200"},
		{http.MethodPost, collaborate + "/leave", collaborate + "/leave", here, http.StatusConflict, "default"},
		{http.MethodPatch, collaborate + "/settings", collaborate + "/settings", map[string]any{"conversationId": id, "commentsToAlly": true}, http.StatusOK, "200"},
		{http.MethodPost, collaborate + "/seen", collaborate + "/seen", map[string]any{"conversationId": id, "messageId": sent.Message.ID}, http.StatusOK, "200"},
		{http.MethodPost, collaborate + "/invitations/" + invitation + "/resend", collaborate + "/invitations/{id}/resend", "{}", http.StatusOK, "200"},
		{http.MethodPost, collaborate + "/invitations/" + invitation + "/link", collaborate + "/invitations/{id}/link", "{}", http.StatusOK, "200"},
		{http.MethodDelete, collaborate + "/invitations/" + invitation, collaborate + "/invitations/{id}", nil, http.StatusOK, "200"},
		{http.MethodPost, letters + "look", letters + "look", none, http.StatusOK, "200"},
		{http.MethodPost, letters + "accept", letters + "accept", none, http.StatusNotFound, "default"},
		{http.MethodPost, letters + "decline", letters + "decline", none, http.StatusNotFound, "default"},
		{http.MethodPost, letters + "code", letters + "code", map[string]any{"token": "none", "email": "visita@sur.example.com"}, http.StatusOK, "200"},
		{http.MethodPost, letters + "verify", letters + "verify", map[string]any{"token": "none", "email": "visita@sur.example.com", "code": "123456"}, http.StatusForbidden, "default"},
		{http.MethodGet, "/api/ally/guest", "/api/ally/guest", nil, http.StatusUnauthorized, "default"},
		{http.MethodGet, "/api/ally/guest/messages", "/api/ally/guest/messages", nil, http.StatusUnauthorized, "default"},
		{http.MethodPost, "/api/ally/guest/comments", "/api/ally/guest/comments", map[string]any{"message": "hola"}, http.StatusUnauthorized, "default"},
		{http.MethodPost, shares, shares, map[string]any{"kind": "conversation", "id": id, "days": 7}, http.StatusOK, "200"},
		{http.MethodGet, shares + "?kind=conversation&id=" + id, shares, nil, http.StatusOK, "200"},
		{http.MethodDelete, shares + "/none", shares + "/{id}", nil, http.StatusNotFound, "default"},
		{http.MethodPost, shares + "/view", shares + "/view", none, http.StatusNotFound, "default"},
		{http.MethodGet, "/api/ally/apps", "/api/ally/apps", nil, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally/apps/summary", "/api/ally/apps/summary", map[string]any{"conversationId": id, "inputs": map[string]any{"source": "text", "text": "Se aprobó el presupuesto."}}, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/actions", "/api/ally/actions", nil, http.StatusOK, "200"},
		{http.MethodGet, action + acted, action + "{id}", nil, http.StatusOK, "200"},
		{http.MethodPost, action + acted + "/report", action + "{id}/report", "{}", http.StatusOK, "200"},
		{http.MethodGet, action + acted + "/export?format=odt", action + "{id}/export", nil, http.StatusBadRequest, "default"},
		{http.MethodPost, action + acted + "/cancel", action + "{id}/cancel", "{}", http.StatusOK, "200"},
		{http.MethodDelete, action + acted, action + "{id}", nil, http.StatusOK, "200"},
		{http.MethodPost, action + acted + "/restore", action + "{id}/restore", "{}", http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/memory", "/api/ally/memory", nil, http.StatusOK, "200"},
		{http.MethodPatch, memory + remembered, memory + "{id}", map[string]any{"status": "done"}, http.StatusOK, "200"},
		{http.MethodDelete, memory + remembered, memory + "{id}", nil, http.StatusOK, "200"},
		{http.MethodPost, memory + remembered + "/restore", memory + "{id}/restore", "{}", http.StatusOK, "200"},
		{http.MethodPatch, memory + "none", memory + "{id}", map[string]any{"due": "2026-13-40"}, http.StatusBadRequest, "default"},
		{http.MethodPatch, "/api/ally/memory", "/api/ally/memory", map[string]any{"memoryOptIn": true}, http.StatusOK, "200"},
		{http.MethodDelete, "/api/ally/memory", "/api/ally/memory", nil, http.StatusOK, "200"},
		{http.MethodGet, message + sent.Message.ID, message + "{id}", nil, http.StatusOK, "200"},
		{http.MethodPut, message + sent.Message.ID + "/rating", message + "{id}/rating", map[string]any{"stars": 4}, http.StatusOK, "200"},
		{http.MethodDelete, message + sent.Message.ID + "/rating", message + "{id}/rating", nil, http.StatusOK, "200"},
		{http.MethodPost, message + sent.Message.ID + "/stop", message + "{id}/stop", "{}", http.StatusOK, "200"},
		{http.MethodPost, message + sent.Message.ID + "/regenerate", message + "{id}/regenerate", "{}", http.StatusOK, "200"},
		{http.MethodPatch, message + sent.UserMessage.ID, message + "{id}", map[string]string{"message": "¿qué tal?"}, http.StatusOK, "200"},
		{http.MethodGet, message + sent.Message.ID + "/versions", message + "{id}/versions", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/conversations", "/api/ally/conversations", nil, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally/conversations", "/api/ally/conversations", "{}", http.StatusOK, "200"},
		{http.MethodGet, conversations + thread.ID, conversations + "{id}", nil, http.StatusOK, "200"},
		{http.MethodPatch, conversations + thread.ID, conversations + "{id}", map[string]any{"revision": 1, "title": "x"}, http.StatusOK, "200"},
		{http.MethodPatch, conversations + thread.ID, conversations + "{id}", map[string]any{"revision": 1}, http.StatusConflict, "default"},
		{http.MethodPost, conversations + thread.ID + "/clear", conversations + "{id}/clear", "{}", http.StatusOK, "200"},
		{http.MethodPost, conversations + thread.ID + "/restore", conversations + "{id}/restore", "{}", http.StatusOK, "200"},
		{http.MethodDelete, conversations + thread.ID, conversations + "{id}", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/inputs", "/api/ally/inputs", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/search?q=permiso", "/api/ally/search", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/preferences", "/api/ally/preferences", nil, http.StatusOK, "200"},
		{http.MethodPut, "/api/ally/preferences", "/api/ally/preferences", map[string]any{"userPrompt": "x", "memoryOptIn": true, "revision": "0"}, http.StatusConflict, "default"},
		{http.MethodGet, "/api/ally/privacy", "/api/ally/privacy", nil, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally/session", "/api/ally/session", "{}", http.StatusOK, "200"},
		{http.MethodGet, "/api/feature-flags", "/api/feature-flags", nil, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally/beacon", "/api/ally/beacon", map[string]any{
			"visit": "visit-1234", "timings": []any{map[string]any{"number": 0, "what": "load", "ms": 900}},
		}, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally/beacon", "/api/ally/beacon", map[string]any{
			"visit": "visit-1234", "timings": []any{map[string]any{"number": 0, "what": "a word", "ms": 900}},
		}, http.StatusBadRequest, "default"},
		{http.MethodGet, allytest.MainPath(p), "/api/ally", nil, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally", "/api/ally", identity, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally/messages", "/api/ally/messages", question, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/messages?conversationId=" + id, "/api/ally/messages", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/health", "/api/ally/health", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/openapi.json", "/api/ally/openapi.json", nil, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally", "/api/ally", nil, http.StatusBadRequest, "default"},
		{http.MethodGet, "/api/ally/apps", "/api/ally/apps", nil, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally/apps/email", "/api/ally/apps/email", emailOf(id), http.StatusOK, "200"},
		{http.MethodPatch, email + drafted, email + "{id}", map[string]any{"revision": 0, "to": []string{"b@example.com"}, "subject": "x", "body": "x"}, http.StatusOK, "200"},
		{http.MethodPost, email + drafted + "/send", email + "{id}/send", map[string]any{"revision": 1}, http.StatusOK, "200"},
		{http.MethodPost, email + drafted + "/resend", email + "{id}/resend", "{}", http.StatusConflict, "default"},
		{http.MethodPost, email + drafted + "/cancel", email + "{id}/cancel", "{}", http.StatusOK, "200"},
		{http.MethodPost, email + unsent + "/cancel", email + "{id}/cancel", "{}", http.StatusConflict, "default"},
		{http.MethodGet, email + "limits", email + "limits", nil, http.StatusOK, "200"},
		{http.MethodGet, superprompt, superprompt, nil, http.StatusOK, "200"},
		{http.MethodPut, superprompt, superprompt, map[string]any{"on": 0, "why": "tono", "systemPrompt": "Eres Ally.", "rules": []string{"Usted."}}, http.StatusOK, "200"},
		{http.MethodPut, superprompt, superprompt, map[string]any{"on": 0, "why": "tono", "systemPrompt": "Eres Ally."}, http.StatusConflict, "default"},
		{http.MethodGet, superprompt + "/versions", superprompt + "/versions", nil, http.StatusOK, "200"},
		{http.MethodGet, superprompt + "/versions/1", superprompt + "/versions/{version}", nil, http.StatusOK, "200"},
		{http.MethodPost, superprompt + "/rollback", superprompt + "/rollback", map[string]any{"on": 1, "to": 1, "why": "tono"}, http.StatusOK, "200"},
		{http.MethodPut, superprompt + "/draft", superprompt + "/draft", map[string]any{"systemPrompt": "Eres"}, http.StatusOK, "200"},
		{http.MethodDelete, superprompt + "/draft", superprompt + "/draft", nil, http.StatusOK, "200"},
		{http.MethodPost, superprompt + "/try", superprompt + "/try", map[string]any{"question": "hola", "systemPrompt": "Eres Ally."}, http.StatusOK, "200"},
		{http.MethodPost, superprompt + "/questions", superprompt + "/questions", map[string]any{"text": "hola"}, http.StatusOK, "200"},
		{http.MethodGet, superprompt + "/questions", superprompt + "/questions", nil, http.StatusOK, "200"},
		{http.MethodPost, superprompt + "/questions/run", superprompt + "/questions/run", map[string]any{"id": "none", "systemPrompt": "Eres Ally."}, http.StatusNotFound, "default"},
		{http.MethodDelete, superprompt + "/questions/none", superprompt + "/questions/{id}", nil, http.StatusOK, "200"},
		{http.MethodPost, set + "/prompt", set + "/prompt", map[string]any{"email": p.Email}, http.StatusOK, "200"},
		{http.MethodGet, "/api/ally/superprompt", "/api/ally/superprompt", nil, http.StatusOK, "200"},
		{http.MethodPost, "/api/ally/superprompt", "/api/ally/superprompt", map[string]any{"systemPrompt": "Eres Ally."}, http.StatusOK, "200"},
		{http.MethodGet, rollout, rollout, nil, http.StatusOK, "200"},
		{http.MethodPost, rollout + "/preview", rollout + "/preview", map[string]any{"stage": "beta", "people": []string{p.Email}}, http.StatusOK, "200"},
		{http.MethodPut, rollout, rollout, map[string]any{"revision": 0, "people": []string{p.Email}, "why": "lista"}, http.StatusOK, "200"},
		{http.MethodPatch, rollout + "/switches", rollout + "/switches", map[string]any{"people": map[string]bool{"none": true}, "why": "prueba"}, http.StatusOK, "200"},
		{http.MethodPost, rollout + "/schedule", rollout + "/schedule", map[string]any{
			"change": map[string]any{"percentage": 10}, "at": time.Now().Add(time.Hour).Format(time.RFC3339), "why": "rampa",
		}, http.StatusOK, "200"},
		{http.MethodGet, rollout + "/schedule", rollout + "/schedule", nil, http.StatusOK, "200"},
		{http.MethodDelete, rollout + "/schedule/none", rollout + "/schedule/{id}", nil, http.StatusNotFound, "default"},
		{http.MethodPut, rollout + "/grants", rollout + "/grants", map[string]any{"email": p.Email, "enabled": true, "why": "prueba"}, http.StatusOK, "200"},
		{http.MethodPost, rollout + "/grants", rollout + "/grants", map[string]any{"emails": []string{p.Email}, "enabled": true, "why": "prueba"}, http.StatusOK, "200"},
		{http.MethodGet, rollout + "/candidates", rollout + "/candidates", nil, http.StatusOK, "200"},
		{http.MethodGet, rollout + "/people?email=" + p.Email, rollout + "/people", nil, http.StatusOK, "200"},
		{http.MethodGet, set + "/organizations", set + "/organizations", nil, http.StatusOK, "200"},
		{http.MethodGet, set + "/organizations/" + p.Organization, set + "/organizations/{id}", nil, http.StatusOK, "200"},
		{http.MethodPut, set + "/organizations/" + p.Organization, set + "/organizations/{id}", organizationOf(w, p.Organization), http.StatusOK, "200"},
		{http.MethodPut, set + "/organizations/none", set + "/organizations/{id}", organizationOf(w, p.Organization), http.StatusNotFound, "default"},
		{http.MethodGet, set + "/domains/" + p.Domain(), set + "/domains/{id}", nil, http.StatusOK, "200"},
		{http.MethodPut, set + "/domains/" + p.Domain(), set + "/domains/{id}", map[string]any{"revision": "0", "domainPrompt": "x", "why": "prueba"}, http.StatusConflict, "default"},
		{http.MethodGet, set + "/apps", set + "/apps", nil, http.StatusOK, "200"},
		{http.MethodPut, set + "/apps/email", set + "/apps/{id}", map[string]any{"revision": "0", "active": true, "organizations": nil, "roles": nil, "why": "prueba"}, http.StatusConflict, "default"},
		{http.MethodGet, compared, compared, nil, http.StatusOK, "200"},
		{http.MethodGet, compared + "/report?format=odt", compared + "/report", nil, http.StatusBadRequest, "default"},
		{http.MethodGet, compared + "/thresholds", compared + "/thresholds", nil, http.StatusOK, "200"},
		{http.MethodPut, compared + "/thresholds", compared + "/thresholds", map[string]any{"revision": "0", "thresholds": verdict.Defaults, "why": "acordado antes de los datos"}, http.StatusOK, "200"},
		{http.MethodGet, compared + "/checks", compared + "/checks", nil, http.StatusOK, "200"},
		{http.MethodPut, compared + "/checks/security", compared + "/checks/{name}", map[string]any{"revision": "0", "state": "pass", "note": "revisado"}, http.StatusOK, "200"},
		{http.MethodGet, trail, trail, nil, http.StatusOK, "200"},
		{http.MethodGet, trail + "/export?from=odd", trail + "/export", nil, http.StatusBadRequest, "default"},
		{http.MethodDelete, "/api/ally/privacy", "/api/ally/privacy", map[string]any{"confirm": "yes"}, http.StatusBadRequest, "default"},
		{http.MethodGet, "/api/ally/messages?conversationId=none", "/api/ally/messages", nil, http.StatusNotFound, "default"},
		{http.MethodDelete, "/api/ally/privacy", "/api/ally/privacy", map[string]any{"confirm": p.Email}, http.StatusOK, "200"},
	} {
		tried[tc.method+" "+tc.call] = true
		who := p
		if steers[tc.method+" "+tc.call] {
			who = sample.Superadmin()
		}
		a := w.Call(who, tc.method, tc.path, tc.body)
		if a.Status != tc.status {
			t.Errorf("%s %s: status %d: %s", tc.method, tc.path, a.Status, a.Body)
			continue
		}
		method := strings.ToLower(tc.method)
		place := "/paths/" + pointer(tc.call) + "/" + method + "/responses/" + tc.response + "/content/application~1json/schema"
		answer, err := jsonschema.UnmarshalJSON(bytes.NewReader(a.Body))
		if err != nil {
			t.Fatal(err)
		}
		if err := contract(t, place).Validate(answer); err != nil {
			t.Errorf("%s %s: %v\n%s", tc.method, tc.path, err, a.Body)
		}
	}
	operations(func(f function.Function, o function.Operation) {
		if !tried[o.Method+" "+f.Route+o.Path] {
			t.Errorf("%s %s%s was not tried", o.Method, f.Route, o.Path)
		}
	})
}

// organizationOf is what an organization is set to, as it is sent to be set again.
func organizationOf(w *allytest.World, id string) map[string]any {
	var out struct{ Organization map[string]any }
	w.Call(sample.Superadmin(), http.MethodGet, "/api/ally/config/organizations/"+id, nil).Into(&out)
	delete(out.Organization, "id")
	delete(out.Organization, "name")
	out.Organization["why"] = "prueba"
	return out.Organization
}

// pointer escapes a path for a JSON pointer.
func pointer(path string) string {
	return string(bytes.ReplaceAll([]byte(path), []byte("/"), []byte("~1")))
}
