package allymessages

import (
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
)

type commentInput struct {
	ConversationID  string `json:"conversationId" required:"true" minLength:"1" maxLength:"200"`
	Message         string `json:"message" required:"true" minLength:"1" maxLength:"4000" pattern:"\\S" description:"What the person says to the others; not only white space."`
	ClientMessageID string `json:"clientMessageId,omitempty" minLength:"1" maxLength:"200" description:"Makes a retry the same comment."`
}

func loadComment(c function.Call[commentInput]) (*conversation.LoadedComment, error) {
	return c.Backend.Conversations.LoadComment(c.Context, c.Session.ID, conversation.Remark{
		ConversationID: c.In.ConversationID, Text: c.In.Message, Key: c.In.ClientMessageID,
	})
}

func comment(c function.Call[commentInput], loaded *conversation.LoadedComment) (oneOutput, error) {
	m, names, err := c.Backend.Conversations.Comment(c.Context, c.Person, loaded)
	return oneOutput{viewOf(m, names), true}, err
}
