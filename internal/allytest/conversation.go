package allytest

import (
	"fmt"
	"net/http"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/sample"
)

// ConversationsPath is where conversations are listed and opened.
const ConversationsPath = "/api/ally/conversations"

// Conversation is a conversation as the API shows it.
type Conversation struct {
	ID, Type, Title, Titled, UserID     string
	Mine                                bool
	Permission, Visibility              string
	CreatedAt, UpdatedAt, LastMessageAt string
	MessageCount, Revision              int
	ActiveInputs                        struct {
		OrganizationInfo, DomainInfo         bool
		AgentIDs, ConversationIDs, ActionIDs []string
	}
	EffectivePrompt  string
	PromptComponents map[string]any
}

// Input names an input, as the API shows it.
type Input struct{ Type, ID, Name string }

// Changed is the answer to what opens or changes a conversation.
type Changed struct {
	Conversation Conversation
	IsNew        bool
	Dropped      []Input
	UndoUntil    time.Time
	Success      bool
}

// Thread opens a thread with the fields given, such as title and activeInputs.
func (w *World) Thread(p sample.Person, fields map[string]any) Conversation {
	w.t.Helper()
	var out Changed
	w.Call(p, http.MethodPost, ConversationsPath, fields).Into(&out)
	return out.Conversation
}

// Conversation gives a conversation as the person sees it.
func (w *World) Conversation(p sample.Person, id string) Conversation {
	w.t.Helper()
	var out Changed
	w.Call(p, http.MethodGet, ConversationsPath+"/"+id, nil).Into(&out)
	return out.Conversation
}

// Change changes a conversation as the person sees it now.
func (w *World) Change(p sample.Person, id string, fields map[string]any) Changed {
	w.t.Helper()
	fields["revision"] = w.Conversation(p, id).Revision
	var out Changed
	w.Call(p, http.MethodPatch, ConversationsPath+"/"+id, fields).Into(&out)
	return out
}

// Colleagues gives n people of Granted's organization and domain who have access
// to Ally, and nothing else.
func (w *World) Colleagues(n int) []sample.Person {
	w.t.Helper()
	var people []sample.Person
	for i := range n {
		p := sample.Person{
			ID: fmt.Sprintf("usr_many%02d", i), Email: fmt.Sprintf("many%02d@salfagestion.cl", i), Organization: sample.OrganizationSalfa,
		}
		people = append(people, p)
		w.Set("users/"+p.ID, map[string]any{
			"email": p.Email, "organizationId": p.Organization, "allyBetaAccess": map[string]any{"enabled": true},
		})
	}
	return people
}

// Join makes people collaborators of a conversation, by their role, and nobody
// else.
func (w *World) Join(conversationID string, people map[string][]sample.Person) {
	w.t.Helper()
	collaborators, ids := []map[string]any{}, []string{}
	for role, those := range people {
		for _, p := range those {
			collaborators = append(collaborators, map[string]any{"userId": p.ID, "userEmail": p.Email, "domain": p.Domain(), "role": role})
			ids = append(ids, p.ID)
		}
	}
	w.Set("ally_conversations/"+conversationID, map[string]any{"collaborators": collaborators, "collaboratorIds": ids})
}

// Act stores a completed action of the person's in a conversation, made by the
// summary app, as apps store it. fields replace what it has.
func (w *World) Act(p sample.Person, conversationID, id, title, text string, at time.Time, fields map[string]any) {
	w.t.Helper()
	action := map[string]any{
		"userId": p.ID, "conversationId": conversationID, "appId": "summary", "appName": "Resumen", "actionType": "generate",
		"inputs": map[string]any{"topic": title},
		"output": map[string]any{
			"status": "completed", "result": map[string]any{"text": text},
			"cards": []any{map[string]any{"id": "card-1", "type": "markdown", "title": title, "content": text}},
		},
		"createdAt": at, "completedAt": at, "duration": 1200, "source": "localhost",
	}
	for name, value := range fields {
		action[name] = value
	}
	w.Set("ally_actions/"+id, action)
}

// Set sets fields of a document past all rules.
func (w *World) Set(path string, fields map[string]any) {
	w.t.Helper()
	_, err := w.DB.Doc(path).Set(w.t.Context(), fields, firestore.MergeAll)
	w.must(err)
}

// Held is how many documents of a collection belong to a conversation.
func (w *World) Held(collection, conversationID string) int {
	w.t.Helper()
	docs, err := w.DB.Collection(collection).Where("conversationId", "==", conversationID).Select().Documents(w.t.Context()).GetAll()
	w.must(err)
	return len(docs)
}
