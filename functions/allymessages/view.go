package allymessages

import (
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/web"
)

// message is a message as callers see it.
type message struct {
	ID              string              `json:"id" required:"true"`
	ConversationID  string              `json:"conversationId" required:"true"`
	UserID          string              `json:"userId" required:"true" description:"Who wrote it, or whom Ally answers."`
	Role            conversation.Role   `json:"role" required:"true" enum:"user,ally,system"`
	Content         string              `json:"content" required:"true" description:"Markdown; never HTML. Links lead only to the person's own domains and those that are configured."`
	OutputCards     []conversation.Card `json:"outputCards" required:"true" nullable:"false"`
	ContextUsed     contextUsed         `json:"contextUsed" required:"true"`
	Timestamp       string              `json:"timestamp" required:"true" format:"date-time" description:"UTC with milliseconds; different for every message of a conversation."`
	Comment         bool                `json:"comment" required:"true" description:"Whether people say it to each other: Ally does not answer it."`
	Guest           bool                `json:"guest,omitempty" description:"Whether who wrote it has no account of the platform."`
	AuthorName      string              `json:"authorName,omitempty" description:"Of the person who wrote it; without it they are not in the conversation any more."`
	ClientMessageID string              `json:"clientMessageId,omitempty"`
	InReplyTo       string              `json:"inReplyTo,omitempty" description:"For a reply: the message it answers."`
	Status          conversation.Status `json:"status,omitempty" enum:"generating,completed,stopped,failed" description:"For a reply: how far it is."`
	Failure         *failure            `json:"failure,omitempty" description:"For a failed reply: why."`
	Version         int                 `json:"version" required:"true" description:"From 1; more where it was edited or made anew."`
	EditedAt        string              `json:"editedAt,omitempty" format:"date-time"`
	Rating          *rating             `json:"rating,omitempty" description:"The caller's own."`
	Model           string              `json:"model,omitempty"`
	Finish          string              `json:"finish,omitempty" description:"For a reply of a model: why it ended (complete, length or blocked)."`
	DurationMS      int64               `json:"durationMs,omitempty"`
}

type failure struct {
	Code      string `json:"code" required:"true"`
	Retryable bool   `json:"retryable" required:"true" description:"Whether sending again with the same clientMessageId may complete it without an operator's help."`
}

type contextUsed struct {
	PromptComponents []string             `json:"promptComponents" required:"true" nullable:"false" description:"The parts of the prompt, such as organization:salfa-corp@a1b2c3d4e5f6."`
	PromptHash       string               `json:"promptHash,omitempty" description:"The SHA-256 of the prompt."`
	InputSources     []inputSource        `json:"inputSources" required:"true" nullable:"false"`
	LeftOut          []conversation.Input `json:"leftOut" required:"true" nullable:"false" description:"What was chosen or has to do with the question, and had no room."`
	Dropped          []conversation.Input `json:"dropped" required:"true" nullable:"false" description:"What was chosen and may not be seen any more."`
	TokensUsed       tokens               `json:"tokensUsed" required:"true"`
}

type inputSource struct {
	Type      string     `json:"type" required:"true" enum:"organization,domain,agent,conversation,action"`
	ID        string     `json:"id" required:"true"`
	Name      string     `json:"name" required:"true"`
	Passages  int        `json:"passages" required:"true"`
	Tokens    int        `json:"tokens" required:"true" description:"Estimated."`
	Documents []document `json:"documents,omitempty"`
}

type document struct {
	ID       string `json:"id" required:"true"`
	Name     string `json:"name" required:"true"`
	Passages int    `json:"passages" required:"true"`
	Tokens   int    `json:"tokens" required:"true" description:"Estimated."`
}

type tokens struct {
	Input   int `json:"input" required:"true"`
	Output  int `json:"output" required:"true"`
	Context int `json:"context" required:"true"`
	Total   int `json:"total" required:"true"`
}

func viewOf(m conversation.Message, names conversation.Names) message {
	v := message{
		ID: m.ID, ConversationID: m.ConversationID, UserID: m.UserID, Role: m.Role, Content: m.Content,
		OutputCards: cardsOf(m.Cards), Timestamp: web.Stamp(m.Timestamp),
		ClientMessageID: m.ClientMessageID, InReplyTo: m.InReplyTo, Status: m.Status, Version: max(1, m.Version),
		Model: m.Model, Finish: m.Finish, DurationMS: m.DurationMS, ContextUsed: contextOf(m.ContextUsed),
	}
	if m.Role == conversation.Comment {
		v.Role, v.Comment = conversation.User, true
	}
	if v.Role == conversation.User {
		v.AuthorName, v.Guest = names[m.UserID], conversation.IsGuest(m.UserID)
	}
	if m.Failure != nil {
		v.Failure = &failure{Code: m.Failure.Code, Retryable: m.Failure.Retryable}
	}
	if m.EditedAt != nil {
		v.EditedAt = web.Stamp(*m.EditedAt)
	}
	if m.Rating != nil {
		mine := ratingOf(*m.Rating)
		v.Rating = &mine
	}
	return v
}

func cardsOf(cards []conversation.Card) []conversation.Card {
	return append([]conversation.Card{}, cards...)
}

func contextOf(c conversation.ContextUsed) contextUsed {
	v := contextUsed{
		PromptComponents: append([]string{}, c.PromptComponents...), PromptHash: c.PromptHash, InputSources: []inputSource{},
		LeftOut: append([]conversation.Input{}, c.LeftOut...), Dropped: append([]conversation.Input{}, c.Dropped...),
		TokensUsed: tokens(c.TokensUsed),
	}
	for _, s := range c.InputSources {
		source := inputSource{Type: s.Type, ID: s.ID, Name: s.Name, Passages: s.Passages, Tokens: s.Tokens}
		for _, d := range s.Documents {
			source.Documents = append(source.Documents, document(d))
		}
		v.InputSources = append(v.InputSources, source)
	}
	return v
}
