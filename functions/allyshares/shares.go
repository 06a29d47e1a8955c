// Package allyshares makes links to a snapshot of an action or a conversation, and
// shows what a link leads to, to whoever has it. The workspace and the page behind a
// link call it. Each request to share makes another link; taking one back again gives
// the same. It reads what is shared, once; later the snapshot only. It writes
// snapshots, how often they were looked at, and the trail.
package allyshares

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/sharing"
	"getaifactory.com/ally/shared/web"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyshares",
	Purpose: "links to a snapshot of an action or a conversation",
	Memory:  "512Mi", Timeout: 30 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{sharing.Shares, audit.Collection},
	Route:   "/api/ally/shares",
	Operations: []function.Operation{
		{
			Method:   http.MethodPost,
			Summary:  "Shares a snapshot of an action or a conversation of one's own. The link is in this answer only.",
			Problems: []string{"not_found", "owner_only", "policy", "empty", "not_completed"},
			Handler:  function.Handle(create),
		},
		{
			Method:  http.MethodGet,
			Summary: "Lists one's links to an action or a conversation, without what opens them.",
			Handler: function.Handle(list),
		},
		{
			Method: http.MethodDelete, Path: "/{id}",
			Summary:  "Takes a link back.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(revoke),
		},
		{
			Method: http.MethodPost, Path: "/view", Access: function.Public,
			Summary:  "Shows what a link leads to, and counts that it was looked at.",
			Problems: []string{"no_access", "not_found"},
			Handler:  function.Handle(view),
		},
	},
}

type share struct {
	ID           string `json:"id" required:"true"`
	URL          string `json:"url,omitempty"`
	Kind         string `json:"kind" required:"true" enum:"action,conversation"`
	Title        string `json:"title" required:"true"`
	CreatedAt    string `json:"createdAt" required:"true" format:"date-time"`
	ExpiresAt    string `json:"expiresAt" required:"true" format:"date-time"`
	Views        int    `json:"views" required:"true"`
	LastViewedAt string `json:"lastViewedAt,omitempty" format:"date-time"`
	Revoked      bool   `json:"revoked" required:"true"`
}

func viewOf(s sharing.Share) share {
	v := share{
		ID: s.ID, Kind: s.Kind, Title: s.Title, CreatedAt: web.Stamp(s.CreatedAt), ExpiresAt: web.Stamp(s.ExpiresAt), Views: s.Views, Revoked: s.RevokedAt != nil,
	}
	if s.LastViewedAt != nil {
		v.LastViewedAt = web.Stamp(*s.LastViewedAt)
	}
	return v
}

type createInput struct {
	Kind string `json:"kind" required:"true" enum:"action,conversation"`
	ID   string `json:"id" required:"true" minLength:"1" maxLength:"200"`
	Days int    `json:"days" required:"true" minimum:"1" maximum:"90"`
	UpTo string `json:"upTo,omitempty" maxLength:"200" description:"Of a conversation: the last message that is shown."`
}

type shareOutput struct {
	Share   share `json:"share" required:"true"`
	Success bool  `json:"success" required:"true"`
}

func create(c function.Call[createInput]) (shareOutput, error) {
	one, url, err := c.Backend.Sharing.Share(c.Context, c.Person, sharing.Request{Kind: c.In.Kind, TargetID: c.In.ID, Days: c.In.Days, UpTo: c.In.UpTo})
	v := viewOf(one)
	v.URL = url
	return shareOutput{v, true}, err
}

type listInput struct {
	Kind string `query:"kind" required:"true" enum:"action,conversation"`
	ID   string `query:"id" required:"true" maxLength:"200"`
}

type listOutput struct {
	Shares  []share `json:"shares" required:"true" nullable:"false" description:"The newest fifty."`
	Success bool    `json:"success" required:"true"`
}

func list(c function.Call[listInput]) (listOutput, error) {
	all, err := c.Backend.Sharing.SharesOf(c.Context, c.Person, c.In.Kind, c.In.ID)
	out := listOutput{Shares: []share{}, Success: true}
	for _, one := range all {
		out.Shares = append(out.Shares, viewOf(one))
	}
	return out, err
}

type revokeInput struct {
	ID string `path:"id" required:"true" maxLength:"200"`
}

func revoke(c function.Call[revokeInput]) (shareOutput, error) {
	one, err := c.Backend.Sharing.Unshare(c.Context, c.Person, c.In.ID)
	return shareOutput{viewOf(one), true}, err
}

type viewInput struct {
	Token string `json:"token" required:"true" maxLength:"100"`
}

type viewOutput struct {
	Title     string        `json:"title" required:"true"`
	Kind      string        `json:"kind" required:"true" enum:"action,conversation"`
	SharedBy  string        `json:"sharedBy" required:"true"`
	SharedAt  string        `json:"sharedAt" required:"true" format:"date-time"`
	ExpiresAt string        `json:"expiresAt" required:"true" format:"date-time"`
	Cards     []action.Card `json:"cards,omitempty"`
	Messages  []line        `json:"messages,omitempty"`
	Success   bool          `json:"success" required:"true"`
}

type line struct {
	Role       string `json:"role" required:"true" enum:"user,ally"`
	Content    string `json:"content" required:"true"`
	AuthorName string `json:"authorName" required:"true"`
	Timestamp  string `json:"timestamp" required:"true" format:"date-time"`
}

func view(c function.Call[viewInput]) (viewOutput, error) {
	s, err := c.Backend.Sharing.View(c.Context, c.In.Token)
	if err != nil {
		return viewOutput{}, err
	}
	out := viewOutput{
		Title: s.Title, Kind: s.Kind, SharedBy: s.SharedBy, SharedAt: web.Stamp(s.CreatedAt), ExpiresAt: web.Stamp(s.ExpiresAt), Cards: s.Cards, Success: true,
	}
	for _, m := range s.Messages {
		out.Messages = append(out.Messages, line{m.Role, m.Content, m.AuthorName, web.Stamp(m.Timestamp)})
	}
	return out, nil
}
