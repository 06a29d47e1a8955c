package classic

import (
	"context"
	"fmt"
	"time"
)

// maxCounted bounds the chats of an agent that are counted.
const maxCounted = 1000

// Chat is what is counted of a chat with an agent.
type Chat struct {
	UserID    string
	CreatedAt time.Time
	Messages  int // as the chat itself counts them; 0 where it does not
}

// ChatsWith gives the chats with an agent: those of one person, or of everybody
// where userID is "". more says that there are more than are counted. It reads 1,001
// documents at most, of which only times and counts leave the database.
func (r *Reader) ChatsWith(ctx context.Context, agentID, userID string) (chats []Chat, more bool, err error) {
	query := r.client.Collection("conversations").Where("agentId", "==", agentID)
	if userID != "" {
		query = query.Where("userId", "==", userID)
	}
	docs, err := query.Select("userId", "createdAt", "messageCount", "isAgent").Limit(maxCounted + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, false, fmt.Errorf("classic: chats with %s: %w", agentID, err)
	}
	for _, doc := range docs[:min(len(docs), maxCounted)] {
		f := fields(doc.Data())
		if at := f.time("createdAt"); !at.IsZero() && !f.is("isAgent", false) {
			chats = append(chats, Chat{UserID: f.text("userId"), CreatedAt: at, Messages: f.count("messageCount")})
		}
	}
	return chats, len(docs) > maxCounted, nil
}
