package costs

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/conversation"
)

// selected is how many conversations, and how many actions, are selected as
// inputs.
const selected = 100

// threads opens a thread, selects what there is as its inputs, and removes it.
func (b *bench) threads() error {
	client, err := b.data.Client(b.ctx, b.config.Project)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	inputs, err := b.seed(client)
	if err != nil {
		return err
	}
	if err := b.send(http.MethodPost, "POST /api/ally/conversations", "/api/ally/conversations", map[string]any{}); err != nil {
		return err
	}
	one := "/api/ally/conversations/" + b.thread
	ask := map[string]any{"conversationId": b.thread, "message": question}
	return errors.Join(
		b.quietly(func() error { return b.post("", ask) }),
		b.post("POST /api/ally/messages, in a thread without selected inputs", ask),
		b.event("", ""),
		b.send(http.MethodPatch, "PATCH /api/ally/conversations/{id}, selecting 200 inputs", one, map[string]any{"revision": 1, "activeInputs": inputs}),
		b.post("POST /api/ally/messages, with 200 selected inputs", ask),
		b.event("", ""),
		b.get("GET /api/ally/conversations, a page of 20", "/api/ally/conversations", nil),
		b.get("GET /api/ally/conversations/{id}", one, nil),
		b.get("GET /api/ally/inputs, every kind with a page of 30", "/api/ally/inputs", nil),
		b.get("GET /api/ally/inputs, agents", "/api/ally/inputs?kind=agent", nil),
		b.get("GET /api/ally/inputs, searching conversations", "/api/ally/inputs?kind=conversation&q=permiso", nil),
		b.send(http.MethodPost, "POST /api/ally/conversations/{id}/clear", one+"/clear", map[string]any{}),
		b.send(http.MethodPost, "POST /api/ally/conversations/{id}/restore", one+"/restore", map[string]any{}),
		b.remove("DELETE /api/ally/conversations/{id}", one),
		b.without("", ""),
	)
}

// without takes rows without a name off, which event left.
func (b *bench) without(names ...string) error {
	var kept []Row
	for _, r := range b.rows {
		named := true
		for _, name := range names {
			named = named && r.Call != name
		}
		if named {
			kept = append(kept, r)
		}
	}
	b.rows = kept
	return nil
}

func (b *bench) remove(name, path string) error {
	r, err := http.NewRequestWithContext(b.ctx, http.MethodDelete, b.server.URL+path, http.NoBody)
	if err != nil {
		return err
	}
	return b.call(name, r, nil)
}

// seed stores conversations with something said in each, and actions, and gives
// them as inputs.
func (b *bench) seed(client *firestore.Client) (map[string]any, error) {
	p := sample.Granted()
	bulk := client.BulkWriter(b.ctx)
	var conversations, actions []string
	for i := range selected {
		at := began.Add(-time.Duration(i+1) * time.Hour)
		thread, digest, action := fmt.Sprintf("thread%03d", i), fmt.Sprintf("digest%03d", i), fmt.Sprintf("action%03d", i)
		conversations, actions = append(conversations, thread), append(actions, action)
		for path, data := range map[string]any{
			"ally_conversations/" + thread: conversation.Conversation{
				UserID: p.ID, OrganizationID: sample.OrganizationSalfa, Domain: p.Domain(), IsAllyConversation: true, Type: conversation.Thread,
				Title: fmt.Sprintf("Faena %d", i), LastMessageAt: at, MessageCount: 2, Revision: 1,
			},
			"ally_digests/" + digest: map[string]any{"conversationId": thread, "part": 0, "exchanges": map[string]any{
				"m": map[string]any{"at": at, "question": "¿Qué plazo tiene?", "answer": "Treinta días."},
			}},
			"ally_actions/" + action: map[string]any{
				"userId": p.ID, "conversationId": thread, "appId": "summary", "appName": "Resumen", "createdAt": at,
				"output": map[string]any{"status": "completed", "result": "M001 tuvo 12 consultas."},
			},
		} {
			if _, err := bulk.Create(client.Doc(path), data); err != nil {
				return nil, err
			}
		}
	}
	bulk.End()
	return map[string]any{"conversationIds": conversations, "actionIds": actions}, nil
}
