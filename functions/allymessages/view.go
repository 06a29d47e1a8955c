package allymessages

import (
	"getaifactory.com/ally/shared/conversation"
)

// message is a message as callers see it.
type message struct {
	ID              string              `json:"id" required:"true"`
	ConversationID  string              `json:"conversationId" required:"true"`
	UserID          string              `json:"userId" required:"true" description:"Who wrote it, or whom Ally answers."`
	Role            conversation.Role   `json:"role" required:"true" enum:"user,ally,system"`
	Content         string              `json:"content" required:"true" description:"Markdown; never HTML."`
	OutputCards     []card              `json:"outputCards" required:"true" nullable:"false"`
	ContextUsed     contextUsed         `json:"contextUsed" required:"true"`
	Timestamp       string              `json:"timestamp" required:"true" format:"date-time" description:"UTC with milliseconds; different for every message of a conversation."`
	ClientMessageID string              `json:"clientMessageId,omitempty"`
	InReplyTo       string              `json:"inReplyTo,omitempty" description:"For a reply: the message it answers."`
	Status          conversation.Status `json:"status,omitempty" enum:"generating,completed,failed" description:"For a reply: how far it is."`
	Failure         *failure            `json:"failure,omitempty" description:"For a failed reply: why."`
	Model           string              `json:"model,omitempty"`
	Finish          string              `json:"finish,omitempty" description:"For a reply of a model: why it ended (complete, length or blocked)."`
	DurationMS      int64               `json:"durationMs,omitempty"`
}

// card is an output card. No reply has one yet; the field is there because the
// existing data model has it.
type card struct {
	ID      string `json:"id" required:"true"`
	Type    string `json:"type" required:"true"`
	Content any    `json:"content" required:"true"`
}

type failure struct {
	Code      string `json:"code" required:"true"`
	Retryable bool   `json:"retryable" required:"true" description:"Whether sending again with the same clientMessageId may complete it without an operator's help."`
}

type contextUsed struct {
	PromptComponents []string      `json:"promptComponents" required:"true" nullable:"false"`
	InputSources     []inputSource `json:"inputSources" required:"true" nullable:"false"`
	TokensUsed       tokens        `json:"tokensUsed" required:"true"`
}

type inputSource struct {
	Type      string     `json:"type" required:"true" enum:"organization,domain,agent"`
	ID        string     `json:"id" required:"true"`
	Name      string     `json:"name" required:"true"`
	Documents []document `json:"documents,omitempty"`
}

type document struct {
	ID       string `json:"id" required:"true"`
	Name     string `json:"name" required:"true"`
	Passages int    `json:"passages" required:"true"`
}

type tokens struct {
	Input   int `json:"input" required:"true"`
	Output  int `json:"output" required:"true"`
	Context int `json:"context" required:"true"`
	Total   int `json:"total" required:"true"`
}

// milliseconds is RFC 3339 in UTC with three digits.
const milliseconds = "2006-01-02T15:04:05.000Z"

func viewOf(m conversation.Message) message {
	v := message{
		ID: m.ID, ConversationID: m.ConversationID, UserID: m.UserID, Role: m.Role, Content: m.Content,
		OutputCards: []card{}, Timestamp: m.Timestamp.UTC().Format(milliseconds),
		ClientMessageID: m.ClientMessageID, InReplyTo: m.InReplyTo, Status: m.Status,
		Model: m.Model, Finish: m.Finish, DurationMS: m.DurationMS,
		ContextUsed: contextUsed{
			PromptComponents: append([]string{}, m.ContextUsed.PromptComponents...),
			InputSources:     []inputSource{},
			TokensUsed:       tokens(m.ContextUsed.TokensUsed),
		},
	}
	if m.Failure != nil {
		v.Failure = &failure{Code: m.Failure.Code, Retryable: m.Failure.Retryable}
	}
	for _, s := range m.ContextUsed.InputSources {
		source := inputSource{Type: s.Type, ID: s.ID, Name: s.Name}
		for _, d := range s.Documents {
			source.Documents = append(source.Documents, document(d))
		}
		v.ContextUsed.InputSources = append(v.ContextUsed.InputSources, source)
	}
	return v
}
