package sharing

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/id"
)

// Methods by which an invitation reaches somebody.
const (
	ByEmail    = "email"
	ByWhatsApp = "whatsapp"
	ByLink     = "link"
)

// State is how far an invitation is.
type State string

const (
	Pending  State = "pending"
	Accepted State = "accepted"
	Declined State = "declined"
	Expired  State = "expired" // never stored: it follows from the time
	Revoked  State = "revoked"
)

// Invitation is a document of `ally_invitations`.
type Invitation struct {
	ID             string     `firestore:"-"`
	ConversationID string     `firestore:"conversationId"`
	OrganizationID string     `firestore:"organizationId"` // of the conversation
	Organization   string     `firestore:"organization"`   // its name
	UserID         string     `firestore:"userId"`         // who invites
	InvitedBy      string     `firestore:"invitedBy"`      // their name
	Title          string     `firestore:"title"`          // of the conversation, when it was sent
	Email          string     `firestore:"email"`          // lower case; "" for whoever has the link and an account
	Phone          string     `firestore:"phone,omitempty"`
	Method         string     `firestore:"method"`
	Level          string     `firestore:"level"`
	Message        string     `firestore:"message"`
	Language       string     `firestore:"language"` // of the letter
	Days           int        `firestore:"days"`
	Stored         State      `firestore:"status"`
	TokenHash      string     `firestore:"tokenHash"`
	CreatedAt      time.Time  `firestore:"createdAt"`
	ExpiresAt      time.Time  `firestore:"expiresAt"`
	AcceptedBy     string     `firestore:"acceptedBy,omitempty"`
	AcceptedAt     *time.Time `firestore:"acceptedAt,omitempty"`
	ActionID       string     `firestore:"actionId"`
	Source         string     `firestore:"source"`
	// SweepAt is when there is something to do about it: it is over, or it is to go.
	SweepAt time.Time `firestore:"sweepAt"`
	// Letters are when it was sent again by letter in the last day.
	Letters []time.Time `firestore:"letters,omitempty"`

	// Code is what was last sent to a guest to show that the address is theirs.
	Code *Code `firestore:"code,omitempty"`
	// CodesSent are the times of the codes since one was last used, newest last.
	CodesSent []time.Time `firestore:"codesSent,omitempty"`

	readAt time.Time
}

// State is how far the invitation is now.
func (i Invitation) State(now time.Time) State {
	if (i.Stored == Pending || i.Stored == Accepted && i.byGuest()) && !now.Before(i.ExpiresAt) {
		return Expired
	}
	return i.Stored
}

// byGuest says whether somebody without an account has accepted it: the link is
// then their door, as long as it lasts.
func (i Invitation) byGuest() bool { return i.AcceptedBy != "" && i.AcceptedBy == guestOf(i.Email) }

func (s *Service) invitation(id string) *firestore.DocumentRef {
	return s.Client.Collection(Invitations).Doc(id)
}

// invitationID is that of the one invitation of an address into a conversation.
func invitationID(conversationID, email string) string {
	return id.Derive("invitation", conversationID, email)
}

func invitationFrom(doc *firestore.DocumentSnapshot) (Invitation, bool, error) {
	var i Invitation
	if !doc.Exists() {
		return i, false, nil
	}
	if err := doc.DataTo(&i); err != nil {
		return i, false, fmt.Errorf("sharing: unreadable %s: %w", doc.Ref.Path, err)
	}
	i.ID, i.readAt = doc.Ref.ID, doc.UpdateTime
	return i, true, nil
}

// byToken finds the invitation that a link opens. It reads one document at most.
func (s *Service) byToken(ctx context.Context, token string) (Invitation, error) {
	if !wellFormed(token) {
		return Invitation{}, gone()
	}
	docs, err := s.Client.Collection(Invitations).Where("tokenHash", "==", hashOf(token)).Limit(1).Documents(ctx).GetAll()
	if err != nil {
		return Invitation{}, unavailable(fmt.Errorf("sharing: find an invitation: %w", err))
	}
	if len(docs) == 0 {
		return Invitation{}, gone()
	}
	i, ok, err := invitationFrom(docs[0])
	if err == nil && !ok {
		err = gone()
	}
	return i, err
}

// url is the page that a token opens. The token stands after the #, which browsers
// send to nobody.
func (s *Service) url(page, token string) string { return s.PublicURL + "/" + page + "#" + token }

// whatsApp is the address that opens WhatsApp with the message written. phone may
// be "": then the person chooses whom it goes to.
func whatsApp(phone, text string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	return "https://wa.me/" + digits + "?" + url.Values{"text": {text}}.Encode()
}

// masked is an address as somebody may see it who has only the link.
func masked(email string) string {
	name, domain, ok := strings.Cut(email, "@")
	if !ok || name == "" {
		return ""
	}
	return string([]rune(name)[:1]) + "•••@" + domain
}

func domainOf(email string) string {
	_, domain, _ := strings.Cut(email, "@")
	return domain
}

// Masked is the invitation's address as somebody may see it who has only the link.
func (i Invitation) Masked() string { return masked(i.Email) }
