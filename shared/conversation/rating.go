package conversation

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// ratings is the collection of what people think of replies: one document for
// each person and reply.
const ratings = "ally_ratings"

// Rating is a document of `ally_ratings`.
type Rating struct {
	MessageID        string    `firestore:"messageId"`
	ConversationID   string    `firestore:"conversationId"`
	UserID           string    `firestore:"userId"`
	OrganizationID   string    `firestore:"organizationId"`
	Domain           string    `firestore:"domain"`
	Stars            int       `firestore:"stars"` // 1 to 5
	Comment          string    `firestore:"comment"`
	Model            string    `firestore:"model"`            // that wrote the reply
	Version          int       `firestore:"version"`          // of the reply
	MessageTimestamp time.Time `firestore:"messageTimestamp"` // of the reply
	CreatedAt        time.Time `firestore:"createdAt"`
	UpdatedAt        time.Time `firestore:"updatedAt"`
	Source           string    `firestore:"source"`
}

func (s *Service) ratingRef(messageID, userID string) *firestore.DocumentRef {
	return s.Client.Collection(ratings).Doc(id.Derive("rating", messageID, userID))
}

// ratingFrom reads a rating; nil where there is none.
func ratingFrom(doc *firestore.DocumentSnapshot) *Rating {
	var r Rating
	if !doc.Exists() || doc.DataTo(&r) != nil {
		return nil
	}
	return &r
}

// Rate keeps what a person thinks of a reply, instead of what they thought
// before.
func (s *Service) Rate(ctx context.Context, one *LoadedMessage, who access.Person, stars int, comment string) (Rating, error) {
	if err := s.rateable(ctx, one, who); err != nil {
		return Rating{}, err
	}
	m, now := one.message.data, s.now()
	r := Rating{
		MessageID: m.ID, ConversationID: m.ConversationID, UserID: who.ID, OrganizationID: who.Organization.ID, Domain: who.Domain,
		Stars: stars, Comment: comment, Model: m.Model, Version: m.version(), MessageTimestamp: m.Timestamp,
		CreatedAt: now, UpdatedAt: now, Source: s.Source,
	}
	if one.rating != nil {
		r.CreatedAt = one.rating.CreatedAt
	}
	if _, err := store.Commit(ctx, s.Client, store.Set(s.ratingRef(m.ID, who.ID), r)); err != nil {
		return Rating{}, unavailable(fmt.Errorf("conversation: rate %s: %w", m.ID, err))
	}
	return r, nil
}

// Unrate takes a rating back. Twice is fine.
func (s *Service) Unrate(ctx context.Context, one *LoadedMessage, who access.Person) error {
	if err := s.rateable(ctx, one, who); err != nil {
		return err
	}
	_, err := store.Commit(ctx, s.Client, store.Delete(s.ratingRef(one.message.data.ID, who.ID)))
	if err != nil {
		return unavailable(fmt.Errorf("conversation: unrate %s: %w", one.message.data.ID, err))
	}
	return nil
}

// rateable refuses what is no finished reply.
func (s *Service) rateable(ctx context.Context, one *LoadedMessage, who access.Person) error {
	if err := s.visible(ctx, one, who); err != nil {
		return err
	}
	if m := one.message.data; m.Role != Ally || !m.Status.final() {
		return &fault.Fault{Kind: fault.Conflict, Code: "not_rateable", Sentence: lang.Text{
			ES: "Solo se pueden calificar respuestas terminadas de Ally.", EN: "Only finished answers of Ally can be rated.",
		}}
	}
	return nil
}

// ratingsOf reads the person's ratings of a page's replies: at most as many as
// the page has messages.
func (s *Service) ratingsOf(ctx context.Context, userID, conversationID string, limit int, before *time.Time) (map[string]*Rating, error) {
	query := s.Client.Collection(ratings).Where("conversationId", "==", conversationID).Where("userId", "==", userID).
		OrderBy("messageTimestamp", firestore.Desc)
	if before != nil {
		query = query.Where("messageTimestamp", "<", *before)
	}
	docs, err := query.Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, err
	}
	mine := map[string]*Rating{}
	for _, doc := range docs {
		if r := ratingFrom(doc); r != nil {
			mine[r.MessageID] = r
		}
	}
	return mine, nil
}
