package sharing

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/store"
)

// Glimpse is what somebody with the link may know before they are let in.
type Glimpse struct {
	Invitation
	Gone   bool // it opens nothing, whatever the reason; nothing else is said then
	Member bool // whether the address is of somebody who can use Ally
}

// Look shows what a link opens, and changes nothing: programs that look at the
// links in letters do too.
func (s *Service) Look(ctx context.Context, token string) (Glimpse, error) {
	if err := s.notOff(ctx); err != nil {
		return Glimpse{}, err
	}
	i, err := s.byToken(ctx, token)
	if err != nil {
		return Glimpse{Gone: true}, unlessGone(err)
	}
	if state := i.State(s.now()); state != Pending && !(state == Accepted && i.byGuest()) {
		return Glimpse{Gone: true}, nil
	}
	member := i.Email == ""
	if !member && !i.byGuest() {
		_, facts, err := s.Access.Find(ctx, access.Session{ID: guestOf(i.Email), Email: i.Email, Domain: domainOf(i.Email), EmailVerified: true})
		if err != nil {
			return Glimpse{}, err
		}
		member = access.Decide(facts).On
	}
	return Glimpse{Invitation: i, Member: member}, nil
}

// opened is what an invitation leads to, read anew for each try.
type opened struct {
	invitation Invitation
	loaded     *conversation.LoadedConversation
	c          conversation.Conversation
	policy     classic.Collaboration
}

// open reads what the token leads to now. It gives gone for what leads nowhere.
func (s *Service) open(ctx context.Context, token string) (opened, error) {
	i, err := s.byToken(ctx, token)
	if err != nil {
		return opened{}, err
	}
	return s.openOf(ctx, i)
}

func (s *Service) openOf(ctx context.Context, i Invitation) (o opened, err error) {
	o.invitation = i
	err = store.Together(ctx,
		func(ctx context.Context) (err error) {
			o.loaded, err = s.Conversations.LoadConversation(ctx, i.ConversationID)
			return err
		},
		func(ctx context.Context) (err error) {
			o.policy, err = s.Access.Collaboration(ctx, i.OrganizationID)
			return err
		},
	)
	if err != nil {
		return o, unavailable(err)
	}
	there := false
	if o.c, there = o.loaded.Open(); !there {
		return o, gone()
	}
	return o, nil
}

// Accept lets the person in whom the invitation is for, and gives the conversation.
// A second time is a normal branch; of two people with one link the second is told
// that it opens nothing.
func (s *Service) Accept(ctx context.Context, who access.Person, verified bool, token string) (conversationID string, err error) {
	err = s.again(ctx, "accept an invitation", func() error {
		o, err := s.open(ctx, token)
		if err != nil {
			return err
		}
		i := o.invitation
		conversationID = i.ConversationID
		_, inside := o.c.Collaborator(who.ID)
		switch state := i.State(s.now()); {
		case o.c.UserID == who.ID, state == Accepted && i.AcceptedBy == who.ID && inside:
			return nil
		case state != Pending:
			return gone()
		case i.Email != "" && i.Email != who.Email:
			return forbidden("other_address", "Esta invitación es para otra dirección de correo: "+masked(i.Email)+". Entra con esa cuenta.",
				"This invitation is for another e-mail address: "+masked(i.Email)+". Sign in with that account.")
		}
		writes, err := s.admission(o, who, verified)
		if err != nil {
			return err
		}
		_, err = store.Commit(ctx, s.Client, writes...)
		return err
	})
	return conversationID, err
}

// admission gives the writes that let somebody in: the conversation's, under the
// precondition that nobody came or went meanwhile, and the invitation's, that
// nobody else has used it.
func (s *Service) admission(o opened, who access.Person, verified bool) ([]store.Write, error) {
	now := s.now()
	entry := conversation.Collaborator{
		UserID: who.ID, UserEmail: who.Email, UserName: who.Name, OrganizationID: who.Organization.ID, Domain: who.Domain,
		AddedBy: o.invitation.UserID, AddedAt: now,
		External: o.c.OrganizationID == "" || who.Organization.ID != o.c.OrganizationID,
	}.At(o.invitation.Level)
	if verified {
		entry.VerifiedAt = &now
	}
	_, again := o.c.Collaborator(who.ID)
	if !again && len(o.c.Collaborators) >= conversation.MostCollaborators {
		return nil, conflict("full", "Ya no caben más personas en esta conversación.", "No more people fit into this conversation.")
	}
	if entry.External {
		if entry.Level() == conversation.LevelEdit {
			entry = entry.At(conversation.LevelComment)
		}
		before := o.c
		before.Collaborators = o.c.Without(who.ID)
		if !before.Admits(o.policy, who.Domain) || o.policy.Verification && !verified {
			return nil, forbidden("policy", "La organización de esta conversación no permite que entres. Consulta a quien te invitó.",
				"The organization of this conversation does not let you in. Ask whoever invited you.")
		}
	}
	return []store.Write{
		s.Conversations.SetCollaborators(o.loaded, o.c.With(entry), now),
		store.Update(s.invitation(o.invitation.ID), o.invitation.readAt,
			firestore.Update{Path: "status", Value: Accepted},
			firestore.Update{Path: "acceptedBy", Value: who.ID},
			firestore.Update{Path: "acceptedAt", Value: now},
			firestore.Update{Path: "code", Value: firestore.Delete},
			firestore.Update{Path: "codesSent", Value: firestore.Delete},
		),
		s.noted(who, "invitation.accepted", Invitations+"/"+o.invitation.ID, o.c.OrganizationID,
			map[string]any{"level": entry.Level(), "external": entry.External}),
	}, nil
}

// Decline ends an invitation by whoever has its link. A second time is a normal
// branch.
func (s *Service) Decline(ctx context.Context, token string) error {
	if err := s.notOff(ctx); err != nil {
		return err
	}
	return s.again(ctx, "decline an invitation", func() error {
		i, err := s.byToken(ctx, token)
		switch {
		case err != nil:
			return err
		case i.State(s.now()) == Declined:
			return nil
		case i.State(s.now()) != Pending:
			return gone()
		}
		_, err = store.Commit(ctx, s.Client,
			s.marked(i, Declined), s.noted(access.Person{}, "invitation.declined", Invitations+"/"+i.ID, i.OrganizationID, nil))
		return err
	})
}

func (s *Service) marked(i Invitation, state State) store.Write {
	return store.Update(s.invitation(i.ID), i.readAt,
		firestore.Update{Path: "status", Value: state},
		firestore.Update{Path: "code", Value: firestore.Delete},
	)
}

func unlessGone(err error) error {
	if isGone(err) {
		return nil
	}
	return err
}

// Revoke takes an invitation back, and out of the conversation whoever has come
// with it.
func (s *Service) Revoke(ctx context.Context, who access.Person, invitationID string) (i Invitation, err error) {
	err = s.again(ctx, "revoke an invitation", func() error {
		var o opened
		if i, o, err = s.owned(ctx, who, invitationID); err != nil {
			return err
		}
		if i.Stored == Revoked {
			return nil
		}
		writes := []store.Write{s.marked(i, Revoked), s.noted(who, "invitation.revoked", Invitations+"/"+i.ID, i.OrganizationID, map[string]any{"was": string(i.State(s.now()))})}
		if _, in := o.c.Collaborator(i.AcceptedBy); in {
			writes = append(writes, s.Conversations.SetCollaborators(o.loaded, o.c.Without(i.AcceptedBy), s.now()))
		}
		_, err := store.Commit(ctx, s.Client, writes...)
		i.Stored = Revoked
		return err
	})
	return i, err
}

// Renew gives an invitation a fresh token; the one before opens nothing any more.
// byLetter sends it, otherwise its link is given.
func (s *Service) Renew(ctx context.Context, who access.Person, invitationID string, byLetter bool) (made Made, err error) {
	err = s.again(ctx, "renew an invitation", func() error {
		i, _, err := s.owned(ctx, who, invitationID)
		if err != nil {
			return err
		}
		now := s.now()
		switch state := i.State(now); {
		case state == Revoked:
			return conflict("revoked", "Esa invitación fue revocada. Invita de nuevo.", "That invitation was revoked. Invite again.")
		case state == Accepted && !i.byGuest():
			return conflict("accepted", "Esa invitación ya fue aceptada.", "That invitation was accepted already.")
		case byLetter && i.Email == "":
			return conflict("no_address", "Esa invitación no tiene una dirección de correo. Copia el enlace.", "That invitation has no e-mail address. Copy the link.")
		}
		token, hash := newToken()
		keep := i.Stored
		if keep != Accepted {
			keep = Pending
		}
		i.TokenHash, i.ExpiresAt, i.Stored = hash, now.AddDate(0, 0, i.Days), keep
		writes := []store.Write{
			s.noted(who, "invitation.renewed", Invitations+"/"+i.ID, i.OrganizationID, map[string]any{"byLetter": byLetter}),
		}
		made = s.linked(i, token)
		if byLetter {
			if i.Letters = within(i.Letters, now, 24*time.Hour); len(i.Letters) >= mostLetters {
				return tooMany(time.Hour, "Esa invitación ya se envió varias veces hoy. Copia el enlace o inténtalo mañana.",
					"That invitation was sent several times today. Copy its link, or try tomorrow.")
			}
			letter, err := s.letter(i, token, now)
			if err != nil {
				return err
			}
			i.Letters = append(i.Letters, now)
			writes, made.URL, made.WhatsApp = append(writes, letter), "", ""
		}
		writes = append(writes, store.Update(s.invitation(i.ID), i.readAt,
			firestore.Update{Path: "tokenHash", Value: i.TokenHash},
			firestore.Update{Path: "expiresAt", Value: i.ExpiresAt},
			firestore.Update{Path: "sweepAt", Value: i.ExpiresAt},
			firestore.Update{Path: "status", Value: i.Stored},
			firestore.Update{Path: "letters", Value: i.Letters},
			firestore.Update{Path: "code", Value: firestore.Delete},
		))
		_, err = store.Commit(ctx, s.Client, writes...)
		return err
	})
	return made, err
}

// owned reads an invitation for the owner of its conversation.
func (s *Service) owned(ctx context.Context, who access.Person, invitationID string) (Invitation, opened, error) {
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.invitation(invitationID)})
	if err != nil {
		return Invitation{}, opened{}, unavailable(fmt.Errorf("sharing: invitation %s: %w", invitationID, err))
	}
	i, ok, err := invitationFrom(docs[0])
	if err != nil || !ok {
		return Invitation{}, opened{}, orMissing(err)
	}
	o, err := s.openOf(ctx, i)
	if err == nil && o.c.UserID != who.ID {
		err = missingInvitation()
	}
	if isGone(err) {
		err = missingInvitation()
	}
	return i, o, err
}
