// Package allyinputs lists what a person can select as inputs of a conversation:
// organization, domain, agents, earlier conversations, actions. The workspace
// calls it for its left column and searches in it. It writes nothing; whatever is
// selected is checked again when it is used.
package allyinputs

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/catalogue"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyinputs",
	Purpose: "what a person can select as inputs of a conversation",
	Memory:  "512Mi", Timeout: 30 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET"},
	Route:   "/api/ally/inputs",
	Operations: []function.Operation{{
		Method:  http.MethodGet,
		Summary: "Lists what the person can select as inputs, by kind and in pages, and finds it by words.",
		Handler: function.Prepared(load, list),
	}},
}

const defaultLimit = 30

type input struct {
	Kind           catalogue.Kind `query:"kind" enum:"organization,domain,agent,conversation,action,document" description:"Left out: every kind but document, with its first page. A document can be given to an app, not selected."`
	Search         string         `query:"q" maxLength:"200" description:"Words, or their beginnings, that name or line must have. Of conversations and actions the newest 200 are searched."`
	Cursor         string         `query:"cursor" maxLength:"500" description:"The nextCursor of the section's page before; with kind."`
	Limit          int            `query:"limit" minimum:"1" maximum:"100" default:"30"`
	ConversationID string         `query:"conversationId" maxLength:"200" description:"The conversation that they are for, which is not listed."`
}

type output struct {
	Sections []section `json:"sections" required:"true" nullable:"false"`
	Budget   budget    `json:"budget" required:"true"`
	Success  bool      `json:"success" required:"true"`
}

type budget struct {
	Tokens int `json:"tokens" required:"true" description:"How many tokens all selected inputs may take in one request to the model."`
}

type section struct {
	Kind       catalogue.Kind `json:"kind" required:"true" enum:"organization,domain,agent,conversation,action,document"`
	Count      int            `json:"count" required:"true" description:"Of all there are; with a search, of those it found."`
	Items      []item         `json:"items" required:"true" nullable:"false"`
	NextCursor *string        `json:"nextCursor" required:"true"`
}

type item struct {
	ID     string `json:"id" required:"true"`
	Name   string `json:"name" required:"true"`
	Line   string `json:"line" required:"true" description:"What it is about, or its date."`
	Count  int    `json:"count" required:"true" description:"Documents of an agent, messages of a conversation, agents that use a document."`
	Tokens int    `json:"tokens" required:"true" description:"That it may add to a request at most, estimated."`
}

func load(c function.Call[input]) (*catalogue.Loaded, error) {
	limit := c.In.Limit
	if limit == 0 {
		limit = defaultLimit
	}
	cursor := c.In.Cursor
	if c.In.Kind == "" {
		cursor = ""
	}
	return c.Backend.Catalogue.Load(c.Context, c.Session.ID, catalogue.Request{
		Kind: c.In.Kind, Search: c.In.Search, Cursor: cursor, Limit: limit, Here: c.In.ConversationID,
	})
}

func list(c function.Call[input], loaded *catalogue.Loaded) (output, error) {
	sections, err := c.Backend.Catalogue.Sections(c.Context, loaded, c.Person)
	if err != nil {
		return output{}, err
	}
	out := output{Sections: []section{}, Budget: budget{c.Backend.Conversations.InputTokens()}, Success: true}
	for _, s := range sections {
		v := section{Kind: s.Kind, Count: s.Count, Items: []item{}}
		for _, i := range s.Items {
			v.Items = append(v.Items, item{ID: i.ID, Name: i.Name, Line: i.Line, Count: i.Count, Tokens: i.Tokens})
		}
		if s.Next != "" {
			v.NextCursor = &s.Next
		}
		out.Sections = append(out.Sections, v)
	}
	return out, nil
}
