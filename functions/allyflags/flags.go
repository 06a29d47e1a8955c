// Package allyflags tells a person whether Ally is on for them, and why. The
// page asks it before it shows the switch to Ally; it may ask as often as it
// likes. The first time that Ally is on for a person or held out, that is noted: both groups
// of a comparison begin at the same moment. Whether noting succeeds changes nothing in the
// answer. It reads the person's own document, their domain
// and their organization.
package allyflags

import (
	"net/http"
	"time"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/rollout"
)

// Function is this function's declaration.
var Function = function.Function{
	Name:    "allyflags",
	Purpose: "whether Ally is on for the person who asks, and why",
	Memory:  "256Mi", Timeout: 15 * time.Second, Concurrency: 80,
	Secrets: []string{"JWT_SECRET"},
	Writes:  []string{fact.Exposures},
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
	if c.Decision.On || c.Decision.Reason == access.HeldOut {
		if err := c.Backend.Facts.Expose(c.Context, exposure(c.Person, c.Decision)); err != nil {
			c.Backend.Log.WarnContext(c.Context, "exposure not noted", "error", err.Error())
		}
	}
	return output{AllyBetaAccess: c.Decision.On, Reason: c.Decision.Reason, Stage: c.Decision.Stage}, nil
}

// exposure is what the person is told. Of those whom a holdout may keep out, the
// bucket decided, which is chance; of all others it was somebody, and as long as nobody is
// held out there is no group to be in.
func exposure(p access.Person, d access.Decision) fact.Exposure {
	e := fact.Exposure{
		Who: fact.Who{
			UserID: p.ID, Person: fact.PersonOf(p.ID, p.Email), OrganizationID: p.Organization.ID, Domain: p.Domain, Stage: string(d.Stage),
		},
		On: d.On, Reason: string(d.Reason),
	}
	switch {
	case d.Lot && d.On:
		e.Group = fact.Ally
	case d.Lot:
		e.Group = fact.Classic
	}
	return e
}
