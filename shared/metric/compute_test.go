package metric_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/metric"
)

func TestReturnIsCountedInMatureWindowsOnly(t *testing.T) {
	d, _ := metric.Find(metric.Return7)
	for name, tc := range map[string]struct {
		active uint64
		days   int
		want   []metric.Value
	}{
		"never there":                   {0, 28, nil},
		"came back on the seventh day":  {1 | 1<<7, 28, []metric.Value{{Person: "p", Num: 1, Den: 1}}},
		"came back on the eighth day":   {1 | 1<<8, 28, []metric.Value{{Person: "p", Den: 1}}},
		"began a week before the end":   {1 << 20, 28, []metric.Value{{Person: "p", Den: 1}}},
		"began less than a week before": {1<<21 | 1<<22, 28, nil},
		"a window of a week has nobody": {1, 7, nil},
		"the longest window's last day": {1 << 61, fact.MostDays, nil},
	} {
		people := []fact.Person{{Key: "p", Ally: &fact.Total{Active: tc.active}}}
		if diff := cmp.Diff(tc.want, metric.Compute(d, people, fact.Ally, tc.days)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhoWasNotThereIsNotCountedAsZero(t *testing.T) {
	people := []fact.Person{{Key: "p"}, {Key: "q", Ally: &fact.Total{}, Classic: &fact.Total{}}}
	for _, d := range metric.Definitions {
		for _, arm := range []fact.Arm{fact.Classic, fact.Ally} {
			if got := metric.Compute(d, people, arm, 28); len(got) != 0 {
				t.Errorf("%s of %s: %v", d.Key, arm, got)
			}
		}
	}
}

func TestEveryMeasureThatHasASourceIsComputed(t *testing.T) {
	noon := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	h := fact.Histogram{"b100": 2}
	full := &fact.Total{Active: 3, Numbers: fact.Numbers{
		Days: 2, Conversations: 2, Messages: 6, Answers: 4, Failed: 1, Effective: 2, Sessions: 3, SessionMS: 90_000, Actions: 2, Invited: 1,
		Ratings: 2, Stars: 9, Agents: []string{"a", "b"}, Features: []string{"rating"}, FirstAt: noon, Productive: noon.Add(time.Minute),
		Times: fact.Times{fact.Load: h, fact.OpenToFirst: h, fact.Opening: h, fact.Response: h, fact.Act: h, fact.Search: h},
	}}
	people := []fact.Person{{Key: "p", Ally: full, Classic: full}}
	want := map[string]float64{
		metric.Conversations: 2, metric.MessagesPer: 3, metric.SessionLength: 30, metric.MessagesPerSession: 2, metric.AgentsDiscovered: 2,
		metric.CollaborationRate: 1, metric.Return7: 1, metric.Satisfaction: 4.5, metric.PromptEffectiveness: 0.5, metric.FeatureDiscovery: 1,
		metric.TimeToProductive: 60, metric.AppUse: 2, metric.FailureRate: 0.25,
	}
	for _, d := range metric.Definitions {
		for _, arm := range []fact.Arm{fact.Classic, fact.Ally} {
			has := d.Ally != ""
			if arm == fact.Classic {
				has = d.Classic != ""
			}
			values := metric.Compute(d, people, arm, 28)
			switch {
			case len(values) == 1 != has:
				t.Errorf("%s of %s: %v", d.Key, arm, values)
			case has && values[0].Den == 0:
				if diff := cmp.Diff(h, values[0].Times); diff != "" {
					t.Errorf("%s of %s: %s", d.Key, arm, diff)
				}
			case has && values[0].Num/values[0].Den != want[d.Key]:
				t.Errorf("%s of %s: %v, want %v", d.Key, arm, values[0], want[d.Key])
			}
		}
	}
}
