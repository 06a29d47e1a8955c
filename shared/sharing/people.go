package sharing

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Company is who is in a conversation, as one of them sees it.
type Company struct {
	conversation.Seen
	Presence    map[string]Presence // by person; for the owner only
	Invitations []Invitation        // newest first; for the owner only
	Policy      classic.Collaboration
}

// People gives who is in a conversation. Beside the conversation it reads the
// policy, and for the owner the newest hundred invitations and who has read what.
func (s *Service) People(ctx context.Context, l *conversation.LoadedConversation, who access.Person) (Company, error) {
	seen, err := s.Conversations.See(ctx, l, who)
	if err != nil {
		return Company{}, err
	}
	company := Company{Seen: seen}
	reads := []func(context.Context) error{func(ctx context.Context) (err error) {
		company.Policy, err = s.Access.Collaboration(ctx, seen.OrganizationID)
		return err
	}}
	if seen.Mine {
		reads = append(reads,
			func(ctx context.Context) (err error) { company.Invitations, err = s.list(ctx, seen.ID); return err },
			func(ctx context.Context) (err error) { company.Presence, err = s.presences(ctx, seen); return err },
		)
	}
	if err := store.Together(ctx, reads...); err != nil {
		return Company{}, unavailable(fmt.Errorf("sharing: people of %s: %w", seen.ID, err))
	}
	return company, nil
}

// change changes who is in a conversation, reading it anew until nobody else was
// faster, and gives it as it is then.
func (s *Service) change(ctx context.Context, conversationID string, do func(*conversation.LoadedConversation, conversation.Conversation) ([]store.Write, error)) error {
	return s.again(ctx, "change who is in "+conversationID, func() error {
		l, err := s.Conversations.LoadConversation(ctx, conversationID)
		if err != nil {
			return err
		}
		c, ok := l.Open()
		if !ok {
			return fault.Missing(lang.Text{ES: "esa conversación", EN: "that conversation"})
		}
		writes, err := do(l, c)
		if err != nil || len(writes) == 0 {
			return err
		}
		_, err = store.Commit(ctx, s.Client, writes...)
		return err
	})
}

// pseudonym tells people apart in the trail, which outlives their erasure.
func pseudonym(userID string) string { return id.Derive("person", userID) }

func missingPerson() error {
	return fault.Missing(lang.Text{ES: "esa persona", EN: "that person"})
}

// SetLevel changes what somebody may do in a conversation of the person's.
func (s *Service) SetLevel(ctx context.Context, who access.Person, conversationID, userID, level string) error {
	return s.change(ctx, conversationID, func(l *conversation.LoadedConversation, c conversation.Conversation) ([]store.Write, error) {
		if _, err := s.Conversations.Own(ctx, l, who); err != nil {
			return nil, err
		}
		entry, ok := c.Collaborator(userID)
		switch {
		case !ok:
			return nil, missingPerson()
		case entry.External && level == conversation.LevelEdit:
			return nil, fault.Wrong(fault.Field{Name: "level", Problem: lang.Text{
				ES: "personas de otras organizaciones pueden leer y comentar, no escribir", EN: "people of other organizations may read and comment, not write",
			}})
		case entry.Level() == level:
			return nil, nil
		}
		people := append([]conversation.Collaborator{}, c.Collaborators...)
		for i := range people { // in their places: the first to come are the last that a policy leaves out
			if people[i].UserID == userID {
				people[i] = people[i].At(level)
			}
		}
		return []store.Write{
			s.Conversations.SetCollaborators(l, people, s.now()),
			s.noted(who, "collaborator.level", "ally_conversations/"+conversationID, c.OrganizationID, map[string]any{"person": pseudonym(userID), "from": entry.Level(), "to": level}),
		}, nil
	})
}

// Remove takes somebody out of a conversation of the person's, and ends the
// invitation that a guest came with. Who is out already is a normal branch.
func (s *Service) Remove(ctx context.Context, who access.Person, conversationID, userID string) error {
	return s.change(ctx, conversationID, func(l *conversation.LoadedConversation, c conversation.Conversation) ([]store.Write, error) {
		if _, err := s.Conversations.Own(ctx, l, who); err != nil {
			return nil, err
		}
		return s.out(ctx, who, l, c, userID, "collaborator.removed")
	})
}

// Leave takes the person out of somebody else's conversation.
func (s *Service) Leave(ctx context.Context, who access.Person, conversationID string) error {
	return s.change(ctx, conversationID, func(l *conversation.LoadedConversation, c conversation.Conversation) ([]store.Write, error) {
		if c.UserID == who.ID {
			return nil, conflict("owner", "Es tu conversación: puedes eliminarla, no dejarla.", "It is your conversation: you can delete it, not leave it.")
		}
		if _, in := c.Collaborator(who.ID); !in {
			return nil, fault.Missing(lang.Text{ES: "esa conversación", EN: "that conversation"})
		}
		return s.out(ctx, who, l, c, who.ID, "collaborator.left")
	})
}

func (s *Service) out(ctx context.Context, who access.Person, l *conversation.LoadedConversation, c conversation.Conversation, userID, what string) ([]store.Write, error) {
	entry, in := c.Collaborator(userID)
	if !in {
		return nil, nil
	}
	writes := []store.Write{
		s.Conversations.SetCollaborators(l, c.Without(userID), s.now()),
		store.Delete(s.presence(l.ID(), userID)),
		s.noted(who, what, "ally_conversations/"+l.ID(), c.OrganizationID, map[string]any{"person": pseudonym(userID), "was": entry.Level()}),
	}
	if !entry.Guest() {
		return writes, nil
	}
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.invitation(invitationID(l.ID(), entry.UserEmail))})
	if err != nil {
		return nil, err
	}
	if i, ok, err := invitationFrom(docs[0]); err != nil {
		return nil, err
	} else if ok && i.Stored == Accepted {
		writes = append(writes, s.marked(i, Revoked))
	}
	return writes, nil
}

// SetComments says whether comments in a conversation of the person's go to the
// model.
func (s *Service) SetComments(ctx context.Context, who access.Person, conversationID string, toAlly bool) error {
	return s.change(ctx, conversationID, func(l *conversation.LoadedConversation, c conversation.Conversation) ([]store.Write, error) {
		if _, err := s.Conversations.Own(ctx, l, who); err != nil || c.CommentsToAlly == toAlly {
			return nil, err
		}
		return []store.Write{
			s.Conversations.SetCommentsToAlly(l, toAlly),
			s.noted(who, "comments.toAlly", "ally_conversations/"+conversationID, c.OrganizationID, map[string]any{"on": toAlly}),
		}, nil
	})
}
