package fact

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
)

// Histogram counts times by their size, so that the quantiles of many can be
// reckoned from sums. A bucket's key is the whole part of the logarithm of its
// milliseconds to the base growth: any time in it is within 2 % of its middle.
// There are at most 370 buckets, and the zero value is empty. Firestore wants
// the keys of a map to be text.
type Histogram map[string]int

const (
	growth = 1.04
	// MostMS is the longest time that is told apart, in milliseconds: none that counts is
	// longer than the pause that ends a session.
	MostMS = int64(SessionPause / time.Millisecond)
)

// bucketOf gives the key of a time's bucket; a time below a millisecond is one
// of a millisecond, one over MostMS is one of MostMS.
func bucketOf(ms int64) int {
	return int(math.Floor(math.Log(float64(min(max(ms, 1), MostMS))) / math.Log(growth)))
}

// middle is the time that stands for a bucket, in milliseconds.
func middle(bucket int) float64 {
	return math.Pow(growth, float64(bucket)) * 2 * growth / (1 + growth)
}

// with gives the histogram with one time more.
func (h Histogram) with(ms int64) Histogram {
	if h == nil {
		h = Histogram{}
	}
	h[keyOf(bucketOf(ms))]++
	return h
}

// Merged gives the sum of two histograms; neither is changed.
func (h Histogram) Merged(other Histogram) Histogram {
	if len(h) == 0 && len(other) == 0 {
		return nil
	}
	sum := Histogram{}
	maps.Copy(sum, h)
	for key, n := range other {
		sum[key] += n
	}
	return sum
}

// N is how many times there are.
func (h Histogram) N() int {
	n := 0
	for _, count := range h {
		n += count
	}
	return n
}

// Bar is one bucket of a histogram.
type Bar struct {
	MS float64 // the time that stands for it
	N  int
}

// Bars are the buckets that are not empty, the shortest times first.
func (h Histogram) Bars() []Bar {
	var bars []Bar
	for key, n := range h {
		if bucket, ok := bucketOfKey(key); ok && n > 0 {
			bars = append(bars, Bar{middle(bucket), n})
		}
	}
	slices.SortFunc(bars, func(a, b Bar) int { return cmp.Compare(a.MS, b.MS) })
	return bars
}

// Quantile is the time, in milliseconds and within 2 %, that a part q of the
// times do not exceed; ok is false where there is none.
func (h Histogram) Quantile(q float64) (ms float64, ok bool) {
	wanted := int(math.Ceil(min(max(q, 0), 1) * float64(h.N())))
	seen := 0
	for _, bar := range h.Bars() {
		if seen += bar.N; seen >= max(wanted, 1) {
			return bar.MS, true
		}
	}
	return 0, false
}

// Edges are the upper edges of what Counts counts, in milliseconds, all but the last:
// the first is the shortest time that is told apart.
func Edges() []float64 {
	edges := make([]float64, bucketOf(MostMS)+2)
	for i := range edges {
		edges[i] = math.Pow(growth, float64(i))
	}
	return edges
}

// Counts gives how many times lie below the first of Edges, between it and the second,
// and so on; the last, of those above all, is zero.
func (h Histogram) Counts() []int {
	counts := make([]int, bucketOf(MostMS)+3)
	for key, n := range h {
		if bucket, ok := bucketOfKey(key); ok && bucket >= 0 && bucket+1 < len(counts) {
			counts[bucket+1] += n
		}
	}
	return counts
}
