// Package conversation is Ally's conversations and the messages in them: how
// one begins, who may see it, and the life of a message and its reply.
package conversation

import (
	"time"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/prompt"
)

// Collections.
const (
	conversations = "ally_conversations"
	messages      = "ally_messages"
)

// Conversation is a document of `ally_conversations`.
type Conversation struct {
	UserID             string            `firestore:"userId"`
	UserEmail          string            `firestore:"userEmail"`
	OrganizationID     string            `firestore:"organizationId"` // of the owner; "" for none
	Domain             string            `firestore:"domain"`         // of the owner
	IsAllyConversation bool              `firestore:"isAllyConversation"`
	Type               Type              `firestore:"conversationType"`
	Title              string            `firestore:"title"`
	CreatedAt          time.Time         `firestore:"createdAt"`
	UpdatedAt          time.Time         `firestore:"updatedAt"`
	LastMessageAt      time.Time         `firestore:"lastMessageAt"` // the time of the last message, or one kept free for the welcome
	MessageCount       int               `firestore:"messageCount"`
	EffectivePrompt    string            `firestore:"effectivePrompt"`
	PromptComponents   prompt.Components `firestore:"promptComponents"`
	ActiveInputs       Inputs            `firestore:"activeInputs"`
	Collaborators      []Collaborator    `firestore:"collaborators"`
	CollaboratorIDs    []string          `firestore:"collaboratorIds"` // of Collaborators, for rules and queries
	Sharing            Sharing           `firestore:"sharing"`
	Indexed            Indexed           `firestore:"indexed"`
	Memory             Memory            `firestore:"memory"`
	Source             string            `firestore:"source"`
}

// Type says whether a conversation is a person's permanent Ally or a thread.
type Type string

const (
	Main   Type = "ally-main"
	Thread Type = "ally-thread"
)

// Inputs is what a conversation's owner chose that Ally may use.
type Inputs struct {
	OrganizationInfo bool     `firestore:"organizationInfo"`
	DomainInfo       bool     `firestore:"domainInfo"`
	AgentIDs         []string `firestore:"agentIds"`
	ConversationIDs  []string `firestore:"conversationIds"`
	ActionIDs        []string `firestore:"actionIds"`
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
}

// Sharing says who beside owner and collaborators may see a conversation.
type Sharing struct {
	Visibility                 string `firestore:"visibility"` // private, organization, domain or public
	AllowExternalCollaborators bool   `firestore:"allowExternalCollaborators"`
}

// Indexed is what search knows of a conversation.
type Indexed struct {
	Topics   []string `firestore:"topics"`
	Entities []string `firestore:"entities"`
	Keywords []string `firestore:"keywords"`
}

// Memory is what is worth remembering of a conversation.
type Memory struct {
	KeyTakeaways []string `firestore:"keyTakeaways"`
	ActionItems  []string `firestore:"actionItems"`
	Decisions    []string `firestore:"decisions"`
}

// MainID is the conversation that is the person's own Ally.
func MainID(userID string) string { return id.Derive("ally", userID) }
