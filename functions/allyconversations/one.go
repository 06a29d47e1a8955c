package allyconversations

import (
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/web"
)

type openInput struct {
	Title        string        `json:"title,omitempty" maxLength:"120" description:"Without it the first exchange gives the title."`
	ActiveInputs *inputsChange `json:"activeInputs,omitempty"`
	Key          string        `json:"key,omitempty" minLength:"1" maxLength:"200" description:"Makes a retry the same thread."`
}

type openOutput struct {
	Conversation view                 `json:"conversation" required:"true"`
	IsNew        bool                 `json:"isNew" required:"true" description:"Whether this very call opened it."`
	Dropped      []conversation.Input `json:"dropped" required:"true" nullable:"false" description:"What was to be selected and may not be seen."`
	Success      bool                 `json:"success" required:"true"`
}

func open(c function.Call[openInput]) (openOutput, error) {
	thread, dropped, isNew, err := c.Backend.Conversations.Open(c.Context, c.Person, conversation.Opening{
		Key: c.In.Key, Title: c.In.Title, Inputs: c.In.ActiveInputs.chosen(),
	})
	if err != nil {
		return openOutput{}, err
	}
	return openOutput{Conversation: viewOf(thread), IsNew: isNew, Dropped: append([]conversation.Input{}, dropped...), Success: true}, nil
}

type oneInput struct {
	ID string `path:"id" required:"true" maxLength:"200"`
}

type oneOutput struct {
	Conversation view `json:"conversation" required:"true"`
	Success      bool `json:"success" required:"true"`
}

func loadOne(c function.Call[oneInput]) (*conversation.LoadedConversation, error) {
	return c.Backend.Conversations.LoadConversation(c.Context, c.In.ID)
}

func one(c function.Call[oneInput], loaded *conversation.LoadedConversation) (oneOutput, error) {
	seen, err := c.Backend.Conversations.See(c.Context, loaded, c.Person)
	return oneOutput{viewOf(seen), true}, err
}

type changeInput struct {
	ID           string                  `path:"id" required:"true" maxLength:"200"`
	Revision     int                     `json:"revision" required:"true" minimum:"0" description:"Of the conversation as the change is made to it; another one is a conflict."`
	Title        *string                 `json:"title,omitempty" minLength:"1" maxLength:"120" pattern:"\\S"`
	ActiveInputs *inputsChange           `json:"activeInputs,omitempty" description:"Each field that is given replaces what was selected."`
	Visibility   conversation.Visibility `json:"visibility,omitempty" enum:"private,organization,domain"`
}

// inputsChange is what is selected; what is left out stays.
type inputsChange struct {
	OrganizationInfo *bool    `json:"organizationInfo,omitempty"`
	DomainInfo       *bool    `json:"domainInfo,omitempty"`
	AgentIDs         []string `json:"agentIds,omitempty" maxItems:"100" description:"None: Ally looks among all that the person has."`
	ConversationIDs  []string `json:"conversationIds,omitempty" maxItems:"100"`
	ActionIDs        []string `json:"actionIds,omitempty" maxItems:"100"`
}

func (i *inputsChange) chosen() *conversation.ChosenInputs {
	if i == nil {
		return nil
	}
	return &conversation.ChosenInputs{
		OrganizationInfo: i.OrganizationInfo, DomainInfo: i.DomainInfo,
		AgentIDs: i.AgentIDs, ConversationIDs: i.ConversationIDs, ActionIDs: i.ActionIDs,
	}
}

type changeOutput struct {
	Conversation view                 `json:"conversation" required:"true"`
	Dropped      []conversation.Input `json:"dropped" required:"true" nullable:"false" description:"What was to be selected and may not be seen."`
	Success      bool                 `json:"success" required:"true"`
}

func loadChanged(c function.Call[changeInput]) (*conversation.LoadedConversation, error) {
	return c.Backend.Conversations.LoadConversation(c.Context, c.In.ID)
}

func change(c function.Call[changeInput], loaded *conversation.LoadedConversation) (changeOutput, error) {
	wanted := conversation.Change{Revision: c.In.Revision, Title: c.In.Title, Inputs: c.In.ActiveInputs.chosen()}
	if c.In.Visibility != "" {
		wanted.Visibility = &c.In.Visibility
	}
	seen, dropped, err := c.Backend.Conversations.Change(c.Context, loaded, c.Person, wanted)
	return changeOutput{viewOf(seen), append([]conversation.Input{}, dropped...), true}, err
}

type removeOutput struct {
	UndoUntil string `json:"undoUntil" required:"true" format:"date-time"`
	Success   bool   `json:"success" required:"true"`
}

func remove(c function.Call[oneInput], loaded *conversation.LoadedConversation) (removeOutput, error) {
	until, err := c.Backend.Conversations.Remove(c.Context, loaded, c.Person)
	return removeOutput{web.Stamp(until), true}, err
}

type emptyOutput struct {
	Conversation view   `json:"conversation" required:"true"`
	UndoUntil    string `json:"undoUntil" required:"true" format:"date-time"`
	Success      bool   `json:"success" required:"true"`
}

func empty(c function.Call[oneInput], loaded *conversation.LoadedConversation) (emptyOutput, error) {
	seen, until, err := c.Backend.Conversations.Clear(c.Context, loaded, c.Person)
	return emptyOutput{viewOf(seen), web.Stamp(until), true}, err
}

func restore(c function.Call[oneInput], loaded *conversation.LoadedConversation) (oneOutput, error) {
	seen, err := c.Backend.Conversations.Restore(c.Context, loaded, c.Person)
	return oneOutput{viewOf(seen), true}, err
}

// stamp writes a time in RFC 3339, UTC, with milliseconds.
