package comparison

import (
	"getaifactory.com/ally/shared/fact"
	"getaifactory.com/ally/shared/metric"
	"getaifactory.com/ally/shared/stats"
	"getaifactory.com/ally/shared/verdict"
)

// What the same people did before the comparison began explains a part of how they
// differ. What is explained is taken off, and a smaller change can be found.
const (
	// daysBefore are four whole weeks: people are others at weekends.
	daysBefore = 28
	// enoughBefore is how many people of each side need a figure of before: with fewer,
	// how much it explains is not known well. It is less than the verdict needs.
	enoughBefore = 20
)

// before gives the days before the comparison began that are rolled up; "" for none.
// Nobody had been drawn for a side on them.
func (b basis) before() (from, to string) {
	if b.began == "" || b.standing.Oldest == "" {
		return "", ""
	}
	from, to = max(later(b.began, -daysBefore), b.standing.Oldest), later(b.began, -1)
	if daysBetween(from, to) == 0 {
		return "", ""
	}
	return from, to
}

// earlier are what people contributed to each measure in the classic chat before.
type earlier map[string]map[string]metric.Value

func earlierOf(people []fact.Person, days int) earlier {
	all := earlier{}
	for _, d := range metric.Definitions {
		if d.Kind == metric.Quantile || !d.Comparable() {
			continue
		}
		all[d.Key] = map[string]metric.Value{}
		for _, v := range metric.Compute(d, people, fact.Classic, days) {
			all[d.Key][v.Person] = v
		}
	}
	return all
}

// adjusted gives both sides' figures less what the time before explains of them; nil
// where that is too little. Whoever was not there before counts as being like everybody
// else, so that nobody is left out.
func (e earlier) adjusted(d metric.Definition, classic, ally []metric.Value) *verdict.Adjusted {
	before := e[d.Key]
	out := verdict.Adjusted{ClassicPeople: known(before, classic), AllyPeople: known(before, ally)}
	if min(out.ClassicPeople, out.AllyPeople) < enoughBefore {
		return nil
	}
	var why *stats.Unknown
	if d.Kind == metric.Ratio {
		out.Classic, out.Ally, why = stats.AdjustedRatios(ratiosOf(before, classic), ratiosOf(before, ally))
	} else {
		usual := usual(before, classic, ally)
		out.Classic, out.Ally, why = stats.Adjusted(pairsOf(before, classic, usual), pairsOf(before, ally, usual))
	}
	if why != nil || out.Classic.Raw == nil || out.Ally.Raw == nil {
		return nil
	}
	return &out
}

// known counts who has a figure of before.
func known(before map[string]metric.Value, now []metric.Value) (n int) {
	for _, v := range now {
		if _, ok := before[v.Person]; ok {
			n++
		}
	}
	return n
}

// usual is the mean figure of before of all who have one, on both sides together.
func usual(before map[string]metric.Value, sides ...[]metric.Value) float64 {
	sum, n := 0.0, 0.0
	for _, now := range sides {
		for _, v := range now {
			if b, ok := before[v.Person]; ok {
				sum, n = sum+b.Num, n+1
			}
		}
	}
	return sum / n
}

func pairsOf(before map[string]metric.Value, now []metric.Value, usual float64) (sums stats.Cross) {
	for _, v := range now {
		b, ok := before[v.Person]
		if !ok {
			b.Num = usual
		}
		sums = sums.Merge(stats.Pair(v.Num, b.Num))
	}
	return sums
}

// ratiosOf pairs each person's two numbers with those of before. Nothing over nothing
// deviates from no ratio.
func ratiosOf(before map[string]metric.Value, now []metric.Value) (sums stats.Ratios) {
	for _, v := range now {
		b := before[v.Person]
		sums = sums.Merge(stats.Person(v.Num, v.Den, b.Num, b.Den))
	}
	return sums
}
