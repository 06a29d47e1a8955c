package allymessages

import (
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
)

const defaultLimit = 50

type pageInput struct {
	ConversationID string `query:"conversationId" required:"true" maxLength:"200"`
	Limit          int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
	Before         string `query:"before" description:"The nextCursor of the page that was read before; the page before it is given."`
}

type pageOutput struct {
	Messages   []message `json:"messages" required:"true" nullable:"false" description:"Oldest first."`
	NextCursor *string   `json:"nextCursor" required:"true" description:"For the page before this one; null at the beginning of the conversation."`
	Success    bool      `json:"success" required:"true"`
}

func load(c function.Call[pageInput]) (*conversation.LoadedPage, error) {
	limit := c.In.Limit
	if limit == 0 {
		limit = defaultLimit
	}
	return c.Backend.Conversations.LoadPage(c.Context, c.Session.ID, c.In.ConversationID, limit, c.In.Before)
}

func page(c function.Call[pageInput], loaded *conversation.LoadedPage) (pageOutput, error) {
	p, err := c.Backend.Conversations.Page(c.Context, loaded, c.Person)
	if err != nil {
		return pageOutput{}, err
	}
	out := pageOutput{Messages: []message{}, Success: true}
	for _, m := range p.Messages {
		out.Messages = append(out.Messages, viewOf(m, p.Names))
	}
	if p.Before != "" {
		out.NextCursor = &p.Before
	}
	return out, nil
}
