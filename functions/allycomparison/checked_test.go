package allycomparison_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"getaifactory.com/ally/internal/recount"
	"getaifactory.com/ally/shared/metric"
	"getaifactory.com/ally/shared/verdict"
)

// comparison is what the door tells of one.
type comparison struct {
	verdict.Report
	Filter  struct{ From, To string }
	Partial *verdict.Words
	Weeks   []struct {
		Week          string
		Classic, Ally struct {
			People int
			Values map[string]float64
		}
	}
}

// checked is a comparison with what it is to be.
type checked struct {
	t     *testing.T
	name  string
	world recount.World
	asked recount.Question
	comparison
}

func (c checked) part(system recount.System) recount.Part {
	c.asked.System = system
	return c.world.Ask(c.asked)
}

func (c checked) wrong(what string, got, want any) {
	c.t.Helper()
	c.t.Errorf("%s: %s is %v; the obvious way says %v", c.name, what, got, want)
}

// bin is how far apart two times of one bin can lie.
const bin = 0.04

func same(got, want float64) bool { return math.Abs(got-want) <= 1e-9*max(1, math.Abs(want)) }

// near says whether a figure is what it should be: to nine digits, or to a bin where it is
// of times that were sorted into bins.
func near(f recount.Figure, got float64) bool {
	if f.Kind == "times" {
		return math.Abs(got-f.Value) <= bin*f.Value
	}
	return same(got, f.Value)
}

func (c checked) check() {
	c.t.Helper()
	classic, ally := c.part(recount.Classic), c.part(recount.Ally)
	for _, d := range metric.Definitions {
		if _, known := classic.Values(d.Key); !known {
			c.t.Errorf("%s is not reckoned", d.Key)
		}
		m := c.metric(d.Key)
		before, after := classic.Figure(d.Key), ally.Figure(d.Key)
		c.side(d.Key+" of the classic chat", before, m.Classic, m.Sample.Classic)
		c.side(d.Key+" of Ally", after, m.Ally, m.Sample.Ally)
		if m.Classic != nil && m.Ally != nil && before.Error+after.Error > 0 {
			c.change(d.Key, before, after, m)
		}
	}
	for name, of := range map[string]string{"conversationCount": "conversations", "messageCount": "messages"} {
		if got, want := c.Report.Classic[name], classic.Sum(of); got != want {
			c.wrong(name+" of the classic chat", got, want)
		}
	}
	for name, of := range map[string]string{
		"conversationCount": "conversations", "messageCount": "messages", "appUsageCount": "actions", "collaborationCount": "invitations",
	} {
		if got, want := c.Report.Ally[name], ally.Sum(of); got != want {
			c.wrong(name+" of Ally", got, want)
		}
	}
	c.weeks()
}

func (c checked) metric(key string) verdict.ReportedMetric {
	i := slices.IndexFunc(c.Metrics, func(m verdict.ReportedMetric) bool { return m.Key == key })
	if i < 0 {
		c.t.Fatalf("%s: there is no %s", c.name, key)
	}
	return c.Metrics[i]
}

// side checks a figure of one side. Of one person there is none, and few times of few
// people may have no interval.
func (c checked) side(what string, f recount.Figure, got *float64, people int) {
	c.t.Helper()
	quantile := f.Kind == "times" || f.Kind == "quantile"
	switch {
	case got == nil && (f.People < 2 || quantile && f.People < 10):
	case got == nil:
		c.wrong(what, "not known", f)
	case people != f.People:
		c.wrong("people behind "+what, people, f.People)
	case !near(f, *got):
		c.wrong(what, *got, f)
	}
}

// change checks the change and its interval: Welch's, of both sides' standard errors. The
// jackknife's lies within a third of them, where there are ten people or more.
func (c checked) change(key string, classic, ally recount.Figure, m verdict.ReportedMetric) {
	c.t.Helper()
	a, b := classic.Error*classic.Error, ally.Error*ally.Error
	degrees := (a + b) * (a + b) / (a*a/float64(classic.People-1) + b*b/float64(ally.People-1))
	half := math.Sqrt(a+b) * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: degrees}.Quantile(0.975)
	change := ally.Value - classic.Value
	if m.Change == nil || m.Once == nil || !same(*m.Change, change) || !same(m.Once.Low, change-half) || !same(m.Once.High, change+half) {
		c.wrong("the change of "+key, m, fmt.Sprint(change, " ± ", half))
	}
	for _, f := range []recount.Figure{classic, ally} {
		if f.Kind != "proportion" && f.People >= 10 && math.Abs(f.Jackknife-f.Error) > f.Error/3 {
			c.wrong("the error of "+key, f.Error, f.Jackknife)
		}
	}
}

// missing are the measures of which a side with a source has no figure.
func (c checked) missing() []string {
	var missing []string
	for _, d := range metric.Definitions {
		if m := c.metric(d.Key); d.Classic != "" && m.Classic == nil || d.Ally != "" && m.Ally == nil {
			missing = append(missing, d.Key)
		}
	}
	return missing
}

// weeks checks the weeks, each a part by itself.
func (c checked) weeks() {
	c.t.Helper()
	for _, w := range c.Weeks {
		monday, err := time.Parse(time.DateOnly, w.Week)
		if err != nil {
			c.t.Fatal(err)
		}
		week := c
		week.asked.From, week.asked.To = max(c.asked.From, w.Week), min(c.asked.To, day(monday.AddDate(0, 0, 6)))
		for system, got := range map[recount.System]struct {
			People int
			Values map[string]float64
		}{recount.Classic: w.Classic, recount.Ally: w.Ally} {
			part, in := week.part(system), fmt.Sprintf(" of %s in the week of %s", system, w.Week)
			if want := len(part.Active()); got.People != want {
				c.wrong("people"+in, got.People, want)
			}
			left := maps.Clone(got.Values)
			for _, d := range metric.Definitions {
				f := part.Figure(d.Key)
				value, has := left[d.Key]
				if delete(left, d.Key); has != (f.People > 0) || has && !near(f, value) {
					c.wrong(d.Key+in, value, f)
				}
			}
			if len(left) > 0 {
				c.wrong("what else there is"+in, left, "nothing")
			}
		}
	}
}

// arms checks the people whom a lot drew, and what they used.
func (c checked) arms() {
	c.t.Helper()
	of := func(system recount.System) map[string]bool { c.asked.System = system; return c.world.Drawn(c.asked) }
	held, in := of(recount.Classic), of(recount.Ally)
	for _, one := range c.Criteria {
		if one.Name == "people" && one.Sample != (verdict.Sample{Classic: len(held), Ally: len(in)}) {
			c.wrong("arms", one.Sample, fmt.Sprint(len(held), " and ", len(in)))
		}
		if used := len(c.part(recount.Ally).Active()); one.Name == "exposure" && !same(*one.Value, float64(used)/float64(len(in))) {
			c.wrong("exposure", *one.Value, fmt.Sprint(used, " of ", len(in)))
		}
	}
}
