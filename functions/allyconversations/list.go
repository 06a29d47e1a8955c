package allyconversations

import (
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
)

const defaultLimit = 20

type listInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"50" default:"20"`
	Cursor string `query:"cursor" maxLength:"500" description:"The nextCursor of the page before."`
	Scope  string `query:"scope" enum:"all,own,shared" default:"all"`
}

type listOutput struct {
	Conversations []view  `json:"conversations" required:"true" nullable:"false"`
	NextCursor    *string `json:"nextCursor" required:"true" description:"For the following page; null at the end."`
	Success       bool    `json:"success" required:"true"`
}

func loadList(c function.Call[listInput]) (*conversation.LoadedList, error) {
	limit := c.In.Limit
	if limit == 0 {
		limit = defaultLimit
	}
	return c.Backend.Conversations.LoadList(c.Context, c.Session.ID, conversation.Scope(c.In.Scope), limit, c.In.Cursor)
}

func list(c function.Call[listInput], loaded *conversation.LoadedList) (listOutput, error) {
	page, next, err := c.Backend.Conversations.List(c.Context, loaded, c.Person)
	if err != nil {
		return listOutput{}, err
	}
	out := listOutput{Conversations: []view{}, Success: true}
	for _, s := range page {
		out.Conversations = append(out.Conversations, viewOf(s))
	}
	if next != "" {
		out.NextCursor = &next
	}
	return out, nil
}
