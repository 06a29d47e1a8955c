package allyconversations_test

import (
	"fmt"
	"net/http"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

// calls are all that can be done with a conversation and its messages. What it
// undoes or spoils for the others comes last.
var calls = []struct {
	name, method, path string // path with the conversation, the message and the reply
	body               func(revision int, id string) any
}{
	{"get", http.MethodGet, path + "/%[1]s", nil},
	{"messages", http.MethodGet, "/api/ally/messages?conversationId=%[1]s", nil},
	{"one message", http.MethodGet, "/api/ally/messages/%[3]s", nil},
	{"versions", http.MethodGet, "/api/ally/messages/%[3]s/versions", nil},
	{"rate", http.MethodPut, "/api/ally/messages/%[3]s/rating", func(int, string) any { return fields{"stars": 4} }},
	{"unrate", http.MethodDelete, "/api/ally/messages/%[3]s/rating", nil},
	{"stop", http.MethodPost, "/api/ally/messages/%[3]s/stop", func(int, string) any { return fields{} }},
	{"regenerate", http.MethodPost, "/api/ally/messages/%[3]s/regenerate", func(int, string) any { return fields{} }},
	{"edit", http.MethodPatch, "/api/ally/messages/%[2]s", func(int, string) any { return fields{"message": "otra"} }},
	{"change", http.MethodPatch, path + "/%[1]s", func(revision int, _ string) any { return fields{"revision": revision, "title": "Otro"} }},
	{"share", http.MethodPatch, path + "/%[1]s", func(revision int, _ string) any { return fields{"revision": revision, "visibility": "private"} }},
	{"send", http.MethodPost, "/api/ally/messages", func(_ int, id string) any { return fields{"conversationId": id, "message": "hola"} }},
	{"restore", http.MethodPost, path + "/%[1]s/restore", func(int, string) any { return fields{} }},
	{"clear", http.MethodPost, path + "/%[1]s/clear", func(int, string) any { return fields{} }},
	{"delete", http.MethodDelete, path + "/%[1]s", nil},
}

// everything makes all calls of the person's, and gives what each was answered with.
func everything(w *allytest.World, p sample.Person, id string, sent allytest.Sent) map[string]string {
	answers := map[string]string{}
	for _, c := range calls {
		var body any
		if c.body != nil {
			body = c.body(w.Stored(id).Revision, id)
		}
		to := fmt.Sprintf(c.path+"%.0[1]s%.0[2]s%.0[3]s", id, sent.UserMessageID, sent.AllyMessageID)
		a := w.Call(p, c.method, to, body)
		answers[c.name] = fmt.Sprint(a.Status)
		if a.Status != http.StatusOK {
			answers[c.name] += " " + a.Problem().Code
		}
	}
	return answers
}

func TestWhoMayDoWhatWithAConversation(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Claro.")))
	owner := sample.Granted()
	people := w.Colleagues(3)
	viewer, collaborator, stranger := people[0], people[1], people[2]
	elsewhere := sample.Superadmin() // of another organization, though somebody made them a collaborator
	missing := "404 not_found"
	for _, tc := range []struct {
		name   string
		who    sample.Person
		all    string            // where nothing else is said
		except map[string]string // by call
	}{
		{"stranger", stranger, missing, nil},
		{"other organization", elsewhere, missing, nil},
		{"viewer", viewer, "200", map[string]string{
			"stop": "403 view_only", "regenerate": "403 view_only", "edit": "403 view_only", "change": "403 view_only", "send": "403 view_only",
			"share": "403 owner_only", "clear": "403 owner_only", "delete": "403 owner_only", "restore": missing,
		}},
		{"collaborator", collaborator, "200", map[string]string{
			"edit": "403 not_yours", "share": "403 owner_only", "clear": "403 owner_only", "delete": "403 owner_only", "restore": missing,
		}},
		{"owner", owner, "200", nil},
		{"owner after deletion", owner, missing, map[string]string{"restore": "200"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			id := w.Thread(owner, fields{}).ID
			w.Join(id, map[string][]sample.Person{"viewer": {viewer}, "collaborator": {collaborator, elsewhere}})
			sent := w.Send(owner, id, "¿Cuándo vence el permiso?")
			if tc.name == "owner after deletion" {
				w.Call(owner, http.MethodDelete, path+"/"+id, nil).Into(&allytest.Changed{})
				tc.except["delete"] = "200" // it was restored just before
				tc.except["clear"] = "200"
			}
			for call, got := range everything(w, tc.who, id, sent) {
				want := tc.all
				if except := tc.except[call]; except != "" {
					want = except
				}
				if got != want {
					t.Errorf("%s: %s, want %s", call, got, want)
				}
			}
		})
	}
}

func TestWhatIsDeletedIsGoneAtOnceForEverybody(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Claro.")))
	owner := sample.Granted()
	people := w.Colleagues(3)
	for _, visibility := range []string{"private", "organization"} {
		id := w.Thread(owner, fields{"title": "Se va"}).ID
		w.Join(id, map[string][]sample.Person{"viewer": people[:1], "collaborator": people[1:2]})
		w.Change(owner, id, fields{"visibility": visibility})
		sent := w.Send(owner, id, "¿Cuándo vence el permiso?")
		w.Call(owner, http.MethodDelete, path+"/"+id, nil).Into(&allytest.Changed{})
		for i, p := range append(people, owner) {
			if got := titles(list(t, w, p, "")); got != "" {
				t.Errorf("person %d is shown %q", i, got)
			}
			if p.ID == owner.ID {
				continue
			}
			for call, got := range everything(w, p, id, sent) {
				if got != "404 not_found" {
					t.Errorf("person %d, %s: %s", i, call, got)
				}
			}
		}
	}
}
