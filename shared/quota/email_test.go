package quota

import (
	"testing"
	"time"

	"getaifactory.com/ally/shared/fault"
)

func TestALimitOfEmailsCountsTodaysRecipients(t *testing.T) {
	for _, tc := range []struct {
		name    string
		use     Use
		limit   int
		n       int
		refused bool
	}{
		{"nothing written", Use{}, 3, 3, false},
		{"more than there may be", Use{}, 3, 4, true},
		{"two left for two", Use{Emails: map[string]int{"2026-03-18": 1}}, 3, 2, false},
		{"two left for three", Use{Emails: map[string]int{"2026-03-18": 1}}, 3, 3, true},
		{"yesterday's", Use{Emails: map[string]int{"2026-03-17": 9}}, 3, 3, false},
		{"more than the limit that is now", Use{Emails: map[string]int{"2026-03-18": 9}}, 3, 1, true},
		{"no limit", Use{Emails: map[string]int{"2026-03-18": 9}}, 0, 100, false},
	} {
		err := tc.use.CheckEmails(Limits{EmailsPerDay: tc.limit}, tc.n, noon)
		if (err != nil) != tc.refused || err != nil && (!fault.Has(err, "limit_emails") || fault.From(err).Wait != 12*time.Hour) {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}
