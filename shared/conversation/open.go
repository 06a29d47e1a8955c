package conversation

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/prompt"
	"getaifactory.com/ally/shared/store"
)

// HasMain says whether the person has their Ally already.
func (s *Service) HasMain(ctx context.Context, userID string) (bool, error) {
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.conversation(MainID(userID))})
	if err != nil {
		return false, fault.Busy(fmt.Errorf("conversation: find the Ally of %s: %w", userID, err))
	}
	return docs[0].Exists(), nil
}

// CreateMain creates the person's Ally together with the system message that
// opens it, in one commit. created is false where another request was faster.
// The trigger on messages answers the system message with the welcome; its
// place, a millisecond later, is kept free for it.
func (s *Service) CreateMain(ctx context.Context, who access.Person) (allyID string, created bool, err error) {
	composed, err := s.Prompts.For(ctx, asking(who, nil))
	if err != nil {
		return "", false, fault.Busy(err)
	}
	allyID = MainID(who.ID)
	now := s.now()
	conversation := s.blank(who, composed, now)
	conversation.Type, conversation.Title = Main, "Ally"
	conversation.LastMessageAt, conversation.MessageCount = welcomeTime(now), 1
	start := Message{
		ConversationID: allyID, UserID: who.ID, Role: System, Event: Started, Content: startedText.In(who.Language),
		Timestamp: now, Source: s.Source, ContextUsed: noContext(),
	}
	_, err = store.Commit(ctx, s.Client,
		store.Create(s.conversation(allyID), conversation), store.Create(s.message(startID(allyID)), start))
	if status.Code(err) == codes.AlreadyExists {
		exists, err := s.HasMain(ctx, who.ID)
		if exists || err != nil {
			return allyID, false, err
		}
		// The conversation was deleted, and the message that opened it was left.
		_, err = store.Commit(ctx, s.Client,
			store.Create(s.conversation(allyID), conversation), store.Set(s.message(startID(allyID)), start))
		if status.Code(err) == codes.AlreadyExists {
			return allyID, false, nil
		}
		return allyID, true, unavailable(err)
	}
	if err != nil {
		return "", false, fault.Busy(fmt.Errorf("conversation: create the Ally of %s: %w", who.ID, err))
	}
	return allyID, true, nil
}

// blank is a conversation of the person's without type, title and messages.
func (s *Service) blank(who access.Person, composed prompt.Prompt, now time.Time) Conversation {
	return Conversation{
		UserID: who.ID, UserEmail: who.Email, UserName: who.Name, OrganizationID: who.Organization.ID, Domain: who.Domain,
		IsAllyConversation: true, CreatedAt: now, UpdatedAt: now, LastMessageAt: now,
		EffectivePrompt: composed.Text, PromptComponents: composed.Components,
		ActiveInputs: Inputs{
			OrganizationInfo: true, DomainInfo: true,
			AgentIDs: []string{}, ConversationIDs: []string{}, ActionIDs: []string{},
		},
		InputNames:    map[string]string{},
		Collaborators: []Collaborator{}, CollaboratorIDs: []string{},
		Sharing: Sharing{Visibility: Private},
		Indexed: Indexed{Topics: []string{}, Entities: []string{}, Keywords: []string{}},
		Memory:  Memory{KeyTakeaways: []string{}, ActionItems: []string{}, Decisions: []string{}},
		Source:  s.Source, Revision: 1,
	}
}

func noContext() ContextUsed {
	return ContextUsed{PromptComponents: []string{}, InputSources: []InputSource{}}
}
