package allycollaborate

import (
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/web"
)

type peopleInput struct {
	ConversationID string `query:"conversationId" required:"true" minLength:"1" maxLength:"200"`
}

func loadPeople(c function.Call[peopleInput]) (*conversation.LoadedConversation, error) {
	return c.Backend.Conversations.LoadConversation(c.Context, c.In.ConversationID)
}

func people(c function.Call[peopleInput], l *conversation.LoadedConversation) (peopleOutput, error) {
	company, err := c.Backend.Sharing.People(c.Context, l, c.Person)
	if err != nil {
		return peopleOutput{}, err
	}
	return companyOf(company, c.Backend.Now()), nil
}

// now gives who is in the conversation after a change.
func now[In any](c function.Call[In], conversationID string, err error) (peopleOutput, error) {
	if err != nil {
		return peopleOutput{}, err
	}
	l, err := c.Backend.Conversations.LoadConversation(c.Context, conversationID)
	if err != nil {
		return peopleOutput{}, err
	}
	company, err := c.Backend.Sharing.People(c.Context, l, c.Person)
	if err != nil {
		return peopleOutput{}, err
	}
	return companyOf(company, c.Backend.Now()), nil
}

type levelInput struct {
	Who            string `path:"userId" required:"true" maxLength:"200"`
	ConversationID string `json:"conversationId" required:"true" minLength:"1" maxLength:"200"`
	Level          string `json:"level" required:"true" enum:"view,comment,edit"`
}

func setLevel(c function.Call[levelInput]) (peopleOutput, error) {
	return now(c, c.In.ConversationID, c.Backend.Sharing.SetLevel(c.Context, c.Person, c.In.ConversationID, c.In.Who, c.In.Level))
}

type removeInput struct {
	Who            string `path:"userId" required:"true" maxLength:"200"`
	ConversationID string `query:"conversationId" required:"true" minLength:"1" maxLength:"200"`
}

func removePerson(c function.Call[removeInput]) (peopleOutput, error) {
	return now(c, c.In.ConversationID, c.Backend.Sharing.Remove(c.Context, c.Person, c.In.ConversationID, c.In.Who))
}

type leaveInput struct {
	ConversationID string `json:"conversationId" required:"true" minLength:"1" maxLength:"200"`
}

type doneOutput struct {
	Success bool `json:"success" required:"true"`
}

func leave(c function.Call[leaveInput]) (doneOutput, error) {
	return doneOutput{true}, c.Backend.Sharing.Leave(c.Context, c.Person, c.In.ConversationID)
}

type settingsInput struct {
	ConversationID string `json:"conversationId" required:"true" minLength:"1" maxLength:"200"`
	CommentsToAlly bool   `json:"commentsToAlly" required:"true"`
}

func settings(c function.Call[settingsInput]) (peopleOutput, error) {
	return now(c, c.In.ConversationID, c.Backend.Sharing.SetComments(c.Context, c.Person, c.In.ConversationID, c.In.CommentsToAlly))
}

type seenInput struct {
	ConversationID string `json:"conversationId" required:"true" minLength:"1" maxLength:"200"`
	MessageID      string `json:"messageId" required:"true" minLength:"1" maxLength:"200"`
}

type seenOutput struct {
	LastSeenAt string `json:"lastSeenAt" required:"true" format:"date-time"`
	ReadUpTo   string `json:"readUpTo" required:"true"`
	Success    bool   `json:"success" required:"true"`
}

func seen(c function.Call[seenInput]) (seenOutput, error) {
	p, err := c.Backend.Sharing.Seen(c.Context, c.Person, c.In.ConversationID, c.In.MessageID)
	if err != nil {
		return seenOutput{}, err
	}
	return seenOutput{web.Stamp(p.LastSeenAt), p.ReadUpTo, true}, nil
}
