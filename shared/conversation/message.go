package conversation

import (
	"time"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/model"
)

// Message is a document of `ally_messages`. Within a conversation no two have
// the same time, which is their strict order.
type Message struct {
	ID             string      `firestore:"-"`
	ConversationID string      `firestore:"conversationId"`
	UserID         string      `firestore:"userId"` // who wrote it, or whom Ally answers
	Role           Role        `firestore:"role"`
	Content        string      `firestore:"content"`
	Cards          []Card      `firestore:"outputCards,omitempty"`
	ContextUsed    ContextUsed `firestore:"contextUsed"`
	Timestamp      time.Time   `firestore:"timestamp"`
	Source         string      `firestore:"source"`

	// Number counts the messages of the conversation from 1, as they were stored.
	Number int `firestore:"number,omitempty"`
	// Version counts how often it was written: more than 1 for a message that was
	// edited and a reply that was made anew. The earlier ones are in
	// `ally_versions`. 0 is 1.
	Version  int        `firestore:"version,omitempty"`
	EditedAt *time.Time `firestore:"editedAt,omitempty"`

	// Event says what a system message tells of.
	Event string `firestore:"event,omitempty"`
	// ClientMessageID is the key under which a person's message was sent.
	ClientMessageID string `firestore:"clientMessageId,omitempty"`

	// A reply of Ally has all of these.
	InReplyTo  string   `firestore:"inReplyTo,omitempty"`
	Status     Status   `firestore:"status,omitempty"`
	Failure    *Failure `firestore:"failure,omitempty"`
	Lease      *Lease   `firestore:"lease,omitempty"`
	Attempts   int      `firestore:"attempts,omitempty"` // how often its writing was begun
	RedoKeys   []string `firestore:"redoKeys,omitempty"` // of the last requests that had it made anew, oldest first
	StopWanted bool     `firestore:"stopWanted,omitempty"`
	Model      string   `firestore:"model,omitempty"`
	Finish     string   `firestore:"finish,omitempty"` // complete, length or blocked
	DurationMS int64    `firestore:"durationMs,omitempty"`

	// Rating is that of the person who reads; it is stored apart.
	Rating *Rating `firestore:"-"`
}

// version is Version with its zero value read.
func (m Message) version() int { return max(1, m.Version) }

// Role says who wrote a message.
type Role string

const (
	User   Role = "user"
	Ally   Role = "ally"
	System Role = "system"
	// Comment is what people say to each other in a conversation. It is a role of its
	// own so that what is made of a person's messages (replies, search, memory,
	// digests, titles) leaves it out unless it asks for it.
	Comment Role = "comment"
)

// Started is the event of the system message that opens a conversation.
const Started = "conversation_started"

// Status says how far a reply is.
type Status string

const (
	Generating Status = "generating"
	Completed  Status = "completed"
	Stopped    Status = "stopped" // by a person; Content is what there was
	Failed     Status = "failed"
)

// final says whether the reply stays as it is.
func (s Status) final() bool { return s == Completed || s == Stopped }

// Failure says why a reply failed, as a machine's word.
type Failure struct {
	Code      string `firestore:"code"`
	Retryable bool   `firestore:"retryable"` // false: an operator must act first
}

// interrupted is the code of a reply whose writer ended before it did.
const interrupted = "interrupted"

// Lease says who is writing a reply and until when nobody else may.
type Lease struct {
	Holder string    `firestore:"holder"`
	Until  time.Time `firestore:"until"`
	Since  time.Time `firestore:"since"`
	Used   Used      `firestore:"used"` // so far, as it was last stored

	// For whom the model is asked, so that it can be accounted for without them.
	OrganizationID string `firestore:"organizationId,omitempty"`
	Domain         string `firestore:"domain,omitempty"`
	Limited        bool   `firestore:"limited,omitempty"` // the organization has a limit
}

// Used is what the model took, as a lease has it.
type Used struct {
	Calls  int `firestore:"calls"`
	Input  int `firestore:"input"`
	Output int `firestore:"output"`
	Cached int `firestore:"cached"`
}

func usedOf(u model.Usage) Used { return Used{u.Calls, u.Input, u.Output, u.Cached} }

func (u Used) usage() model.Usage {
	return model.Usage{Calls: u.Calls, Input: u.Input, Output: u.Output, Cached: u.Cached}
}

// ContextUsed says what a reply was made of.
type ContextUsed struct {
	PromptComponents []string      `firestore:"promptComponents"`
	PromptHash       string        `firestore:"promptHash,omitempty"`
	InputSources     []InputSource `firestore:"inputSources"`
	LeftOut          []Input       `firestore:"leftOut,omitempty"` // had to do with it, but there was no room
	Dropped          []Input       `firestore:"dropped,omitempty"` // was chosen, and is not to be seen any more
	TokensUsed       Tokens        `firestore:"tokensUsed"`
}

// InputSource is one input that a reply was made with.
type InputSource struct {
	Type      string         `firestore:"type"` // organization, domain, agent, conversation or action
	ID        string         `firestore:"id"`
	Name      string         `firestore:"name"`
	Passages  int            `firestore:"passages"`
	Tokens    int            `firestore:"tokens"`              // estimated
	Documents []UsedDocument `firestore:"documents,omitempty"` // of an agent
}

// Input names an input.
type Input struct {
	Type string `firestore:"type" json:"type" required:"true" enum:"organization,domain,agent,document,conversation,action"`
	ID   string `firestore:"id" json:"id" required:"true"`
	Name string `firestore:"name" json:"name" required:"true"`
}

// UsedDocument is a document of an agent, of which passages were used.
type UsedDocument struct {
	ID       string `firestore:"id"`
	Name     string `firestore:"name"`
	Passages int    `firestore:"passages"`
	Tokens   int    `firestore:"tokens"` // estimated
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
