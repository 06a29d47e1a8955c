package allycomparison_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/audit"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/verdict"
)

func TestMain(m *testing.M) { os.Exit(emulatortest.Main(m)) }

const route = "/api/ally/comparison"

type fields = map[string]any

// measured is a world of which so many days are rolled up, up to yesterday.
func measured(t *testing.T, days int) *allytest.World {
	w := allytest.New(t, allytest.NoEvents())
	first := w.Clock.Now().UTC().AddDate(0, 0, -days-1) // the roll-up waits for the day to be over
	w.Set("ally_measuring/rollup", fields{"through": fact.DayOf(first.AddDate(0, 0, days-1))})
	for n := range days {
		people := fields{}
		for i := range 6 {
			arm := []fact.Arm{fact.Classic, fact.Ally}[i%2]
			people[fmt.Sprint("f", i)] = fact.Entry{
				Person: fmt.Sprint("p", i), Account: fmt.Sprint("p", i), Arm: arm,
				Numbers: fact.Numbers{Days: 1, Conversations: 1 + i, Messages: 2 + i, Begin: first.AddDate(0, 0, n), FirstAt: first.AddDate(0, 0, n)},
			}
		}
		w.Set(fmt.Sprint("ally_rollups/d", n), fields{"day": fact.DayOf(first.AddDate(0, 0, n)), "page": 0, "people": people})
	}
	return w
}

func TestOnlyASuperadminComparesAndALookReadsARollUpOfEachDay(t *testing.T) {
	t.Parallel()
	const days = 9
	w := measured(t, days)
	if a := w.Call(sample.Granted(), http.MethodGet, route, nil); a.Status != http.StatusForbidden {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	w.Call(sample.Superadmin(), http.MethodGet, route+"/checks", nil) // who asks is known from here on
	var out struct {
		Outcome       verdict.Outcome
		Days          int
		Observational bool
		Metrics       []verdict.ReportedMetric
		Weeks         []fields
		Definitions   []fields
		Sources       struct{ Oldest string }
	}
	a := w.Call(sample.Superadmin(), http.MethodGet, route, nil)
	a.Into(&out)
	if out.Outcome != verdict.NotEnoughData || out.Days != days || !out.Observational || len(out.Metrics) != len(out.Definitions) || len(out.Weeks) < 2 || out.Sources.Oldest == "" {
		t.Errorf("%+v", out)
	}
	first, _, _ := a.Cost()
	again, _, _ := w.Call(sample.Superadmin(), http.MethodGet, route, nil).Cost()
	if first-again != days || again > 12 {
		t.Errorf("%d reads, and %d when the figures are known", first, again)
	}
	var elsewhere struct {
		Filter  fields
		Partial any
	}
	w.Call(sample.Superadmin(), http.MethodGet, route+"?organizationId="+sample.OrganizationSalfa+"&domain="+sample.DomainSalfa, nil).Into(&elsewhere)
	if elsewhere.Filter["organizationId"] != sample.OrganizationSalfa || elsewhere.Partial == nil {
		t.Errorf("an organization that the superadmin is not of: %+v", elsewhere)
	}
	for _, query := range []string{"?from=yesterday", "?to=2026-02-30", "?from=2020-01-01"} {
		if a := w.Call(sample.Superadmin(), http.MethodGet, route+query, nil); a.Status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", query, a.Status, a.Body)
		}
	}
}

func TestTheReportIsAFile(t *testing.T) {
	t.Parallel()
	w := measured(t, 2)
	for format, begins := range map[string]string{"pdf": "%PDF", "csv": "\ufeff", "json": "{"} {
		a := w.Call(sample.Superadmin(), http.MethodGet, route+"/report?lang=en&format="+format, nil)
		if a.Status != http.StatusOK || !strings.HasPrefix(string(a.Body), begins) || !strings.Contains(a.Header.Get("Content-Disposition"), "."+format) {
			t.Errorf("%s: %d %v", format, a.Status, a.Header)
		}
	}
	told, err := w.DB.Collection(audit.Collection).Where("what", "==", "comparison.exported").Documents(t.Context()).GetAll()
	if err != nil || len(told) != 3 {
		t.Errorf("the trail has %d exports of 3, %v", len(told), err)
	}
}

func TestThresholdsAndChecksAreSetAtARevision(t *testing.T) {
	t.Parallel()
	w := measured(t, 2)
	call := func(method, path string, body any) allytest.Answer {
		return w.Call(sample.Superadmin(), method, route+path, body)
	}
	set := verdict.Defaults
	set.Satisfaction = 4.6
	body := fields{"revision": "0", "thresholds": set, "why": "acordado con el directorio"}
	var rules struct {
		Thresholds                 verdict.Thresholds
		Revision, FixedAt, FixedBy string
	}
	call(http.MethodPut, "/thresholds", body).Into(&rules)
	if rules.Thresholds != set || rules.Revision != "1" || rules.FixedBy != sample.Superadmin().Email {
		t.Errorf("%+v", rules)
	}
	if _, err := time.Parse(time.RFC3339, rules.FixedAt); err != nil {
		t.Error(err)
	}
	if a := call(http.MethodPut, "/thresholds", body); a.Status != http.StatusConflict || a.Problem().Code != "changed" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	var found struct {
		Check struct{ Name, State, Revision string }
	}
	call(http.MethodPut, "/checks/isolation", fields{"revision": "0", "state": "pass", "note": "pruebas de aislamiento"}).Into(&found)
	if found.Check.State != "pass" || found.Check.Revision != "1" {
		t.Errorf("%+v", found)
	}
	if a := call(http.MethodPut, "/checks/taste", fields{"revision": "0", "state": "pass", "note": "rico"}); a.Status != http.StatusBadRequest {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	var list struct {
		Checks []struct{ Name, State string }
	}
	call(http.MethodGet, "/checks", nil).Into(&list)
	if len(list.Checks) != 5 || list.Checks[0].State != "pass" || list.Checks[1].State != "unknown" {
		t.Errorf("%+v", list)
	}
}

func TestTheScheduledRunKeepsTheVerdictOnceAnHour(t *testing.T) {
	t.Parallel()
	w := measured(t, 2)
	at := func() time.Time {
		if err := w.System.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		doc, err := w.DB.Doc("ally_config/verdict").Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		at, _ := doc.Data()["at"].(time.Time)
		return at
	}
	first := at()
	if again := at(); first.IsZero() || !again.Equal(first) {
		t.Errorf("%v, then %v", first, again)
	}
	w.Clock.Move(time.Hour)
	if later := at(); !later.After(first) {
		t.Errorf("after an hour %v", later)
	}
}
