package sharing

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/store"
)

// Of the codes that show that an address is a guest's.
const (
	codeLife    = 10 * time.Minute
	codeTries   = 5
	codePause   = time.Minute // between two of one invitation
	codesAnHour = 5
	// codesUnused is how many may be sent in a day without one being used.
	codesUnused = 10
)

// guestLife is how long a guest's session lasts, at most.
const guestLife = 12 * time.Hour

// Code is what a guest was sent. Of its million values five can be tried.
type Code struct {
	Hash  string    `firestore:"hash"` // keyed: the plain hash of six digits would hide nothing
	Until time.Time `firestore:"until"`
	Tries int       `firestore:"tries"`
}

func guestOf(email string) string {
	if email == "" {
		return ""
	}
	return conversation.GuestID(email)
}

// SendCode sends a code to the invitation's address, where that is what is given.
// What it does is told to nobody: the answer is the same for a wrong address, for
// an invitation that opens nothing, and for one code too many.
func (s *Service) SendCode(ctx context.Context, token, email string) error {
	if err := s.notOff(ctx); err != nil {
		return err
	}
	email = mail.Canonical(email)
	err := s.again(ctx, "send a code", func() error {
		o, err := s.open(ctx, token)
		if err != nil {
			return err
		}
		now := s.now()
		i := o.invitation
		if !s.mayEnter(o, now) || !same(i.Email, email) {
			return gone()
		}
		sent := within(i.CodesSent, now, 24*time.Hour)
		if len(sent) >= codesUnused || len(within(sent, now, time.Hour)) >= codesAnHour || len(within(sent, now, codePause)) > 0 {
			return gone()
		}
		code, err := newCode()
		if err != nil {
			return err
		}
		letter, err := s.codeLetter(i, code, now.Format(stampForm), now)
		if err != nil {
			return err
		}
		_, err = store.Commit(ctx, s.Client, letter, store.Update(s.invitation(i.ID), i.readAt,
			firestore.Update{Path: "code", Value: Code{Hash: s.Guests.Mac(i.ID, code), Until: now.Add(codeLife)}},
			firestore.Update{Path: "codesSent", Value: append(sent, now)},
		))
		return err
	})
	return unlessGone(err)
}

// mayEnter says whether an invitation can be a guest's door now.
func (s *Service) mayEnter(o opened, now time.Time) bool {
	state := o.invitation.State(now)
	if o.invitation.Email == "" || state != Pending && !(state == Accepted && o.invitation.byGuest()) {
		return false
	}
	before := o.c
	before.Collaborators = o.c.Without(guestOf(o.invitation.Email))
	return before.Admits(o.policy, domainOf(o.invitation.Email))
}

// newCode gives six digits.
func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("sharing: a code: %w", err)
	}
	return fmt.Sprintf("%06d", n), nil
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// Entered is a guest's session.
type Entered struct {
	Token, ConversationID string
	ExpiresAt             time.Time
}

// Verify lets a guest in who knows the code that was sent to their address. Each
// code that is tried counts before it is known whether it was right.
func (s *Service) Verify(ctx context.Context, token, email, code string) (entered Entered, err error) {
	if err := s.notOff(ctx); err != nil {
		return entered, err
	}
	email = mail.Canonical(email)
	err = s.again(ctx, "verify a guest", func() error {
		o, err := s.open(ctx, token)
		if err != nil {
			return asWrongCode(err)
		}
		now := s.now()
		i := o.invitation
		if !s.mayEnter(o, now) || !same(i.Email, email) || i.Code == nil || !now.Before(i.Code.Until) || i.Code.Tries >= codeTries {
			return wrongCode()
		}
		if !same(i.Code.Hash, s.Guests.Mac(i.ID, code)) {
			if _, err := store.Commit(ctx, s.Client, store.Update(s.invitation(i.ID), i.readAt,
				firestore.Update{Path: "code.tries", Value: i.Code.Tries + 1})); err != nil {
				return err
			}
			return wrongCode()
		}
		who := guestPerson(i.Email)
		writes, err := s.admission(o, who, true)
		if err != nil {
			return err
		}
		if _, err := store.Commit(ctx, s.Client, writes...); err != nil {
			return err
		}
		entered = Entered{ConversationID: i.ConversationID, ExpiresAt: earlier(now.Add(guestLife), i.ExpiresAt)}
		entered.Token, err = s.Guests.Sign(access.GuestSession{InvitationID: i.ID, Email: i.Email, ExpiresAt: entered.ExpiresAt})
		return err
	})
	return entered, err
}

func asWrongCode(err error) error {
	if isGone(err) {
		return wrongCode()
	}
	return err
}

// wrongCode is the one answer to a code that opens nothing, for whatever reason.
func wrongCode() error {
	return forbidden("wrong_code", "Ese código no es correcto o ya venció. Pide otro.", "That code is wrong or has expired. Ask for another.")
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// guestPerson is whom package conversation knows a guest as.
func guestPerson(email string) access.Person {
	return access.Person{ID: guestOf(email), Email: email, Domain: domainOf(email), Name: email, Language: lang.Spanish}
}

// Guest is a guest who was let in now.
type Guest struct {
	Person       access.Person
	Invitation   Invitation
	Conversation *conversation.LoadedConversation
	ExpiresAt    time.Time
}

// Admit says whether a guest's session still opens its conversation, and lets in
// with what is so now: Ally is not off, the invitation neither revoked nor over, the
// guest still in the conversation, and the organization's policy with it. It reads
// the invitation and the conversation, and the policy once in five seconds.
func (s *Service) Admit(ctx context.Context, session access.GuestSession) (Guest, error) {
	if err := s.notOff(ctx); err != nil {
		return Guest{}, err
	}
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.invitation(session.InvitationID)})
	if err != nil {
		return Guest{}, unavailable(fmt.Errorf("sharing: admit a guest: %w", err))
	}
	i, ok, err := invitationFrom(docs[0])
	if err != nil {
		return Guest{}, err
	}
	if !ok || i.State(s.now()) != Accepted || !i.byGuest() || i.Email != session.Email {
		return Guest{}, guestOut()
	}
	l, err := s.Conversations.LoadConversation(ctx, i.ConversationID)
	if err != nil {
		return Guest{}, err
	}
	g := Guest{Person: guestPerson(i.Email), Invitation: i, Conversation: l, ExpiresAt: session.ExpiresAt}
	g.Person.Language = lang.FromSetting(i.Language)
	if _, err := s.Conversations.See(ctx, l, g.Person); err != nil {
		if isGone(err) {
			err = guestOut()
		}
		return Guest{}, err
	}
	return g, nil
}

// guestOut is the answer to a guest whose session opens nothing any more.
func guestOut() error {
	return &fault.Fault{Kind: fault.Unauthenticated, Code: "guest_out", Sentence: lang.Text{
		ES: "Tu acceso a esta conversación terminó. Si crees que es un error, escribe a quien te invitó.",
		EN: "Your access to this conversation has ended. If you think that is a mistake, write to whoever invited you.",
	}}
}
