package allymessages

import (
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
)

type sendInput struct {
	ConversationID  string       `json:"conversationId" required:"true" minLength:"1" maxLength:"200"`
	UserID          string       `json:"userId,omitempty" description:"Must be the session's, where it is given."`
	UserEmail       string       `json:"userEmail,omitempty" description:"Must be the session's, where it is given."`
	UserDomain      string       `json:"userDomain,omitempty" description:"Must be that of the e-mail, or the word unknown."`
	OrganizationID  string       `json:"organizationId,omitempty" description:"Must be the person's, where it is given."`
	Message         string       `json:"message" required:"true" minLength:"1" maxLength:"20000" pattern:"\\S" description:"What the person writes; not only white space."`
	ContextInputs   *inputChoice `json:"contextInputs,omitempty" description:"What this message may use, instead of what was chosen for the conversation."`
	ClientMessageID string       `json:"clientMessageId,omitempty" minLength:"1" maxLength:"200" description:"Makes a retry the same message. Without it each request sends a new one."`
	IdempotencyKey  string       `header:"Idempotency-Key" maxLength:"200" description:"The same as clientMessageId."`
	LastEventID     string       `header:"Last-Event-ID" maxLength:"50" description:"The id of the last delta that was received, to go on from there."`
}

type inputChoice struct {
	OrganizationInfo *bool    `json:"organizationInfo,omitempty"`
	DomainInfo       *bool    `json:"domainInfo,omitempty"`
	AgentIDs         []string `json:"agentIds,omitempty" maxItems:"100" description:"Only documents of these agents are used; empty: of none; without the field as chosen for the conversation."`
	ConversationIDs  []string `json:"conversationIds,omitempty" maxItems:"100" description:"Other conversations that the answer may stand on."`
	ActionIDs        []string `json:"actionIds,omitempty" maxItems:"100" description:"Results of apps that the answer may stand on."`
}

func (i *inputChoice) chosen() *conversation.ChosenInputs {
	if i == nil {
		return nil
	}
	return &conversation.ChosenInputs{
		OrganizationInfo: i.OrganizationInfo, DomainInfo: i.DomainInfo,
		AgentIDs: i.AgentIDs, ConversationIDs: i.ConversationIDs, ActionIDs: i.ActionIDs,
	}
}

type sendOutput struct {
	Success       bool    `json:"success" required:"true"`
	Message       message `json:"message" required:"true" description:"Ally's reply."`
	UserMessage   message `json:"userMessage" required:"true"`
	AllyResponse  message `json:"allyResponse" required:"true" description:"The same as message."`
	UserMessageID string  `json:"userMessageId" required:"true"`
	AllyMessageID string  `json:"allyMessageId" required:"true"`
	Response      string  `json:"response" required:"true" description:"The reply's content."`
}

func prepare(c function.Call[sendInput]) (*conversation.Loaded, error) {
	key := c.In.ClientMessageID
	if key == "" {
		key = c.In.IdempotencyKey
	}
	if c.In.IdempotencyKey != "" && c.In.IdempotencyKey != key {
		return nil, fault.Wrong(fault.Field{Name: "Idempotency-Key", Problem: lang.Text{
			ES: "debe ser igual a clientMessageId", EN: "must equal clientMessageId",
		}})
	}
	return c.Backend.Conversations.Load(c.Context, c.Session.ID, conversation.Draft{
		ConversationID: c.In.ConversationID, Text: c.In.Message, Key: key,
		Inputs: c.In.ContextInputs.chosen(), From: conversation.ParsePosition(c.In.LastEventID),
	})
}

func send[In any](c function.Call[In], loaded *conversation.Loaded) (sendOutput, error) {
	exchange, err := c.Backend.Conversations.Send(c.Context, c.Person, loaded, told{c.Tell, names(c)})
	if err != nil {
		return sendOutput{}, err
	}
	sent, reply := viewOf(exchange.Message, names(c)), viewOf(exchange.Reply, nil)
	return sendOutput{
		Success: true, Message: reply, UserMessage: sent, AllyResponse: reply,
		UserMessageID: sent.ID, AllyMessageID: reply.ID, Response: reply.Content,
	}, nil
}

// told makes events of what happens to a message.
type told struct {
	tell  func(event string, data any)
	names conversation.Names
}

// names are those of the one who sends.
func names[In any](c function.Call[In]) conversation.Names {
	return conversation.Names{c.Person.ID: c.Person.Name}
}

type accepted struct {
	UserMessage message `json:"userMessage"`
	Reply       message `json:"reply"`
}

type delta struct {
	Text string `json:"text"`
	at   conversation.Position
}

// EventID says how far the reply has come, to go on from there.
func (d delta) EventID() string { return d.at.String() }

func (t told) Accepted(m, reply conversation.Message) {
	t.tell("message", accepted{viewOf(m, t.names), viewOf(reply, nil)})
}

func (t told) Delta(text string, at conversation.Position) { t.tell("delta", delta{text, at}) }

func (t told) Reset() { t.tell("reset", struct{}{}) }
