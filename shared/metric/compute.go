package metric

import (
	"math/bits"
	"time"

	"getaifactory.com/ally/shared/fact"
)

// Value is what one person contributes to a measure on one side.
type Value struct {
	Person string
	// Num over Den is the person's ratio. For a mean, and a quantile of figures of which
	// everybody has one, Num is the value and Den is 1; for a proportion Num is 1 where it
	// holds, else 0.
	Num, Den float64
	// Times are those of a quantile of times of which everybody has many; Num and Den are 0
	// then.
	Times fact.Histogram
}

// Compute gives what each person contributes to a measure on a side, in the order of
// the people, in a window of so many days. Who contributes nothing is left out: nobody
// is counted as zero who was not there. It is empty where the side has no source.
func Compute(d Definition, people []fact.Person, arm fact.Arm, days int) []Value {
	of, ok := computed[d.Key]
	if !ok || arm == fact.Classic && d.Classic == "" || arm == fact.Ally && d.Ally == "" {
		return nil
	}
	var values []Value
	for _, p := range people {
		t := p.On(arm)
		if t == nil {
			continue
		}
		if v, ok := of(*t, days); ok {
			v.Person = p.Key
			values = append(values, v)
		}
	}
	return values
}

// computed says what a person's window contributes to each measure; ok is false
// for nothing.
var computed = map[string]func(t fact.Total, days int) (v Value, ok bool){
	InitialLoad:        times(fact.Load),
	OpenToFirstMessage: times(fact.OpenToFirst),
	TimeToFirstMessage: times(fact.Opening),
	ResponseTime:       times(fact.Response),
	AppActionTime:      times(fact.Act),
	SearchTime:         times(fact.Search),

	Conversations:    ofActive(func(t fact.Total) int { return t.Conversations }),
	AgentsDiscovered: ofActive(func(t fact.Total) int { return len(t.Agents) }),
	FeatureDiscovery: ofActive(func(t fact.Total) int { return len(t.Features) }),
	AppUse:           ofActive(func(t fact.Total) int { return t.Actions }),

	MessagesPer:         ratio(func(t fact.Total) (int, int) { return t.Messages, t.Conversations }),
	MessagesPerSession:  ratio(func(t fact.Total) (int, int) { return t.Messages, t.Sessions }),
	PromptEffectiveness: ratio(func(t fact.Total) (int, int) { return t.Effective, t.Answers }),
	FailureRate:         ratio(func(t fact.Total) (int, int) { return t.Failed, t.Answers }),

	SessionLength: func(t fact.Total, _ int) (Value, bool) {
		return Value{Num: float64(t.SessionMS) / 1000, Den: float64(t.Sessions)}, t.Sessions > 0
	},
	Satisfaction: func(t fact.Total, _ int) (Value, bool) {
		if t.Ratings == 0 {
			return Value{}, false
		}
		return Value{Num: float64(t.Stars) / float64(t.Ratings), Den: 1}, true
	},
	CollaborationRate: func(t fact.Total, _ int) (Value, bool) { return holds(t.Invited > 0), t.Days > 0 },
	Return7:           returned,
	TimeToProductive: func(t fact.Total, _ int) (Value, bool) {
		if t.FirstAt.IsZero() || t.Productive.IsZero() {
			return Value{}, false
		}
		seconds := t.Productive.Sub(t.FirstAt).Round(time.Second).Seconds()
		return Value{Num: max(seconds, 0), Den: 1}, true
	},
}

// returned says whether somebody came back in the seven days after their first day; who
// has not had seven days yet contributes nothing.
func returned(t fact.Total, days int) (Value, bool) {
	const week = 7
	if t.Active == 0 {
		return Value{}, false
	}
	first := bits.TrailingZeros64(t.Active)
	after := t.Active >> (first + 1) & (1<<week - 1)
	return holds(after != 0), first+week < days
}

func times(of string) func(fact.Total, int) (Value, bool) {
	return func(t fact.Total, _ int) (Value, bool) { return Value{Times: t.Times[of]}, t.Times[of].N() > 0 }
}

func ofActive(number func(fact.Total) int) func(fact.Total, int) (Value, bool) {
	return func(t fact.Total, _ int) (Value, bool) { return Value{Num: float64(number(t)), Den: 1}, t.Days > 0 }
}

func ratio(of func(fact.Total) (num, den int)) func(fact.Total, int) (Value, bool) {
	return func(t fact.Total, _ int) (Value, bool) {
		num, den := of(t)
		return Value{Num: float64(num), Den: float64(den)}, den > 0
	}
}

func holds(is bool) Value {
	if is {
		return Value{Num: 1, Den: 1}
	}
	return Value{Den: 1}
}
