package allyactions

import (
	"cmp"
	"slices"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/function"
)

const defaultLimit = 20

type listInput struct {
	ConversationID string `query:"conversationId" maxLength:"200" description:"Without it all that the person began is listed."`
	AppID          string `query:"appId" maxLength:"50"`
	Limit          int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Cursor         string `query:"cursor" maxLength:"2500"`
}

type listOutput struct {
	Actions    []action.View `json:"actions" required:"true" nullable:"false"`
	NextCursor *string       `json:"nextCursor" required:"true" nullable:"true" description:"Of the following page; null where there is none."`
	Success    bool          `json:"success" required:"true"`
}

func list(c function.Call[listInput]) (listOutput, error) {
	if c.In.ConversationID != "" {
		conversation, err := c.Backend.Conversations.LoadConversation(c.Context, c.In.ConversationID)
		if err == nil {
			_, err = c.Backend.Conversations.See(c.Context, conversation, c.Person)
		}
		if err != nil {
			return listOutput{}, err
		}
	}
	actions, next, err := c.Backend.Actions.List(c.Context, action.Listing{
		ConversationID: c.In.ConversationID, UserID: c.Person.ID, AppID: c.In.AppID, Limit: cmp.Or(c.In.Limit, defaultLimit), Cursor: c.In.Cursor,
	})
	if err != nil {
		return listOutput{}, err
	}
	var conversations []string
	if c.In.ConversationID == "" {
		for _, a := range actions {
			if !slices.Contains(conversations, a.ConversationID) {
				conversations = append(conversations, a.ConversationID)
			}
		}
	}
	seen, err := c.Backend.Conversations.Showing(c.Context, c.Person, conversations)
	out := listOutput{Actions: []action.View{}, Success: true}
	for _, a := range actions {
		if _, shown := seen[a.ConversationID]; shown || c.In.ConversationID != "" {
			out.Actions = append(out.Actions, c.Backend.Actions.ViewOf(a, c.Person))
		}
	}
	if next != "" {
		out.NextCursor = &next
	}
	return out, err
}
