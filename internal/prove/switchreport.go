package prove

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// SwitchReport is what switching off and on again did.
type SwitchReport struct {
	People, Instances int
	Requests          int // that were answered
	Through           int // of which somebody had what they asked for
	Refused           int // and the others
	UnderWay          int // that got through, begun before somebody was switched off and ended after
	Switched          []Switched
	Replies           map[string]int // by status
	HalfDone          int            // messages without a whole reply, or stored and refused
	Classic           int            // documents of the classic system, each as it was

	Wrong []string // what must not be
}

// Switched is what one switch did to whom it is about.
type Switched struct {
	Name    string
	People  int
	Through int           // requests of theirs begun after it was thrown, and not refused
	Last    time.Duration // how long after that the last of these began
	Late    int           // of which later than 15 seconds
	Refused int
	Undone  time.Duration // how long after it was put back the last request began that was refused
}

// String tells the figures, a line each.
func (r SwitchReport) String() string {
	var b strings.Builder
	line := func(name string, value any) { fmt.Fprintf(&b, "%-56s %v\n", name, value) }
	line("people", r.People)
	line("instances", r.Instances)
	line("requests", r.Requests)
	line("… that got through", r.Through)
	line("… that were refused", r.Refused)
	line("… under way when their person was switched off", r.UnderWay)
	for _, s := range r.Switched {
		line(fmt.Sprintf("switched off for %s (%d people)", s.Name, s.People), "")
		line("  begun after it and let through", s.Through)
		line("  … the last of them after", s.Last.Round(time.Millisecond))
		line("  … later than 15 s", s.Late)
		line("  refused", s.Refused)
		line("  switched on again: the last refused after", s.Undone.Round(time.Millisecond))
	}
	line("replies by status", r.Replies)
	line("half-done", r.HalfDone)
	line("documents of the classic system, to the byte as before", r.Classic)
	for _, w := range r.Wrong {
		line("WRONG", w)
	}
	return b.String()
}

// Err is an error where something is wrong.
func (r SwitchReport) Err() error {
	if len(r.Wrong) == 0 {
		return nil
	}
	return errors.New("prove: " + strings.Join(r.Wrong[:min(len(r.Wrong), 10)], "; "))
}

func (r *SwitchReport) wrong(format string, args ...any) {
	r.Wrong = append(r.Wrong, fmt.Sprintf(format, args...))
}

// count looks at every request and at everything that is stored.
func (s *switching) count(ctx context.Context, before, after map[string]string) (SwitchReport, error) {
	r := SwitchReport{People: s.People, Instances: s.Instances, Classic: len(before)}
	for _, c := range s.scenarios {
		r.Switched = append(r.Switched, s.countScenario(c, &r))
	}
	stored := Report{Replies: map[string]int{}}
	for _, m := range s.people {
		found := map[string]int{}
		if err := countConversation(ctx, s.db, m.sender, &stored, found, map[string]int{}); err != nil {
			return r, err
		}
		for _, t := range m.tries {
			s.countTry(m, t, found, &r)
		}
	}
	r.Replies, r.HalfDone, r.Wrong = stored.Replies, r.HalfDone+len(stored.Wrong), append(r.Wrong, stored.Wrong...)
	for path, was := range before {
		if after[path] != was {
			r.wrong("%s of the classic system has changed", path)
		}
	}
	if len(after) != len(before) {
		r.wrong("the classic system had %d documents and has %d", len(before), len(after))
	}
	return r, nil
}

// countTry looks whether a request was rightly let through or refused, and whether what
// it sent is stored just when it was let through.
func (s *switching) countTry(m *member, t try, found map[string]int, r *SwitchReport) {
	r.Requests++
	if want := map[bool]int{true: 1}[t.through]; t.key != "" && found[t.key] != want {
		r.HalfDone++
		r.wrong("message %s, let through %t, is there %d times", t.key, t.through, found[t.key])
	}
	may, underWay := false, false // be refused
	for _, c := range s.scenarios {
		if c.of(m) {
			may = may || !t.ended.Before(c.thrown) && t.began.Before(c.undone.Add(felt))
			underWay = underWay || t.began.Before(c.thrown) && t.ended.After(c.thrown)
		}
	}
	if t.through {
		r.Through++
		if underWay {
			r.UnderWay++
		}
		return
	}
	r.Refused++
	if !may {
		r.wrong("%s was refused while nothing was switched off for them", m.person.ID)
	}
}

func (s *switching) countScenario(c *scenario, r *SwitchReport) Switched {
	w := Switched{Name: c.name}
	for _, m := range s.people {
		if !c.of(m) {
			continue
		}
		w.People++
		for _, t := range m.tries {
			switch {
			case t.through && !t.began.Before(c.thrown) && t.ended.Before(c.undone):
				w.Through++
				w.Last = max(w.Last, t.began.Sub(c.thrown))
				if t.began.Sub(c.thrown) >= felt {
					w.Late++
					r.wrong("%s of %s was let through %s after the switch", t.key, m.person.ID, t.began.Sub(c.thrown))
				}
			case !t.through && !t.ended.Before(c.thrown) && t.began.Before(c.undone.Add(felt)):
				w.Refused++
				w.Undone = max(w.Undone, t.began.Sub(c.undone))
			}
		}
	}
	if w.Refused == 0 {
		r.wrong("nobody was refused while Ally was off for %s", c.name)
	}
	return w
}
