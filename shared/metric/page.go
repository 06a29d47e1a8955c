package metric

import (
	"fmt"
	"strings"
)

// The section of docs/comparison.md that is made from the definitions stands
// between these two lines.
const (
	begin = "<!-- definitions: made by `ally metrics --write` -->"
	end   = "<!-- /definitions -->"
)

const title = "# Classic against Ally\n\n"

// Put gives the page with its section of definitions made anew; a page without
// one gets it behind its title.
func Put(page string) string {
	section := begin + "\n" + section() + end
	before, rest, found := strings.Cut(page, begin)
	if _, after, closed := strings.Cut(rest, end); found && closed {
		return before + section + after
	}
	return title + section + "\n\n" + strings.TrimPrefix(page, title)
}

func section() string {
	var b strings.Builder
	b.WriteString(intro)
	b.WriteString("| measure | what | kind | better | classic | Ally |\n|---|---|---|---|---|---|\n")
	for _, d := range Definitions {
		fmt.Fprintf(&b, "| %s `%s`%s | %s | %s | %s | %s | %s |\n", d.Name.EN, d.Key, d.role(), d.What.EN, d.kind(), d.better(), source(d.Classic), source(d.Ally))
	}
	b.WriteString("\nWhether it is the same thing on both sides, and what is left out:\n\n")
	for _, d := range Definitions {
		fmt.Fprintf(&b, "- **%s.** %s Left out: %s\n", d.Name.EN, d.Same.EN, d.Excluded.EN)
	}
	return b.String()
}

const intro = `## Definitions

Who is counted: people with an account of whom something that is measured happened in the window; active are those of them who wrote at least one message. The unit is always the
person; both documents of somebody who has two in ` + "`users`" + ` are one person, known by their e-mail, with the sessions of both. Guests are nobody's person here. Days are of UTC and whole;
the day that is under way does not count yet. The window is everything
since the comparison began, up to 62 days, where no days are chosen.

**A person in both arms.** Whoever has Ally keeps the classic chat. Somebody who uses both counts in each, with what they did there. With a holdout only
those count who were let in or held out by it, in the group that they were first seen in, and with what they did in that group's own system: what somebody with Ally still
does in the classic chat is not taken for Ally's. Whoever was let in by name, is a superadmin, or had Ally before the holdout was switched on was drawn by nobody
and is never part of that. The lot is drawn for accounts: in the sizes of the groups, and nowhere else, somebody with two counts twice, for counting them once would take
a read of each.

**Two clocks.** Times come from whoever stored them. A difference that comes out below zero counts as zero, and a time in the future is not counted until that day is over.

**What is deleted later still counts**, for deleting a conversation does not undo that it was held; a person's erasure takes their numbers out of everything.

`

func (d Definition) role() string {
	switch {
	case d.KeyMetric:
		return " (key)"
	case d.Guardrail:
		return fmt.Sprintf(" (guardrail, margin %g %%)", d.Margin*100)
	}
	return ""
}

func (d Definition) kind() string {
	kind := string(d.Kind)
	if d.Kind == Quantile {
		kind = fmt.Sprintf("p%g", d.At*100)
	}
	return kind + ", " + string(d.Unit)
}

func (d Definition) better() string {
	better := string(d.Direction)
	if d.Target != (Target{}) {
		sign := ">"
		if d.Target.Below {
			sign = "<"
		}
		better += fmt.Sprintf("; target %s %g", sign, d.Target.Value)
	}
	switch {
	case d.Wanted.Points:
		better += fmt.Sprintf("; %+g points", d.Wanted.Change*100)
	case d.Wanted.Change != 0:
		better += fmt.Sprintf("; %+g %%", d.Wanted.Change*100)
	}
	return better
}

func source(fields string) string {
	if fields == "" {
		return "no source"
	}
	return fields
}
