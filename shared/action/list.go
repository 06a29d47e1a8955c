package action

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
)

// Listing says which actions are listed: those of a conversation, or, where it is
// "", those of a person.
type Listing struct {
	ConversationID, UserID string
	AppID                  string // "" for those of every app
	Limit                  int
	Cursor                 string
}

// List reads a page of actions, the newest first, without those that were
// deleted. next is the cursor of the following page, "" where there is none. It
// reads Limit+1 documents at most, in one round trip.
func (s *Service) List(ctx context.Context, l Listing) (page []Action, next string, err error) {
	query := s.Client.Collection(Collection).Where("userId", "==", l.UserID)
	if l.ConversationID != "" {
		query = s.Client.Collection(Collection).Where("conversationId", "==", l.ConversationID)
	}
	if l.AppID != "" {
		query = query.Where("appId", "==", l.AppID)
	}
	query = query.OrderBy("createdAt", firestore.Desc).OrderBy(firestore.DocumentID, firestore.Desc)
	if l.Cursor != "" {
		at, last, err := parseCursor(l.Cursor)
		if err != nil {
			return nil, "", fault.Wrong(fault.Field{Name: "cursor", Problem: lang.Text{
				ES: "debe ser un nextCursor recibido antes", EN: "must be a nextCursor received before",
			}})
		}
		query = query.StartAfter(at, last)
	}
	docs, err := query.Limit(l.Limit + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, "", unavailable(fmt.Errorf("action: list: %w", err))
	}
	shown := docs[:min(len(docs), l.Limit)]
	for _, doc := range shown {
		st, err := storedFrom(doc) // one odd document must not hide all others
		if err == nil && st.DeletedAt == nil {
			page = append(page, st.Action)
		}
	}
	if len(docs) > l.Limit {
		last := shown[len(shown)-1]
		if at, ok := last.Data()["createdAt"].(time.Time); ok {
			next = base64.RawURLEncoding.EncodeToString([]byte(at.UTC().Format(time.RFC3339Nano) + " " + last.Ref.ID))
		}
	}
	return page, next, nil
}

func parseCursor(s string) (time.Time, string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return time.Time{}, "", err
	}
	text, last, _ := strings.Cut(string(raw), " ")
	at, err := time.Parse(time.RFC3339Nano, text)
	if year := at.UTC().Year(); err == nil && (!id.Valid(last) || year < 1 || year > 9999) {
		err = errors.New("action: no cursor")
	}
	return at, last, err
}
