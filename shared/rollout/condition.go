package rollout

import (
	"fmt"
	"strings"
	"time"

	"getaifactory.com/ally/shared/lang"
)

// Verdict is what the comparison of both systems says.
type Verdict string

const (
	Go               Verdict = "GO"
	NoGo             Verdict = "NO-GO"
	NeedsImprovement Verdict = "NEEDS-IMPROVEMENT"
	// Unknown is the verdict where there is none, or not enough data for one.
	Unknown Verdict = ""
)

// Evidence is what is known when a stage is to be entered.
type Evidence struct {
	Verdict Verdict
	At      time.Time // when the verdict was reached
}

// freshness is how old a verdict may be: what is true of last month's Ally need
// not be true of today's.
const freshness = 7 * 24 * time.Hour

// Condition is one thing that must hold before a stage is entered.
type Condition struct {
	Name string // steps, duration, verdict or people
	Met  bool
	Says lang.Text
}

// entry is what the plan asks for before a stage is entered.
type entry struct {
	after   time.Duration // how long the stage before must have lasted
	verdict []Verdict     // which of these the comparison must say
}

const day = 24 * time.Hour

// entries are the plan's weeks and success criteria. A beta group and a domain
// follow a stage too small for a finding, so there it is enough that nothing
// speaks against going on, once the first GO is there.
var entries = map[Stage]entry{
	Beta:         {14 * day, []Verdict{Go}},
	Domain:       {14 * day, []Verdict{Go, NeedsImprovement}},
	Organization: {14 * day, []Verdict{Go}},
	General:      {14 * day, []Verdict{Go}},
	Deprecation:  {90 * day, []Verdict{Go}},
}

// Conditions are what must hold for going from one state to the next; none for
// one that goes no further. Going back is always free.
func Conditions(from, to State, e Evidence, now time.Time) []Condition {
	from, to = from.Normal(), to.Normal()
	steps := to.Stage.place() - from.Stage.place()
	if steps <= 0 {
		return nil
	}
	needs := entries[to.Stage]
	lasted := now.Sub(from.Since)
	if from.Since.IsZero() {
		lasted = 0
	}
	days := int(needs.after / day)
	said := false
	for _, v := range needs.verdict {
		said = said || v == e.Verdict && now.Sub(e.At) <= freshness
	}
	return []Condition{
		{"steps", steps == 1, lang.Text{ES: "Las etapas se recorren de a una.", EN: "Stages are walked one at a time."}},
		{"duration", lasted >= needs.after, lang.Text{
			ES: fmt.Sprintf("La etapa anterior debe haber durado %d días; van %d.", days, int(lasted/day)),
			EN: fmt.Sprintf("The stage before must have lasted %d days; it has for %d.", days, int(lasted/day)),
		}},
		{"verdict", said, lang.Text{
			ES: fmt.Sprintf("La comparación de los últimos 7 días debe decir %s; %s.", oneOf(needs.verdict, "o"), spoken(e.Verdict, "todavía no dice nada", "dice")),
			EN: fmt.Sprintf("The comparison of the last 7 days must say %s; it says %s.", oneOf(needs.verdict, "or"), spoken(e.Verdict, "nothing yet", "")),
		}},
		{"people", to.letsIn(), lang.Text{
			ES: "La etapa debe nombrar a quién deja entrar.", EN: "The stage must name whom it lets in.",
		}},
	}
}

func oneOf(verdicts []Verdict, or string) string {
	said := make([]string, len(verdicts))
	for i, v := range verdicts {
		said[i] = string(v)
	}
	return strings.Join(said, " "+or+" ")
}

// spoken is what a verdict says, after a verb; nothing where it says nothing.
func spoken(v Verdict, nothing, says string) string {
	if v == Unknown {
		return nothing
	}
	return strings.TrimSpace(says + " " + string(v))
}

// letsIn says whether the stage's own list or share lets anybody in.
func (s State) letsIn() bool {
	switch s.Stage {
	case Beta:
		return len(s.People) > 0
	case Domain:
		return len(s.Domains) > 0
	case Organization:
		return len(s.Organizations) > 0
	case General:
		return s.Percentage > 0
	}
	return true
}

// Unmet are those of the conditions that do not hold.
func Unmet(conditions []Condition) []Condition {
	var unmet []Condition
	for _, c := range conditions {
		if !c.Met {
			unmet = append(unmet, c)
		}
	}
	return unmet
}
