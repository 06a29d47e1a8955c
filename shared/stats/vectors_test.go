package stats

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// printed says whether a figure is what was published, to every digit printed there
// but those past the eleventh: with thousands of degrees of freedom that is how many
// the incomplete beta function of either side has.
func printed(t *testing.T, what string, got float64, want string) {
	t.Helper()
	published, err := strconv.ParseFloat(want, 64)
	if err != nil {
		t.Fatal(err)
	}
	mantissa, exponent, _ := strings.Cut(want, "e")
	_, decimals, _ := strings.Cut(mantissa, ".")
	unit := math.Pow(10, -float64(len(decimals)))
	if exponent != "" {
		e, err := strconv.Atoi(exponent)
		if err != nil {
			t.Fatal(err)
		}
		unit *= math.Pow(10, float64(e))
	}
	if !(math.Abs(got-published) <= max(unit*0.5000001, 1e-11*math.Abs(published))) {
		t.Errorf("%s: %.17g, published %s", what, got, want)
	}
}

func must[T any](t *testing.T) func(T, *Unknown) T {
	return func(v T, why *Unknown) T {
		t.Helper()
		if why != nil {
			t.Fatal(why)
		}
		return v
	}
}

// published are the values of one effect; "" is not compared.
type published struct {
	value, err, degrees, low, high, p, above string
	level                                    float64 // 0 for 0.95
}

func (w published) check(t *testing.T, e Effect) {
	t.Helper()
	if w.level == 0 {
		w.level = 0.95
	}
	i := must[Interval](t)(e.Interval(w.level))
	for _, c := range []struct {
		name, want string
		got        float64
	}{
		{"value", w.value, e.Value}, {"error", w.err, e.Error}, {"degrees", w.degrees, e.Degrees},
		{"low", w.low, i.Low}, {"high", w.high, i.High}, {"p", w.p, e.P(0)}, {"p above", w.above, e.PAbove(0)},
	} {
		if c.want != "" {
			printed(t, c.name, c.got, c.want)
		}
	}
}

var (
	gbA  = Sums{3407, 1396.87, 52377.9767}
	gbB  = Sums{3461, 2422.7, 134698.29}
	gbA0 = Sums{3000, 1396.87, 52377.9767}
)

// The columns of the bioequivalence data of R's equivalence package, as statsmodels'
// test_tost.py prints it.
var clinic = [][2][]float64{
	{{2.84, 2.51, 2.41, 2.95, 3.14, 3.79, 4.14, 3.85, 3.02, 3.45, 5.37, 3.81, 4.19, 3.16, 3.84}, {2.60, 2.82, 2.18, 3.46, 4.01, 3.04, 3.47, 4.06, 2.91, 3.59, 4.51, 3.16, 3.86, 3.31, 3.02}},
	{{4.00, 3.26, 4.14, 3.42, 3.25, 4.34, 4.97, 4.31, 3.11, 3.41, 5.02, 4.21, 4.59, 5.30, 4.32}, {3.76, 3.66, 3.65, 3.60, 3.48, 2.87, 3.24, 3.92, 3.99, 4.21, 4.21, 3.31, 3.61, 2.97, 2.73}},
	{{3.45, 3.10, 3.37, 2.82, 3.31, 3.88, 4.25, 3.92, 2.20, 3.80, 4.59, 4.08, 4.79, 4.69, 4.25}, {2.86, 3.20, 3.87, 2.97, 4.42, 2.87, 3.47, 3.18, 3.06, 4.02, 3.78, 3.28, 3.28, 3.76, 3.87}},
	{{2.55, 2.82, 2.99, 3.37, 2.87, 3.40, 3.43, 3.58, 2.24, 3.86, 3.99, 3.18, 4.17, 4.83, 3.87}, {2.41, 2.49, 3.00, 1.80, 3.06, 2.71, 3.26, 3.06, 2.02, 3.26, 2.63, 3.25, 3.19, 3.18, 3.50}},
	{{2.46, 2.48, 3.04, 3.35, 3.41, 3.16, 3.06, 3.91, 2.28, 3.91, 4.27, 1.86, 2.60, 4.51, 2.93}, {2.71, 2.49, 2.65, 1.74, 2.76, 2.87, 3.14, 1.74, 3.18, 2.85, 1.92, 3.52, 3.09, 2.60, 2.93}},
}

func logs(values []float64) []float64 {
	var l []float64
	for _, v := range values {
		l = append(l, math.Log(v))
	}
	return l
}

func count(from, to int, more ...float64) []float64 {
	var c []float64
	for i := from; i <= to; i++ {
		c = append(c, float64(i))
	}
	return append(c, more...)
}

func TestDifferencesAreThosePublished(t *testing.T) {
	for _, tc := range []struct {
		source           string
		control, treated Sums
		want             published
	}{
		{"GrowthBook gbstats, test_two_sided_ttest_absolute", gbA, gbB, published{value: "0.29", err: "0.12478", low: "0.04538", high: "0.53462", p: "0.02016"}},
		{"GrowthBook gbstats, OneSidedTreatmentGreaterTTest absolute", gbA0, gbB, published{value: "0.23437666666666668", err: "0.12983081254184736", low: "0.020791480063255735", high: "0.44796185327007765", above: "0.03554272489873023", level: 0.9}},
		{
			"R ?t.test, sleep, extra by group", Of(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4), Of(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
			published{degrees: "17.776", low: "-3.3654832", high: "0.2054832", p: "0.07939"},
		},
		{"R ?t.test, 1:10 and 7:20", Of(count(1, 10)...), Of(count(7, 20)...), published{p: "0.00001855"}},
		{"R ?t.test, 1:10 and 7:20 with 200", Of(count(1, 10)...), Of(count(7, 20, 200)...), published{p: "0.1245"}},
		{"scipy test_ttest_ind_with_uneq_var, checked with R, 3 and 3", Of(1.1, 2.9, 4.2), Of(1, 2, 3), published{p: "0.53619490753126731"}},
		{"scipy test_ttest_ind_with_uneq_var, checked with R, 4 and 3", Of(1.1, 2.9, 4.2), Of(1, 2, 3, 4), published{p: "0.84354139131608286"}},
		{"R equivalence tost, clinic var1", Of(clinic[0][1]...), Of(clinic[0][0]...), published{value: "0.1646666666666667", err: "0.2531625991083627", degrees: "26.7484787582315", low: "-0.2666862980722534", high: "0.596019631405587", above: "0.2604786501355416", level: 0.9}},
		{"R equivalence tost, clinic var2", Of(clinic[1][1]...), Of(clinic[1][0]...), published{value: "0.562666666666666", err: "0.2149871904637392", degrees: "24.11000151062728", low: "0.194916250699966", high: "0.930417082633366", level: 0.9}},
		{"R equivalence tost, log clinic var1", Of(logs(clinic[0][1])...), Of(logs(clinic[0][0])...), published{value: "0.04312233182252334", err: "0.073508371131806", degrees: "27.61177037646526", low: "-0.0819851930203655", high: "0.1682298566654122", level: 0.9}},
		{"R t.test, clinic var1, 95 percent", Of(clinic[0][1]...), Of(clinic[0][0]...), published{low: "-0.3550087243406", high: "0.6843420576739336"}},
		{"R multeq.diff, clinic var3", Of(clinic[2][0]...), Of(clinic[2][1]...), published{value: "-0.3073333333333332", degrees: "23.90046331918926", low: "-0.690410573009442", high: "0.07574390634277595", level: 0.9}},
		{"R multeq.diff, clinic var4", Of(clinic[3][0]...), Of(clinic[3][1]...), published{value: "-0.5553333333333335", degrees: "25.71678948210178", low: "-0.92373513818557", high: "-0.186931528481097", level: 0.9}},
		{"R multeq.diff, clinic var5", Of(clinic[4][0]...), Of(clinic[4][1]...), published{value: "-0.469333333333333", degrees: "24.88436709341423", low: "-0.876746448909633", high: "-0.06192021775703377", level: 0.9}},
	} {
		t.Run(tc.source, func(t *testing.T) {
			c, r := must[Estimate](t)(tc.control.Mean()), must[Estimate](t)(tc.treated.Mean())
			tc.want.check(t, must[Effect](t)(Difference(c, r)))
		})
	}
}

func TestLiftsAreThosePublished(t *testing.T) {
	mean, share := must[Estimate](t), must[Estimate](t)
	for _, tc := range []struct {
		source           string
		control, treated Estimate
		want             published
	}{
		{"GrowthBook gbstats, test_two_sided_ttest", mean(gbA.Mean()), mean(gbB.Mean()), published{value: "0.70732", err: "0.37879", low: "-0.03526", high: "1.44989", p: "0.06191"}},
		{"GrowthBook gbstats, test_two_sided_ttest_binom", share(Proportion(14, 28)), share(Proportion(16, 30)), published{value: "0.06667", err: "0.2717", low: "-0.47767", high: "0.61101", p: "0.80707"}},
		{"GrowthBook gbstats, OneSidedTreatmentGreaterTTest", mean(gbA0.Mean()), mean(gbB.Mean()), published{value: "0.5033610858562358", err: "0.3334122146400735", low: "-0.045136675850396046", high: "1.0518588475628676", above: "0.06558262868467746", level: 0.9}},
		{"GrowthBook gbstats, test_get_metric_df_frequentist", Estimate{N: 100, Value: 2.7, Variance: 1.1 * 1.1}, Estimate{N: 120, Value: 2.5, Variance: 1}, published{value: "-0.074074074", p: "0.145219005"}},
	} {
		t.Run(tc.source, func(t *testing.T) { tc.want.check(t, must[Effect](t)(Lift(tc.control, tc.treated))) })
	}
}

// gbstats' arms with a ratio now and one before.
var ratios = [2]Ratios{
	{
		Cross{100, 485.112236689623, 679.9093275844917, 2715.484666118136, 4939.424001640236, 3602.146836776702},
		Cross{100, 192.59138069991536, 290.1398399750233, 460.076026390857, 920.9461385038898, 634.239482353647},
		1113.6215759318352, 1559.2878434944676, 1460.3181079276983, 2130.9404074446747,
	},
	{
		Cross{100, 514.7757826608777, 705.4090874383759, 2994.897482705013, 5291.36604146392, 3918.1561431600717},
		Cross{100, 206.94157227402536, 302.54389139107326, 514.2903702246757, 994.4506208125663, 698.4173425817908},
		1237.0953021125997, 1701.0287270040265, 1604.0759503266522, 2292.081739775257,
	},
}

func TestAdjustmentsAreThosePublished(t *testing.T) {
	t.Run("GrowthBook gbstats, test_two_sided_ttest_test_runs_ratio_ra", func(t *testing.T) {
		c, r, why := AdjustedRatios(ratios[0], ratios[1])
		if why != nil {
			t.Fatal(why)
		}
		published{value: "-0.0007", err: "0.00391", low: "-0.00841", high: "0.00700", p: "0.85771"}.check(t, must[Effect](t)(Lift(c, r)))
	})
	t.Run("GrowthBook gbstats, test_sequential_test_runs_ra", func(t *testing.T) {
		c, r, why := Adjusted(Cross{3000, 1396.87, 16.87, 52377.9767, 527.9767, 1}, Cross{3461, 2422.7, 22.7, 134698.29, 1348.29, 1})
		if why != nil {
			t.Fatal(why)
		}
		e := must[Effect](t)(Lift(c, r))
		published{value: "0.50338", err: "0.33341"}.check(t, e)
		// gbstats reckons the error of a mean's lift with the raw lift, that of a ratio's
		// with the adjusted one. Ours is the adjusted one in both: past the fourth decimal
		// this interval, -0.50969 to 1.51646 there, is another.
		sequential(t, e, 6461, 5000, "-0.5097", "1.5165")
	})
}

// sequential checks the interval that gbstats tunes to be narrowest with so many people.
func sequential(t *testing.T, e Effect, people, tuned int, low, high string) {
	t.Helper()
	size := must[float64](t)(e.Narrowest(people, tuned, 0.95))
	i := must[Interval](t)(e.Sequential(0.95, size))
	printed(t, "low", i.Low, low)
	printed(t, "high", i.High, high)
}

func TestSequentialIntervalsAreThosePublished(t *testing.T) {
	mean, share := must[Estimate](t), must[Estimate](t)
	t.Run("GrowthBook gbstats, test_sequential_test_runs", func(t *testing.T) {
		sequential(t, must[Effect](t)(Lift(mean(gbA0.Mean()), mean(gbB.Mean()))), 6461, 1000, "-0.55844", "1.56516")
	})
	t.Run("GrowthBook gbstats, test_sequential_test_runs_prop", func(t *testing.T) {
		e := must[Effect](t)(Lift(share(Proportion(1396, 3000)), share(Proportion(2422, 3461))))
		published{value: "0.50386", err: "0.03386"}.check(t, e)
		sequential(t, e, 6461, 5000, "0.40098", "0.60675")
	})
	t.Run("GrowthBook gbstats, test_sequential_test_runs_ratio_ra", func(t *testing.T) {
		c, r, _ := AdjustedRatios(ratios[0], ratios[1])
		sequential(t, must[Effect](t)(Lift(c, r)), 200, 5000, "-0.02063", "0.01923")
	})
	t.Run("confseq uniform_boundaries_unittest, TestTwoSidedNormalMixture", func(t *testing.T) {
		rho := best(100, 0.05)
		printed(t, "best rho", rho, "12.60056")
		printed(t, "log mixture", mixture(10, 100, rho), "-0.6510052")
		printed(t, "bound", boundary(100, rho, 0.05), "30.35209")
	})
}

// R's second group is the treated one; where its upper margin binds, less is better.
func TestNonInferiorityIsThatPublished(t *testing.T) {
	for _, tc := range []struct {
		source  string
		column  int
		less    bool
		margin  float64
		t, p    string
		degrees string
	}{
		{"R t.test, clinic var1, mu 1, less", 0, false, 1, "3.299592184135306", "0.001372434925571605", "26.7484787582315"},
		{"R multeq.diff, clinic var1, margin 0.6", 0, true, 0.6, "3.020456692101513", "0.00274867705173331", "26.74847875823152"},
		{"R multeq.diff, clinic var2, margin 1", 1, false, 1, "2.034229724989578", "0.02653543052872217", "24.1100015106273"},
		{"R multeq.diff, clinic var3, margin 0.6", 2, true, 0.6, "4.052967897750272", "0.0002319468040526358", "23.90046331918926"},
		{"R multeq.diff, clinic var4, margin 1.5", 3, false, 1.5, "4.37537447933403", "8.916466517494902e-05", "25.71678948210178"},
		{"R multeq.diff, clinic var5, margin 1.5", 4, false, 1.5, "4.321997343344", "0.00010890038649094043", "24.88436709341423"},
		{"R equivalence tost, clinic var1, margin 0.6", 0, false, 0.6, "", "0.04853083976236974", "26.7484787582315"},
		{"R equivalence tost, clinic var2, margin 0.6", 1, false, 0.6, "", "0.4317936812594803", "24.11000151062728"},
	} {
		t.Run(tc.source, func(t *testing.T) {
			c, r := must[Estimate](t)(Of(clinic[tc.column][0]...).Mean()), must[Estimate](t)(Of(clinic[tc.column][1]...).Mean())
			if tc.less {
				c, r = r, c
			}
			e := must[Effect](t)(Against(c, r, 1, tc.margin))
			printed(t, "degrees", e.Degrees, tc.degrees)
			printed(t, "p", e.PAbove(0), tc.p)
			if tc.t != "" {
				printed(t, "t", e.Value/e.Error, tc.t)
			}
		})
	}
}

func TestHolmIsThatPublished(t *testing.T) {
	for _, tc := range []struct {
		source string
		ps     []float64
		want   []string
	}{
		{"GrowthBook gbstats, holm", []float64{.01, .04, .03, .005, .55, .6}, []string{"0.05", "0.12", "0.12", "0.03", "1", "1"}},
		{
			"R multtest mt.rawp2adjp, statsmodels res_multtest1",
			[]float64{5.2365677720800003e-05, 2.8140506198000000e-04, 1.4987731079600001e-02, 2.0273268879800001e-02, 1.7709695272300000e-01, 6.4219392379499995e-01, 6.8084594763299999e-01, 7.1626938238000004e-01, 8.3854136755300002e-01, 9.6783382430900000e-01},
			[]string{"5.2365677720800005e-04", "2.5326455578199999e-03", "1.1990184863680001e-01", "1.4191288215860001e-01", "1", "1", "1", "1", "1", "1"},
		},
		{"R multtest mt.rawp2adjp, statsmodels res_multtest2", []float64{.002, .004, .006, .008, .01, .012}, []string{"0.012", "0.02", "0.024", "0.024", "0.024", "0.024"}},
		{"R multtest mt.rawp2adjp, statsmodels res_multtest3", []float64{.001, .002, .003, .004, .005, .05, .06, .07, .08, .09}, []string{"0.01", "0.018", "0.024", "0.028", "0.03", "0.25", "0.25", "0.25", "0.25", "0.25"}},
		{
			"R pairwise.prop.test, statsmodels res_ppt_pvals_holm",
			[]float64{0.00533824886503131, 0.8327574849753566, 0.1880573726722516, 0.002026764254350234, 0.1309487516334318, 0.1076118730631731},
			[]string{"0.02669124432515654", "0.8327574849753566", "0.4304474922526926", "0.0121605855261014", "0.4304474922526926", "0.4304474922526926"},
		},
	} {
		t.Run(tc.source, func(t *testing.T) {
			for i, p := range Holm(tc.ps...) {
				printed(t, strconv.Itoa(i), p, tc.want[i])
			}
		})
	}
}

func TestSampleRatiosAreThosePublished(t *testing.T) {
	for _, tc := range []struct {
		source string
		people []int
		shares []float64
		want   string
	}{
		{"GrowthBook gbstats, check_srm 5000 to 4600", []int{5000, 4600}, []float64{.5, .5}, "4.4557e-5"},
		{"GrowthBook gbstats, test_srm", []int{1000, 1200}, []float64{.5, .5}, "0.000020079"},
		{"scipy ?chisquare, even", []int{16, 18, 16, 14, 12, 12}, []float64{1, 1, 1, 1, 1, 1}, "0.84914503608460956"},
		{"scipy ?chisquare, f_exp", []int{16, 18, 16, 14, 12, 12}, []float64{16, 16, 16, 16, 16, 8}, "0.62338762774958223"},
		{"R prop.test against 0.9, statsmodels res_prop_test_1", []int{73, 13}, []float64{.9, .1}, "0.113752943640092"},
	} {
		t.Run(tc.source, func(t *testing.T) {
			printed(t, "p", must[float64](t)(SampleRatio(tc.people, tc.shares)), tc.want)
		})
	}
}

func TestWilsonIntervalsAreThosePublished(t *testing.T) {
	for _, tc := range []struct {
		hits, n   int
		low, high string
	}{
		{18, 20, "0.6989663547715128", "0.972133518786232"},
		{4, 20, "0.0806576625797981", "0.4160174322518935"},
		{4, 200, "0.00780442641634947", "0.05028708690582643"},
		{190, 200, "0.910421851861224", "0.972617354399236"},
		{1, 30, "5.908590e-03", "0.16670391"},
		{29, 30, "0.8332961", "0.9940914"},
		{0, 30, "0", "0.11351339"},
		{30, 30, "0.8864866", "1"},
	} {
		t.Run("R binom.confint, statsmodels res_binom, "+strconv.Itoa(tc.hits)+" of "+strconv.Itoa(tc.n), func(t *testing.T) {
			i := must[Interval](t)(Wilson(tc.hits, tc.n, 0.95))
			printed(t, "low", i.Low, tc.low)
			printed(t, "high", i.High, tc.high)
		})
	}
}

func TestPowerIsThatPublished(t *testing.T) {
	se := math.Sqrt(2.0 / 80)
	for _, tc := range []struct {
		source string
		size   float64
		want   string
	}{
		{"R pwr.2p.test h 0.3 n 80, statsmodels test_normal_power_explicit", 0.3, "0.475100870572638"},
		{"R pwr.2p.test h 0.01 n 80, statsmodels test_normal_power_explicit", -0.01, "0.05045832927039234"},
	} {
		t.Run(tc.source, func(t *testing.T) { printed(t, "power", must[float64](t)(Power(tc.size, se, 0.95)), tc.want) })
	}
	t.Run("and solved for the effect", func(t *testing.T) {
		printed(t, "effect", must[float64](t)(Detectable(se, 0.95, 0.475100870572638)), "0.3000")
		printed(t, "times", must[float64](t)(Times(0.3, se, 0.95, 0.475100870572638)), "1.000")
	})
}

func TestQuantilesAreThosePublished(t *testing.T) {
	var x []float64
	for i := range 101 {
		x = append(x, math.Exp(float64(i)/100))
	}
	for _, tc := range []struct {
		source    string
		p, level  float64
		low, high string
	}{
		{"R snpar quant.test 0.3, scipy test_R_ci_quantile", 0.3, 0.95, "1.22140275816017", "1.476980793882643"},
		{"R snpar quant.test 0.5, scipy test_R_ci_quantile", 0.5, 0.9, "1.506817785112854", "1.803988415397857"},
		{"R snpar quant.test 0.25, one-sided, scipy test_R_ci_quantile", 0.25, 0.9, "", "1.39096812846378"},
		{"R snpar quant.test 0.8, one-sided, scipy test_R_ci_quantile", 0.8, 0.8, "2.117000016612675", ""},
	} {
		t.Run(tc.source, func(t *testing.T) {
			q := must[Quantile](t)(OrderStatistics(x, tc.p, tc.level))
			if tc.low != "" {
				printed(t, "low", q.Low, tc.low)
			}
			if tc.high != "" {
				printed(t, "high", q.High, tc.high)
			}
		})
	}
}
