package comparison

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/metric"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/verdict"
)

// gathered is what a window comes to: figures, and nothing of single people.
type gathered struct {
	Classic, Ally    int // people of each side
	Exposed, Crossed int
	Metrics          []verdict.Metric
	Totals           struct{ Classic, Ally map[string]float64 }
	Weeks            []Week
	Distributions    []Distribution
	Choices          Choices
}

// Week is what a week had; what is absent of its values is not known.
type Week struct {
	Week    string   `json:"week" required:"true" format:"date" description:"Its Monday."`
	Classic WeekSide `json:"classic" required:"true"`
	Ally    WeekSide `json:"ally" required:"true"`
}

// WeekSide is one side of a week.
type WeekSide struct {
	People int                `json:"people" required:"true" description:"Who wrote."`
	Values map[string]float64 `json:"values" required:"true" nullable:"false" description:"By metric."`
}

// Distribution is how many times lie up to each bound and above the one before.
type Distribution struct {
	Key     string    `json:"key" required:"true"`
	Unit    string    `json:"unit" required:"true"`
	Bounds  []float64 `json:"bounds" required:"true" nullable:"false" description:"Upper edges."`
	Classic []int     `json:"classic" required:"true" nullable:"false"`
	Ally    []int     `json:"ally" required:"true" nullable:"false"`
}

// Choices are what a filter may name.
type Choices struct {
	Organizations []Organization `json:"organizations" required:"true" nullable:"false"`
	Domains       []string       `json:"domains" required:"true" nullable:"false"`
	Stages        []Stage        `json:"stages" required:"true" nullable:"false"`
}

// Organization is one by its name.
type Organization struct {
	ID   string `json:"id" required:"true"`
	Name string `json:"name" required:"true"`
}

// Stage is a stage that people were first seen in, and when it was.
type Stage struct {
	Stage string `json:"stage" required:"true"`
	From  string `json:"from" required:"true" format:"date"`
	To    string `json:"to,omitempty" format:"date"`
}

// mostChoices bounds the organizations that a filter offers.
const mostChoices = 200

// question is what figures are gathered for.
type question struct {
	fact.Filter
	Confidence float64
	// Revision is that of the roll-ups.
	Revision int
	// The days before that are looked at for what the same people did then; "" for none.
	BeforeFrom, BeforeTo string
}

func (q question) days() int { return daysBetween(q.From, q.To) }

// daysBetween counts the days of a window, both included; 0 where there is none.
func daysBetween(from, to string) int {
	first, firstErr := time.Parse(time.DateOnly, from)
	last, lastErr := time.Parse(time.DateOnly, to)
	if firstErr != nil || lastErr != nil || last.Before(first) {
		return 0
	}
	return int(last.Sub(first)/(24*time.Hour)) + 1
}

// gather reads a window and the days before: one read for each 400 people's day, of a
// lot two for each thousand people, and one for each organization.
func (s *Service) gather(ctx context.Context, q question) (gathered, error) {
	g := gathered{Weeks: weeksOf(q.From, q.To), Choices: Choices{[]Organization{}, []string{}, []Stage{}}}
	g.Totals.Classic, g.Totals.Ally = map[string]float64{}, map[string]float64{}
	var people []fact.Person
	var w fact.Window
	var before earlier
	if q.days() > 0 {
		err := store.Together(ctx,
			func(ctx context.Context) (err error) {
				w, err = s.Facts.Window(ctx, q.Filter, func(first string, people []fact.Person) { g.week(first, ofOneSide(people, q.Held)) })
				return err
			},
			func(ctx context.Context) error { return s.drawn(ctx, q, &g) },
			func(ctx context.Context) (err error) { before, err = s.before(ctx, q); return err },
		)
		if err != nil {
			return gathered{}, err
		}
		people = ofOneSide(w.People, q.Held)
	}
	for _, d := range metric.Definitions {
		classic, ally := metric.Compute(d, people, fact.Classic, q.days()), metric.Compute(d, people, fact.Ally, q.days())
		m := asked(d, figure(d, d.Classic, classic, q.Confidence), figure(d, d.Ally, ally, q.Confidence))
		m.Adjusted = before.adjusted(d, classic, ally)
		g.Metrics = append(g.Metrics, m)
		if d.Kind == metric.Quantile {
			g.distribution(d, people, q.days())
		}
	}
	g.count(people, q.Held)
	if e := g.metric(metric.TimeToFirstMessage).Classic.Estimate; e != nil {
		g.Totals.Classic["avgTimeToFirstMessage"] = e.Value / 1000
	}
	if e := g.metric(metric.TimeToFirstMessage).Ally.Estimate; e != nil {
		g.Totals.Ally["avgTimeToFirstMessage"] = e.Value / 1000
	}
	return g, s.choose(ctx, w, &g)
}

// before reads what people did in the classic chat before, whoever they are now.
func (s *Service) before(ctx context.Context, q question) (earlier, error) {
	days := daysBetween(q.BeforeFrom, q.BeforeTo)
	if days == 0 {
		return nil, nil
	}
	people, err := s.Facts.People(ctx, fact.Filter{From: q.BeforeFrom, To: q.BeforeTo})
	return earlierOf(people, days), err
}

func (g *gathered) metric(key string) verdict.Metric {
	i := slices.IndexFunc(g.Metrics, func(m verdict.Metric) bool { return m.Key == key })
	if i < 0 {
		return verdict.Metric{}
	}
	return g.Metrics[i]
}

// ofOneSide leaves of somebody whose two accounts a lot put on both sides the one that
// they began on.
func ofOneSide(people []fact.Person, lot bool) []fact.Person {
	if !lot {
		return people
	}
	for i, p := range people {
		if p.Classic == nil || p.Ally == nil {
			continue
		}
		if began := p.Ally.Begin; !began.IsZero() && (began.Before(p.Classic.Begin) || p.Classic.Begin.IsZero()) {
			people[i].Classic = nil
		} else {
			people[i].Ally, people[i].Crossed = nil, true
		}
	}
	return people
}

// drawn counts whom a lot put on each side.
func (s *Service) drawn(ctx context.Context, q question, g *gathered) error {
	if !q.Held {
		return nil
	}
	return store.Together(ctx,
		func(ctx context.Context) (err error) {
			g.Classic, err = s.Facts.Drawn(ctx, q.Filter, fact.Classic)
			return err
		},
		func(ctx context.Context) (err error) {
			g.Ally, err = s.Facts.Drawn(ctx, q.Filter, fact.Ally)
			return err
		},
	)
}

// count counts people, and what is shown and decides nothing. Without a lot somebody
// counts on each side that they used.
func (g *gathered) count(people []fact.Person, lot bool) {
	for _, p := range people {
		if c := p.Classic; c != nil {
			g.Totals.Classic["conversationCount"] += float64(c.Conversations)
			g.Totals.Classic["messageCount"] += float64(c.Messages)
			if !lot {
				g.Classic++
			}
		}
		if a := p.Ally; a != nil {
			g.Totals.Ally["conversationCount"] += float64(a.Conversations)
			g.Totals.Ally["messageCount"] += float64(a.Messages)
			g.Totals.Ally["appUsageCount"] += float64(a.Actions)
			g.Totals.Ally["collaborationCount"] += float64(a.Invited)
			if !lot {
				g.Ally++
			}
			if a.Messages > 0 {
				g.Exposed++
			}
		}
		if p.Crossed {
			g.Crossed++
		}
	}
	if lot {
		g.Exposed, g.Crossed = min(g.Exposed, g.Ally), min(g.Crossed, g.Classic)
	}
}

// weeksOf gives a window's weeks, of which nothing is known.
func weeksOf(from, to string) []Week {
	weeks := []Week{}
	for day, n := from, daysBetween(from, to); n > 0; n-- {
		if monday := mondayOf(day); len(weeks) == 0 || weeks[len(weeks)-1].Week != monday {
			weeks = append(weeks, Week{monday, WeekSide{Values: map[string]float64{}}, WeekSide{Values: map[string]float64{}}})
		}
		day = later(day, 1)
	}
	return weeks
}

func mondayOf(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return later(day, -(int(at.Weekday())+6)%7)
}

// later gives the day so many days later.
func later(day string, days int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return fact.DayOf(at.AddDate(0, 0, days))
}

// week puts a week's values in its place.
func (g *gathered) week(first string, people []fact.Person) {
	i := slices.IndexFunc(g.Weeks, func(w Week) bool { return w.Week == mondayOf(first) })
	if i < 0 {
		return
	}
	for _, side := range []struct {
		arm fact.Arm
		of  *WeekSide
	}{{fact.Classic, &g.Weeks[i].Classic}, {fact.Ally, &g.Weeks[i].Ally}} {
		for _, p := range people {
			if t := p.On(side.arm); t != nil && t.Days > 0 {
				side.of.People++
			}
		}
		for _, d := range metric.Definitions {
			if v, ok := value(d, metric.Compute(d, people, side.arm, 7)); ok {
				side.of.Values[d.Key] = v
			}
		}
	}
}

// waits are the upper edges of a distribution of what took people long, in seconds.
var waits = []float64{10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 604800, fact.MostDays * 86400}

// distribution adds that of a measure of times.
func (g *gathered) distribution(d metric.Definition, people []fact.Person, days int) {
	out := Distribution{Key: d.Key, Unit: string(d.Unit), Bounds: waits}
	if d.Unit == metric.Milliseconds {
		out.Bounds = nil
		for _, edge := range fact.Edges() {
			out.Bounds = append(out.Bounds, math.Round(edge*100)/100)
		}
	}
	counts := func(arm fact.Arm) []int {
		all := make([]int, len(out.Bounds))
		for _, v := range metric.Compute(d, people, arm, days) {
			if v.Times == nil {
				at, _ := slices.BinarySearch(out.Bounds, v.Num)
				all[min(at, len(all)-1)]++
				continue
			}
			for i, n := range v.Times.Counts()[:len(all)] {
				all[i] += n
			}
		}
		return all
	}
	out.Classic, out.Ally = counts(fact.Classic), counts(fact.Ally)
	isFull := func(i int) bool { return out.Classic[i]+out.Ally[i] > 0 }
	first, last := 0, len(out.Bounds)
	for last > 0 && !isFull(last-1) {
		last--
	}
	for first < last && !isFull(first) {
		first++
	}
	if first > 0 && first < last { // the edge below the first that has any
		first--
	}
	out.Bounds, out.Classic, out.Ally = slices.Clone(out.Bounds[first:last]), out.Classic[first:last], out.Ally[first:last]
	g.Distributions = append(g.Distributions, out)
}

// choose reads the names of what a filter may name.
func (s *Service) choose(ctx context.Context, w fact.Window, g *gathered) error {
	g.Choices.Domains = append(g.Choices.Domains, w.Domains[:min(len(w.Domains), mostChoices)]...)
	for _, span := range w.Stages {
		stage := Stage{span.Stage, span.From, span.To}
		g.Choices.Stages = append(g.Choices.Stages, stage)
	}
	var refs []*firestore.DocumentRef
	for _, one := range w.Organizations[:min(len(w.Organizations), mostChoices)] {
		refs = append(refs, s.Client.Collection("organizations").Doc(one))
	}
	if len(refs) == 0 {
		return nil
	}
	docs, err := s.Client.GetAll(ctx, refs)
	if err != nil {
		return fmt.Errorf("comparison: organizations: %w", err)
	}
	for _, doc := range docs {
		o := Organization{ID: doc.Ref.ID, Name: doc.Ref.ID}
		if name, _ := doc.Data()["name"].(string); name != "" {
			o.Name = name
		}
		g.Choices.Organizations = append(g.Choices.Organizations, o)
	}
	return nil
}
