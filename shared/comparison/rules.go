package comparison

import (
	"context"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/verdict"
)

// Rules are the document `ally_config/comparison`: what figures are held against, from
// which day on they are gathered, and what was checked outside of them.
type Rules struct {
	Thresholds verdict.Thresholds `firestore:"thresholds"`
	// From is the day that the comparison was said to begin on; "" for the first on which
	// anybody was told whether Ally is on for them.
	From     string            `firestore:"from"`
	Revision int               `firestore:"revision"` // of the thresholds and From
	FixedAt  time.Time         `firestore:"fixedAt"`  // zero while they are the defaults
	FixedBy  string            `firestore:"fixedBy"`  // an e-mail
	Checks   map[string]Record `firestore:"checks"`   // by their names
	readAt   time.Time         // zero where there is no document
}

// Record is what was found when something was looked at.
type Record struct {
	State    verdict.State `firestore:"state"`
	Note     string        `firestore:"note"`
	At       time.Time     `firestore:"at"`
	By       string        `firestore:"by"` // an e-mail
	Revision int           `firestore:"revision"`
}

// RulesRef is the place of the rules.
func RulesRef(client *firestore.Client) *firestore.DocumentRef {
	return client.Collection(access.Config).Doc("comparison")
}

func rulesFrom(doc *firestore.DocumentSnapshot) (r Rules, err error) {
	if doc.Exists() {
		if err = doc.DataTo(&r); err != nil {
			return Rules{}, fmt.Errorf("comparison: unreadable %s: %w", doc.Ref.Path, err)
		}
		r.readAt = doc.UpdateTime
	}
	r.Thresholds = r.Thresholds.OrDefaults()
	if r.Checks == nil {
		r.Checks = map[string]Record{}
	}
	return r, nil
}

// checks are the records that say anything.
func (r Rules) checks() []verdict.Check {
	var all []verdict.Check
	for name, c := range r.Checks {
		if c.State != verdict.Unknown {
			all = append(all, verdict.Check{Name: verdict.CheckName(name), Passed: c.State == verdict.Pass, At: c.At})
		}
	}
	return all
}

// Rules reads the rules: one document.
func (s *Service) Rules(ctx context.Context) (Rules, error) {
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{RulesRef(s.Client)})
	if err != nil {
		return Rules{}, fault.Busy(fmt.Errorf("comparison: rules: %w", err))
	}
	return rulesFrom(docs[0])
}

// Author is who changes something, from where, and why.
type Author struct {
	Who  access.Person
	Why  string
	From string
}

// shortestReason is how long the reason for other thresholds is at least once there is
// data that they may have been chosen after.
const shortestReason = 20

// Fix sets the thresholds, and the day that the comparison begins on where from is not
// nil, if they are still at the revision; else the error is changed.
func (s *Service) Fix(ctx context.Context, by Author, revision string, t verdict.Thresholds, from *string) (Rules, error) {
	wrong := t.Wrong()
	if from != nil && *from != "" && daysBetween(*from, *from) == 0 {
		wrong = append(wrong, fault.Field{Name: "from", Problem: notADay})
	}
	if utf8.RuneCountInString(by.Why) < shortestReason {
		standing, err := s.Facts.Standing(ctx)
		if err != nil {
			return Rules{}, fault.Busy(err)
		}
		if standing.RolledTo != "" {
			wrong = append(wrong, fault.Field{Name: "why", Problem: lang.Text{
				ES: "debe explicar en al menos 20 caracteres por qué cambia, pues ya hay datos", EN: "must explain in at least 20 characters why, for there is data already",
			}})
		}
	}
	if err := fault.Wrong(wrong...); err != nil {
		return Rules{}, err
	}
	return s.change(ctx, by, "comparison.thresholds", func(r *Rules) (before, after map[string]any, err error) {
		if strconv.Itoa(r.Revision) != revision {
			return nil, nil, changed()
		}
		before = r.told()
		r.Thresholds, r.FixedAt, r.FixedBy, r.Revision = t.OrDefaults(), s.now(), by.Who.Email, r.Revision+1
		if from != nil {
			r.From = *from
		}
		return before, r.told(), nil
	})
}

func (r Rules) told() map[string]any {
	return map[string]any{"thresholds": r.Thresholds, "from": r.From}
}

// Check records what was found, if the record is still at the revision.
func (s *Service) Check(ctx context.Context, by Author, name verdict.CheckName, revision string, state verdict.State) (Rules, error) {
	return s.change(ctx, by, "comparison.check", func(r *Rules) (before, after map[string]any, err error) {
		was := r.Checks[string(name)]
		if strconv.Itoa(was.Revision) != revision {
			return nil, nil, changed()
		}
		r.Checks[string(name)] = Record{state, by.Why, s.now(), by.Who.Email, was.Revision + 1}
		return map[string]any{string(name): string(was.State)}, map[string]any{string(name): string(state)}, nil
	})
}

// tries bounds how often a change is made again because something else of the document
// was changed at the same moment.
const tries = 5

// change changes the rules and leaves an entry in the trail in one commit.
func (s *Service) change(ctx context.Context, by Author, what string, to func(*Rules) (before, after map[string]any, err error)) (now Rules, err error) {
	err = store.Again(ctx, s.Pause, tries, func() error {
		if now, err = s.Rules(ctx); err != nil {
			return err
		}
		before, after, err := to(&now)
		if err != nil {
			return err
		}
		write := store.Create(RulesRef(s.Client), now)
		if !now.readAt.IsZero() {
			write = store.Update(RulesRef(s.Client), now.readAt,
				firestore.Update{Path: "thresholds", Value: now.Thresholds}, firestore.Update{Path: "from", Value: now.From},
				firestore.Update{Path: "revision", Value: now.Revision}, firestore.Update{Path: "fixedAt", Value: now.FixedAt},
				firestore.Update{Path: "fixedBy", Value: now.FixedBy}, firestore.Update{Path: "checks", Value: now.Checks})
		}
		_, err = store.Commit(ctx, s.Client, write, audit.Write(s.Client, audit.Entry{
			Who: by.Who.ID, WhoEmail: by.Who.Email, What: what, Target: access.Config + "/comparison",
			Before: before, After: after, Why: by.Why, From: by.From, At: s.now(), Source: s.Source,
		}))
		return err
	})
	return now, err
}

func changed() error {
	return &fault.Fault{Kind: fault.Conflict, Code: "changed", Sentence: lang.Text{
		ES: "Otra persona cambió esto mientras tanto. Mira cómo quedó y vuelve a intentarlo.",
		EN: "Somebody else has changed this meanwhile. Look at how it is now and try again.",
	}}
}
