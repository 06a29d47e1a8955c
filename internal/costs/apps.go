package costs

import (
	"errors"
	"net/http"
	"net/url"

	"getaifactory.com/ally/internal/sample"
)

// apps uses each app once, and what leads out of a conversation.
func (b *bench) apps() error {
	if err := b.send(http.MethodPost, "", "/api/ally/conversations", map[string]any{}); err != nil {
		return err
	}
	thread := b.thread
	about := func(inputs map[string]any) map[string]any {
		return map[string]any{"conversationId": thread, "inputs": inputs}
	}
	if err := b.quietly(func() error { return b.post("", map[string]any{"conversationId": thread, "message": question}) }); err != nil {
		return err
	}
	const summary, email, collaborate = "/api/ally/apps/summary", "/api/ally/apps/email", "/api/ally/apps/collaborate"
	if err := errors.Join(
		b.get("", "/api/ally/apps", nil),
		b.get("GET /api/ally/apps", "/api/ally/apps", nil),
		b.send(http.MethodPost, "POST /api/ally/apps/summary, of a conversation with 2 messages", summary, about(map[string]any{"source": "conversation"})),
	); err != nil {
		return err
	}
	summed := b.action
	if err := errors.Join(
		b.send(http.MethodPost, "POST /api/ally/apps/summary, how much an agent is used", summary, about(map[string]any{"source": "agent", "agent": sample.AgentM001})),
		b.get("GET /api/ally/actions, a page of 2", "/api/ally/actions?conversationId="+thread, nil),
		b.get("GET /api/ally/actions/{id}/export, as PDF", "/api/ally/actions/"+summed+"/export?format=pdf", nil),
		b.send(http.MethodPost, "POST /api/ally/apps/email, written by the person", email, about(map[string]any{"to": []string{"b@example.com"}, "subject": "Avance", "body": "Hola"})),
	); err != nil {
		return err
	}
	drafted := b.action
	if err := errors.Join(
		b.send(http.MethodPost, "POST /api/ally/apps/email/{id}/send", email+"/"+drafted+"/send", map[string]any{"revision": 0}),
		b.send(http.MethodPost, "POST /api/ally/apps/collaborate, one invitation", collaborate, about(map[string]any{
			"method": "link", "recipients": []string{"visita@sur.example.com"}, "level": "view", "days": 7,
		})),
	); err != nil {
		return err
	}
	if err := errors.Join(
		b.get("GET /api/ally/apps/collaborate/people, of its owner", collaborate+"/people?conversationId="+url.QueryEscape(thread), nil),
		b.send(http.MethodPost, "POST /api/ally/invitations/look", "/api/ally/invitations/look", map[string]any{"token": b.opens}),
		b.send(http.MethodPost, "POST /api/ally/invitations/code", "/api/ally/invitations/code", map[string]any{"token": b.opens, "email": "visita@sur.example.com"}),
		b.send(http.MethodPost, "POST /api/ally/shares, of an action", "/api/ally/shares", map[string]any{"kind": "action", "id": summed, "days": 7}),
	); err != nil {
		return err
	}
	return errors.Join(
		b.send(http.MethodPost, "POST /api/ally/shares/view", "/api/ally/shares/view", map[string]any{"token": b.opens}),
		b.without(""),
	)
}
