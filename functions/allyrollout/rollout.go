// Package allyrollout is the superadmin's door to how far Ally is rolled out, what
// is switched off, and who was granted it. The desk calls it. A change names the
// revision that it is made to, so a second time is told that there is a newer one;
// switching twice is as switching once, and the same step for the same time is one.
package allyrollout

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/function"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyrollout",
	Purpose: "how far Ally is rolled out and when it goes further, what is switched off, and who was granted it",
	Memory:  "256Mi", Timeout: 60 * time.Second, Concurrency: 20,
	Secrets: []string{"JWT_SECRET"},
	Writes:  append([]string{"users"}, desk.Written...),
	Route:   "/api/ally/config/rollout",
	Operations: []function.Operation{
		{
			Method: http.MethodGet, Access: function.Superadmin,
			Summary: "Gives the rollout, the switches, and what must hold before the next stage.",
			Handler: function.Handle(show),
		},
		{
			Method: http.MethodPut, Access: function.Superadmin,
			Summary:  "Changes the rollout, if it is still at the revision. A further stage needs its conditions to hold, or an override.",
			Problems: []string{"changed", "conditions"},
			Handler:  function.Handle(change),
		},
		{
			Method: http.MethodPost, Path: "/preview", Access: function.Superadmin,
			Summary: "Tells who would gain or lose Ally by a change, of the next 500 people.",
			Handler: function.Handle(preview),
		},
		{
			Method: http.MethodGet, Path: "/schedule", Access: function.Superadmin,
			Summary: "Lists the steps that are scheduled, and what became of those whose time came.",
			Handler: function.Handle(schedule),
		},
		{
			Method: http.MethodPost, Path: "/schedule", Access: function.Superadmin,
			Summary:  "Schedules a change of the rollout. At its time the conditions must hold, and the rollout be as it was when this was reviewed.",
			Problems: []string{"changed", "full"},
			Handler:  function.Handle(plan),
		},
		{
			Method: http.MethodDelete, Path: "/schedule/{id}", Access: function.Superadmin,
			Summary:  "Takes a step back that waits.",
			Problems: []string{"changed", "not_found", "over"},
			Handler:  function.Handle(cancel),
		},
		{
			Method: http.MethodPatch, Path: "/switches", Access: function.Superadmin,
			Summary:  "Switches Ally off or on, for everybody, organizations or people. It is felt within 15 seconds.",
			Problems: []string{"changed"},
			Handler:  function.Handle(flip),
		},
		{
			Method: http.MethodPut, Path: "/grants", Access: function.Superadmin,
			Summary:  "Grants somebody Ally, denies it, or leaves it to the rollout.",
			Problems: []string{"changed", "not_found"},
			Handler:  function.Handle(grant),
		},
		{
			Method: http.MethodGet, Path: "/people", Access: function.Superadmin,
			Summary:  "Tells why somebody has Ally or not: every rule's answer.",
			Problems: []string{"not_found"},
			Handler:  function.Handle(explain),
		},
	},
}
