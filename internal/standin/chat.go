package standin

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// clock is how times are written.
const clock = "2006-01-02T15:04:05.000Z"

type chat struct {
	ID            string `json:"id"`
	Title         string `json:"title"`
	AgentName     string `json:"agentName,omitempty"`
	LastMessageAt string `json:"lastMessageAt"`
	MessageCount  int    `json:"messageCount"`
}

type chats struct {
	Conversations []chat `json:"conversations"`
}

// conversations lists the person's classic chats that are no agents and not
// archived, the newest first. The sample is small: all are read at once.
func (s *Standin) conversations(_ http.ResponseWriter, r *http.Request) (any, error) {
	session, err := s.sessions.Of(r)
	if err != nil {
		return nil, fault.SignedOut(err)
	}
	ctx := r.Context()
	found, err := s.client.Collection("conversations").Where("userId", "==", session.ID).Documents(ctx).GetAll()
	if err != nil {
		return nil, fault.Busy(err)
	}
	found = slices.DeleteFunc(found, func(doc *firestore.DocumentSnapshot) bool {
		return doc.Data()["isAgent"] == true || doc.Data()["status"] == "archived"
	})
	names, err := s.agents(ctx, found)
	if err != nil {
		return nil, fault.Busy(err)
	}
	out := chats{Conversations: make([]chat, len(found))}
	reads := make([]func(context.Context) error, len(found))
	for i, doc := range found {
		reads[i] = func(ctx context.Context) (err error) {
			f := doc.Data()
			n, counted := f["messageCount"].(int64)
			if !counted {
				n, err = s.count(ctx, doc.Ref.ID)
			}
			out.Conversations[i] = chat{
				ID: doc.Ref.ID, Title: text(f["title"]), AgentName: names[text(f["agentId"])],
				LastMessageAt: written(f["lastMessageAt"], f["updatedAt"], f["createdAt"]), MessageCount: int(n),
			}
			return err
		}
	}
	if err := store.Together(ctx, reads...); err != nil {
		return nil, fault.Busy(err)
	}
	slices.SortFunc(out.Conversations, func(a, b chat) int {
		return cmp.Or(cmp.Compare(b.LastMessageAt, a.LastMessageAt), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// agents gives the titles of the agents that the chats are held with, by id.
func (s *Standin) agents(ctx context.Context, chats []*firestore.DocumentSnapshot) (map[string]string, error) {
	var refs []*firestore.DocumentRef
	asked := map[string]bool{}
	for _, doc := range chats {
		if agent := text(doc.Data()["agentId"]); id.Valid(agent) && !asked[agent] {
			asked[agent] = true
			refs = append(refs, s.client.Collection("conversations").Doc(agent))
		}
	}
	names := map[string]string{}
	if len(refs) == 0 {
		return names, nil
	}
	docs, err := s.client.GetAll(ctx, refs)
	for _, doc := range docs {
		names[doc.Ref.ID] = text(doc.Data()["title"])
	}
	return names, err
}

// count counts a chat's messages, for old documents that don't say.
func (s *Standin) count(ctx context.Context, chatID string) (int64, error) {
	all := s.client.Collection("messages").Where("conversationId", "==", chatID)
	result, err := all.NewAggregationQuery().WithCount("all").Get(ctx)
	if err != nil {
		return 0, err
	}
	n, _ := result["all"].(*firestorepb.Value)
	return n.GetIntegerValue(), nil
}

type message struct {
	ID        string `json:"id"`
	Role      string `json:"role"`
	Content   string `json:"content"`
	Timestamp string `json:"timestamp"`
}

type messages struct {
	Messages []message `json:"messages"`
}

// messages gives a classic chat of the person's, oldest first; somebody else's is
// not there.
func (s *Standin) messages(_ http.ResponseWriter, r *http.Request) (any, error) {
	session, err := s.sessions.Of(r)
	if err != nil {
		return nil, fault.SignedOut(err)
	}
	chatID := r.PathValue("id")
	absent := fault.Missing(lang.Text{ES: "esa conversación", EN: "that conversation"})
	if !id.Valid(chatID) {
		return nil, absent
	}
	docs, err := s.client.GetAll(r.Context(), []*firestore.DocumentRef{s.client.Collection("conversations").Doc(chatID)})
	if err != nil {
		return nil, fault.Busy(err)
	}
	if !docs[0].Exists() || docs[0].Data()["userId"] != session.ID || docs[0].Data()["isAgent"] == true {
		return nil, absent
	}
	found, err := s.client.Collection("messages").Where("conversationId", "==", chatID).Documents(r.Context()).GetAll()
	if err != nil {
		return nil, fault.Busy(err)
	}
	out := messages{Messages: []message{}}
	for _, doc := range found {
		f := doc.Data()
		out.Messages = append(out.Messages, message{ID: doc.Ref.ID, Role: text(f["role"]), Content: content(f["content"]), Timestamp: written(f["timestamp"])})
	}
	slices.SortFunc(out.Messages, func(a, b message) int {
		return cmp.Or(cmp.Compare(a.Timestamp, b.Timestamp), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

func text(v any) string { s, _ := v.(string); return s }

// content is a text, or in newer documents a map with one.
func content(v any) string {
	if inner, is := v.(map[string]any); is {
		return text(inner["text"])
	}
	return text(v)
}

// written writes the first value that is a time; "" where none is.
func written(values ...any) string {
	for _, v := range values {
		if t, is := v.(time.Time); is {
			return t.UTC().Format(clock)
		}
	}
	return ""
}
