package quota

import (
	"testing"
	"time"

	"getaifactory.com/ally/shared/fault"
)

var noon = time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)

func ago(seconds ...int) []time.Time {
	var times []time.Time
	for _, s := range seconds {
		times = append(times, noon.Add(-time.Duration(s)*time.Second))
	}
	return times
}

func TestALimitSaysWhatWasExceededAndWhenItEnds(t *testing.T) {
	limits := Limits{MessagesPerMinute: 3, TokensPerDay: 100}
	for _, tc := range []struct {
		name string
		use  Use
		code string // "" for none
		wait time.Duration
	}{
		{"nothing used", Use{}, "", 0},
		{"two of three", Use{Sent: ago(50, 40)}, "", 0},
		{"three of three", Use{Sent: ago(50, 40, 30)}, "too_many", 10 * time.Second},
		{"four of three", Use{Sent: ago(50, 40, 30, 20)}, "too_many", 20 * time.Second},
		{"the oldest is a minute ago", Use{Sent: ago(60, 40, 30)}, "", 0},
		{"tokens left", Use{Days: map[string]int{"2026-03-18": 99}}, "", 0},
		{"no tokens left", Use{Days: map[string]int{"2026-03-18": 100}}, "limit_tokens", 12 * time.Hour},
		{"yesterday's tokens", Use{Days: map[string]int{"2026-03-17": 1000}}, "", 0},
	} {
		err := tc.use.Check(limits, noon)
		if tc.code == "" {
			if err != nil {
				t.Errorf("%s: %v", tc.name, err)
			}
			continue
		}
		f := fault.From(err)
		if f.Code != tc.code || f.Wait != tc.wait || f.Kind != fault.TooMany {
			t.Errorf("%s: %s, wait %s", tc.name, f.Code, f.Wait)
		}
	}
}

func TestWithoutALimitNothingIsRefused(t *testing.T) {
	use := Use{Sent: ago(3, 2, 1), Days: map[string]int{"2026-03-18": 1 << 40}}
	if err := use.Check(Limits{}, noon); err != nil {
		t.Error(err)
	}
}
