package allyaudit_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/audit"
)

const route = "/api/ally/config/audit"

type page struct {
	Entries []struct {
		ID, What, Who, Why, At string
		After                  map[string]any
	}
	NextCursor *string
}

// filled is a trail of n entries, of two kinds by turns, a minute apart.
func filled(t *testing.T, n int) *allytest.World {
	t.Helper()
	w := allytest.New(t, allytest.NoEvents())
	began := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	bulk := w.DB.BulkWriter(t.Context())
	for i := range n {
		_, err := bulk.Create(w.DB.Collection(audit.Collection).Doc(fmt.Sprintf("audit_%03d", i)), audit.Entry{
			Who: fmt.Sprint("person-", i%3), What: []string{"share.created", "rollout.changed"}[i%2], Target: "ally_shares/x",
			After: map[string]any{"number": i}, Why: "=1+1", At: began.Add(time.Duration(i/2) * time.Minute),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	bulk.End()
	return w
}

func read(w *allytest.World, query string) (p page) {
	w.Call(sample.Superadmin(), http.MethodGet, route+"?"+query, nil).Into(&p)
	return p
}

func TestTheTrailIsReadNewestFirstPageByPageByWhoWhatTargetAndTime(t *testing.T) {
	t.Parallel()
	w := filled(t, 20)
	for _, tc := range []struct {
		query string
		want  int
	}{
		{"", 20}, {"what=share.created", 10}, {"who=person-0", 7}, {"target=ally_shares/x", 20}, {"target=ally_shares/y", 0},
		{"from=2026-03-01T09:05:00Z", 10}, {"to=2026-03-01T09:05:00Z", 10},
		{"what=share.created&from=2026-03-01T09:05:00Z&to=2026-03-01T09:07:00Z", 2},
	} {
		seen, last := map[string]bool{}, "9"
		for cursor := ""; ; {
			p := read(w, tc.query+"&limit=3&cursor="+cursor)
			for _, e := range p.Entries {
				if seen[e.ID] || e.At > last {
					t.Errorf("%s: %s twice or out of order", tc.query, e.ID)
				}
				seen[e.ID], last = true, e.At
			}
			if p.NextCursor == nil {
				break
			}
			cursor = *p.NextCursor
		}
		if len(seen) != tc.want {
			t.Errorf("%s: %d entries, want %d", tc.query, len(seen), tc.want)
		}
	}
	for query, field := range map[string]string{"what=a&who=b": "what", "cursor=odd": "cursor", "from=yesterday": "from"} {
		a := w.Call(sample.Superadmin(), http.MethodGet, route+"?"+query, nil)
		if p := a.Problem(); a.Status != http.StatusBadRequest || len(p.Fields) != 1 || p.Fields[0].Field != field {
			t.Errorf("%s: %d %s", query, a.Status, a.Body)
		}
	}
}

func TestTheTrailIsExportedForASpreadsheetThatRunsNothing(t *testing.T) {
	t.Parallel()
	w := filled(t, 4)
	a := w.Call(sample.Superadmin(), http.MethodGet, route+"/export?what=share.created", nil)
	lines := strings.Split(strings.TrimSpace(string(a.Body)), "\n")
	if a.Status != http.StatusOK || len(lines) != 3 || !strings.Contains(lines[1], `"{""number"":2}"`) || !strings.Contains(lines[1], ",'=1+1,") {
		t.Errorf("%d\n%s", a.Status, a.Body)
	}
}
