// Package allyguest shows one conversation to a guest: somebody without an account,
// who was invited and has shown that the address is theirs. The guests' page calls
// it. Every request is checked against the invitation, who is in the conversation
// and the policy of its organization as they are then. Commenting again under the
// same key gives the same comment. It reads the conversation and a page of its
// messages; it writes comments.
package allyguest

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/web"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyguest",
	Purpose: "one conversation, for a guest without an account",
	Memory:  "512Mi", Timeout: 30 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{"ally_conversations", "ally_messages", "ally_usage"},
	Route:   "/api/ally/guest",
	Operations: []function.Operation{
		{
			Method: http.MethodGet, Access: function.Guest,
			Summary:  "Gives the conversation that the guest's session opens.",
			Problems: []string{"guest_out"},
			Handler:  function.Handle(show),
		},
		{
			Method: http.MethodGet, Path: "/messages", Access: function.Guest,
			Summary:  "Gives a page of the conversation's messages, oldest first; the newest page by default.",
			Problems: []string{"guest_out"},
			Handler:  function.Handle(messages),
		},
		{
			Method: http.MethodPost, Path: "/comments", Access: function.Guest,
			Summary:  "Says something to the people in the conversation, where the guest may.",
			Problems: []string{"guest_out", "view_only", "key_reused", "too_many"},
			Handler:  function.Handle(comment),
		},
	},
}

type showOutput struct {
	Conversation one    `json:"conversation" required:"true"`
	ExpiresAt    string `json:"expiresAt" required:"true" format:"date-time" description:"When the session ends."`
	Success      bool   `json:"success" required:"true"`
}

type one struct {
	ID    string `json:"id" required:"true"`
	Title string `json:"title" required:"true"`
	Level string `json:"level" required:"true" enum:"view,comment"`
	Owner string `json:"owner" required:"true" description:"The owner's name."`
}

func show(c function.Call[function.None]) (showOutput, error) {
	seen, err := c.Backend.Conversations.See(c.Context, c.Guest.Conversation, c.Person)
	if err != nil {
		return showOutput{}, err
	}
	out := showOutput{Conversation: one{seen.ID, seen.Title, conversation.LevelView, seen.UserName}, ExpiresAt: web.Stamp(c.Guest.ExpiresAt), Success: true}
	if seen.MayComment {
		out.Conversation.Level = conversation.LevelComment
	}
	if out.Conversation.Owner == "" {
		out.Conversation.Owner = c.Guest.Invitation.InvitedBy
	}
	return out, nil
}

type pageInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	Before string `query:"before" maxLength:"200" description:"The nextCursor of the page that was read before."`
}

type message struct {
	ID         string            `json:"id" required:"true"`
	Role       conversation.Role `json:"role" required:"true" enum:"user,ally,system"`
	Content    string            `json:"content" required:"true"`
	AuthorName string            `json:"authorName,omitempty"`
	Timestamp  string            `json:"timestamp" required:"true" format:"date-time"`
	Comment    bool              `json:"comment" required:"true"`
	Mine       bool              `json:"mine" required:"true" description:"Whether the guest wrote it."`
}

type pageOutput struct {
	Messages   []message `json:"messages" required:"true" nullable:"false" description:"Oldest first."`
	NextCursor *string   `json:"nextCursor" required:"true"`
	Success    bool      `json:"success" required:"true"`
}

func messages(c function.Call[pageInput]) (pageOutput, error) {
	limit := c.In.Limit
	if limit == 0 {
		limit = 50
	}
	loaded, err := c.Backend.Conversations.LoadPage(c.Context, c.Person.ID, c.Guest.Conversation.ID(), limit, c.In.Before)
	if err != nil {
		return pageOutput{}, err
	}
	p, err := c.Backend.Conversations.Page(c.Context, loaded, c.Person)
	if err != nil {
		return pageOutput{}, err
	}
	out := pageOutput{Messages: []message{}, Success: true}
	for _, m := range p.Messages {
		out.Messages = append(out.Messages, viewOf(m, p.Names, c.Person.ID))
	}
	if p.Before != "" {
		out.NextCursor = &p.Before
	}
	return out, nil
}

func viewOf(m conversation.Message, names conversation.Names, guestID string) message {
	v := message{ID: m.ID, Role: m.Role, Content: m.Content, Timestamp: web.Stamp(m.Timestamp), Mine: m.UserID == guestID && m.Role == conversation.Comment}
	if m.Role == conversation.Comment {
		v.Role, v.Comment = conversation.User, true
	}
	if v.Role == conversation.User {
		v.AuthorName = names[m.UserID]
	}
	return v
}

type commentInput struct {
	Message         string `json:"message" required:"true" minLength:"1" maxLength:"4000" pattern:"\\S"`
	ClientMessageID string `json:"clientMessageId,omitempty" minLength:"1" maxLength:"200" description:"Makes a retry the same comment."`
}

type commentOutput struct {
	Message message `json:"message" required:"true"`
	Success bool    `json:"success" required:"true"`
}

func comment(c function.Call[commentInput]) (commentOutput, error) {
	loaded, err := c.Backend.Conversations.LoadComment(c.Context, c.Person.ID, conversation.Remark{
		ConversationID: c.Guest.Conversation.ID(), Text: c.In.Message, Key: c.In.ClientMessageID,
	})
	if err != nil {
		return commentOutput{}, err
	}
	m, names, err := c.Backend.Conversations.Comment(c.Context, c.Person, loaded)
	if err != nil {
		return commentOutput{}, err
	}
	return commentOutput{viewOf(m, names, c.Person.ID), true}, nil
}
