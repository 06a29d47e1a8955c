package conversation

import (
	"time"

	"getaifactory.com/ally/shared/id"
)

// Message is a document of `ally_messages`. Within a conversation no two have
// the same time, which is their strict order.
type Message struct {
	ID             string      `firestore:"-"`
	ConversationID string      `firestore:"conversationId"`
	UserID         string      `firestore:"userId"` // who wrote it, or whom Ally answers
	Role           Role        `firestore:"role"`
	Content        string      `firestore:"content"`
	ContextUsed    ContextUsed `firestore:"contextUsed"`
	Timestamp      time.Time   `firestore:"timestamp"`
	Source         string      `firestore:"source"`

	// Event says what a system message tells of.
	Event string `firestore:"event,omitempty"`
	// ClientMessageID is the key under which a person's message was sent.
	ClientMessageID string `firestore:"clientMessageId,omitempty"`

	// A reply of Ally has all of these.
	InReplyTo  string   `firestore:"inReplyTo,omitempty"`
	Status     Status   `firestore:"status,omitempty"`
	Failure    *Failure `firestore:"failure,omitempty"`
	Lease      *Lease   `firestore:"lease,omitempty"`
	Attempts   int      `firestore:"attempts,omitempty"`
	Model      string   `firestore:"model,omitempty"`
	Finish     string   `firestore:"finish,omitempty"` // complete, length or blocked
	DurationMS int64    `firestore:"durationMs,omitempty"`
}

// Role says who wrote a message.
type Role string

const (
	User   Role = "user"
	Ally   Role = "ally"
	System Role = "system"
)

// Started is the event of the system message that opens a conversation.
const Started = "conversation_started"

// Status says how far a reply is.
type Status string

const (
	Generating Status = "generating"
	Completed  Status = "completed"
	Failed     Status = "failed"
)

// Failure says why a reply failed, as a machine's word.
type Failure struct {
	Code      string `firestore:"code"`
	Retryable bool   `firestore:"retryable"` // false: an operator must act first
}

// Lease says who is writing a reply and until when nobody else may.
type Lease struct {
	Holder string    `firestore:"holder"`
	Until  time.Time `firestore:"until"`
}

// ContextUsed says what a reply was made of.
type ContextUsed struct {
	PromptComponents []string      `firestore:"promptComponents"`
	InputSources     []InputSource `firestore:"inputSources"`
	TokensUsed       Tokens        `firestore:"tokensUsed"`
}

// InputSource is one input that a reply was made with.
type InputSource struct {
	Type      string         `firestore:"type"` // organization, domain or agent
	ID        string         `firestore:"id"`
	Name      string         `firestore:"name"`
	Documents []UsedDocument `firestore:"documents,omitempty"` // of an agent
}

// UsedDocument is a document of an agent, of which passages were used.
type UsedDocument struct {
	ID       string `firestore:"id"`
	Name     string `firestore:"name"`
	Passages int    `firestore:"passages"`
}

// Tokens are counted by the model; Context is the part of Input that came
// from inputs.
type Tokens struct {
	Input   int `firestore:"input"`
	Output  int `firestore:"output"`
	Context int `firestore:"context"`
	Total   int `firestore:"total"`
}

func startID(conversationID string) string   { return id.Derive("start", conversationID) }
func welcomeID(conversationID string) string { return id.Derive("welcome", conversationID) }

func messageID(conversationID, userID, key string) string {
	return id.Derive("msg", conversationID, userID, key)
}

func replyID(messageID string) string { return id.Derive("reply", messageID) }
