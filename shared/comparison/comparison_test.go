package comparison_test

import (
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/comparison"
	"getaifactory.com/ally/shared/desk"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/metric"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/store"
	"getaifactory.com/ally/shared/verdict"
	"getaifactory.com/ally/shared/wait"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

var begin = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) // a Monday

type world struct {
	*comparison.Service
	t   *testing.T
	db  *firestore.Client
	now time.Time

	project string
}

func newWorld(t *testing.T, days int) *world {
	t.Helper()
	project := emulatortest.Project(t)
	w := &world{t: t, project: project, db: emulatortest.Client(t, project), now: begin.AddDate(0, 0, days).Add(time.Hour)}
	clock := func() time.Time { return w.now }
	facts, err := fact.NewKeeper(fact.Deps{Client: w.db, Now: clock, Pause: wait.For, NewKey: rand.Text})
	if err != nil {
		t.Fatal(err)
	}
	if w.Service, err = comparison.NewService(comparison.Deps{Client: w.db, Facts: facts, Now: clock, Pause: wait.For}); err != nil {
		t.Fatal(err)
	}
	w.set("ally_measuring/rollup", map[string]any{"through": fact.DayOf(begin.AddDate(0, 0, days-1))})
	return w
}

func (w *world) set(path string, data any) {
	w.t.Helper()
	if _, err := w.db.Doc(path).Set(w.t.Context(), data); err != nil {
		w.t.Fatal(err)
	}
}

// day keeps what people did on a day of the comparison.
func (w *world) day(n int, entries ...fact.Entry) {
	w.t.Helper()
	r := fact.Rollup{Day: fact.DayOf(begin.AddDate(0, 0, n)), People: map[string]fact.Entry{}}
	for i, e := range entries {
		e.Numbers.Begin = begin.AddDate(0, 0, n).Add(9 * time.Hour)
		e.Numbers.End, e.Numbers.FirstAt = e.Numbers.Begin.Add(time.Minute), e.Numbers.Begin
		r.People[fmt.Sprint("f", i)] = e
	}
	w.set(fmt.Sprint("ally_rollups/d", n), r)
}

func (w *world) compare(f comparison.Filter) comparison.Report {
	w.t.Helper()
	r, err := w.Compare(w.t.Context(), f)
	if err != nil {
		w.t.Fatal(err)
	}
	report := r.Report(lang.English)
	if _, err := json.Marshal(report); err != nil {
		w.t.Fatal(err)
	}
	return report
}

func metricOf(r comparison.Report, key string) (m verdict.ReportedMetric) {
	for _, one := range r.Metrics {
		if one.Key == key {
			m = one
		}
	}
	return m
}

func did(person string, arm fact.Arm, n fact.Numbers) fact.Entry {
	return fact.Entry{Person: person, Account: person, Arm: arm, OrganizationID: "acme", Domain: "acme.example.com", Stage: "general", Numbers: n}
}

func near(got *float64, want float64) bool {
	return got != nil && math.Abs(*got-want) <= 1e-9*max(1, math.Abs(want))
}

// Each person's days are added up here by hand, and each figure is reckoned by its
// textbook formula.
func TestFiguresAreThoseOfAnObviousReckoning(t *testing.T) {
	t.Parallel()
	const days, people = 21, 40
	w := newWorld(t, days)
	conversations, messages, stars := map[fact.Arm][]float64{}, map[fact.Arm][]float64{}, map[fact.Arm][]float64{}
	for _, arm := range []fact.Arm{fact.Classic, fact.Ally} {
		conversations[arm], messages[arm], stars[arm] = make([]float64, people), make([]float64, people), make([]float64, people)
	}
	week := map[fact.Arm]int{}
	for n := range days {
		var all []fact.Entry
		for i := range people {
			for k, arm := range []fact.Arm{fact.Classic, fact.Ally} {
				if n >= 7 && n < 14 || (i*7+n*3+k)%4 == 0 && n > 0 { // a week without use; and people who don't come
					continue
				}
				c, m, s := 1+(i+n)%3, 2+(i*n+k*5)%6, 1+(i+k)%5
				all = append(all, did(fmt.Sprint("p", i), arm, fact.Numbers{
					Days: 1, Conversations: c, Messages: m, Ratings: 1, Stars: s, Sessions: 1,
				}))
				conversations[arm][i] += float64(c)
				messages[arm][i] += float64(m)
				stars[arm][i] = float64(s)
				if n == 0 {
					week[arm]++
				}
			}
		}
		w.day(n, all...)
	}
	r := w.compare(comparison.Filter{})
	if r.Days != days || !r.Observational || r.Filter.From != "2026-03-02" || r.Filter.To != "2026-03-22" || r.Partial != nil {
		t.Errorf("%d days, %+v", r.Days, r.Filter)
	}
	mean := func(of []float64) float64 {
		sum := 0.0
		for _, v := range of {
			sum += v
		}
		return sum / float64(len(of))
	}
	variance := func(of []float64) float64 {
		m, sum := mean(of), 0.0
		for _, v := range of {
			sum += (v - m) * (v - m)
		}
		return sum / float64(len(of)-1)
	}
	for key, of := range map[string]map[fact.Arm][]float64{metric.Conversations: conversations, metric.Satisfaction: stars} {
		m := metricOf(r, key)
		classic, ally := of[fact.Classic], of[fact.Ally]
		if !near(m.Classic, mean(classic)) || !near(m.Ally, mean(ally)) || !near(m.Change, mean(ally)-mean(classic)) || m.Sample.Ally != people {
			t.Errorf("%s: %+v", key, m)
		}
		// Welch's interval is the change more or less t times this error; t is above 1.96 and
		// below 2.1 with so many people.
		half, se := (m.Once.High-m.Once.Low)/2, math.Sqrt(variance(classic)/people+variance(ally)/people)
		if half < 1.95*se || half > 2.1*se {
			t.Errorf("%s: half the interval is %v, the error %v", key, half, se)
		}
	}
	if m := metricOf(r, metric.MessagesPer); !near(m.Classic, mean(messages[fact.Classic])/mean(conversations[fact.Classic])) ||
		!near(m.Ally, mean(messages[fact.Ally])/mean(conversations[fact.Ally])) {
		t.Errorf("%+v", m)
	}
	if r.Classic["messageCount"] != people*mean(messages[fact.Classic]) {
		t.Errorf("%v", r.Classic)
	}
	if len(r.Weeks) != 3 || r.Weeks[1].Week != "2026-03-09" || r.Weeks[1].Classic.People != 0 || len(r.Weeks[1].Ally.Values) != 0 || r.Weeks[0].Ally.People != people {
		t.Errorf("%+v", r.Weeks)
	}
	if len(r.Choices.Organizations) != 1 || len(r.Choices.Domains) != 1 || len(r.Choices.Stages) != 1 {
		t.Errorf("%+v", r.Choices)
	}
	if other := w.compare(comparison.Filter{Domain: "nobody.example.com"}); other.Partial == nil || metricOf(other, metric.Conversations).Classic != nil {
		t.Error("a filter that leaves nobody in")
	}
}

func TestWhatCantBeToldIsASentenceAndNeverNaN(t *testing.T) {
	t.Parallel()
	active := func(n int) fact.Numbers { return fact.Numbers{Days: min(n, 1), Conversations: n, Messages: n} }
	for name, entries := range map[string][]fact.Entry{
		"nobody":            nil,
		"one person":        {did("a", fact.Ally, active(3))},
		"one on each side":  {did("a", fact.Ally, active(3)), did("b", fact.Classic, active(2))},
		"everybody alike":   {did("a", fact.Ally, active(3)), did("b", fact.Ally, active(3)), did("c", fact.Classic, active(3)), did("d", fact.Classic, active(3))},
		"baseline of zero":  {did("a", fact.Ally, active(3)), did("b", fact.Ally, active(5)), did("c", fact.Classic, active(0)), did("d", fact.Classic, active(0))},
		"somebody in both":  {did("a", fact.Ally, active(3)), did("a", fact.Classic, active(1)), did("b", fact.Ally, active(2)), did("b", fact.Classic, active(4))},
		"nothing but times": {did("a", fact.Ally, fact.Numbers{Times: fact.Times{fact.Load: {"b100": 2}}})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 3)
			if entries != nil {
				w.day(0, entries...)
			}
			r := w.compare(comparison.Filter{})
			if r.Outcome != verdict.NotEnoughData {
				t.Errorf("%s", r.Verdict)
			}
			for _, m := range r.Metrics {
				if m.Always == nil && (m.Why.ES == "" || m.Why.EN == "") {
					t.Errorf("%s has neither an interval nor a sentence", m.Key)
				}
			}
		})
	}
}

// gain is 300 people of whom a lot drew half for Ally, which is much better.
func gain(t *testing.T) *world {
	const days, each = 28, 150
	w := newWorld(t, days)
	w.set("ally_config/rollout", rollout.State{Stage: rollout.General, Salt: "s", Percentage: 100, Holdout: 50})
	batch := w.db.BulkWriter(t.Context())
	for i := range 2 * each {
		arm := fact.Classic
		if i%2 == 0 {
			arm = fact.Ally
		}
		if _, err := batch.Create(w.db.Doc(fmt.Sprint("ally_exposures/e", i)), fact.Exposure{Who: fact.Who{UserID: fmt.Sprint("p", i), Group: arm}, At: begin}); err != nil {
			t.Fatal(err)
		}
	}
	batch.End()
	for n := range days {
		var all []fact.Entry
		for i := range 2 * each {
			e := did(fmt.Sprint("p", i), fact.Classic, fact.Numbers{
				Days: 1, Conversations: 1 + (i/2+n)%2, Messages: 4, Answers: 4, Effective: 3, Sessions: 1, SessionMS: int64(200_000 + 1000*(i%37)), Ratings: 1, Stars: 3 + (i/2)%2,
				Agents: []string{fmt.Sprint("a", (i/2)%3)}, Times: fact.Times{fact.Response: {fmt.Sprint("b", 180+(i/2)%9): 4}, fact.Opening: {fmt.Sprint("b", 260+(i/2)%9): 1}},
			})
			e.Group = fact.Classic
			if i%2 == 0 {
				e.Arm, e.Group = fact.Ally, fact.Ally
				e.Numbers.Conversations, e.Numbers.SessionMS, e.Numbers.Stars = 2+(i/2+n)%2, int64(400_000+1000*(i%37)), 5-(i/2)%9/8
				e.Numbers.Agents = []string{"a1", "a2", fmt.Sprint("b", n%5), fmt.Sprint("c", (i/2)%3)}
				e.Numbers.Times = fact.Times{
					fact.Response: {fmt.Sprint("b", 170+(i/2)%9): 4}, fact.Opening: {fmt.Sprint("b", 230+(i/2)%9): 1}, fact.Load: {fmt.Sprint("b", 170+(i/2)%9): 1},
					fact.Act: {fmt.Sprint("b", 175+(i/2)%9): 1}, fact.Search: {fmt.Sprint("b", 140+(i/2)%9): 1},
				}
			} else if n == 20 && i < 4 { // two of the classic's arm try Ally
				crossed := did(fmt.Sprint("p", i), fact.Ally, fact.Numbers{Days: 1, Messages: 900, Conversations: 900})
				crossed.Group, crossed.Account = fact.Classic, e.Account+"-"
				all = append(all, crossed)
			}
			if (i/2+n)%3 != 0 || n == 0 {
				all = append(all, e)
			}
		}
		w.day(n, all...)
	}
	return w
}

var author = comparison.Author{Who: access.Person{ID: "root", Email: "root@example.com"}, Why: "acordado antes de ver los datos"}

func TestAGoIsReachedKeptAndReadByTheRolloutsGates(t *testing.T) {
	t.Parallel()
	w := gain(t)
	if r := w.compare(comparison.Filter{}); r.Outcome != verdict.NotEnoughData {
		t.Errorf("without checks: %s", r.Verdict)
	}
	for _, name := range verdict.CheckNames {
		if _, err := w.Check(t.Context(), author, name, "0", verdict.Pass); err != nil {
			t.Fatal(err)
		}
	}
	r := w.compare(comparison.Filter{})
	if r.Outcome != verdict.Go || r.Observational {
		t.Fatalf("%s: %+v", r.Verdict, r.Criteria)
	}
	for _, c := range r.Criteria {
		if c.Name == "crossed" && (c.Value == nil || math.Abs(*c.Value-2.0/150) > 1e-9) {
			t.Errorf("crossed: %+v", c)
		}
	}
	if got := metricOf(r, metric.Conversations).Sample; got != (verdict.Sample{Classic: 150, Ally: 150}) {
		t.Errorf("%+v", got)
	}
	for step, want := range []bool{true, false, true} {
		if step == 2 {
			w.now = w.now.Add(time.Hour)
		}
		if renewed, err := w.Renew(t.Context()); renewed != want || err != nil {
			t.Errorf("%d: %v, %v", step, renewed, err)
		}
	}
	s, err := (&desk.Desk{Client: w.db, Now: func() time.Time { return w.now }}).State(t.Context())
	if err != nil || s.Evidence.Verdict != rollout.Go || !s.Evidence.At.Equal(w.now) {
		t.Fatalf("%+v, %v", s.Evidence, err)
	}
	for _, c := range s.Next(w.now) {
		if c.Name == "verdict" && !c.Met {
			t.Errorf("%+v", c)
		}
	}
	// A record that fails stops it, and the gate is told within the hour.
	if _, err := w.Check(t.Context(), author, verdict.Security, "1", verdict.Fail); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(time.Hour)
	if _, err := w.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s, err := (&desk.Desk{Client: w.db}).State(t.Context()); err != nil || s.Evidence.Verdict != rollout.NoGo {
		t.Errorf("%+v, %v", s.Evidence, err)
	}
	reports(t, w)
}

// reports sees that every file stands on its own.
func reports(t *testing.T, w *world) {
	r, err := w.Compare(t.Context(), comparison.Filter{OrganizationID: "=cmd|'x'!A1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []comparison.Format{comparison.PDF, comparison.CSV, comparison.JSON} {
		file, err := r.File(f, lang.English, "=root@example.com")
		if err != nil || len(file.Data) == 0 || !strings.HasSuffix(file.Name, "."+string(f)) {
			t.Fatalf("%s: %d bytes, %v", f, len(file.Data), err)
		}
		switch f {
		case comparison.PDF:
			if !strings.HasPrefix(string(file.Data), "%PDF") {
				t.Errorf("%.20q", file.Data)
			}
		case comparison.CSV:
			read := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(file.Data), "\ufeff")))
			read.FieldsPerRecord = -1
			rows, err := read.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				for _, cell := range row {
					if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "@") {
						t.Errorf("a spreadsheet runs %q", cell)
					}
				}
			}
			for _, part := range []string{"Metrics", "Criteria", "Thresholds", "Definitions", "root@example.com", "worth finding"} {
				if !strings.Contains(string(file.Data), part) {
					t.Errorf("the file does not tell %s", part)
				}
			}
		case comparison.JSON:
			if !json.Valid(file.Data) {
				t.Error("no JSON")
			}
		}
	}
}

func TestFiguresAreGatheredOnceForEachRevisionOfTheRollUps(t *testing.T) {
	t.Parallel()
	w := gain(t)
	// another is an instance that knows nothing yet; it tells how many documents it read.
	another := func() (string, int) {
		t.Helper()
		client, err := store.Open(t.Context(), store.Options{Project: w.project, Emulator: emulatortest.Shared(t).Addr(), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		facts, err := fact.NewKeeper(fact.Deps{Client: client, Now: w.Now, Pause: wait.For, NewKey: rand.Text})
		if err != nil {
			t.Fatal(err)
		}
		s, err := comparison.NewService(comparison.Deps{Client: client, Facts: facts, Now: w.Now, Pause: wait.For})
		if err != nil {
			t.Fatal(err)
		}
		ctx, meter := store.Metered(t.Context(), w.Now)
		r, err := s.Compare(ctx, comparison.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(r.Report(lang.English))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw), meter.Cost().Reads
	}
	gathered, all := another()
	if renewed, err := w.Renew(t.Context()); !renewed || err != nil {
		t.Fatal(renewed, err)
	}
	kept, few := another()
	if diff := cmp.Diff(gathered, kept); diff != "" {
		t.Errorf("figures at hand are others: %s", diff)
	}
	if few != 7 || all < few+28 {
		t.Errorf("%d reads where figures are at hand, %d where they are not", few, all)
	}
	// A day is rolled up again.
	w.set("ally_measuring/rollup", map[string]any{"through": fact.DayOf(begin.AddDate(0, 0, 27)), "revision": 2})
	w.day(3)
	if later, again := another(); later == kept || again != all {
		t.Errorf("%d reads after a roll-up, of the same figures: %v", again, later == kept)
	}
}

func TestThresholdsAndChecksAreChangedAtARevisionAndLeaveAnEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	code := func(err error) string {
		var f *fault.Fault
		if errors.As(err, &f) {
			return f.Code
		}
		return fmt.Sprint(err)
	}
	ctx := context.WithoutCancel(t.Context())
	other := verdict.Defaults
	other.People = 80
	short := author
	short.Why = "antes"
	if r, err := w.Fix(ctx, short, "0", other, nil); err != nil || r.Thresholds.People != 80 || r.Revision != 1 || r.FixedBy != "root@example.com" {
		t.Fatalf("%+v, %v", r, err)
	}
	w.day(0, did("a", fact.Ally, fact.Numbers{Days: 1, Messages: 1, Conversations: 1}))
	wrong, odd := verdict.Defaults, "2026-13-01"
	wrong.People = 3
	later := "2026-03-03"
	for _, tc := range []struct {
		name string
		do   func() error
		want string
	}{
		{"an older revision", func() error { _, err := w.Fix(ctx, author, "0", other, nil); return err }, "changed"},
		{"a short reason once there is data", func() error { _, err := w.Fix(ctx, short, "1", other, nil); return err }, "invalid"},
		{"too few people", func() error { _, err := w.Fix(ctx, author, "1", wrong, nil); return err }, "invalid"},
		{"no day", func() error { _, err := w.Fix(ctx, author, "1", other, &odd); return err }, "invalid"},
		{"another beginning", func() error { _, err := w.Fix(ctx, author, "1", other, &later); return err }, "<nil>"},
		{"a check", func() error { _, err := w.Check(ctx, author, verdict.Bugs, "0", verdict.Fail); return err }, "<nil>"},
		{"the same again", func() error { _, err := w.Check(ctx, author, verdict.Bugs, "0", verdict.Pass); return err }, "changed"},
	} {
		if got := code(tc.do()); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
	if r := w.compare(comparison.Filter{}); r.Filter.From != later || r.Outcome != verdict.NoGo || r.Thresholds.People != 80 {
		t.Errorf("%+v %s", r.Filter, r.Verdict)
	}
	docs, err := w.db.Collection("ally_audit").Documents(ctx).GetAll()
	if err != nil || len(docs) != 3 {
		t.Errorf("%d entries, %v", len(docs), err)
	}
}
