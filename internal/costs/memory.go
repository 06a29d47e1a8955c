package costs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/wait"
)

// talked is how many conversations something is remembered of: as many as a
// question draws on at most.
const talked = memory.MostRecalled

// memories has something remembered of several conversations, and asks about it.
func (b *bench) memories() error {
	client, err := b.data.Client(b.ctx, b.config.Project)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	p := sample.Granted()
	keeper, err := memory.NewKeeper(memory.Options{
		Client: client, Now: func() time.Time { return began }, Pause: wait.For, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	for i := range talked {
		thread := fmt.Sprintf("talked%03d", i)
		_, err := client.Collection("ally_conversations").Doc(thread).Set(b.ctx, conversation.Conversation{
			UserID: p.ID, OrganizationID: sample.OrganizationSalfa, Domain: p.Domain(), IsAllyConversation: true, Type: conversation.Thread,
			Title: fmt.Sprintf("Obra %d", i), LastMessageAt: began.Add(-time.Hour), MessageCount: 2, Revision: 1,
		})
		if err != nil {
			return err
		}
		err = keeper.Learn(context.WithoutCancel(b.ctx), memory.Conversation{ID: thread, OwnerID: p.ID, OwnerEmail: p.Email, OrganizationID: sample.OrganizationSalfa}, []memory.Said{{
			MessageID: "said-" + thread, AuthorID: p.ID, AuthorName: p.Name, Role: memory.User, At: began.Add(-time.Hour),
			Text: fmt.Sprintf("Hay que revisar la obra %d antes del viernes.", i),
		}})
		if err != nil {
			return err
		}
	}
	if err := b.send(http.MethodPost, "", "/api/ally/conversations", map[string]any{}); err != nil {
		return err
	}
	ask := map[string]any{"conversationId": b.thread, "message": "¿Qué tengo pendiente?"}
	return errors.Join(
		b.quietly(func() error { return b.post("", ask) }),
		b.post("POST /api/ally/messages, drawing on what is remembered of 5 conversations", ask),
		b.event("", ""),
		b.get("", "/api/ally/memory", nil),
		b.get("GET /api/ally/memory, of 5 conversations", "/api/ally/memory", nil),
		b.remove("DELETE /api/ally/memory?conversationId", "/api/ally/memory?conversationId=talked000"),
		b.without(""),
	)
}
