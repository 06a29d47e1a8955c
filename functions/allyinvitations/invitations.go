// Package allyinvitations is what somebody does who was invited into a conversation:
// look at the invitation, accept or decline it, or enter as a guest with a code that
// is sent to their address. The page behind an invitation's link calls it. Looking
// uses nothing up; accepting a second time gives the same. A link's token is in the
// bodies of the calls and in no address, which servers and proxies write down. It reads the invitation, its conversation and the policy of
// the conversation's organization; it writes the invitation, who is in the
// conversation, the letter with a code, and the trail.
package allyinvitations

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/sharing"
	"getaifactory.com/ally/shared/web"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyinvitations",
	Purpose: "what somebody does who was invited into a conversation",
	Memory:  "512Mi", Timeout: 30 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{sharing.Invitations, "ally_conversations", mail.Collection, audit.Collection},
	Route:   "/api/ally/invitations",
	Operations: []function.Operation{
		{
			Method: http.MethodPost, Path: "/look", Access: function.Public,
			Summary:  "Shows what an invitation is for. It uses nothing up.",
			Problems: []string{"no_access"},
			Handler:  function.Handle(look),
		},
		{
			Method: http.MethodPost, Path: "/accept", Access: function.SignedIn,
			Summary:  "Accepts an invitation with one's account; whom it is not for is refused.",
			Problems: []string{"no_access", "not_found", "other_address", "policy", "full"},
			Handler:  function.Handle(accept),
		},
		{
			Method: http.MethodPost, Path: "/decline", Access: function.Public,
			Summary:  "Declines an invitation.",
			Problems: []string{"no_access", "not_found"},
			Handler:  function.Handle(decline),
		},
		{
			Method: http.MethodPost, Path: "/code", Access: function.Public,
			Summary:  "Sends a code to the invitation's address, where it is the one given. The answer is the same where it is not.",
			Problems: []string{"no_access"},
			Handler:  function.Handle(code),
		},
		{
			Method: http.MethodPost, Path: "/verify", Access: function.Public,
			Summary:  "Gives a guest's session to who knows the code. It opens that conversation only, for twelve hours at most.",
			Problems: []string{"no_access", "wrong_code", "policy", "full"},
			Handler:  function.Handle(verify),
		},
	},
}

type tokenInput struct {
	Token string `json:"token" required:"true" maxLength:"100"`
}

type lookOutput struct {
	State             string `json:"state" required:"true" enum:"pending,gone" description:"gone, and nothing else, for whatever opens nothing."`
	InvitedBy         string `json:"invitedBy" required:"true"`
	Organization      string `json:"organization" required:"true"`
	ConversationTitle string `json:"conversationTitle,omitempty"`
	Level             string `json:"level,omitempty" enum:"view,comment,edit"`
	Message           string `json:"message,omitempty"`
	ExpiresAt         string `json:"expiresAt" required:"true"`
	Address           string `json:"address" required:"true" description:"Whom it is for, not in full; empty where it is for whoever has the link."`
	Member            bool   `json:"member" required:"true" description:"Whether to sign in with an account; otherwise to enter as a guest."`
	Success           bool   `json:"success" required:"true"`
}

func look(c function.Call[tokenInput]) (lookOutput, error) {
	g, err := c.Backend.Sharing.Look(c.Context, c.In.Token)
	if err != nil || g.Gone {
		return lookOutput{State: "gone", Success: true}, err
	}
	return lookOutput{
		State: "pending", InvitedBy: g.InvitedBy, Organization: g.Organization, ConversationTitle: g.Title, Level: g.Level, Message: g.Message,
		ExpiresAt: web.Stamp(g.ExpiresAt), Address: g.Masked(), Member: g.Member, Success: true,
	}, nil
}

type acceptOutput struct {
	ConversationID string `json:"conversationId" required:"true"`
	Success        bool   `json:"success" required:"true"`
}

func accept(c function.Call[tokenInput]) (acceptOutput, error) {
	if !c.Decision.On {
		return acceptOutput{}, fault.NoAccess()
	}
	id, err := c.Backend.Sharing.Accept(c.Context, c.Person, c.Session.EmailVerified, c.In.Token)
	return acceptOutput{id, true}, err
}

type doneOutput struct {
	Success bool `json:"success" required:"true"`
}

func decline(c function.Call[tokenInput]) (doneOutput, error) {
	return doneOutput{true}, c.Backend.Sharing.Decline(c.Context, c.In.Token)
}

type codeInput struct {
	Token string `json:"token" required:"true" maxLength:"100"`
	Email string `json:"email" required:"true" minLength:"3" maxLength:"254"`
}

type codeOutput struct {
	Sent    bool `json:"sent" required:"true" description:"Always true, whether or not there was something to send."`
	Success bool `json:"success" required:"true"`
}

func code(c function.Call[codeInput]) (codeOutput, error) {
	return codeOutput{true, true}, c.Backend.Sharing.SendCode(c.Context, c.In.Token, c.In.Email)
}

type verifyInput struct {
	Token string `json:"token" required:"true" maxLength:"100"`
	Email string `json:"email" required:"true" minLength:"3" maxLength:"254"`
	Code  string `json:"code" required:"true" pattern:"^[0-9]{6}$"`
}

type verifyOutput struct {
	Token          string `json:"token" required:"true" description:"To be sent as Authorization: Bearer."`
	ConversationID string `json:"conversationId" required:"true"`
	ExpiresAt      string `json:"expiresAt" required:"true" format:"date-time"`
	Success        bool   `json:"success" required:"true"`
}

func verify(c function.Call[verifyInput]) (verifyOutput, error) {
	e, err := c.Backend.Sharing.Verify(c.Context, c.In.Token, c.In.Email, c.In.Code)
	if err != nil {
		return verifyOutput{}, err
	}
	return verifyOutput{e.Token, e.ConversationID, web.Stamp(e.ExpiresAt), true}, nil
}
