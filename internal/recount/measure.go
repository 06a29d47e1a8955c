package recount

import (
	"slices"
	"time"
)

// Value is what one person contributes to a measure.
type Value struct {
	Num, Den float64
	Times    []time.Duration // of a measure of single times, instead of both
}

// measure says how a measure is made of what people contribute: "mean", "ratio",
// "proportion", "times" or "quantile"; of the last two, which quantile.
type measure struct {
	kind    string
	at      float64
	systems []System // with a source
	of      func(p Part, person string) (Value, bool)
}

var (
	both = []System{Classic, Ally}
	ally = []System{Ally}
)

// measures are those of docs/comparison.md.
var measures = map[string]measure{
	"initial_load":          {"times", 0.75, ally, timesOf(measured, "load")},
	"open_to_first_message": {"times", 0.5, ally, timesOf(measured, "first_message")},
	"search_time":           {"times", 0.75, ally, timesOf(measured, "search")},
	"time_to_first_message": {"times", 0.5, both, toFirstMessage},
	"response_time":         {"times", 0.75, both, responses},
	"app_action_time":       {"times", 0.75, ally, actions},

	"conversations": {"mean", 0, both, ofActive(func(p Part, person string) int { return len(p.chats(person)) })},
	"agents_discovered": {"mean", 0, both, ofActive(func(p Part, person string) int {
		return len(p.named(person, func(e event) []string { return e.agents }))
	})},
	"feature_discovery": {"mean", 0, both, ofActive(func(p Part, person string) int {
		return len(p.named(person, func(e event) []string { return e.used() }))
	})},
	"app_use": {"mean", 0, ally, ofActive(func(p Part, person string) int { return len(completed(p.of(person, acted))) })},

	"messages_per_conversation": {"ratio", 0, both, ofBoth(func(p Part, person string) (int, int) { return len(p.of(person, wrote)), len(p.chats(person)) })},
	"messages_per_session": {"ratio", 0, both, ofBoth(func(p Part, person string) (int, int) {
		n, _ := p.sessions(person)
		return len(p.of(person, wrote)), n
	})},
	"session_length": {"ratio", 0, both, func(p Part, person string) (Value, bool) {
		n, length := p.sessions(person)
		return Value{Num: float64(length.Milliseconds()) / 1000, Den: float64(n)}, n > 0
	}},
	"prompt_effectiveness": {"ratio", 0, ally, ofBoth(func(p Part, person string) (good, all int) {
		for _, e := range p.of(person, answered) {
			if all++; e.status == "completed" && !e.again {
				good++
			}
		}
		return good, all
	})},
	"failure_rate": {"ratio", 0, ally, ofBoth(func(p Part, person string) (failed, all int) {
		for _, e := range p.of(person, answered) {
			if all++; e.status == "failed" {
				failed++
			}
		}
		return failed, all
	})},

	"satisfaction": {"mean", 0, both, func(p Part, person string) (Value, bool) {
		ratings, sum := p.of(person, rated), 0
		for _, e := range ratings {
			sum += e.stars
		}
		return Value{Num: float64(sum) / float64(max(len(ratings), 1)), Den: 1}, len(ratings) > 0
	}},
	"collaboration_rate": {"proportion", 0, ally, func(p Part, person string) (Value, bool) {
		return whether(len(invited(completed(p.of(person, acted)))) > 0), len(p.of(person, wrote)) > 0
	}},
	"return_7_day":       {"proportion", 0, both, returned},
	"time_to_productive": {"quantile", 0.5, both, toProductive},

	"learning_curve": {kind: "mean"},
}

// Values gives what each person contributes to a measure, by who they are: their e-mail,
// or their account where that has none. Whoever contributes nothing is left out. known is false for a
// measure of which nothing is written here.
func (p Part) Values(key string) (values map[string]Value, known bool) {
	m, known := measures[key]
	values = map[string]Value{}
	if !slices.Contains(m.systems, p.System) {
		return values, known
	}
	for _, person := range p.There() {
		if v, ok := m.of(p, person); ok {
			values[person] = v
		}
	}
	return values, true
}

// chats are the conversations that somebody wrote in, once a day.
func (p Part) chats(person string) map[string]bool {
	chats := map[string]bool{}
	for _, e := range p.of(person, wrote) {
		chats[e.conversation+" "+day(e.at)] = true
	}
	return chats
}

// named gives the names that all that somebody did has, each once.
func (p Part) named(person string, names func(event) []string) map[string]bool {
	all := map[string]bool{}
	for k := wrote; k <= measured; k++ {
		for _, e := range p.of(person, k) {
			for _, name := range names(e) {
				all[name] = true
			}
		}
	}
	return all
}

// used are the features of what happened.
func (e event) used() []string {
	if e.kind == rated {
		return []string{"rating"}
	}
	return e.features
}

func whether(is bool) Value {
	if is {
		return Value{Num: 1, Den: 1}
	}
	return Value{Den: 1}
}

func ofActive(count func(Part, string) int) func(Part, string) (Value, bool) {
	return func(p Part, person string) (Value, bool) {
		return Value{Num: float64(count(p, person)), Den: 1}, len(p.of(person, wrote)) > 0
	}
}

func ofBoth(count func(Part, string) (int, int)) func(Part, string) (Value, bool) {
	return func(p Part, person string) (Value, bool) {
		num, den := count(p, person)
		return Value{Num: float64(num), Den: float64(den)}, den > 0
	}
}

func timesOf(k kind, of string) func(Part, string) (Value, bool) {
	return func(p Part, person string) (v Value, ok bool) {
		for _, e := range p.of(person, k) {
			if e.of == of {
				v.Times = append(v.Times, e.took)
			}
		}
		return v, len(v.Times) > 0
	}
}

func responses(p Part, person string) (v Value, ok bool) {
	for _, e := range p.of(person, answered) {
		if e.status == "completed" && e.took > 0 {
			v.Times = append(v.Times, e.took)
		}
	}
	return v, len(v.Times) > 0
}

func actions(p Part, person string) (v Value, ok bool) {
	for _, e := range completed(p.of(person, acted)) {
		if e.took > 0 {
			v.Times = append(v.Times, e.took)
		}
	}
	return v, len(v.Times) > 0
}

// toFirstMessage takes each conversation of the person's own.
func toFirstMessage(p Part, person string) (v Value, ok bool) {
	for id, opened := range p.opened {
		var first time.Time
		for _, e := range p.of(person, wrote) {
			if e.conversation == id && e.account == opened.owner && (first.IsZero() || e.at.Before(first)) {
				first = e.at
			}
		}
		if pause := first.Sub(opened.at); !first.IsZero() && day(first) == day(opened.at) && pause <= 30*time.Minute {
			v.Times = append(v.Times, max(pause, 0))
		}
	}
	return v, len(v.Times) > 0
}

// returned takes those whose first day lies seven days back in the window.
func returned(p Part, person string) (Value, bool) {
	asked := p.of(person, wrote)
	if len(asked) == 0 {
		return Value{}, false
	}
	first := slices.MinFunc(asked, func(a, b event) int { return a.at.Compare(b.at) })
	back := false
	for _, e := range asked {
		for n := 1; n <= 7; n++ {
			back = back || day(e.at) == day(first.at.AddDate(0, 0, n))
		}
	}
	return whether(back), day(first.at.AddDate(0, 0, 7)) <= p.To
}

// toProductive takes, of all complete answers before which there was exactly one in the same
// conversation on the same day, the one that was there first.
func toProductive(p Part, person string) (Value, bool) {
	asked := p.of(person, wrote)
	complete := slices.DeleteFunc(p.of(person, answered), func(e event) bool { return e.status != "completed" })
	var productive time.Time
	for _, e := range complete {
		before := 0
		for _, other := range complete {
			if other.conversation == e.conversation && other.account == e.account && day(other.at) == day(e.at) && other.end.Before(e.end) {
				before++
			}
		}
		if before == 1 && (productive.IsZero() || e.end.Before(productive)) {
			productive = e.end
		}
	}
	if len(asked) == 0 || productive.IsZero() {
		return Value{}, false
	}
	first := slices.MinFunc(asked, func(a, b event) int { return a.at.Compare(b.at) })
	return Value{Num: max(productive.Sub(first.at).Round(time.Second).Seconds(), 0), Den: 1}, true
}
