package desk

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/store"
)

// Grant grants somebody Ally, denies it, or, with nil, leaves it to the rollout.
// Only the field allyBetaAccess of their document is touched.
func (d *Desk) Grant(ctx context.Context, by Author, email string, enabled *bool) error {
	user, err := d.user(ctx, email)
	if err != nil {
		return err
	}
	ref := classic.NewReader(d.Client).UserRef(user.ID)
	return d.commit(ctx, by, "access.granted", pathOf(ref), granted(user.Grant), granted(enabled), store.Change(ref, d.grant(by, enabled)...))
}

func (d *Desk) grant(by Author, enabled *bool) []firestore.Update {
	if enabled == nil {
		return []firestore.Update{{Path: "allyBetaAccess", Value: firestore.Delete}}
	}
	return []firestore.Update{
		{Path: "allyBetaAccess.enabled", Value: *enabled},
		{Path: "allyBetaAccess.enabledAt", Value: d.now()},
		{Path: "allyBetaAccess.enabledBy", Value: by.Who.ID},
	}
}

func granted(enabled *bool) map[string]any {
	if enabled == nil {
		return map[string]any{}
	}
	return map[string]any{"enabled": *enabled}
}

func (d *Desk) user(ctx context.Context, email string) (classic.User, error) {
	user, ok, err := classic.NewReader(d.Client).UserByEmail(ctx, email)
	if err != nil {
		return classic.User{}, fault.Busy(fmt.Errorf("desk: user: %w", err))
	}
	if !ok {
		return classic.User{}, fault.Missing(lang.Text{ES: "una persona con ese correo", EN: "a person with that e-mail"})
	}
	return user, nil
}

// Explained is why Ally is on or off for somebody.
type Explained struct {
	User     classic.User
	Decision access.Decision
	Steps    []access.Step
	Bucket   int // the person's, from 1 to 100: whom a share of so many percent lets in
}

// Explain tells why somebody has Ally or not, by what holds now.
func (d *Desk) Explain(ctx context.Context, email string) (Explained, error) {
	user, err := d.user(ctx, email)
	if err != nil {
		return Explained{}, err
	}
	s, err := d.State(ctx)
	if err != nil {
		return Explained{}, err
	}
	facts, err := d.Access.Would(ctx, user, s.Switches, s.Rollout)
	if err != nil {
		return Explained{}, err
	}
	return Explained{user, access.Decide(facts), access.Explain(facts), rollout.Bucket(s.Rollout.Salt, user.ID)}, nil
}

// Moved is somebody whom a change would give Ally or take it from.
type Moved struct {
	User   classic.User
	On     bool
	Reason access.Reason
}

// peopleAtOnce is how many people one page of a preview looks at.
const peopleAtOnce = 500

// Preview is a page of what a change would do.
type Preview struct {
	Moved      []Moved
	Looked     int // people looked at on this page
	Conditions []rollout.Condition
	Next       string // for the following page; "" at the end
}

// Preview looks at people in the order of their ids, after the one given, and tells
// who of them would gain or lose Ally. Nothing is written.
func (d *Desk) Preview(ctx context.Context, c rollout.Change, after string) (Preview, error) {
	var s State
	var docs []*firestore.DocumentSnapshot
	err := store.Together(ctx,
		func(ctx context.Context) (err error) { s, err = d.State(ctx); return err },
		func(ctx context.Context) (err error) {
			users := d.Client.Collection("users")
			query := users.OrderBy(firestore.DocumentID, firestore.Asc).Limit(peopleAtOnce + 1)
			if after != "" {
				query = query.StartAfter(users.Doc(after))
			}
			if docs, err = query.Documents(ctx).GetAll(); err != nil {
				return fault.Busy(fmt.Errorf("desk: preview: %w", err))
			}
			return nil
		},
	)
	if err != nil {
		return Preview{}, err
	}
	now := d.now()
	next, err := s.Rollout.With(c, now)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Conditions: rollout.Conditions(s.Rollout, next, s.Evidence, now)}
	for i, doc := range docs {
		if i == peopleAtOnce {
			p.Next = docs[i-1].Ref.ID
			break
		}
		p.Looked++
		user, _ := classic.UserFrom(doc)
		was, err := d.Access.Would(ctx, user, s.Switches, s.Rollout)
		if err != nil {
			return Preview{}, err
		}
		will, err := d.Access.Would(ctx, user, s.Switches, next)
		if err != nil {
			return Preview{}, err
		}
		if a, b := access.Decide(was), access.Decide(will); a.On != b.On {
			p.Moved = append(p.Moved, Moved{user, b.On, b.Reason})
		}
	}
	return p, nil
}
