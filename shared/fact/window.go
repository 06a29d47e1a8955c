package fact

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
)

// MostDays is the longest window.
const MostDays = 62

// Filter says whose days of which window are looked at. An empty field leaves nobody
// out.
type Filter struct {
	From, To       string // days, both included
	OrganizationID string
	Domain         string
	Stage          string
	// Held leaves only those whom a holdout put in a group, on their group's own side.
	Held bool
}

// Window is what a window of days holds.
type Window struct {
	People []Person // in the order of their keys
	// Organizations and Domains are what anybody of the window belongs to, whatever the
	// filter, in order; Stages those that they were first seen in, with their days.
	Organizations, Domains []string
	Stages                 []Span
	Rollups                int // documents that were read
}

// Span is a rollout's stage with the first and the last day of which there is somebody.
type Span struct{ Stage, From, To string }

// Total is a person's window on one side.
type Total struct {
	Numbers
	// Active has a bit for each day of the window, the lowest for the first, that had a
	// message of the person.
	Active uint64
}

// Person is somebody with what they did on each side; nil where they did nothing.
type Person struct {
	Key            string
	OrganizationID string
	Domain         string
	Stage          string
	Group          Arm
	Classic, Ally  *Total
	// Crossed says, with Filter.Held, that a holdout put them on the classic side and that
	// they have used Ally since.
	Crossed bool
}

// On gives the person's side.
func (p Person) On(arm Arm) *Total {
	if arm == Ally {
		return p.Ally
	}
	return p.Classic
}

// People gives everybody of a window, in the order of their keys, from the roll-ups: one
// read for each 400 people's day. Where somebody has more than one document in
// `users`, these are accounts of one person.
func (k *Keeper) People(ctx context.Context, f Filter) ([]Person, error) {
	w, err := k.Window(ctx, f, nil)
	return w.People, err
}

// Window reads a window once, as People does. week is told of the people of each week,
// whose first day is its Monday or the window's first; nil for nobody.
func (k *Keeper) Window(ctx context.Context, f Filter, week func(first string, people []Person)) (Window, error) {
	from, fromErr := time.Parse(time.DateOnly, f.From)
	to, toErr := time.Parse(time.DateOnly, f.To)
	if fromErr != nil || toErr != nil || to.Before(from) || to.Sub(from) >= MostDays*24*time.Hour {
		return Window{}, fmt.Errorf("fact: a window from %q to %q", f.From, f.To)
	}
	all, part, there, read := newGathering(f, from), (*gathering)(nil), seenIn{}, 0
	tell := func() {
		if part != nil {
			week(DayOf(part.from), part.all())
		}
	}
	docs := k.Client.Collection(Rollups).Where("day", ">=", f.From).Where("day", "<=", f.To).OrderBy("day", firestore.Asc).Documents(ctx)
	defer docs.Stop()
	for {
		some, err := next(docs)
		if err != nil {
			return Window{}, fmt.Errorf("fact: window from %s to %s: %w", f.From, f.To, err)
		}
		if some == nil {
			if week != nil {
				tell()
			}
			return Window{all.all(), there.organizations.inOrder(), there.domains.inOrder(), there.spans(), read}, nil
		}
		read++
		there.add(*some)
		all.add(*some)
		if week == nil {
			continue
		}
		if first := weekOf(some.Day, from); part == nil || !part.from.Equal(first) {
			tell()
			part = newGathering(f, first)
		}
		part.add(*some)
	}
}

// weekOf gives the Monday of a day's week, or a later first day.
func weekOf(day string, first time.Time) time.Time {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return first
	}
	if monday := at.AddDate(0, 0, -(int(at.Weekday())+6)%7); monday.After(first) {
		return monday
	}
	return first
}

// account is one account on one side.
type account struct {
	person, account string
	arm             Arm
}

// gathering joins roll-ups, which come by the day, into people.
type gathering struct {
	filter Filter
	from   time.Time
	people map[string]*Person
	totals map[account]*Total
	day    string
	seen   map[string]bool // facts of the day
}

func newGathering(f Filter, from time.Time) *gathering {
	return &gathering{filter: f, from: from, people: map[string]*Person{}, totals: map[account]*Total{}}
}

func (g *gathering) add(r Rollup) {
	if r.Day != g.day {
		g.day, g.seen = r.Day, map[string]bool{}
	}
	at, err := time.Parse(time.DateOnly, r.Day)
	if err != nil {
		return
	}
	bit := uint64(1) << (at.Sub(g.from) / (24 * time.Hour))
	for _, fact := range r.inOrder() {
		e := r.People[fact]
		if g.seen[fact] || !g.filter.has(e) {
			continue
		}
		g.seen[fact] = true
		p := g.people[e.Person]
		if p == nil {
			p = &Person{Key: e.Person}
			g.people[e.Person] = p
		}
		p.now(e)
		if g.filter.Held && e.Group != e.Arm {
			p.Crossed = p.Crossed || e.Arm == Ally
			continue
		}
		of := account{e.Person, e.Account, e.Arm}
		if g.totals[of] == nil {
			g.totals[of] = &Total{}
		}
		g.totals[of].add(e.Numbers, bit)
	}
}

// inOrder gives the facts by when their day began, so that the same roll-up always
// gives the same people.
func (r Rollup) inOrder() []string {
	return slices.SortedFunc(maps.Keys(r.People), func(a, b string) int {
		return cmp.Or(r.People[a].Numbers.Begin.Compare(r.People[b].Numbers.Begin), cmp.Compare(a, b))
	})
}

// has says whether the filter leaves an entry in.
func (f Filter) has(e Entry) bool {
	return (f.OrganizationID == "" || e.OrganizationID == f.OrganizationID) && (f.Domain == "" || e.Domain == f.Domain) &&
		(f.Stage == "" || e.Stage == f.Stage) && (!f.Held || e.Group != "")
}

// now takes what an entry knows of the person and earlier ones did not.
func (p *Person) now(e Entry) {
	for _, one := range []struct {
		field *string
		value string
	}{{&p.OrganizationID, e.OrganizationID}, {&p.Domain, e.Domain}, {&p.Stage, e.Stage}} {
		if one.value != "" {
			*one.field = one.value
		}
	}
	if e.Group != "" {
		p.Group = e.Group
	}
}

func (t *Total) add(day Numbers, bit uint64) {
	if day.Messages > 0 {
		t.Active |= bit
	}
	t.Numbers = t.Then(day)
}

func (g *gathering) all() []Person {
	for of, total := range g.totals {
		p := g.people[of.person]
		side := &p.Classic
		if of.arm == Ally {
			side = &p.Ally
		}
		if *side != nil { // the sum is the same in any order
			total = &Total{(*side).And(total.Numbers), (*side).Active | total.Active}
		}
		total.Days = bits.OnesCount64(total.Active)
		*side = total
	}
	people := make([]Person, 0, len(g.people))
	for _, p := range g.people {
		people = append(people, *p)
	}
	slices.SortFunc(people, func(a, b Person) int { return cmp.Compare(a.Key, b.Key) })
	return people
}
