package allymessages_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

// with adds people to a conversation, each granted access to Ally.
func with(t *testing.T, w *allytest.World, conversationID, role string, n int) []sample.Person {
	t.Helper()
	var people []sample.Person
	var collaborators []map[string]any
	var ids []string
	for i := range n {
		p := sample.Person{ID: fmt.Sprintf("usr_many%02d", i), Email: fmt.Sprintf("many%02d@salfagestion.cl", i)}
		people = append(people, p)
		ids = append(ids, p.ID)
		collaborators = append(collaborators, map[string]any{"userId": p.ID, "userEmail": p.Email, "domain": p.Domain(), "role": role})
		if _, err := w.DB.Collection("users").Doc(p.ID).Set(t.Context(), map[string]any{
			"email": p.Email, "organizationId": sample.OrganizationSalfa, "allyBetaAccess": map[string]any{"enabled": true},
		}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.DB.Collection("ally_conversations").Doc(conversationID).Update(t.Context(), []firestore.Update{
		{Path: "collaborators", Value: collaborators}, {Path: "collaboratorIds", Value: ids},
	}); err != nil {
		t.Fatal(err)
	}
	return people
}

func TestTwentyPeopleWritingAtOnceLoseNothingAndKeepOneOrder(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")))
	owner := sample.Granted()
	id := w.Open(owner)
	people := with(t, w, id, "collaborator", 20)
	var group sync.WaitGroup
	for i, p := range people {
		r := w.Request(p, http.MethodPost, path, draft{"conversationId": id, "message": fmt.Sprintf("mensaje %d", i)})
		group.Go(func() {
			if a := w.Do(r); a.Status != http.StatusOK {
				t.Errorf("%d %s", a.Status, a.Body)
			}
		})
	}
	group.Wait()
	seen := map[string]bool{}
	last := ""
	messages := w.Messages(owner, id).Messages
	for i, m := range messages {
		if m.Timestamp <= last {
			t.Errorf("message %d at %s is not after %s", i, m.Timestamp, last)
		}
		last = m.Timestamp
		seen[m.Content] = true
		if m.Role == "ally" && m.InReplyTo != messages[i-1].ID {
			t.Errorf("reply %d does not follow its message", i)
		}
	}
	for i := range people {
		if !seen[fmt.Sprintf("mensaje %d", i)] {
			t.Errorf("message %d is lost", i)
		}
	}
	stored := w.Stored(id)
	if len(messages) != 41 || stored.MessageCount != 41 {
		t.Errorf("%d messages, %d counted, want 41", len(messages), stored.MessageCount)
	}
	if got := stored.LastMessageAt.UTC().Format("2006-01-02T15:04:05.000Z"); got != last {
		t.Errorf("lastMessageAt %s, want %s", got, last)
	}
}

func TestAViewerReadsButDoesNotWrite(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")))
	id := w.Open(sample.Granted())
	viewer := with(t, w, id, "viewer", 1)[0]
	if a := w.Call(viewer, http.MethodGet, path+"?conversationId="+id, nil); a.Status != http.StatusOK {
		t.Errorf("reading: %d %s", a.Status, a.Body)
	}
	a := w.Call(viewer, http.MethodPost, path, draft{"conversationId": id, "message": "hola"})
	if a.Status != http.StatusForbidden || a.Problem().Code != "view_only" {
		t.Errorf("writing: %d %s", a.Status, a.Body)
	}
}

func TestWhoMovedToAnotherOrganizationSeesNothingAnyMore(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(allytest.Says("respuesta")))
	id := w.Open(sample.Granted())
	gone := with(t, w, id, "collaborator", 1)[0]
	if _, err := w.DB.Collection("users").Doc(gone.ID).Update(t.Context(), []firestore.Update{{Path: "organizationId", Value: sample.OrganizationGetAI}}); err != nil {
		t.Fatal(err)
	}
	if a := w.Call(gone, http.MethodGet, path+"?conversationId="+id, nil); a.Status != http.StatusNotFound {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

// fill stores n more messages in the person's conversation.
func fill(t *testing.T, w *allytest.World, p sample.Person, id string, n int) {
	t.Helper()
	bulk := w.DB.BulkWriter(t.Context())
	at := time.Now().Add(-24 * time.Hour)
	for i := range n {
		role := []string{"user", "ally"}[i%2]
		_, err := bulk.Create(w.DB.Collection("ally_messages").NewDoc(), map[string]any{
			"conversationId": id, "userId": p.ID, "role": role, "content": fmt.Sprintf("texto %d", i),
			"timestamp": at.Add(time.Duration(i) * time.Second), "source": "localhost",
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	bulk.End()
}

func TestAMessageCostsTheSameHoweverLongTheConversationIs(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.Model(writer))
	p := sample.Granted()
	id := w.Open(p)
	w.Handled("allywelcome", 2)
	ask := draft{"conversationId": id, "message": "¿Qué agente me ayuda con un permiso de edificación?"}
	fill(t, w, p, id, 10)
	w.Clock.Stop()
	w.Call(p, http.MethodPost, path, ask) // warms what is kept for some seconds
	short := w.Call(p, http.MethodPost, path, ask)
	if before := writer.CostBefore(); before.Rounds != 2 {
		t.Errorf("%d round trips before the model starts, want 2", before.Rounds)
	}
	fill(t, w, p, id, 1000)
	long := w.Call(p, http.MethodPost, path, ask)
	if before := writer.CostBefore(); before.Rounds != 2 {
		t.Errorf("%d round trips before the model starts in a long conversation, want 2", before.Rounds)
	}
	reads, writes, rounds := short.Cost()
	longReads, longWrites, longRounds := long.Cost()
	if reads != longReads || writes != longWrites || rounds != longRounds {
		t.Errorf("with ten messages %d reads, %d writes, %d rounds; with a thousand %d, %d, %d", reads, writes, rounds, longReads, longWrites, longRounds)
	}
	if rounds != 3 || writes != 9 { // message, reply, conversation, use; reply, ledger, use, organization's use, digest
		t.Errorf("%d rounds and %d writes, want 3 and 9", rounds, writes)
	}
}
