package desk

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
)

// MostAtOnce is how many people one grant is for.
const MostAtOnce = 50

// GrantAll does to many what Grant does to one: to all of them or to nobody, in one
// commit with one entry of the trail. Every address that is nobody's is named.
func (d *Desk) GrantAll(ctx context.Context, by Author, emails []string, enabled *bool) ([]classic.User, error) {
	users, err := d.users(ctx, emails)
	if err != nil {
		return nil, err
	}
	var writes []store.Write
	before, after := map[string]any{}, map[string]any{}
	for _, u := range users {
		writes = append(writes, store.Change(classic.NewReader(d.Client).UserRef(u.ID), d.grant(by, enabled)...))
		before[u.ID], after[u.ID] = granted(u.Grant), granted(enabled)
	}
	return users, d.commit(ctx, by, "access.granted", "users", before, after, writes...)
}

// users finds the people with the e-mails, each once.
func (d *Desk) users(ctx context.Context, emails []string) ([]classic.User, error) {
	reader := classic.NewReader(d.Client)
	found, known := make([]classic.User, len(emails)), make([]bool, len(emails))
	looks := make([]func(context.Context) error, len(emails))
	for i, email := range emails {
		looks[i] = func(ctx context.Context) (err error) {
			found[i], known[i], err = reader.UserByEmail(ctx, email)
			return err
		}
	}
	if err := store.Together(ctx, looks...); err != nil {
		return nil, fault.Busy(fmt.Errorf("desk: users: %w", err))
	}
	var users []classic.User
	var wrong []fault.Field
	seen := map[string]bool{}
	for i, u := range found {
		switch {
		case !known[i]:
			wrong = append(wrong, fault.Field{Name: "emails", Problem: lang.Text{
				ES: fmt.Sprintf("no hay nadie con el correo %s", emails[i]), EN: fmt.Sprintf("nobody has the e-mail %s", emails[i]),
			}})
		case !seen[u.ID]:
			seen[u.ID] = true
			users = append(users, u)
		}
	}
	return users, fault.Wrong(wrong...)
}

// Judged is somebody with what is decided for them.
type Judged struct {
	User     classic.User
	Decision access.Decision
}

// Judge tells of each whether Ally is on, by what holds now, were their grants these.
func (d *Desk) Judge(ctx context.Context, users []classic.User) ([]Judged, error) {
	s, err := d.State(ctx)
	if err != nil {
		return nil, err
	}
	judged := make([]Judged, len(users))
	for i, u := range users {
		facts, err := d.Access.Would(ctx, u, s.Switches, s.Rollout)
		if err != nil {
			return nil, err
		}
		judged[i] = Judged{u, access.Decide(facts)}
	}
	return judged, nil
}

// lookedAt is how many people a proposal looks at.
const lookedAt = 200

// Propose gives up to n people who have signed in last and whom only the rollout leaves
// out: nobody who was denied Ally, is switched off or is held out to be compared with.
func (d *Desk) Propose(ctx context.Context, n int) ([]Judged, error) {
	docs, err := d.Client.Collection("users").OrderBy("lastLoginAt", firestore.Desc).Limit(lookedAt).Documents(ctx).GetAll()
	if err != nil {
		return nil, fault.Busy(fmt.Errorf("desk: propose: %w", err))
	}
	var users []classic.User
	for _, doc := range docs {
		if u, ok := classic.UserFrom(doc); ok && u.Email != "" {
			users = append(users, u)
		}
	}
	judged, err := d.Judge(ctx, users)
	if err != nil {
		return nil, err
	}
	var proposed []Judged
	for _, j := range judged {
		if j.Decision.Reason == access.NotInRollout && len(proposed) < n {
			proposed = append(proposed, j)
		}
	}
	return proposed, nil
}
