package conversation

import (
	"context"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/store"
)

// MostCollaborators bounds how many people a conversation may have beside its
// owner: all of them stand in its document.
const MostCollaborators = 50

// LoadedFrom gives a conversation from its document.
func LoadedFrom(doc *firestore.DocumentSnapshot) (*LoadedConversation, error) {
	c, err := conversationFrom(doc)
	return &LoadedConversation{doc.Ref.ID, c}, err
}

// ID is the conversation's.
func (l *LoadedConversation) ID() string { return l.id }

// ConversationRef is the place of a conversation.
func (s *Service) ConversationRef(id string) *firestore.DocumentRef { return s.conversation(id) }

// Own gives the conversation to its owner, and refuses everybody else.
func (s *Service) Own(ctx context.Context, l *LoadedConversation, who access.Person) (Conversation, error) {
	if !l.exists {
		return Conversation{}, missingConversation()
	}
	return l.data, s.required(ctx, own, l.data, who)
}

// Open says what is there, whoever asks; ok is false for what is deleted.
func (l *LoadedConversation) Open() (c Conversation, ok bool) {
	return l.data, l.exists && l.data.DeletedAt == nil
}

// Admits says whether the policy lets one more person in, of another organization
// and writing from the domain.
func (c Conversation) Admits(policy classic.Collaboration, domain string) bool {
	return c.OrganizationID != "" && policy.Allows(domain) && (!policy.Limited || c.Externals() < policy.Maximum)
}

// Externals is how many people of other organizations are in the conversation.
func (c Conversation) Externals() (n int) {
	for _, o := range c.Collaborators {
		if o.External {
			n++
		}
	}
	return n
}

// With gives the collaborators with one more, or with the one that was there
// replaced.
func (c Conversation) With(o Collaborator) []Collaborator {
	all := c.Without(o.UserID)
	return append(all, o)
}

// Without gives the collaborators without one.
func (c Conversation) Without(userID string) []Collaborator {
	return slices.DeleteFunc(slices.Clone(c.Collaborators), func(o Collaborator) bool { return o.UserID == userID })
}

// Collaborator gives one of the people in the conversation.
func (c Conversation) Collaborator(userID string) (Collaborator, bool) {
	i := slices.IndexFunc(c.Collaborators, func(o Collaborator) bool { return o.UserID == userID })
	if i < 0 {
		return Collaborator{}, false
	}
	return c.Collaborators[i], true
}

// SetCollaborators is the write that says who is in the conversation. It fails
// where that has changed since it was read.
func (s *Service) SetCollaborators(l *LoadedConversation, people []Collaborator, now time.Time) store.Write {
	ids, outside := []string{}, l.data.Sharing.AllowExternalCollaborators
	for _, o := range people {
		ids, outside = append(ids, o.UserID), outside || o.External
	}
	if people == nil {
		people = []Collaborator{}
	}
	return store.Update(s.conversation(l.id), l.readAt,
		firestore.Update{Path: "collaborators", Value: people},
		firestore.Update{Path: "collaboratorIds", Value: ids},
		firestore.Update{Path: "sharing.allowExternalCollaborators", Value: outside},
		firestore.Update{Path: "updatedAt", Value: now},
	)
}

// SetCommentsToAlly is the write that says whether comments go to the model.
func (s *Service) SetCommentsToAlly(l *LoadedConversation, on bool) store.Write {
	return store.Update(s.conversation(l.id), l.readAt, firestore.Update{Path: "commentsToAlly", Value: on})
}

// UpTo gives the newest messages of a conversation up to the one that is named, or
// to the last where none is.
func (s *Service) UpTo(ctx context.Context, who access.Person, conversationID, messageID string, most int) (Page, error) {
	before := ""
	if messageID != "" {
		one, err := s.LoadMessage(ctx, who.ID, messageID)
		if err != nil {
			return Page{}, err
		}
		m, err := s.Message(ctx, one, who)
		if err != nil {
			return Page{}, err
		}
		if m.ConversationID != conversationID {
			return Page{}, missingMessage()
		}
		before = cursor(m.Timestamp.Add(time.Millisecond))
	}
	loaded, err := s.LoadPage(ctx, who.ID, conversationID, most, before)
	if err != nil {
		return Page{}, err
	}
	return s.Page(ctx, loaded, who)
}
