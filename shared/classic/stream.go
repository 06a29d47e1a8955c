package classic

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
)

// Place is where a reader of a stream has come to: behind the document ID of the
// time At. An empty ID is before all documents of that time.
type Place struct {
	At time.Time
	ID string
}

// Sent is a message without its content, which does not leave the database.
type Sent struct {
	ID, ConversationID, UserID, Role string
	At                               time.Time
	ResponseMS                       int // of an answer; 0 where it is not stored
}

// MessagesSince gives at most limit messages behind a place and before a time, the
// oldest first, with the place behind them.
func (r *Reader) MessagesSince(ctx context.Context, from Place, until time.Time, limit int) ([]Sent, Place, error) {
	docs, err := r.since(ctx, "messages", from, until, limit, "conversationId", "userId", "role", "timestamp", "responseTime")
	if err != nil {
		return nil, from, err
	}
	var sent []Sent
	for _, doc := range docs {
		f := fields(doc.Data())
		sent = append(sent, Sent{
			ID: doc.Ref.ID, ConversationID: f.text("conversationId"), UserID: f.text("userId"), Role: f.text("role"),
			At: f.time("timestamp"), ResponseMS: f.count("responseTime"),
		})
		from = Place{f.time("timestamp"), doc.Ref.ID}
	}
	return sent, from, nil
}

// Feedback is what somebody thought of an answer.
type Feedback struct {
	ID, UserID, ConversationID string
	Stars                      int // 1 to 5; 0 for none
	At                         time.Time
}

// FeedbackSince gives what people who use the chat thought, as MessagesSince does;
// experts' scores have no stars.
func (r *Reader) FeedbackSince(ctx context.Context, from Place, until time.Time, limit int) ([]Feedback, Place, error) {
	docs, err := r.since(ctx, "message_feedback", from, until, limit, "userId", "conversationId", "feedbackType", "userStars", "csatScore", "timestamp")
	if err != nil {
		return nil, from, err
	}
	var thought []Feedback
	for _, doc := range docs {
		f := fields(doc.Data())
		one := Feedback{ID: doc.Ref.ID, UserID: f.text("userId"), ConversationID: f.text("conversationId"), At: f.time("timestamp")}
		if f.text("feedbackType") == "user" {
			one.Stars = f.stars()
		}
		thought = append(thought, one)
		from = Place{f.time("timestamp"), doc.Ref.ID}
	}
	return thought, from, nil
}

// stars are those that a person gave, 1 to 5; where the field is missing, their
// satisfaction score. 0 stars are none given.
func (f fields) stars() int {
	stars := f.count("userStars")
	if _, given := f["userStars"]; !given {
		stars = f.count("csatScore")
	}
	if stars > 5 {
		return 0
	}
	return stars
}

// since reads some fields of what has a time in the field timestamp, in its order.
// The bound above also leaves out what is no time.
func (r *Reader) since(ctx context.Context, collection string, from Place, until time.Time, limit int, names ...string) ([]*firestore.DocumentSnapshot, error) {
	q := r.client.Collection(collection).Where("timestamp", ">=", from.At).Where("timestamp", "<", until).
		OrderBy("timestamp", firestore.Asc).OrderBy(firestore.DocumentID, firestore.Asc)
	if from.ID != "" {
		q = q.StartAfter(from.At, from.ID)
	}
	docs, err := q.Select(names...).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("classic: %s since %s: %w", collection, from.At, err)
	}
	return docs, nil
}

// Held is a chat as its messages are counted with it.
type Held struct {
	UserID, AgentID string
	CreatedAt       time.Time // zero where it is not stored
	Sources         bool      // documents were chosen for it
	Agent           bool      // it is no chat but an agent
	OfAlly          bool      // an earlier attempt at Ally, which is neither side
}

// Chats reads chats by their ids, one read each; what is gone is left out.
func (r *Reader) Chats(ctx context.Context, ids []string) (map[string]Held, error) {
	docs, err := r.get(ctx, "conversations", ids...)
	if err != nil {
		return nil, err
	}
	chats := map[string]Held{}
	for _, doc := range docs {
		if !doc.Exists() {
			continue
		}
		f := fields(doc.Data())
		chats[doc.Ref.ID] = Held{
			UserID: f.text("userId"), AgentID: f.text("agentId"), CreatedAt: f.time("createdAt"),
			Sources: len(f.texts("activeContextSourceIds")) > 0, Agent: f.is("isAgent", false), OfAlly: f.is("isAlly", false),
		}
	}
	return chats, nil
}
