package allyprivacy_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/privacy"
	"getaifactory.com/ally/shared/search"
	"getaifactory.com/ally/shared/store"
)

const (
	path   = "/api/ally/privacy"
	canary = "CANARIO-7731"
)

type fields = map[string]any

// everywhere gives all of Ally's documents that hold a text or name a person, by
// their paths: it looks through all collections that there are.
func everywhere(t *testing.T, w *allytest.World, texts ...string) []string {
	t.Helper()
	var found []string
	look := func(docs []*firestore.DocumentSnapshot) {
		for _, doc := range docs {
			raw, err := json.Marshal(doc.Data())
			if err != nil {
				t.Fatal(err)
			}
			_, place, _ := strings.Cut(doc.Ref.Path, "/documents/")
			for _, text := range texts {
				if strings.Contains(place+string(raw), text) {
					found = append(found, place)
					break
				}
			}
		}
	}
	entries, err := w.DB.CollectionGroup("ally_entries").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	look(entries)
	collections := w.DB.Collections(t.Context())
	for {
		collection, err := collections.Next()
		if err == iterator.Done {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(collection.ID, "ally_") {
			continue
		}
		docs, err := collection.Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		look(docs)
	}
}

// lived is a person with something in every collection: conversations of their
// own and a part in one of a colleague's, which it gives.
func lived(t *testing.T, w *allytest.World, p, colleague sample.Person) (theirs string) {
	t.Helper()
	w.Open(p)
	w.Set("users/"+p.ID, fields{"allyPreferences": fields{"language": "es", "note": canary}, "allyUserConfig": fields{"userPrompt": canary}})
	thread := w.Thread(p, fields{"title": "Obra " + canary}).ID
	sent := w.Send(p, thread, "Se decidió usar "+canary)
	w.Call(p, http.MethodPost, "/api/ally/messages/"+sent.AllyMessageID+"/regenerate", fields{}).Into(&struct{}{})
	w.Call(p, http.MethodPut, "/api/ally/messages/"+sent.AllyMessageID+"/rating", fields{"stars": 5, "comment": canary}).Into(&struct{}{})
	w.Act(p, thread, "act-"+p.ID, "Resumen "+canary, canary, time.Now(), nil)
	letter, err := mail.Queue(w.DB, mail.Letter{
		ID: p.ID, From: mail.Party{Name: p.Name, Address: p.Email}, To: []string{"otra@example.com"}, Subject: canary, Markdown: canary,
		NotBefore: w.Clock.Now().Add(24 * time.Hour), UserID: p.ID,
	}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Commit(t.Context(), w.DB, letter, audit.Write(w.DB, audit.Entry{
		Who: p.ID, WhoEmail: p.Email, What: "email.queued", Target: "ally_outbox/" + p.Name, At: w.Clock.Now(),
	})); err != nil {
		t.Fatal(err)
	}
	w.Call(p, http.MethodGet, "/api/feature-flags", nil).Into(&struct{}{})
	w.Call(p, http.MethodPost, "/api/ally/beacon", fields{"visit": "visit-1234", "timings": []fields{{"number": 0, "what": "load", "ms": 900}}}).Into(&struct{}{})
	w.Set("ally_surroundings/"+p.ID, fields{"userId": p.ID, "computedAt": time.Now(), "note": canary})
	if len(w.Remember(p, thread)) == 0 {
		t.Fatal("nothing is remembered")
	}
	theirs = w.Thread(colleague, fields{"title": "De otro"}).ID
	w.Join(theirs, map[string][]sample.Person{"collaborator": {p}})
	said := w.Send(p, theirs, "Se decidió avisar a todos.")
	w.Call(p, http.MethodPut, "/api/ally/messages/"+said.AllyMessageID+"/rating", fields{"stars": 4}).Into(&struct{}{})
	w.Remember(colleague, theirs)
	w.Call(p, http.MethodPost, "/api/ally/apps/collaborate", fields{"conversationId": thread, "inputs": fields{
		"method": "email", "recipients": []string{"otra@" + p.Domain()}, "level": "view", "days": 7, "message": canary,
	}}).Into(&struct{}{})
	w.Call(p, http.MethodPost, "/api/ally/shares", fields{"kind": "conversation", "id": thread, "days": 7}).Into(&struct{}{})
	w.Call(p, http.MethodPost, "/api/ally/apps/collaborate/seen", fields{"conversationId": theirs, "messageId": said.AllyMessageID}).Into(&struct{}{})
	w.Set("ally_invitations/came-"+p.Name, fields{"conversationId": theirs, "userId": colleague.ID, "email": p.Email, "status": "accepted", "acceptedBy": p.ID})
	w.Set("ally_questions/of-"+p.Name, fields{"userId": p.ID, "userEmail": p.Email, "text": "¿Qué sigue?", "at": time.Now()})
	if _, err := w.Indexer().Rebuild(t.Context(), true, func(search.Rebuilt) {}); err != nil {
		t.Fatal(err)
	}
	return theirs
}

func world(t *testing.T) *allytest.World {
	t.Helper()
	return allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("Anotado "+canary)), allytest.Environment("ALLY_MESSAGES_PER_MINUTE=0"))
}

type export struct {
	UserID      string
	Preferences fields
	Collections map[string][]fields
}

func TestAnExportHasEverythingThatAllyHolds(t *testing.T) {
	t.Parallel()
	w := world(t)
	p, colleague := sample.Granted(), w.Colleagues(1)[0]
	lived(t, w, p, colleague)
	a := w.Call(p, http.MethodGet, path, nil)
	var out export
	a.Into(&out)
	exported := map[string]bool{}
	for collection, documents := range out.Collections {
		for _, d := range documents {
			exported[fmt.Sprint(collection, "/", d["id"])] = true
		}
	}
	held := everywhere(t, w, canary, p.ID)
	for _, document := range held {
		if below, entry, ok := strings.Cut(document, "/ally_entries/"); ok {
			found, _ := w.DB.Doc(document).Get(t.Context())
			if own := below == "ally_index/person:"+p.ID && found.Data()["userId"] == p.ID; own && !exported["ally_index/"+entry] {
				t.Errorf("%s is held and not exported", document)
			}
			continue
		}
		if collection, _, _ := strings.Cut(document, "/"); collection != "ally_memory" || document == "ally_memory/"+p.ID {
			other, _ := w.DB.Doc(document).Get(t.Context())
			if collection == "ally_conversations" && other.Data()["userId"] != p.ID || collection == "ally_digests" && !exported[document] {
				continue // a colleague's conversation, of which only the person's part is theirs
			}
			if !exported[document] {
				t.Errorf("%s is held and not exported", document)
			}
		}
	}
	for _, collection := range append([]string{"ally_conversations"}, privacy.Written...) {
		if collection != privacy.Erasures && len(out.Collections[collection]) == 0 {
			t.Errorf("nothing of %s", collection)
		}
	}
	if len(held) < 10 || out.UserID != p.ID || out.Preferences["allyUserConfig"] == nil || !strings.Contains(a.Header.Get("Content-Disposition"), "ally.json") {
		t.Errorf("%d documents, preferences %v, %v", len(held), out.Preferences, a.Header)
	}
	if other := w.Call(colleague, http.MethodGet, path, nil); strings.Contains(string(other.Body), "Obra") {
		t.Error("a colleague's export has what is not theirs")
	}
}

func TestAnErasureLeavesNothingButNamelessAccountsAndWhatOthersOwn(t *testing.T) {
	t.Parallel()
	w := world(t)
	p, colleague := sample.Granted(), w.Colleagues(1)[0]
	theirs := lived(t, w, p, colleague)
	tokens := spent(t, w)
	var out struct {
		Done    bool
		Deleted int
	}
	w.Call(p, http.MethodDelete, path, fields{"confirm": " " + strings.ToUpper(p.Email)}).Into(&out)
	if !out.Done || out.Deleted < 10 {
		t.Errorf("%+v", out)
	}
	w.Clock.Move(4 * time.Minute)
	w.Sweep()
	if err := w.Indexer().Conversation(t.Context(), theirs); err != nil { // as the event of its change does
		t.Fatal(err)
	}
	var left []string
	for _, document := range everywhere(t, w, canary, p.ID, p.Email) {
		doc, err := w.DB.Doc(document).Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := json.Marshal(doc.Data())
		if (doc.Data()["conversationId"] == theirs || doc.Ref.ID == theirs) && !strings.Contains(string(raw), p.ID) {
			continue // Ally's words in a colleague's conversation, and what it is about
		}
		left = append(left, document+" "+string(raw))
	}
	if len(left) > 0 {
		t.Errorf("%d documents are left, such as %s", len(left), left[0])
	}
	if got := spent(t, w); got != tokens || tokens == 0 {
		t.Errorf("%d tokens in the accounts, were %d", got, tokens)
	}
	user, err := w.DB.Doc("users/" + p.ID).Get(t.Context())
	if err != nil || user.Data()["allyPreferences"] != nil || user.Data()["allyUserConfig"] != nil || user.Data()["allyBetaAccess"] == nil {
		t.Errorf("%v, %v", user.Data(), err)
	}
	if items := w.Memories(colleague, theirs); len(items) != 1 || items[0].SaidBy.Name != "" {
		t.Errorf("%+v", items)
	}
	if n := len(w.Messages(colleague, theirs).Messages); n != 2 {
		t.Errorf("%d messages of the colleague's conversation", n)
	}
	if id := w.Open(p); id == "" {
		t.Error("Ally does not begin anew")
	}
	w.Clock.Move(time.Hour)
	w.Sweep()
	if n := len(everywhere(t, w, p.ID)); n == 0 {
		t.Error("what came after the erasure went with it")
	}
}

// spent sums up the tokens in the accounts.
func spent(t *testing.T, w *allytest.World) (tokens int64) {
	t.Helper()
	docs, err := w.DB.Collection("ally_ledger").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		tokens += doc.Data()["inputTokens"].(int64) + doc.Data()["outputTokens"].(int64)
	}
	return tokens
}

func TestAnErasureThatIsCutIsCompletedByTheSweep(t *testing.T) {
	t.Parallel()
	w := world(t)
	p := sample.Granted()
	id := w.Open(p)
	bulk := w.DB.BulkWriter(context.Background())
	for i := range 1500 {
		if _, err := bulk.Set(w.DB.Collection("ally_messages").Doc(fmt.Sprint("many", i)), fields{
			"conversationId": id, "userId": p.ID, "role": "user", "content": canary, "timestamp": time.Now(),
		}); err != nil {
			t.Fatal(err)
		}
	}
	bulk.End()
	var out struct{ Done bool }
	w.Call(p, http.MethodDelete, path, fields{"confirm": p.Email}).Into(&out)
	if out.Done {
		t.Error("all of it in one request")
	}
	for range 3 {
		w.Clock.Move(5 * time.Minute)
		w.Sweep()
	}
	if left := everywhere(t, w, canary, p.ID); len(left) > 0 {
		t.Errorf("%d documents are left, such as %s", len(left), left[0])
	}
}

func TestAnErasureThatWasKilledStillTakesTheNameFromWhatOthersRemember(t *testing.T) {
	t.Parallel()
	w := world(t)
	p, colleague := sample.Granted(), w.Colleagues(1)[0]
	theirs := lived(t, w, p, colleague)
	// Killed when it had taken the person out of the conversation.
	if _, err := w.DB.Doc("ally_conversations/"+theirs).Update(t.Context(), []firestore.Update{
		{Path: "collaborators", Value: []any{}}, {Path: "collaboratorIds", Value: []any{}},
	}); err != nil {
		t.Fatal(err)
	}
	w.Set("ally_erasures/"+p.ID, fields{"userId": p.ID, "startedAt": w.Clock.Now(), "runAfter": w.Clock.Now(), "emptied": false, "owners": []string{colleague.ID}})
	w.Clock.Move(time.Minute)
	w.Sweep()
	if items := w.Memories(colleague, theirs); len(items) != 1 || items[0].SaidBy.Name != "" || items[0].SaidBy.UserID != "" {
		t.Errorf("%+v", items)
	}
}

func TestAnErasureDoesNotSwitchMemoryOn(t *testing.T) {
	t.Parallel()
	w := world(t)
	p := sample.Granted()
	w.Call(p, http.MethodPatch, "/api/ally/memory", fields{"memoryOptIn": false}).Into(&struct{}{})
	w.Call(p, http.MethodDelete, path, fields{"confirm": p.Email}).Into(&struct{}{})
	var out struct{ Enabled bool }
	w.Call(p, http.MethodGet, "/api/ally/memory", nil).Into(&out)
	if out.Enabled {
		t.Error("memory is on again")
	}
}
