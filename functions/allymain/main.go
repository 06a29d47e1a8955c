// Package allymain gives a person their Ally, and creates it the first time.
// The page calls it when Ally is opened; called twice, also at the same time,
// it gives the same conversation. It reads the person's documents and one
// conversation; creating writes the conversation and the message that opens it
// in one commit.
package allymain

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allymain",
	Purpose: "a person's Ally, created the first time",
	Memory:  "256Mi", Timeout: 30 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{"ally_conversations", "ally_messages"},
	Route:   "/api/ally",
	Operations: []function.Operation{
		{
			Method: http.MethodGet, Summary: "Gives the person's Ally, and creates it the first time.",
			Handler: function.Prepared(exists[queryInput], open[queryInput]),
		},
		{
			Method: http.MethodPost, Summary: "The same, with the fields as JSON.",
			Handler: function.Prepared(exists[bodyInput], open[bodyInput]),
		},
	},
}

type queryInput struct {
	UserID         string `query:"userId" required:"true" description:"Must be the session's."`
	UserEmail      string `query:"userEmail" required:"true" description:"Must be the session's."`
	UserDomain     string `query:"userDomain" required:"true" description:"Must be that of the e-mail, or the word unknown."`
	OrganizationID string `query:"organizationId" description:"Must be the person's, where it is given."`
}

type bodyInput struct {
	UserID         string `json:"userId" required:"true" minLength:"1" description:"Must be the session's."`
	UserEmail      string `json:"userEmail" required:"true" minLength:"1" description:"Must be the session's."`
	UserDomain     string `json:"userDomain" required:"true" minLength:"1" description:"Must be that of the e-mail, or the word unknown."`
	OrganizationID string `json:"organizationId,omitempty" description:"Must be the person's, where it is given."`
}

type output struct {
	AllyID  string `json:"allyId" required:"true" description:"The id of the conversation."`
	IsNew   bool   `json:"isNew" required:"true" description:"Whether this very call created it."`
	Success bool   `json:"success" required:"true"`
}

func exists[In any](c function.Call[In]) (bool, error) {
	return c.Backend.Conversations.HasMain(c.Context, c.Session.ID)
}

func open[In any](c function.Call[In], exists bool) (output, error) {
	if exists {
		return output{AllyID: conversation.MainID(c.Person.ID), Success: true}, nil
	}
	allyID, created, err := c.Backend.Conversations.CreateMain(c.Context, c.Person)
	if err != nil {
		return output{}, err
	}
	return output{AllyID: allyID, IsNew: created, Success: true}, nil
}
