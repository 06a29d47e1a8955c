package verdict

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/rollout"
	"getaifactory.com/ally/shared/stats"
)

var now = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

func side(n int, value, deviation float64) Side {
	return Known(stats.Estimate{N: n, Value: value, Variance: deviation * deviation}, nil)
}

func named(key string) lang.Text { return lang.Text{ES: key + " (es)", EN: key} }

// good is an input of which everything holds: the plan's example, with many people.
func good() Input {
	target := func(v float64) *float64 { return &v }
	in := Input{
		At: now, Days: 28, Randomized: true, Classic: 400, Ally: 400, Share: 0.5, Exposed: 380, Crossed: 2,
		Metrics: []Metric{
			{Key: "timeToFirstMessage", Figure: "avgTimeToFirstMessage", Name: named("time to first message"), Unit: "s", Direction: Lower, IsKey: true, Classic: side(400, 45, 20), Ally: side(400, 18, 10)},
			{Key: "agentDiscovery", Figure: "agentDiscoveryRate", Name: named("agents discovered"), Direction: Higher, IsKey: true, Classic: side(400, 2.3, 1.5), Ally: side(400, 5.1, 2)},
			{Key: "satisfaction", Figure: "userSatisfaction", Name: named("satisfaction"), Direction: Higher, IsKey: true, AtLeast: target(4), Rated: true, Classic: side(400, 4, 0.6), Ally: side(400, 4.8, 0.4)},
			{Key: "sessionLength", Figure: "avgSessionLength", Name: named("session length"), Unit: "s", Direction: Higher, IsKey: true, Or: "promptEffectiveness", Classic: side(400, 480, 200), Ally: side(400, 720, 250)},
			{Key: "promptEffectiveness", Name: named("prompt effectiveness"), Direction: Higher, Classic: side(400, 0.8, 0.2), Ally: side(400, 0.92, 0.15)},
			{Key: "responseTime", Name: named("response time"), Unit: "s", Direction: Lower, Target: target(2), Margin: 0.2, Classic: side(400, 1.6, 0.5), Ally: side(400, 1.5, 0.5)},
			{Key: "appTime", Name: named("app action time"), Unit: "s", Direction: Lower, Target: target(3), Classic: Side{Why: lang.Text{ES: "El chat clásico no tiene apps.", EN: "The classic chat has no apps."}}, Ally: side(300, 2, 0.8)},
			{Key: "returnRate", Name: named("7-day return"), Direction: Higher, Margin: 0.1, Classic: side(400, 0.7, 0.46), Ally: side(400, 0.8, 0.4)},
		},
	}
	for _, name := range CheckNames {
		in.Checks = append(in.Checks, Check{name, true, now.Add(-day)})
	}
	in.Totals.Classic = map[string]float64{"conversationCount": 15, "messageCount": 234}
	in.Totals.Ally = map[string]float64{"conversationCount": 12, "messageCount": 189, "appUsageCount": 23, "collaborationCount": 5}
	return in
}

func (in *Input) metric(key string) *Metric {
	i := slices.IndexFunc(in.Metrics, func(m Metric) bool { return m.Key == key })
	return &in.Metrics[i]
}

// alike makes Ally's figure the classic's.
func alike(in *Input, keys ...string) {
	for _, key := range keys {
		m := in.metric(key)
		m.Ally = m.Classic
	}
}

func (v Verdict) criterion(kind Kind, name string) (Criterion, bool) {
	for _, c := range v.Criteria {
		if c.Kind == kind && c.Name == name {
			return c, true
		}
	}
	return Criterion{}, false
}

func TestEachThingThatMattersChangesTheVerdict(t *testing.T) {
	nan := math.NaN()
	for _, tc := range []struct {
		name   string
		change func(*Input)
		want   Outcome
		// What is told of one criterion: kind, name, state; "" for nothing.
		kind  Kind
		of    string
		state State
	}{
		{"everything holds", func(*Input) {}, Go, Goal, "keyMetrics", Pass},

		{"isolation has failed", func(in *Input) { in.Checks[0].Passed = false }, NoGo, ACheck, "isolation", Fail},
		{"security has failed", func(in *Input) { in.Checks[1].Passed = false }, NoGo, ACheck, "security", Fail},
		{"a critical error is known", func(in *Input) { in.Checks[2].Passed = false }, NoGo, ACheck, "bugs", Fail},
		{"data was lost", func(in *Input) { in.Checks[3].Passed = false }, NoGo, ACheck, "data", Fail},
		{"something can't be done any more", func(in *Input) { in.Checks[4].Passed = false }, NoGo, ACheck, "tasks", Fail},
		{"a check failed, and there are no people", func(in *Input) { in.Checks[1].Passed, in.Classic = false, 0 }, NoGo, ACheck, "security", Fail},
		{"a failed check that passed again", func(in *Input) { in.Checks = append(in.Checks, Check{Security, false, now.Add(-2 * day)}) }, Go, ACheck, "security", Pass},
		{"a passed check that failed again", func(in *Input) { in.Checks = append(in.Checks, Check{Security, false, now}) }, NoGo, ACheck, "security", Fail},
		{"a check passed and failed at one moment", func(in *Input) { in.Checks = append(in.Checks, Check{Security, false, now.Add(-day)}) }, NoGo, ACheck, "security", Fail},
		{"a failed check that is old", func(in *Input) { in.Checks[1] = Check{Security, false, now.Add(-100 * day)} }, NoGo, ACheck, "security", Fail},
		{"isolation was never checked", func(in *Input) { in.Checks = in.Checks[1:] }, NotEnoughData, ACheck, "isolation", Unknown},
		{"isolation was checked long ago", func(in *Input) { in.Checks[0].At = now.Add(-31 * day) }, NotEnoughData, ACheck, "isolation", Unknown},
		{"isolation will be checked", func(in *Input) { in.Checks[0].At = now.Add(day) }, NotEnoughData, ACheck, "isolation", Unknown},
		{"tasks were never checked", func(in *Input) { in.Checks = in.Checks[:4] }, Go, ACheck, "data", Pass},
		{"data was checked long ago", func(in *Input) { in.Checks[3].At = now.Add(-31 * day) }, Go, ACheck, "tasks", Pass},

		{"too few days", func(in *Input) { in.Days = 13 }, NotEnoughData, Health, "days", Fail},
		{"no day", func(in *Input) { in.Days = 0 }, NotEnoughData, Health, "days", Fail},
		{"too few people with Ally", func(in *Input) { in.Ally = 49 }, NotEnoughData, Health, "people", Fail},
		{"nobody with the classic chat", func(in *Input) { in.Classic = 0 }, NotEnoughData, Health, "crossed", Unknown},
		{"nobody at all", func(in *Input) { in.Classic, in.Ally = 0, 0 }, NotEnoughData, Health, "exposure", Unknown},
		{"arms of the wrong size", func(in *Input) { in.Classic = 600 }, NotEnoughData, Health, "sampleRatio", Fail},
		{"a share that is none", func(in *Input) { in.Share = 1 }, NotEnoughData, Health, "sampleRatio", Unknown},
		{"hardly anybody has used it", func(in *Input) { in.Exposed = 100 }, NotEnoughData, Health, "exposure", Fail},
		{"many of the classic's arm have used it", func(in *Input) { in.Crossed = 80 }, NotEnoughData, Health, "crossed", Fail},

		{"people return much less", func(in *Input) { in.metric("returnRate").Ally = side(400, 0.4, 0.49) }, NoGo, AGuardrail, "returnRate", Fail},
		{"people return a little less", func(in *Input) { in.metric("returnRate").Ally = side(400, 0.67, 0.47) }, NotEnoughData, AGuardrail, "returnRate", Unknown},
		{"people return less, but by less than the margin", func(in *Input) {
			in.metric("returnRate").Classic, in.metric("returnRate").Ally = side(400_000, 0.7, 0.46), side(400_000, 0.69, 0.46)
		}, Go, AGuardrail, "returnRate", Pass},
		{"answers take much longer", func(in *Input) { in.metric("responseTime").Classic = side(400, 0.8, 0.4) }, NoGo, AGuardrail, "responseTime", Fail},
		{"a guardrail without a classic figure", func(in *Input) { in.metric("returnRate").Classic = Side{} }, NotEnoughData, AGuardrail, "returnRate", Unknown},
		{"a guardrail that is all alike", func(in *Input) {
			in.metric("returnRate").Classic, in.metric("returnRate").Ally = side(400, 1, 0), side(400, 1, 0)
		}, Go, AGuardrail, "returnRate", Pass},
		{"a guardrail that is all alike, and worse", func(in *Input) {
			in.metric("returnRate").Classic, in.metric("returnRate").Ally = side(400, 1, 0), side(400, 0, 0)
		}, NotEnoughData, AGuardrail, "returnRate", Unknown},
		{"a guardrail with a baseline of zero", func(in *Input) { in.metric("returnRate").Classic = side(400, 0, 0) }, Go, AGuardrail, "returnRate", Pass},

		{"satisfaction is 4.2", func(in *Input) { in.metric("satisfaction").Ally = side(400, 4.2, 0.4) }, NeedsImprovement, Goal, "satisfaction", Fail},
		{"satisfaction is 4.52, but may be less", func(in *Input) { in.metric("satisfaction").Ally = side(400, 4.52, 0.6) }, NotEnoughData, Goal, "satisfaction", Unknown},
		{"and still after the longest time", func(in *Input) {
			in.metric("satisfaction").Ally, in.Days = side(400, 4.52, 0.6), 56
		}, NeedsImprovement, Goal, "satisfaction", Unknown},
		{"satisfaction of one person", func(in *Input) { in.metric("satisfaction").Ally = side(1, 5, 0) }, NotEnoughData, Goal, "satisfaction", Unknown},
		{"satisfaction that nobody varies in", func(in *Input) { in.metric("satisfaction").Ally = side(400, 5, 0) }, NotEnoughData, Goal, "satisfaction", Unknown},
		{"satisfaction is NaN", func(in *Input) { in.metric("satisfaction").Ally = side(400, nan, 1) }, NotEnoughData, Goal, "satisfaction", Unknown},
		{"satisfaction isn't measured", func(in *Input) { in.metric("satisfaction").Rated = false }, NotEnoughData, Goal, "satisfaction", Unknown},

		{"three key metrics are as before", func(in *Input) {
			alike(in, "agentDiscovery", "sessionLength", "promptEffectiveness", "timeToFirstMessage")
		}, NotEnoughData, Goal, "keyMetrics", Unknown},
		{"three key metrics are surely as before", func(in *Input) {
			for _, key := range []string{"agentDiscovery", "sessionLength", "promptEffectiveness", "timeToFirstMessage"} {
				m := in.metric(key)
				m.Classic.Estimate.N, m.Ally.Estimate.N = 40_000, 40_000
			}
			alike(in, "agentDiscovery", "sessionLength", "promptEffectiveness", "timeToFirstMessage")
		}, NeedsImprovement, Goal, "keyMetrics", Fail},
		{"two key metrics are as before", func(in *Input) { alike(in, "agentDiscovery", "timeToFirstMessage") }, Go, Goal, "keyMetrics", Pass},
		{"the first message takes longer", func(in *Input) { in.metric("timeToFirstMessage").Ally = side(400, 90, 20) }, Go, AKey, "timeToFirstMessage", Fail},
		{"satisfaction is above the classic's and below 4", func(in *Input) {
			in.metric("satisfaction").Classic, in.metric("satisfaction").Ally = side(400, 3, 0.6), side(400, 3.8, 0.4)
		}, NeedsImprovement, AKey, "satisfaction", Fail},
		{"satisfaction is high and was as high before", func(in *Input) { in.metric("satisfaction").Classic = side(400, 4.8, 0.4) }, Go, AKey, "satisfaction", Fail},
		{"sessions are as long, and more effective", func(in *Input) {
			in.metric("sessionLength").Classic, in.metric("sessionLength").Ally = side(400, 480, 80), side(400, 480, 80)
		}, Go, AKey, "sessionLength", Pass},
		{"sessions are as long, and as effective", func(in *Input) {
			in.metric("sessionLength").Classic = side(40_000, 480, 80)
			in.metric("promptEffectiveness").Classic = side(40_000, 0.8, 0.2)
			alike(in, "sessionLength", "promptEffectiveness")
		}, Go, AKey, "sessionLength", Fail},
		{"a key metric without data", func(in *Input) { in.metric("agentDiscovery").Ally = Side{} }, Go, AKey, "agentDiscovery", Unknown},
		{"a key metric with a baseline of zero", func(in *Input) { in.metric("agentDiscovery").Classic = side(400, 0, 0) }, Go, AKey, "agentDiscovery", Pass},
		{"a key metric that never happens", func(in *Input) {
			in.metric("agentDiscovery").Classic, in.metric("agentDiscovery").Ally = side(400, 0, 0), side(400, 0, 0)
		}, Go, AKey, "agentDiscovery", Unknown},

		{"answers take 2.5 s", func(in *Input) {
			in.metric("responseTime").Ally, in.metric("responseTime").Margin = side(400, 2.5, 0.5), 0
		}, NeedsImprovement, ATarget, "responseTime", Fail},
		{"answers take 1.98 s, or more", func(in *Input) {
			in.metric("responseTime").Ally, in.metric("responseTime").Margin = side(400, 1.98, 0.5), 0
		}, NotEnoughData, ATarget, "responseTime", Unknown},
		{"no app was used", func(in *Input) { in.metric("appTime").Ally = Side{} }, NotEnoughData, ATarget, "appTime", Unknown},

		{"no lot was drawn", func(in *Input) { in.Randomized, in.Share, in.Crossed = false, 0, 300 }, NeedsImprovement, Goal, "keyMetrics", Pass},
		{"no lot was drawn, and people return less", func(in *Input) {
			in.Randomized, in.metric("returnRate").Ally = false, side(400, 0.4, 0.49)
		}, NoGo, AGuardrail, "returnRate", Fail},
		{"no lot was drawn, and too few days", func(in *Input) { in.Randomized, in.Days = false, 2 }, NotEnoughData, Health, "days", Fail},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := good()
			tc.change(&in)
			v := Reach(in)
			if v.Outcome != tc.want {
				t.Errorf("%s: %s, want %s", v.Outcome, v.Why.EN, tc.want)
			}
			c, found := v.criterion(tc.kind, tc.of)
			if !found || c.State != tc.state {
				t.Errorf("%s %s is %q, want %s: %s", tc.kind, tc.of, c.State, tc.state, c.Why.EN)
			}
			sound(t, v)
		})
	}
}

// sound says that everything has its words, and that the report has no NaN.
func sound(t interface {
	Helper()
	Errorf(string, ...any)
}, v Verdict) {
	t.Helper()
	texts := []lang.Text{v.Why}
	for _, c := range v.Criteria {
		texts = append(texts, c.Why, c.Title)
	}
	for _, text := range texts {
		if text.ES == "" || text.EN == "" || strings.Contains(text.ES+text.EN, "%!") || strings.Contains(text.ES+text.EN, "NaN") {
			t.Errorf("a text is %+v", text)
		}
	}
	for _, l := range []lang.Language{lang.Spanish, lang.English} {
		if _, err := json.Marshal(v.Report(l)); err != nil {
			t.Errorf("%v", err)
		}
	}
	if v.Observational && v.Outcome == Go {
		t.Errorf("GO without a lot")
	}
}

func TestTheGatesReadTheVerdict(t *testing.T) {
	for outcome, want := range map[Outcome]rollout.Verdict{
		Go: rollout.Go, NoGo: rollout.NoGo, NeedsImprovement: rollout.NeedsImprovement, NotEnoughData: rollout.Unknown,
	} {
		if got := (Verdict{Outcome: outcome, At: now}).Evidence(); got != (rollout.Evidence{Verdict: want, At: now}) {
			t.Errorf("%s: %+v", outcome, got)
		}
	}
}

func TestTheReportHasThePlansShape(t *testing.T) {
	text, err := json.Marshal(Reach(good()).Report(lang.English))
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Classic, Ally map[string]float64
		Improvement   map[string]string
		Verdict       string
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{
		"conversationCount": 15, "messageCount": 234, "avgTimeToFirstMessage": 45, "avgSessionLength": 480, "agentDiscoveryRate": 2.3, "userSatisfaction": 4,
	} {
		if r.Classic[name] != want {
			t.Errorf("classic %s is %v", name, r.Classic[name])
		}
	}
	for name, want := range map[string]float64{
		"conversationCount": 12, "messageCount": 189, "avgTimeToFirstMessage": 18, "avgSessionLength": 720, "agentDiscoveryRate": 5.1, "userSatisfaction": 4.8,
		"appUsageCount": 23, "collaborationCount": 5, "promptEffectiveness": 0.92,
	} {
		if r.Ally[name] != want {
			t.Errorf("ally %s is %v", name, r.Ally[name])
		}
	}
	for name, want := range map[string]string{"timeToFirstMessage": "-60%", "sessionLength": "+50%", "agentDiscovery": "+121.7%", "satisfaction": "+20%"} {
		if r.Improvement[name] != want {
			t.Errorf("improvement of %s is %q", name, r.Improvement[name])
		}
	}
	if r.Verdict != "GO - All criteria are met." {
		t.Errorf("%q", r.Verdict)
	}
}

func TestWhatIsFoundNowAndWhenEnoughWillBeThere(t *testing.T) {
	in := good()
	m := in.metric("timeToFirstMessage")
	m.Classic, m.Ally = side(400, 45, 20), side(400, 44, 20)
	of := func(in Input) Comparison { return Reach(in).Comparisons[0] }
	c := of(in)
	if c.Detectable == nil || c.MoreDays == nil || *c.Detectable <= in.Thresholds.OrDefaults().Worthwhile || *c.MoreDays <= 0 {
		t.Fatalf("%v, %v", c.Detectable, c.MoreDays)
	}
	// With as much more data as it says, what is worth finding is what would be found.
	grown := in
	grown.Metrics = slices.Clone(in.Metrics)
	times := float64(in.Days+*c.MoreDays) / float64(in.Days)
	g := grown.metric("timeToFirstMessage")
	g.Classic, g.Ally = side(int(400*times), 45, 20), side(int(400*times), 44, 20)
	if later := of(grown); math.Abs(*later.Detectable-0.1) > 0.003 {
		t.Errorf("after %d more days %v", *c.MoreDays, *later.Detectable)
	}
}

func TestThresholdsThatCannotBeSoAreNamed(t *testing.T) {
	if wrong := Defaults.Wrong(); len(wrong) > 0 {
		t.Errorf("the defaults: %v", wrong)
	}
	var names []string
	for _, f := range (Thresholds{
		Confidence: 1, People: 3, Days: 2, MostDays: 1, SampleRatio: 1, Exposed: 2, Crossed: -1, Satisfaction: 5, Improved: 9, Worthwhile: 3, CheckDays: -1,
	}).Wrong() {
		names = append(names, f.Name)
		if f.Problem.ES == "" || f.Problem.EN == "" {
			t.Errorf("%s has no words", f.Name)
		}
	}
	want := []string{"confidence", "people", "days", "mostDays", "sampleRatio", "exposed", "crossed", "satisfaction", "improved", "worthwhile", "checkDays"}
	if !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
}

// Whatever the figures are, there is a verdict in words, and no NaN.
func TestThereIsAlwaysAVerdict(t *testing.T) {
	odd := rapid.OneOf(rapid.Float64Range(-10, 10), rapid.SampledFrom([]float64{0, 1, math.NaN(), math.Inf(1), 1e308, -1e308, 5e-324}))
	rapid.Check(t, func(t *rapid.T) {
		in := good()
		in.Randomized = rapid.Bool().Draw(t, "randomized")
		in.Classic, in.Ally = rapid.IntRange(-1, 300).Draw(t, "classic"), rapid.IntRange(-1, 300).Draw(t, "ally")
		in.Share, in.Days = odd.Draw(t, "share"), rapid.IntRange(-1, 100).Draw(t, "days")
		in.Totals.Classic["odd"] = odd.Draw(t, "total")
		for i := range in.Metrics {
			for _, s := range []*Side{&in.Metrics[i].Classic, &in.Metrics[i].Ally} {
				if rapid.Bool().Draw(t, "changed") {
					*s = Known(stats.Estimate{N: rapid.IntRange(-1, 300).Draw(t, "n"), Value: odd.Draw(t, "value"), Variance: odd.Draw(t, "variance")}, nil)
				}
			}
		}
		sound(t, Reach(in))
	})
}

// What is better for Ally can't make a GO anything else.
func TestMoreOfWhatIsGoodKeepsAGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := good()
		for _, key := range []string{"agentDiscovery", "sessionLength", "promptEffectiveness", "returnRate"} {
			in.metric(key).Ally.Estimate.Value *= rapid.Float64Range(1, 3).Draw(t, key)
		}
		in.metric("timeToFirstMessage").Ally.Estimate.Value *= rapid.Float64Range(0.1, 1).Draw(t, "time")
		if v := Reach(in); v.Outcome != Go {
			t.Fatalf("%s: %s", v.Outcome, v.Why.EN)
		}
	})
}

func TestASentenceHasItsFiguresAsItsLanguageWritesThem(t *testing.T) {
	got := say("Cambio %s de %s (%s), %d personas.", "Change %s of %s (%s), %d people.", percent(-0.9975), figure(4.667), odds(0.00004), 20)
	want := lang.Text{ES: "Cambio -99,8 % de 4,67 (p < 0,001), 20 personas.", EN: "Change -99.8% of 4.67 (p < 0.001), 20 people."}
	if got != want {
		t.Errorf("%+v", got)
	}
}
