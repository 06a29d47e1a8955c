// Package sharing lets other people into a conversation, and shows what was shared
// to whoever has a link: invitations, guests without an account, who has read what,
// and snapshots. What somebody may do in a conversation is decided by package
// conversation at every read; here is decided who gets in.
package sharing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/status"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// Collections.
const (
	Invitations = conversation.Invitations
	Presences   = conversation.Presences
	Shares      = conversation.Shares
)

// Deps are what a Service needs; all of them, PublicURL only for what makes links.
type Deps struct {
	Client        *firestore.Client
	Conversations *conversation.Service
	Actions       *action.Service
	Access        *access.Checker
	Guests        *access.Guests
	Now           func() time.Time
	NewKey        func() string
	Pause         func(context.Context, time.Duration) error
	Source        string // the environment, stored with every document
	// PublicURL is where the workspace's pages are, without a slash at its end.
	PublicURL string
}

// Service is what can be done to let people in and to take them out.
type Service struct{ Deps }

// NewService gives a Service, and refuses a missing dependency.
func NewService(d Deps) (*Service, error) {
	if d.Client == nil || d.Conversations == nil || d.Actions == nil || d.Access == nil || d.Guests == nil || d.Now == nil ||
		d.NewKey == nil || d.Pause == nil || d.Source == "" {
		return nil, errors.New("sharing: a dependency is missing")
	}
	return &Service{d}, nil
}

// now is the time to the millisecond, as clients see it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// tries bounds how often something is tried against others who change the same.
const tries = 20

// again does what somebody else may be faster at, reading anew each time.
func (s *Service) again(ctx context.Context, what string, do func() error) error {
	err := store.Again(ctx, s.Pause, tries, do)
	if store.Raced(err) {
		return fault.Busy(fmt.Errorf("sharing: %s: %w", what, err))
	}
	return unavailable(err)
}

// unavailable tells a database that can't be reached from a fault of ours.
func unavailable(err error) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	if _, remote := status.FromError(err); remote || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fault.Busy(err)
	}
	return err
}

// noted is the entry of the trail for what is done.
func (s *Service) noted(who access.Person, what, target, organizationID string, after map[string]any) store.Write {
	return audit.Write(s.Client, audit.Entry{
		Who: who.ID, WhoEmail: who.Email, What: what, Target: target, OrganizationID: organizationID, After: after, At: s.now(), Source: s.Source,
	})
}

// notOff refuses where Ally is off for everybody: what is open without a session
// of the platform has no other door that knows.
func (s *Service) notOff(ctx context.Context) error {
	off, err := s.Access.Off(ctx)
	if err == nil && off {
		err = fault.NoAccess()
	}
	return err
}

// gone is the one answer to a link that opens nothing, for whatever reason.
func gone() error {
	return &fault.Fault{Kind: fault.NotFound, Code: "not_found", Sentence: lang.Text{
		ES: "Este enlace no existe o ya no sirve. Pide uno nuevo a quien te lo envió.",
		EN: "This link does not exist or is no longer valid. Ask whoever sent it for a new one.",
	}}
}

func forbidden(code, es, en string) error {
	return &fault.Fault{Kind: fault.Forbidden, Code: code, Sentence: lang.Text{ES: es, EN: en}}
}

func tooMany(wait time.Duration, es, en string) error {
	return &fault.Fault{Kind: fault.TooMany, Code: "too_many", Wait: wait, Sentence: lang.Text{ES: es, EN: en}}
}

func isGone(err error) bool { return fault.Has(err, "not_found") }

func missingInvitation() error {
	return fault.Missing(lang.Text{ES: "esa invitación", EN: "that invitation"})
}

// orMissing is err, or that there is no such invitation.
func orMissing(err error) error {
	if err == nil {
		err = missingInvitation()
	}
	return err
}

// within gives the times that are not longer ago than life.
func within(times []time.Time, now time.Time, life time.Duration) []time.Time {
	var recent []time.Time
	for _, at := range times {
		if now.Sub(at) < life {
			recent = append(recent, at)
		}
	}
	return recent
}

func conflict(code, es, en string) error {
	return &fault.Fault{Kind: fault.Conflict, Code: code, Sentence: lang.Text{ES: es, EN: en}}
}
