// Package conversation is Ally's conversations and the messages in them: how
// one begins, who may see it, and the life of a message and its reply.
package conversation

import (
	"strings"
	"time"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/prompt"
)

// Collections.
const (
	conversations = "ally_conversations"
	messages      = "ally_messages"
)

// Collections of package sharing whose documents belong to a conversation, and go
// with it.
const (
	Invitations = "ally_invitations"
	Presences   = "ally_presence"
	Shares      = "ally_shares"
)

// Conversation is a document of `ally_conversations`.
type Conversation struct {
	UserID             string            `firestore:"userId"`
	UserEmail          string            `firestore:"userEmail"`
	UserName           string            `firestore:"userName,omitempty"`
	OrganizationID     string            `firestore:"organizationId"` // of the owner; "" for none
	Domain             string            `firestore:"domain"`         // of the owner
	IsAllyConversation bool              `firestore:"isAllyConversation"`
	Type               Type              `firestore:"conversationType"`
	Title              string            `firestore:"title"`
	CreatedAt          time.Time         `firestore:"createdAt"`
	UpdatedAt          time.Time         `firestore:"updatedAt"`
	LastMessageAt      time.Time         `firestore:"lastMessageAt"` // the time of the last message, or one kept free for the welcome
	MessageCount       int               `firestore:"messageCount"`  // without comments
	EffectivePrompt    string            `firestore:"effectivePrompt"`
	PromptComponents   prompt.Components `firestore:"promptComponents"`
	ActiveInputs       Inputs            `firestore:"activeInputs"`
	InputNames         map[string]string `firestore:"inputNames"` // of what is selected in ActiveInputs, by id, as it was called then
	Collaborators      []Collaborator    `firestore:"collaborators"`
	CollaboratorIDs    []string          `firestore:"collaboratorIds"` // of Collaborators, for rules and queries
	Sharing            Sharing           `firestore:"sharing"`
	Indexed            Indexed           `firestore:"indexed"`
	Memory             Memory            `firestore:"memory"`
	Source             string            `firestore:"source"`

	// Revision counts the changes of title, inputs and sharing, so that of two
	// people who change the same thing the second is told.
	Revision int `firestore:"revision"`
	// CommentsToAlly says that what people say to each other goes to the model too.
	CommentsToAlly bool `firestore:"commentsToAlly,omitempty"`
	// LastExchangeAt is the time of the last reply where comments came after it; nil
	// where LastMessageAt is.
	LastExchangeAt *time.Time `firestore:"lastExchangeAt,omitempty"`
	// Titled says who gave the title; "" as long as it is the one for a thread
	// without any.
	Titled Titled `firestore:"titled"`
	// PurgeAfter is when what was deleted or cleared goes for good; nil where
	// nothing was.
	PurgeAfter *time.Time `firestore:"purgeAfter,omitempty"`
	DeletedAt  *time.Time `firestore:"deletedAt,omitempty"`
	Purging    bool       `firestore:"purging,omitempty"`   // it can't be undone any more
	ClearedAt  *time.Time `firestore:"clearedAt,omitempty"` // messages up to it are gone
	// Cleared is what undoing the last clearing brings back.
	Cleared *Cleared `firestore:"cleared,omitempty"`
}

// Cleared is how a conversation was before it was cleared.
type Cleared struct {
	ClearedAt     *time.Time `firestore:"clearedAt"` // of the clearing before; nil for none
	LastMessageAt time.Time  `firestore:"lastMessageAt"`
	MessageCount  int        `firestore:"messageCount"`
	Indexed       Indexed    `firestore:"indexed"`
	Memory        Memory     `firestore:"memory"`
}

// Titled says who gave a conversation its title.
type Titled string

const (
	ByAlly   Titled = "auto"   // made from the first exchange
	ByPerson Titled = "person" // never changed by Ally again
)

// Gone says whether a message from the time is cleared away.
func (c Conversation) Gone(at time.Time) bool { return c.ClearedAt != nil && !at.After(*c.ClearedAt) }

// lastExchangeAt is the time of the last reply, whatever was commented since.
func (c Conversation) lastExchangeAt() time.Time {
	if c.LastExchangeAt != nil {
		return *c.LastExchangeAt
	}
	return c.LastMessageAt
}

// Type says whether a conversation is a person's permanent Ally or a thread.
type Type string

const (
	Main   Type = "ally-main"
	Thread Type = "ally-thread"
)

// Inputs is what was chosen for a conversation that Ally may use.
type Inputs struct {
	OrganizationInfo bool     `firestore:"organizationInfo"`
	DomainInfo       bool     `firestore:"domainInfo"`
	AgentIDs         []string `firestore:"agentIds"`
	ConversationIDs  []string `firestore:"conversationIds"`
	ActionIDs        []string `firestore:"actionIds"`

	// NoAgents says, for one message, that no agent may be used; with no agent
	// chosen Ally looks among all.
	NoAgents bool `firestore:"-"`
}

// Collaborator is somebody else in a conversation.
type Collaborator struct {
	UserID         string    `firestore:"userId"`
	UserEmail      string    `firestore:"userEmail"`
	UserName       string    `firestore:"userName"`
	OrganizationID string    `firestore:"organizationId"`
	Domain         string    `firestore:"domain"`
	Role           string    `firestore:"role"` // owner, collaborator or viewer
	AddedBy        string    `firestore:"addedBy"`
	AddedAt        time.Time `firestore:"addedAt"`
	// AccessLevel is LevelComment for a viewer who may comment too.
	AccessLevel string `firestore:"accessLevel,omitempty"`
	// External says that the person was let in as one of another organization, or
	// of none; OrganizationID is theirs at that time.
	External   bool       `firestore:"external,omitempty"`
	VerifiedAt *time.Time `firestore:"verifiedAt,omitempty"` // when they showed that the address is theirs
}

// guestKind is the kind of the ids of people without an account.
const guestKind = "guest"

// GuestID is the id of the person behind an address who has no account.
func GuestID(email string) string { return id.Derive(guestKind, strings.ToLower(email)) }

// Sharing says who beside owner and collaborators may see a conversation.
type Sharing struct {
	Visibility                 Visibility `firestore:"visibility"`
	AllowExternalCollaborators bool       `firestore:"allowExternalCollaborators"`
}

// Visibility says who of the owner's organization may read a conversation.
type Visibility string

const (
	Private        Visibility = "private"      // owner and collaborators
	ToOrganization Visibility = "organization" // everybody in it
	ToDomain       Visibility = "domain"       // those of the owner's domain
)

// Indexed is what search knows of a conversation.
type Indexed struct {
	Topics        []string   `firestore:"topics"`
	Entities      []string   `firestore:"entities"`
	Keywords      []string   `firestore:"keywords"`
	Summary       string     `firestore:"summary,omitempty"`
	LastIndexedAt *time.Time `firestore:"lastIndexedAt,omitempty"`
}

// Memory is what is worth remembering of a conversation.
type Memory struct {
	KeyTakeaways []string `firestore:"keyTakeaways"`
	ActionItems  []string `firestore:"actionItems"`
	Decisions    []string `firestore:"decisions"`
}

// MainID is the conversation that is the person's own Ally.
func MainID(userID string) string { return id.Derive("ally", userID) }
