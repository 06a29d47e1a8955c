// Package allyflags tells a person whether Ally is on for them, and why. The
// page asks it before it shows the switch to Ally; it may ask as often as it
// likes, nothing is written. It reads the person's own document, their domain
// and their organization.
package allyflags

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/rollout"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyflags",
	Purpose: "whether Ally is on for the person who asks, and why",
	Memory:  "256Mi", Timeout: 15 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Route:   "/api/feature-flags",
	Operations: []function.Operation{{
		Method: http.MethodGet, Access: function.SignedIn,
		Summary: "Tells whether Ally is on for the person who asks, and why.",
		Handler: function.Handle(flags),
	}},
}

type input struct {
	UserID string `query:"userId" description:"Must be the session's, where it is given."`
}

type output struct {
	AllyBetaAccess bool          `json:"allyBetaAccess" required:"true"`
	Reason         access.Reason `json:"reason" required:"true" description:"The rule that decided."`
	Stage          rollout.Stage `json:"stage" required:"true" description:"How far Ally is rolled out."`
}

func flags(c function.Call[input]) (output, error) {
	return output{AllyBetaAccess: c.Decision.On, Reason: c.Decision.Reason, Stage: c.Decision.Stage}, nil
}
