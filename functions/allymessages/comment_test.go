package allymessages_test

import (
	"net/http"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

const commentsPath = "/api/ally/messages/comments"

// commented is a comment as the API shows it.
type commented struct {
	Message struct {
		ID, Role, Content, AuthorName, Timestamp string
		Comment, Guest                           bool
	}
	Success bool
}

// shared is a thread of Granted's with a viewer and one who may comment.
func shared(w *allytest.World) (thread string, viewer, commenter sample.Person) {
	people := w.Colleagues(2)
	thread = w.Thread(sample.Granted(), map[string]any{}).ID
	collaborator := func(p sample.Person, level string) map[string]any {
		return map[string]any{"userId": p.ID, "userEmail": p.Email, "userName": "Sra. " + p.ID, "role": "viewer", "accessLevel": level}
	}
	w.Set("ally_conversations/"+thread, map[string]any{
		"collaborators":   []any{collaborator(people[0], ""), collaborator(people[1], "comment")},
		"collaboratorIds": []string{people[0].ID, people[1].ID},
	})
	return thread, people[0], people[1]
}

func TestACommentIsSaidToPeopleAndNotToAlly(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.Model(writer), allytest.NoEvents())
	owner := sample.Granted()
	thread, viewer, commenter := shared(w)
	sent := w.Send(owner, thread, "¿Qué plazo hay?")

	body := map[string]any{"conversationId": thread, "message": "Ojo con el plazo de Ñuñoa", "clientMessageId": "c1"}
	if a := w.Call(viewer, http.MethodPost, commentsPath, body); a.Status != http.StatusForbidden {
		t.Errorf("a viewer: %d %s", a.Status, a.Body)
	}
	if a := w.Call(sample.Superadmin(), http.MethodPost, commentsPath, body); a.Status != http.StatusNotFound {
		t.Errorf("a stranger: %d %s", a.Status, a.Body)
	}
	var first, again commented
	w.Call(commenter, http.MethodPost, commentsPath, body).Into(&first)
	w.Call(commenter, http.MethodPost, commentsPath, body).Into(&again)
	if first.Message != again.Message || !first.Message.Comment || first.Message.Role != "user" || first.Message.AuthorName != "Sra. "+commenter.ID {
		t.Errorf("%+v, then %+v", first, again)
	}
	body["message"] = "otra cosa"
	if a := w.Call(commenter, http.MethodPost, commentsPath, body); a.Status != http.StatusConflict {
		t.Errorf("the same key for another: %d %s", a.Status, a.Body)
	}
	page := w.Messages(owner, thread)
	if n := len(page.Messages); n != 3 || page.Messages[2].Content != "Ojo con el plazo de Ñuñoa" {
		t.Fatalf("%+v", page.Messages)
	}
	if a := w.Call(commenter, http.MethodPost, "/api/ally/messages", map[string]any{"conversationId": thread, "message": "hola"}); a.Status != http.StatusForbidden {
		t.Errorf("who may comment may send: %d", a.Status)
	}

	// The last exchange is what it was.
	if a := w.Call(owner, http.MethodPost, "/api/ally/messages/"+sent.Message.ID+"/regenerate", "{}"); a.Status != http.StatusOK {
		t.Errorf("regenerate after a comment: %d %s", a.Status, a.Body)
	}
	if a := w.Call(owner, http.MethodPatch, "/api/ally/messages/"+first.Message.ID, map[string]any{"message": "x"}); a.Status != http.StatusNotFound {
		t.Errorf("a comment edited as a message: %d %s", a.Status, a.Body)
	}
	w.Send(owner, thread, "¿Y después?")
	if got := told(writer); strings.Contains(got, "Ñuñoa") || !strings.Contains(got, "¿Qué plazo hay?") {
		t.Errorf("the model is told %q", got)
	}
	w.Set("ally_conversations/"+thread, map[string]any{"commentsToAlly": true})
	w.Send(owner, thread, "¿Y ahora?")
	if got := told(writer); !strings.Contains(got, "Ojo con el plazo de Ñuñoa") || !strings.Contains(got, "Sra. "+commenter.ID) {
		t.Errorf("with the owner's leave the model is told %q", got)
	}
	if a := w.Call(owner, http.MethodPost, "/api/ally/messages/"+sent.Message.ID+"/regenerate", "{}"); a.Status != http.StatusConflict {
		t.Errorf("regenerate what is not last: %d %s", a.Status, a.Body)
	}
}

// told is what the model was told last of what had been said before.
func told(w *allytest.Writer) string {
	asked := w.Asked()
	var said []string
	for _, turn := range asked[len(asked)-1].History {
		said = append(said, turn.Text)
	}
	return strings.Join(said, "\n")
}
