// Package comparison compares the classic chat with Ally: from what people did,
// through the definitions of what is measured and the statistics, to the verdict that
// the rollout's gates read.
package comparison

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/cache"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/verdict"
)

// Deps are what a Service works with.
type Deps struct {
	Client *firestore.Client
	Facts  *fact.Keeper
	Now    func() time.Time
	Pause  func(context.Context, time.Duration) error
	Source string
}

// Service compares.
type Service struct {
	Deps
	figures *cache.Cache[question, gathered]
}

// What is kept of figures, which change once a day, but for what is late.
const (
	life     = 5 * time.Minute
	mostKept = 20
)

// NewService makes a Service.
func NewService(d Deps) (*Service, error) {
	if d.Client == nil || d.Facts == nil || d.Now == nil || d.Pause == nil {
		return nil, errors.New("comparison: a client, facts, a clock and a pause are needed")
	}
	s := &Service{Deps: d}
	s.figures = cache.New(life, mostKept, d.Now, s.gather)
	return s, nil
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// Filter says what is compared. A day that is empty is the comparison's own first or
// last one.
type Filter struct {
	From           string `json:"from,omitempty"`
	To             string `json:"to,omitempty"`
	OrganizationID string `json:"organizationId,omitempty"`
	Domain         string `json:"domain,omitempty"`
	Stage          string `json:"stage,omitempty"`
}

// Result is a comparison.
type Result struct {
	verdict.Verdict
	Filter  Filter // as it was asked, with the days that it comes to
	Partial bool   // it is not of everything since the comparison began
	gathered
	standing fact.Standing
}

var notADay = lang.Text{ES: "debe ser un día, como 2026-03-01", EN: "must be a day, such as 2026-03-01"}

func (f Filter) wrong() error {
	var wrong []fault.Field
	for name, day := range map[string]string{"from": f.From, "to": f.To} {
		if day != "" && daysBetween(day, day) == 0 {
			wrong = append(wrong, fault.Field{Name: name, Problem: notADay})
		}
	}
	return fault.Wrong(wrong...)
}

// basis is what is decided outside of the figures.
type basis struct {
	rules    Rules
	rollout  rollout.State
	standing fact.Standing
	began    string
}

func (s *Service) basis(ctx context.Context) (b basis, err error) {
	err = store.Together(ctx,
		func(ctx context.Context) error {
			docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{RulesRef(s.Client), access.RolloutRef(s.Client)})
			if err != nil {
				return fmt.Errorf("comparison: %w", err)
			}
			b.rollout = access.RolloutFrom(docs[1])
			b.rules, err = rulesFrom(docs[0])
			return err
		},
		func(ctx context.Context) (err error) { b.standing, err = s.Facts.Standing(ctx); return err },
	)
	if b.began = b.rules.From; err != nil || b.began != "" {
		return b, err
	}
	b.began, err = s.Facts.Began(ctx, b.rollout.Holdout > 0)
	b.began = cmp.Or(b.began, b.standing.Oldest)
	return b, err
}

// window gives the days since the comparison began that are over and rolled up; after
// fact.MostDays it does not grow any more.
func (b basis) window() (from, to string) {
	from, to = b.began, b.standing.RolledTo
	if last := later(from, fact.MostDays-1); to != "" && last < to {
		to = last
	}
	return from, to
}

// Compare compares: seven documents, and what gather reads where that is not known.
func (s *Service) Compare(ctx context.Context, f Filter) (Result, error) {
	if err := f.wrong(); err != nil {
		return Result{}, err
	}
	b, err := s.basis(ctx)
	if err != nil {
		return Result{}, fault.Busy(err)
	}
	from, to := b.window()
	r := Result{Filter: f, standing: b.standing}
	r.Filter.From, r.Filter.To = cmp.Or(f.From, from), cmp.Or(f.To, to)
	if rolled := b.standing.RolledTo; r.Filter.To > rolled {
		r.Filter.To = rolled
	}
	if daysBetween(r.Filter.From, r.Filter.To) > fact.MostDays {
		return Result{}, fault.Wrong(fault.Field{Name: "to", Problem: lang.Text{
			ES: fmt.Sprintf("debe estar a menos de %d días de from", fact.MostDays), EN: fmt.Sprintf("must be less than %d days from from", fact.MostDays),
		}})
	}
	r.Partial = r.Filter != Filter{From: from, To: to}
	q := question{confidence: b.rules.Thresholds.Confidence, Filter: fact.Filter{
		From: r.Filter.From, To: r.Filter.To, OrganizationID: f.OrganizationID, Domain: f.Domain, Stage: f.Stage, Held: b.rollout.Holdout > 0,
	}}
	if r.Filter.From >= b.began {
		q.beforeFrom, q.beforeTo = b.before()
	}
	if r.gathered, err = s.figures.Get(ctx, q); err != nil {
		return Result{}, fault.Busy(err)
	}
	in := verdict.Input{
		At: s.now(), Days: q.days(), Randomized: q.Held, Share: 1 - float64(b.rollout.Holdout)/100,
		Classic: r.classic, Ally: r.ally, Exposed: r.exposed, Crossed: r.crossed,
		Metrics: r.metrics, Checks: b.rules.checks(), Thresholds: b.rules.Thresholds,
	}
	in.Totals.Classic, in.Totals.Ally = r.totals.classic, r.totals.ally
	r.Verdict = verdict.Reach(in)
	return r, nil
}
