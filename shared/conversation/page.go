package conversation

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Page is a stretch of a conversation's messages, oldest first.
type Page struct {
	Messages []Message
	Before   string // the cursor of the page before this one; "" where there is none
	Names    Names
}

// LoadedPage is a page that was read and not yet shown to anybody.
type LoadedPage struct {
	id           string // of the conversation
	conversation stored[Conversation]
	page         Page
	ratings      map[string]*Rating // the person's, by message
}

// LoadPage reads the newest messages of a conversation, or the newest before a
// cursor, with the person's ratings of them, in one round trip. It reads
// 2×limit+2 documents at most.
func (s *Service) LoadPage(ctx context.Context, userID, conversationID string, limit int, before string) (*LoadedPage, error) {
	if !id.Valid(conversationID) {
		return nil, missingConversation()
	}
	query := s.Client.Collection(messages).Where("conversationId", "==", conversationID).OrderBy("timestamp", firestore.Desc)
	var until *time.Time
	if before != "" {
		at, err := parseCursor(before)
		if err != nil {
			return nil, fault.Wrong(fault.Field{Name: "before", Problem: lang.Text{
				ES: "debe ser un nextCursor recibido antes", EN: "must be a nextCursor received before",
			}})
		}
		query, until = query.Where("timestamp", "<", at), &at
	}
	loaded := &LoadedPage{id: conversationID}
	var found []*firestore.DocumentSnapshot
	err := store.Together(ctx,
		func(ctx context.Context) error {
			docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.conversation(conversationID)})
			if err != nil {
				return err
			}
			loaded.conversation, err = conversationFrom(docs[0])
			return err
		},
		func(ctx context.Context) (err error) {
			found, err = query.Limit(limit + 1).Documents(ctx).GetAll()
			return err
		},
		func(ctx context.Context) (err error) {
			loaded.ratings, err = s.ratingsOf(ctx, userID, conversationID, limit, until)
			return err
		},
	)
	if err != nil {
		return nil, unavailable(fmt.Errorf("conversation: page of %s: %w", conversationID, err))
	}
	shown := found[:min(len(found), limit)]
	loaded.page.Messages = readable(shown)
	slices.Reverse(loaded.page.Messages)
	if len(found) > limit {
		if oldest, ok := shown[limit-1].Data()["timestamp"].(time.Time); ok {
			loaded.page.Before = cursor(oldest)
		}
	}
	return loaded, nil
}

// readable gives the messages, without those that have not a message's shape:
// one odd document must not hide a whole conversation.
func readable(docs []*firestore.DocumentSnapshot) []Message {
	var messages []Message
	for _, doc := range docs {
		if m, err := messageFrom(doc); err == nil {
			messages = append(messages, m.data)
		}
	}
	return messages
}

// Page gives what was loaded to a person who may see it.
func (s *Service) Page(ctx context.Context, loaded *LoadedPage, who access.Person) (Page, error) {
	if !loaded.conversation.exists {
		return Page{}, missingConversation()
	}
	if err := s.required(ctx, view, loaded.conversation.data, who); err != nil {
		return Page{}, err
	}
	page, c := loaded.page, loaded.conversation.data
	if err := s.toldOf(ctx, loaded.id, c, who); err != nil {
		return Page{}, err
	}
	page.Names = c.people(who)
	_, crosses := external(c, who)
	kept := slices.DeleteFunc(slices.Clone(page.Messages), func(m Message) bool { return c.Gone(m.Timestamp) })
	if len(kept) < len(page.Messages) {
		page.Before = "" // what lies before is cleared away
	}
	page.Messages = kept
	for i := range page.Messages {
		page.Messages[i].Rating = loaded.ratings[page.Messages[i].ID]
		s.showInterrupted(&page.Messages[i], who)
		if crosses {
			page.Messages[i].forExternal()
		}
	}
	return page, nil
}

// showInterrupted shows a reply whose writer is gone as what it is: failed, and
// to be completed by sending its message again with the same key.
func (s *Service) showInterrupted(m *Message, who access.Person) {
	left := m.Status == Generating && s.leaseLeft(*m) <= 0
	if left {
		m.Status, m.Failure = Failed, &Failure{Code: interrupted, Retryable: true}
	}
	if left || m.Failure != nil && m.Failure.Code == interrupted {
		m.Content = join(m.Content, failedText.In(who.Language))
	}
}

// A cursor is the time of a page's oldest message, which no other message of
// the conversation has.
func cursor(t time.Time) string {
	return base64.RawURLEncoding.EncodeToString([]byte(t.UTC().Format(time.RFC3339Nano)))
}

func parseCursor(s string) (time.Time, error) {
	text, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339Nano, string(text))
	if year := t.UTC().Year(); err == nil && (year < 1 || year > 9999) { // what Firestore can hold
		return time.Time{}, errors.New("conversation: a cursor beyond all time")
	}
	return t, err
}
