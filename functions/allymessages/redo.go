package allymessages

import (
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
)

type editInput struct {
	ID            string       `path:"id" required:"true" maxLength:"200" description:"Of the message."`
	Message       string       `json:"message" required:"true" minLength:"1" maxLength:"20000" pattern:"\\S" description:"The message as it is to be."`
	Key           string       `json:"key,omitempty" minLength:"1" maxLength:"200" description:"Makes a retry the same edit."`
	ContextInputs *inputChoice `json:"contextInputs,omitempty"`
	LastEventID   string       `header:"Last-Event-ID" maxLength:"50"`
}

func prepareEdit(c function.Call[editInput]) (*conversation.Loaded, error) {
	return c.Backend.Conversations.LoadRedo(c.Context, c.Session.ID, conversation.Redo{
		MessageID: c.In.ID, Text: &c.In.Message, Key: c.In.Key,
		Inputs: c.In.ContextInputs.chosen(), From: conversation.ParsePosition(c.In.LastEventID),
	})
}

type regenerateInput struct {
	ID            string       `path:"id" required:"true" maxLength:"200" description:"Of the reply."`
	Key           string       `json:"key,omitempty" minLength:"1" maxLength:"200" description:"Makes a retry the same request: it gives what the first one began."`
	ContextInputs *inputChoice `json:"contextInputs,omitempty"`
	LastEventID   string       `header:"Last-Event-ID" maxLength:"50"`
}

func prepareRegenerate(c function.Call[regenerateInput]) (*conversation.Loaded, error) {
	return c.Backend.Conversations.LoadRedo(c.Context, c.Session.ID, conversation.Redo{
		MessageID: c.In.ID, Key: c.In.Key,
		Inputs: c.In.ContextInputs.chosen(), From: conversation.ParsePosition(c.In.LastEventID),
	})
}
