package access

import (
	"context"
	"time"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
)

// collaborationLife is how long an organization's policy is kept: whoever it shuts
// out reads nothing more after that.
const collaborationLife = 5 * time.Second

// Collaboration is what an organization allows of people who are not of it, five
// seconds old at most. One that is not active allows nothing.
func (c *Checker) Collaboration(ctx context.Context, organizationID string) (classic.Collaboration, error) {
	return c.collaboration.Get(ctx, organizationID)
}

func (c *Checker) loadCollaboration(ctx context.Context, id string) (classic.Collaboration, error) {
	organization, ok, err := c.classic.Organization(ctx, id)
	if err != nil || !ok || !organization.Active {
		return classic.Collaboration{}, err
	}
	return organization.Collaboration, nil
}

// Off says whether Ally is off for everybody: its environment, or the switch, which
// is kept for five seconds. A failure to find out is told as such.
func (c *Checker) Off(ctx context.Context) (bool, error) {
	if !c.environmentOn {
		return true, nil
	}
	all, err := c.platform.Get(ctx, struct{}{})
	if err != nil {
		return true, fault.Busy(err)
	}
	return all.switches.Off, nil
}
