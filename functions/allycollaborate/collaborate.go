// Package allycollaborate lets other people into a conversation and takes them out:
// invitations by letter, WhatsApp or link, who is there with what they may do, who
// has read what, and whether comments go to Ally. The workspace calls it. Inviting
// again under the same key invites nobody twice; changing, removing and revoking again
// give the same. It reads the conversation, its newest invitations and the policy of
// its organization; it writes invitations, the letters with their links, who is in
// the conversation, and the trail.
package allycollaborate

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/sharing"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allycollaborate",
	Purpose: "lets other people into a conversation, and takes them out",
	Memory:  "512Mi", Timeout: 30 * time.Second, Concurrency: 40,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{action.Collection, sharing.Invitations, sharing.Presences, "ally_conversations", mail.Collection, audit.Collection},
	Route:   "/api/ally/apps/collaborate",
	Operations: []function.Operation{
		{
			Method:   http.MethodPost,
			Summary:  "Invites people into a conversation of one's own. Links are in this answer only.",
			Problems: []string{"not_found", "owner_only", "app_off", "key_reused", "too_many"},
			Handler:  function.Prepared(loadInvite, invite),
		},
		{
			Method: http.MethodGet, Path: "/people",
			Summary:  "Gives who is in a conversation; for its owner also the invitations and who has read what.",
			Problems: []string{"not_found"},
			Handler:  function.Prepared(loadPeople, people),
		},
		{
			Method: http.MethodPatch, Path: "/people/{userId}",
			Summary:  "Changes what somebody may do in a conversation of one's own.",
			Problems: []string{"not_found", "owner_only"},
			Handler:  function.Handle(setLevel),
		},
		{
			Method: http.MethodDelete, Path: "/people/{userId}",
			Summary:  "Takes somebody out of a conversation of one's own.",
			Problems: []string{"not_found", "owner_only"},
			Handler:  function.Handle(removePerson),
		},
		{
			Method: http.MethodPost, Path: "/leave",
			Summary:  "Leaves a conversation of somebody else.",
			Problems: []string{"not_found", "owner"},
			Handler:  function.Handle(leave),
		},
		{
			Method: http.MethodPatch, Path: "/settings",
			Summary:  "Says whether Ally learns of comments in a conversation of one's own.",
			Problems: []string{"not_found", "owner_only"},
			Handler:  function.Handle(settings),
		},
		{
			Method: http.MethodPost, Path: "/invitations/{id}/resend",
			Summary:  "Sends an invitation again, with a fresh link; the one before opens nothing any more.",
			Problems: []string{"not_found", "revoked", "accepted", "no_address", "too_many"},
			Handler:  function.Handle(resend),
		},
		{
			Method: http.MethodPost, Path: "/invitations/{id}/link",
			Summary:  "Gives a fresh link of an invitation; the one before opens nothing any more.",
			Problems: []string{"not_found", "revoked", "accepted"},
			Handler:  function.Handle(link),
		},
		{
			Method: http.MethodDelete, Path: "/invitations/{id}",
			Summary:  "Takes an invitation back, and whoever came with it out of the conversation.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(revoke),
		},
		{
			Method: http.MethodPost, Path: "/seen",
			Summary:  "Notes how far one has read; written at most once in thirty seconds.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(seen),
		},
	},
}
