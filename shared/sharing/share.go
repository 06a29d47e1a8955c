package sharing

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Kinds of what a link shows.
const (
	OfAction       = "action"
	OfConversation = "conversation"
)

const (
	// mostShared is how many messages a snapshot has, the newest; and how large it
	// is, in bytes, below what a document may have.
	mostShared      = 100
	mostSharedBytes = 700_000
	sharesShown     = 50
)

// Share is a document of `ally_shares`: a snapshot, as it was when it was shared.
type Share struct {
	ID             string        `firestore:"-"`
	UserID         string        `firestore:"userId"`
	SharedBy       string        `firestore:"sharedBy"` // their name
	OrganizationID string        `firestore:"organizationId"`
	Kind           string        `firestore:"kind"`
	TargetID       string        `firestore:"targetId"`
	ConversationID string        `firestore:"conversationId"`
	Title          string        `firestore:"title"`
	TokenHash      string        `firestore:"tokenHash"`
	CreatedAt      time.Time     `firestore:"createdAt"`
	ExpiresAt      time.Time     `firestore:"expiresAt"`
	RevokedAt      *time.Time    `firestore:"revokedAt,omitempty"`
	Views          int           `firestore:"views"`
	LastViewedAt   *time.Time    `firestore:"lastViewedAt,omitempty"`
	Cards          []action.Card `firestore:"cards,omitempty"`
	Messages       []SharedLine  `firestore:"messages,omitempty"`
	Source         string        `firestore:"source"`
}

// SharedLine is a message of a snapshot: what was said, by whom and when.
type SharedLine struct {
	Role       string    `firestore:"role"`
	Content    string    `firestore:"content"`
	AuthorName string    `firestore:"authorName"`
	Timestamp  time.Time `firestore:"timestamp"`
}

func (s *Service) share(id string) *firestore.DocumentRef {
	return s.Client.Collection(Shares).Doc(id)
}

func shareFrom(doc *firestore.DocumentSnapshot) (Share, bool) {
	var one Share
	if !doc.Exists() || doc.DataTo(&one) != nil {
		return one, false
	}
	one.ID = doc.Ref.ID
	return one, true
}

// Request is what a person wants to share.
type Request struct {
	Kind, TargetID string
	Days           int
	UpTo           string // of a conversation: the last message that is shown; "" for all
}

// Share takes a snapshot and gives the link to it, which is known now and never
// again. Only what is the person's own can be shared, and only where their
// organization lets anything leave it.
func (s *Service) Share(ctx context.Context, who access.Person, r Request) (Share, string, error) {
	one, err := s.snapshot(ctx, who, r)
	if err != nil {
		return Share{}, "", err
	}
	policy, err := s.Access.Collaboration(ctx, one.OrganizationID)
	switch {
	case err != nil:
		return Share{}, "", unavailable(err)
	case one.OrganizationID == "" || !policy.CrossOrg:
		return Share{}, "", forbidden("policy", "Tu organización no permite compartir fuera de ella.", "Your organization does not allow sharing outside it.")
	}
	now := s.now()
	token, hash := newToken()
	one.ID = id.Derive("share", hash)
	one.UserID, one.SharedBy, one.Kind, one.TargetID, one.TokenHash, one.Source = who.ID, who.Name, r.Kind, r.TargetID, hash, s.Source
	one.CreatedAt, one.ExpiresAt = now, now.AddDate(0, 0, r.Days)
	_, err = store.Commit(ctx, s.Client, store.Create(s.share(one.ID), one),
		s.noted(who, "share.created", Shares+"/"+one.ID, one.OrganizationID, map[string]any{"kind": r.Kind, "days": r.Days}))
	if err != nil {
		return Share{}, "", unavailable(fmt.Errorf("sharing: share %s: %w", r.TargetID, err))
	}
	return one, s.url("shared", token), nil
}

// snapshot reads what is to be shared, as it is now.
func (s *Service) snapshot(ctx context.Context, who access.Person, r Request) (Share, error) {
	if r.Kind == OfAction {
		st, err := s.Actions.Load(ctx, r.TargetID)
		if err != nil {
			return Share{}, err
		}
		l, err := s.Conversations.LoadConversation(ctx, st.ConversationID)
		if err != nil {
			return Share{}, err
		}
		seen, err := s.Conversations.See(ctx, l, who)
		switch {
		case isGone(err), err == nil && st.UserID != who.ID:
			return Share{}, action.Missing()
		case err != nil:
			return Share{}, err
		case st.Output.Status != action.Completed:
			return Share{}, conflict("not_completed", "Solo se comparte una acción terminada.", "Only a completed action can be shared.")
		}
		return Share{Title: st.Name(), ConversationID: st.ConversationID, OrganizationID: seen.OrganizationID, Cards: shown(st.Output.Cards)}, nil
	}
	l, err := s.Conversations.LoadConversation(ctx, r.TargetID)
	if err != nil {
		return Share{}, err
	}
	c, err := s.Conversations.Own(ctx, l, who)
	if err != nil {
		return Share{}, err
	}
	lines, err := s.lines(ctx, who, r)
	return Share{Title: c.Title, ConversationID: r.TargetID, OrganizationID: c.OrganizationID, Messages: lines}, err
}

// shown are the cards without what calls for an action: a reader can do nothing.
func shown(cards []action.Card) []action.Card {
	var kept []action.Card
	for _, c := range cards {
		if c.Type != "cta" {
			c.Actions = nil
			kept = append(kept, c)
		}
	}
	return kept
}

// lines are the newest messages up to the one that is named: what people asked and
// what Ally answered, without comments.
func (s *Service) lines(ctx context.Context, who access.Person, r Request) ([]SharedLine, error) {
	page, err := s.Conversations.UpTo(ctx, who, r.TargetID, r.UpTo, mostShared)
	if err != nil {
		return nil, err
	}
	var lines []SharedLine
	size := 0
	for i := len(page.Messages) - 1; i >= 0; i-- {
		m := page.Messages[i]
		if m.Role != conversation.User && m.Role != conversation.Ally || m.Content == "" || m.Status == conversation.Generating || m.Status == conversation.Failed {
			continue
		}
		line := SharedLine{Role: string(m.Role), Content: m.Content, AuthorName: page.Names[m.UserID], Timestamp: m.Timestamp}
		if m.Role == conversation.Ally {
			line.AuthorName = "Ally"
		}
		if size += len(line.Content) + utf8.UTFMax*64; size > mostSharedBytes {
			break
		}
		lines = append([]SharedLine{line}, lines...)
	}
	if len(lines) == 0 {
		return nil, conflict("empty", "No hay mensajes que compartir.", "There are no messages to share.")
	}
	return lines, nil
}

// SharesOf are the person's links to something, newest first.
func (s *Service) SharesOf(ctx context.Context, who access.Person, kind, targetID string) ([]Share, error) {
	docs, err := s.Client.Collection(Shares).Where("userId", "==", who.ID).Where("targetId", "==", targetID).
		OrderBy("createdAt", firestore.Desc).Limit(sharesShown).
		Select("userId", "kind", "title", "createdAt", "expiresAt", "revokedAt", "views", "lastViewedAt").Documents(ctx).GetAll()
	if err != nil {
		return nil, unavailable(fmt.Errorf("sharing: shares of %s: %w", targetID, err))
	}
	var all []Share
	for _, doc := range docs {
		if one, ok := shareFrom(doc); ok && one.Kind == kind {
			all = append(all, one)
		}
	}
	return all, nil
}

// Unshare takes a link back, and what it showed. A second time is a normal branch.
func (s *Service) Unshare(ctx context.Context, who access.Person, shareID string) (one Share, err error) {
	if !id.Valid(shareID) {
		return one, missingShare()
	}
	err = s.again(ctx, "unshare "+shareID, func() error {
		docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.share(shareID)})
		if err != nil {
			return err
		}
		var ok bool
		if one, ok = shareFrom(docs[0]); !ok || one.UserID != who.ID {
			return missingShare()
		}
		if one.RevokedAt != nil {
			return nil
		}
		now := s.now()
		one.RevokedAt = &now
		_, err = store.Commit(ctx, s.Client,
			store.Update(s.share(shareID), docs[0].UpdateTime,
				firestore.Update{Path: "revokedAt", Value: now},
				firestore.Update{Path: "cards", Value: firestore.Delete},
				firestore.Update{Path: "messages", Value: firestore.Delete},
			),
			s.noted(who, "share.revoked", Shares+"/"+shareID, one.OrganizationID, nil))
		return err
	})
	return one, err
}

func missingShare() error {
	return fault.Missing(lang.Text{ES: "ese enlace", EN: "that link"})
}

// View shows what a link leads to, and counts that it was looked at. What has
// expired, what was taken back, what the organization does not allow any more and
// what never was are one and the same.
func (s *Service) View(ctx context.Context, token string) (Share, error) {
	if err := s.notOff(ctx); err != nil {
		return Share{}, err
	}
	if !wellFormed(token) {
		return Share{}, gone()
	}
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.share(id.Derive("share", hashOf(token)))})
	if err != nil {
		return Share{}, unavailable(fmt.Errorf("sharing: view a share: %w", err))
	}
	one, ok := shareFrom(docs[0])
	now := s.now()
	if !ok || !same(one.TokenHash, hashOf(token)) || one.RevokedAt != nil || !now.Before(one.ExpiresAt) {
		return Share{}, gone()
	}
	policy, err := s.Access.Collaboration(ctx, one.OrganizationID)
	if err == nil && !policy.CrossOrg {
		err = gone()
	}
	if err != nil {
		return Share{}, unavailable(err)
	}
	_, err = store.Commit(ctx, s.Client, store.Change(s.share(one.ID),
		firestore.Update{Path: "views", Value: firestore.Increment(1)},
		firestore.Update{Path: "lastViewedAt", Value: now},
	))
	if store.Raced(err) {
		return Share{}, gone() // it was purged meanwhile
	}
	return one, unavailable(err)
}
