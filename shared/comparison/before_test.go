package comparison_test

import (
	"fmt"
	"math"
	"testing"

	"getaifactory.com/ally/shared/comparison"
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/metric"
)

// line is the least-squares line of what people did now on what they did before,
// reckoned the textbook's way: its slope, and what is left of each person.
func line(now, before []float64) (slope float64, left []float64) {
	y, x, products, squares := average(now), average(before), 0.0, 0.0
	for i := range now {
		products += (now[i] - y) * (before[i] - x)
		squares += (before[i] - x) * (before[i] - x)
	}
	for i := range now {
		left = append(left, now[i]-products/squares*before[i])
	}
	return products / squares, left
}

func average(of []float64) float64 {
	sum := 0.0
	for _, v := range of {
		sum += v
	}
	return sum / float64(len(of))
}

// error of the mean, from what people differ by.
func errorOf(of []float64) float64 {
	m, sum := average(of), 0.0
	for _, v := range of {
		sum += (v - m) * (v - m)
	}
	return math.Sqrt(sum / float64(len(of)-1) / float64(len(of)))
}

func TestWhatTheSamePeopleDidBeforeIsTakenOff(t *testing.T) {
	t.Parallel()
	const people, days, unknown = 80, 14, 10
	w := newWorld(t, days)
	w.set("ally_config/comparison", comparison.Rules{From: fact.DayOf(begin)})
	// The busier somebody was, the busier they are; those with Ally were the busier ones.
	busy := func(i int) int { return 1 + (i*7)%5 + i%2 }
	now, before := make([]float64, people), make([]float64, people)
	for n := -35; n < days; n++ {
		var all []fact.Entry
		for i := range people {
			arm, c := fact.Classic, busy(i)+(i+n+70)%2
			if n < 0 && i < unknown {
				continue
			}
			if n >= 0 && i%2 == 1 {
				arm, c = fact.Ally, c+1
			}
			if n >= 0 {
				now[i] += float64(c)
			} else if n >= -28 { // what lies further back is not looked at
				before[i] += float64(c)
			}
			all = append(all, did(fmt.Sprint("p", i), arm, fact.Numbers{Days: 1, Conversations: c, Messages: 2*c + i%3, Sessions: 1}))
		}
		w.day(n, all...)
	}
	usual := average(before[unknown:])
	for i := range unknown {
		before[i] = usual // nothing is known of them
	}
	of := func(all []float64, side int) (some []float64) {
		for i := side; i < people; i += 2 {
			some = append(some, all[i])
		}
		return some
	}
	slope, left := line(now, before)
	change := average(of(left, 1)) - average(of(left, 0))

	r := w.compare(comparison.Filter{})
	m := metricOf(r, metric.Conversations)
	raw := average(of(now, 1)) - average(of(now, 0))
	if m.Adjusted == nil || !near(&m.Adjusted.Change, raw) || m.Adjusted.People.Classic != 35 || m.Adjusted.People.Ally != 35 {
		t.Fatalf("%+v", m.Adjusted)
	}
	if !near(m.Ally, average(of(now, 1))) || !near(m.Classic, average(of(now, 0))) {
		t.Errorf("the figures themselves: %v, %v", *m.Classic, *m.Ally)
	}
	if !near(m.Change, change) || slope < 0.2 || math.Abs(change-raw) < 1 {
		t.Errorf("change %v, by the line %v; as it is %v, slope %v", *m.Change, change, raw, slope)
	}
	half, se := (m.Once.High-m.Once.Low)/2, math.Hypot(errorOf(of(left, 0)), errorOf(of(left, 1)))
	if half < 1.95*se || half > 2.05*se || half > 0.8*2*math.Hypot(errorOf(of(now, 0)), errorOf(of(now, 1))) {
		t.Errorf("half the interval is %v, the error %v", half, se)
	}
	for key, adjusted := range map[string]bool{metric.MessagesPer: true, metric.TimeToProductive: false, metric.CollaborationRate: false} {
		if got := metricOf(r, key); got.Adjusted != nil != adjusted {
			t.Errorf("%s: %+v", key, got.Adjusted)
		}
	}
	if early := w.compare(comparison.Filter{From: "2026-02-20"}); metricOf(early, metric.Conversations).Adjusted != nil {
		t.Error("days before the comparison are held against themselves")
	}
}

func TestNothingIsTakenOffForFewerPeopleThanTwentyOfEachSide(t *testing.T) {
	t.Parallel()
	const people, days = 38, 3
	w := newWorld(t, days)
	w.set("ally_config/comparison", comparison.Rules{From: fact.DayOf(begin)})
	for n := -14; n < days; n++ {
		var all []fact.Entry
		for i := range people {
			arm := fact.Classic
			if n >= 0 && i%2 == 1 {
				arm = fact.Ally
			}
			all = append(all, did(fmt.Sprint("p", i), arm, fact.Numbers{Days: 1, Conversations: 1 + i%5, Messages: 2}))
		}
		w.day(n, all...)
	}
	if m := metricOf(w.compare(comparison.Filter{}), metric.Conversations); m.Adjusted != nil || m.Change == nil {
		t.Errorf("%+v", m)
	}
}
