package stats

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// near says whether two figures are one but for rounding.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

func draw(t *rapid.T, name string) []float64 {
	whole := rapid.SliceOfN(rapid.IntRange(-1000, 1000), 3, 30).Draw(t, name)
	values := make([]float64, len(whole))
	for i, v := range whole {
		values[i] = float64(v)
	}
	return values
}

func TestSumsAreMergedInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := Of(draw(t, "a")...), Of(draw(t, "b")...), Of(draw(t, "c")...)
		if a.Merge(b).Merge(c) != a.Merge(b.Merge(c)) || a.Merge(b) != b.Merge(a) {
			t.Fatal("the order matters")
		}
		values := draw(t, "values")
		shuffled := rapid.Permutation(values).Draw(t, "shuffled")
		if Of(values...) != Of(shuffled...) {
			t.Fatal("the order of people matters")
		}
	})
}

// crosses gives pairs whose first is near the second, and whose second is above zero.
func crosses(t *rapid.T, name string) ([]Cross, Cross) {
	var all []Cross
	var sum Cross
	for _, v := range draw(t, name) {
		b := float64(rapid.IntRange(1, 40).Draw(t, name+" b"))
		all = append(all, Pair(v+b, b))
		sum = sum.Merge(all[len(all)-1])
	}
	return all, sum
}

func TestCrossSumsAreMergedInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, sum := crosses(t, "values")
		var other Cross
		for _, c := range rapid.Permutation(all).Draw(t, "shuffled") {
			other = c.Merge(other)
		}
		if sum != other {
			t.Fatal("the order matters")
		}
	})
}

func TestARatioToOneEachIsTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := draw(t, "values")
		var c Cross
		for _, v := range values {
			c = c.Merge(Pair(v, 1))
		}
		mean, _ := Of(values...).Mean()
		ratio, why := c.Ratio()
		if why != nil || !near(mean.Value, ratio.Value) || !near(mean.Variance, ratio.Variance) {
			t.Fatalf("%+v, %+v, %v", mean, ratio, why)
		}
	})
}

func TestAChangeOfUnitChangesTheUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		k := float64(rapid.IntRange(1, 1000).Draw(t, "unit"))
		times := func(values []float64) []float64 {
			var scaled []float64
			for _, v := range values {
				scaled = append(scaled, k*v)
			}
			return scaled
		}
		c, _ := Of(a...).Mean()
		r, _ := Of(b...).Mean()
		c2, _ := Of(times(a)...).Mean()
		r2, _ := Of(times(b)...).Mean()
		one, why := Difference(c, r)
		two, why2 := Difference(c2, r2)
		if (why == nil) != (why2 == nil) {
			t.Fatalf("%v, %v", why, why2)
		}
		if why == nil && (!near(k*one.Value, two.Value) || !near(k*one.Error, two.Error) || !near(one.P(0), two.P(0))) {
			t.Fatalf("%+v, %+v", one, two)
		}
		lift, why := Lift(c, r)
		lift2, why2 := Lift(c2, r2)
		if why == nil && why2 == nil && (!near(lift.Value, lift2.Value) || !near(lift.Error, lift2.Error)) {
			t.Fatalf("%+v, %+v", lift, lift2)
		}
	})
}

func TestArmsThatAreExchangedTurnTheSign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := Of(draw(t, "a")...).Mean()
		r, _ := Of(draw(t, "b")...).Mean()
		there, why := Difference(c, r)
		back, _ := Difference(r, c)
		if why == nil && (there.Value != -back.Value || !near(there.Error, back.Error) || !near(there.PAbove(0)+back.PAbove(0), 1)) {
			t.Fatalf("%+v, %+v", there, back)
		}
	})
}

func TestWhatIsLookedAtEveryDayIsWiderAndItsPValueFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := Effect{rapid.Float64Range(-50, 50).Draw(t, "value"), rapid.Float64Range(0.01, 10).Draw(t, "error"), 1e6}
		size := rapid.Float64Range(0.01, 50).Draw(t, "size")
		once, _ := e.Interval(0.95)
		always, why := e.Sequential(0.95, size)
		if why != nil || always.Low > once.Low || always.High < once.High {
			t.Fatalf("%v, %v, %v", once, always, why)
		}
		p := e.AlwaysP(0, size)
		if outside := always.Low > 0 || always.High < 0; outside != (p < 0.05) && math.Abs(p-0.05) > 1e-9 {
			t.Fatalf("%v, p %v", always, p)
		}
	})
}

func TestHolmKeepsOrderAndNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ps := rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "ps")
		adjusted := Holm(ps...)
		for i := range ps {
			if adjusted[i] < ps[i] || adjusted[i] > 1 {
				t.Fatalf("%v, %v", ps, adjusted)
			}
			for j := range ps {
				if ps[i] < ps[j] && adjusted[i] > adjusted[j] {
					t.Fatalf("%v, %v", ps, adjusted)
				}
			}
		}
	})
}

func TestWhatIsNoProbabilityIsOne(t *testing.T) {
	if got := Holm(math.NaN(), 0.01, -1, 2); !slices.Equal(got, []float64{1, 0.04, 1, 1}) {
		t.Errorf("%v", got)
	}
	for _, size := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if p := (Effect{5, 1, 10}).AlwaysP(0, size); p != 1 {
			t.Errorf("for an effect of %v the p-value is %v", size, p)
		}
	}
	if p := (Effect{5, 1, 10}).AlwaysP(math.NaN(), 1); p != 1 {
		t.Errorf("against NaN the p-value is %v", p)
	}
}

// Of people with one figure each, the interval of the spread is that of the order
// statistics, but for the binomial being taken for normal and for the edges.
func TestASpreadIsMergedAndTellsWhatOrderStatisticsTell(t *testing.T) {
	var values, edges []float64
	for i := range 400 {
		values = append(values, float64(i))
		edges = append(edges, float64(i))
	}
	whole, half, other := NewSpread(edges...), NewSpread(edges...), NewSpread(edges...)
	for i, v := range values {
		whole.Add(whole.Counts(v)...)
		if i%2 == 0 {
			half.Add(half.Counts(v)...)
		} else {
			other.Add(other.Counts(v)...)
		}
	}
	merged := must[Spread](t)(other.Merge(half))
	for _, p := range []float64{0.1, 0.5, 0.9} {
		a, b := must[Quantile](t)(whole.Quantile(p, 0.95)), must[Quantile](t)(merged.Quantile(p, 0.95))
		exact := must[Quantile](t)(OrderStatistics(values, p, 0.95))
		if a != b {
			t.Errorf("%v, merged %v", a, b)
		}
		if math.Abs(a.Value-exact.Value) > 1 || math.Abs(a.Low-exact.Low) > 2 || math.Abs(a.High-exact.High) > 2 {
			t.Errorf("%v, exact %v", a, exact)
		}
	}
}

// Twenty figures of a person that are all one tell no more than one of them.
func TestAPersonsFiguresAreNotTakenForTwentyPeople(t *testing.T) {
	edges := []float64{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}
	once, often := NewSpread(edges...), NewSpread(edges...)
	for i := range 100 {
		counts := once.Counts(float64(i))
		once.Add(counts...)
		for j := range counts {
			counts[j] *= 20
		}
		often.Add(counts...)
	}
	a, b := must[Quantile](t)(once.Quantile(0.5, 0.95)), must[Quantile](t)(often.Quantile(0.5, 0.95))
	if !near(a.Low, b.Low) || !near(a.High, b.High) {
		t.Errorf("%v, %v", a, b)
	}
}

func TestWhatPeopleDidBeforeMakesTheErrorNoLarger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var arm Cross
		var now, before []float64
		for _, b := range draw(t, "before") {
			v := b + float64(rapid.IntRange(-50, 50).Draw(t, "change"))
			arm, now, before = arm.Merge(Pair(v, b)), append(now, v), append(before, b)
		}
		c, r, why := Adjusted(arm, arm)
		if why != nil {
			t.Fatal(why)
		}
		raw, _ := Of(now...).Mean()
		if !near(c.Value, raw.Value) || !near(r.Value, raw.Value) || c.Variance > raw.Variance*(1+1e-9) {
			t.Fatalf("%+v and %+v, raw %+v", c, r, raw)
		}
		var ratios Ratios
		for i := range now {
			ratios = ratios.Merge(Person(now[i], 1, before[i], 1))
		}
		byRatio, _, why := AdjustedRatios(ratios, ratios)
		if why != nil || byRatio.Variance > raw.Variance*(1+1e-9) || !near(byRatio.Variance, c.Variance) {
			t.Fatalf("%+v as ratios, %+v as means, %v", byRatio, c, why)
		}
	})
}

// The error of an adjusted comparison with a share of the control is that of each person's
// share of the figure less what the time before explains.
func TestAShareOfAnAdjustedControlHasTheErrorOfItsPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var arms [2]Cross
		var now, before [2][]float64
		for i := range arms {
			for _, b := range draw(t, "before") {
				v := b + float64(rapid.IntRange(-50, 50).Draw(t, "change"))
				arms[i], now[i], before[i] = arms[i].Merge(Pair(v, b)), append(now[i], v), append(before[i], b)
			}
		}
		share := rapid.Float64Range(0.5, 1.5).Draw(t, "share")
		c, r, _ := Adjusted(arms[0], arms[1])
		got, why := Against(c, r, share, 0)
		all := arms[0].Merge(arms[1])
		spread, _ := all.Second().Mean()
		if why != nil || spread.Variance == 0 {
			return
		}
		theta, square := all.covariance()/spread.Variance, 0.0
		for i, weight := range []float64{share, 1} {
			var own []float64
			for j := range now[i] {
				own = append(own, weight*now[i][j]-theta*before[i][j])
			}
			e, _ := Of(own...).Mean()
			square += e.square()
		}
		if math.Abs(got.Error-math.Sqrt(square)) > 1e-6*max(1, got.Error) {
			t.Fatalf("%v, by person %v", got.Error, math.Sqrt(square))
		}
	})
}

func TestWhatCannotBeToldHasAReason(t *testing.T) {
	two, constant := Estimate{N: 10, Value: 2, Variance: 1}, Estimate{N: 10, Value: 2}
	nan, inf := math.NaN(), math.Inf(1)
	for _, tc := range []struct {
		name string
		why  *Unknown
		want string
	}{
		{"a mean of nobody", last(Sums{}.Mean()), "nobody"},
		{"a mean of one person", last(Of(3).Mean()), "one"},
		{"a mean of a NaN", last(Of(1, nan).Mean()), "number"},
		{"a mean of an infinity", last(Of(1, inf).Mean()), "number"},
		{"a mean too large for its squares", last(Of(1e200, 1e200).Mean()), "number"},
		{"a ratio of nobody", last(Cross{}.Ratio()), "nobody"},
		{"a ratio to nothing", last(Pair(1, 0).Merge(Pair(2, 0)).Ratio()), "never"},
		{"a ratio of one person", last(Pair(1, 2).Ratio()), "one"},
		{"a ratio of a NaN", last(Pair(nan, 2).Merge(Pair(1, 2)).Ratio()), "number"},
		{"a share of nobody", last(Proportion(0, 0)), "nobody"},
		{"a share of more than all", last(Proportion(3, 2)), "pieces"},
		{"a share of one person", last(Proportion(1, 1)), "one"},
		{"an interval of a share of nobody", last(Wilson(0, 0, 0.95)), "nobody"},
		{"an interval of a share of more than all", last(Wilson(3, 2, 0.95)), "pieces"},
		{"an interval at no level", last(Wilson(1, 2, 1)), "level"},
		{"no variance in both arms", last(Difference(constant, constant)), "same"},
		{"no variance in either arm of a lift", last(Lift(constant, constant)), "same"},
		{"an arm without people", last(Difference(Estimate{}, two)), "nobody"},
		{"an arm of one person", last(Difference(two, Estimate{N: 1, Value: 1})), "one"},
		{"an arm of NaN", last(Difference(two, Estimate{N: 3, Value: nan})), "number"},
		{"a baseline of zero", last(Lift(Estimate{N: 10, Variance: 1}, two)), "baseline"},
		{"one arm without variance", last(Over(constant, 1)), "same"},
		{"one arm without people", last(Over(Estimate{}, 1)), "nobody"},
		{"an interval at level 0", last(Effect{1, 1, 5}.Interval(0)), "level"},
		{"an interval at level NaN", last(Effect{1, 1, 5}.Interval(nan)), "level"},
		{"a sequential interval at level 1", last(Effect{1, 1, 5}.Sequential(1, 1)), "level"},
		{"a sequential interval for no size", last(Effect{1, 1, 5}.Sequential(0.95, 0)), "number"},
		{"a sequential interval too large", last(Effect{1, 1e300, 5}.Sequential(0.95, 1)), "number"},
		{"a size for nobody", last(Effect{1, 1, 5}.Narrowest(0, 5, 0.95)), "nobody"},
		{"a size at no level", last(Effect{1, 1, 5}.Narrowest(5, 5, 0)), "level"},
		{"a sample ratio of nobody", last(SampleRatio([]int{0, 0}, []float64{1, 1})), "nobody"},
		{"a sample ratio of one arm", last(SampleRatio([]int{1}, []float64{1})), "pieces"},
		{"a sample ratio with less than nobody", last(SampleRatio([]int{-1, 2}, []float64{1, 1})), "pieces"},
		{"a sample ratio without a share", last(SampleRatio([]int{1, 2}, []float64{1, 0})), "level"},
		{"power without variance", last(Power(1, 0, 0.95)), "same"},
		{"power of NaN", last(Power(nan, 1, 0.95)), "number"},
		{"power at no level", last(Power(1, 1, 2)), "level"},
		{"what is detectable without variance", last(Detectable(0, 0.95, 0.8)), "same"},
		{"what is detectable of NaN", last(Detectable(nan, 0.95, 0.8)), "number"},
		{"what is detectable at no power", last(Detectable(1, 0.95, 1)), "level"},
		{"people for no effect", last(Times(0, 1, 0.95, 0.8)), "number"},
		{"people without variance", last(Times(1, 0, 0.95, 0.8)), "same"},
		{"days at no pace", last(Days(3, 0)), "nobody"},
		{"days for NaN", last(Days(nan, 3)), "number"},
		{"a quantile of nobody", last(OrderStatistics(nil, 0.5, 0.95)), "nobody"},
		{"a quantile of three people", last(OrderStatistics([]float64{1, 2, 3}, 0.5, 0.95)), "people"},
		{"a quantile of NaN", last(OrderStatistics([]float64{1, nan, 3}, 0.5, 0.95)), "number"},
		{"a quantile of no share", last(OrderStatistics([]float64{1, 2, 3}, 0, 0.95)), "level"},
		{"a quantile of a spread of nobody", last(NewSpread(0, 1).Quantile(0.5, 0.95)), "nobody"},
		{"a quantile of no edges", last(NewSpread().Quantile(0.5, 0.95)), "nobody"},
		{"a quantile of a spread of no share", last(NewSpread(0, 1).Quantile(1, 0.95)), "level"},
		{"a quantile above all edges", last(spreadOf([]int{0, 0, 3}, []int{0, 0, 1}).Quantile(0.5, 0.95)), "outside"},
		{"a quantile of many times of three people", last(spreadOf([]int{5, 5, 0}, []int{1, 9, 0}, []int{9, 1, 0}).Quantile(0.75, 0.95)), "people"},
		{"a quantile of a spread of one person", last(spreadOf([]int{0, 1, 0}).Quantile(0.5, 0.95)), "one"},
		{"a quantile of a person with other buckets", last(spreadOf([]int{0, 1}).Quantile(0.5, 0.95)), "nobody"},
		{"spreads with other edges", last(NewSpread(0, 1).Merge(NewSpread(0, 2))), "pieces"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.why == nil {
				t.Fatal("it was told")
			}
			if tc.why.Code != tc.want || tc.why.Why.ES == "" || tc.why.Why.EN == "" {
				t.Errorf("%s: %v", tc.why.Code, tc.why)
			}
		})
	}
}

// spreadOf gives the spread of people, each with counts by the edges 0 and 1.
func spreadOf(people ...[]int) Spread {
	s := NewSpread(0, 1)
	for _, counts := range people {
		s.Add(counts...)
	}
	return s
}

func last[T any](_ T, why *Unknown) *Unknown { return why }

func TestAdjustmentsOfLittleHaveAReasonOrAreRaw(t *testing.T) {
	full := Pair(1, 2).Merge(Pair(3, 5)).Merge(Pair(2, 2))
	for name, tc := range map[string]struct {
		control, treated Cross
		want             string // "" for raw means
	}{
		"nobody":            {Cross{}, full, "nobody"},
		"one person":        {full, Pair(1, 1), "one"},
		"NaN before":        {full, full.Merge(Pair(1, math.NaN())), "number"},
		"NaN in a product":  {full, Cross{N: 3, A: 1, B: 1, AA: 2, BB: 2, AB: math.NaN()}, "number"},
		"all alike before":  {Pair(1, 2).Merge(Pair(3, 2)), Pair(5, 2).Merge(Pair(8, 2)), ""},
		"nothing of before": {Pair(1, 0).Merge(Pair(3, 0)), Pair(5, 0).Merge(Pair(8, 0)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, r, why := Adjusted(tc.control, tc.treated)
			if code(why) != tc.want {
				t.Fatalf("%v", why)
			}
			if raw, _ := tc.control.First().Mean(); why == nil && c != raw {
				t.Errorf("%v, raw %v, treated %v", c, raw, r)
			}
		})
	}
	nothing := Person(1, 2, 0, 0).Merge(Person(3, 2, 0, 0))
	c, _, why := AdjustedRatios(nothing, nothing)
	if raw, _ := nothing.Now.Ratio(); why != nil || c != raw {
		t.Errorf("without a before: %v, raw %v, %v", c, raw, why)
	}
	if _, _, why := AdjustedRatios(Ratios{}, nothing); code(why) != "nobody" {
		t.Errorf("of nobody: %v", why)
	}
}

func code(why *Unknown) string {
	if why == nil {
		return ""
	}
	return why.Code
}

// Whatever comes in, no NaN comes out.
func TestNoFigureIsNaN(t *testing.T) {
	odd := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, 1, -1, math.NaN(), math.Inf(1), math.Inf(-1), 1e308, 5e-324}))
	rapid.Check(t, func(t *rapid.T) {
		sums := func(name string) Sums {
			return Sums{rapid.IntRange(-1, 5).Draw(t, name), odd.Draw(t, name), odd.Draw(t, name)}
		}
		c, why := sums("control").Mean()
		r, why2 := sums("treated").Mean()
		if why != nil || why2 != nil {
			return
		}
		for _, compare := range []func(Estimate, Estimate) (Effect, *Unknown){Difference, Lift} {
			e, why := compare(c, r)
			if why != nil {
				continue
			}
			i, why := e.Interval(0.95)
			if why == nil && !finite(e.Value, e.Error, e.Degrees, i.Low, i.High, e.P(0)) {
				t.Fatalf("%+v, %+v, p %v", e, i, e.P(0))
			}
			if i, why := e.Sequential(0.95, 1); why == nil && !finite(i.Low, i.High, e.AlwaysP(0, 1)) {
				t.Fatalf("%+v, %+v, p %v", e, i, e.AlwaysP(0, 1))
			}
		}
	})
}

func TestPowerGrowsAndDaysFollow(t *testing.T) {
	detectable := must[float64](t)(Detectable(0.1, 0.95, 0.8))
	if power := must[float64](t)(Power(detectable, 0.1, 0.95)); math.Abs(power-0.8) > 1e-5 {
		t.Errorf("with what is detectable the power is %v", power)
	}
	if times := must[float64](t)(Times(detectable/2, 0.1, 0.95, 0.8)); math.Abs(times-4) > 1e-9 {
		t.Errorf("half of it needs %v times the people", times)
	}
	for _, tc := range []struct {
		times float64
		days  int
		want  int
	}{{4, 14, 42}, {1, 14, 0}, {0.2, 14, 0}, {1.01, 14, 1}, {1e300, 14, math.MaxInt32}} {
		if got := must[int](t)(Days(tc.times, tc.days)); got != tc.want {
			t.Errorf("%v times in %d days: %d, want %d", tc.times, tc.days, got, tc.want)
		}
	}
	if !slices.IsSortedFunc([]float64{0.05, 0.1, 0.2, 0.4}, func(a, b float64) int {
		pa, pb := must[float64](t)(Power(a, 0.1, 0.95)), must[float64](t)(Power(b, 0.1, 0.95))
		return cmp.Compare(pa, pb)
	}) {
		t.Error("a larger effect is found less often")
	}
}
