package local

import (
	"regexp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

// exchange is a question of an earlier conversation with the answer that it
// got. Where the text was cut, either may be missing.
type exchange struct{ question, answer string }

// What a line of a Conversation's text begins with, see model.Conversation.
const (
	askedLabel    = "Pregunta:"
	answeredLabel = "Respuesta:"
)

// exchanges takes a Conversation's text apart. A second "Respuesta:" is a part
// of the answer; what stands before any label is one.
func exchanges(text string) []exchange {
	var out []exchange
	var question, answer []string
	answering := true
	flush := func() {
		e := exchange{strings.TrimSpace(strings.Join(question, "\n")), strings.TrimSpace(strings.Join(answer, "\n"))}
		if e.answer != "" {
			out = append(out, e)
		}
		question, answer = nil, nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if rest, ok := strings.CutPrefix(line, askedLabel); ok {
			flush()
			answering = false
			line = rest
		} else if rest, ok := strings.CutPrefix(line, answeredLabel); ok && len(answer) == 0 {
			answering = true
			line = rest
		}
		if answering {
			answer = append(answer, line)
		} else {
			question = append(question, line)
		}
	}
	flush()
	return out
}

// asks gives the question for showing; "" where it gives orders to an assistant.
func (e exchange) asks() string {
	units := retrieve.Outline(e.question)
	if len(informing(units)) < len(units) {
		return ""
	}
	return plain(e.question)
}

// attributions are lines in which Ally says where something is from, or how far
// it goes. They inform about nothing themselves.
var attributions = patternsOf(accordingTo, accordingToOf, aboutCompany, closest, summaryOf, saidBefore, saidBeforeTo, inAction)

// patternsOf matches whole plain sentences made of phrases.
func patternsOf(phrases ...lang.Text) *regexp.Regexp {
	var all []string
	for _, p := range phrases {
		for _, phrase := range []string{p.ES, p.EN} {
			all = append(all, strings.ReplaceAll(regexp.QuoteMeta(plain(phrase)), "%s", ".+"))
		}
	}
	return regexp.MustCompile("^(" + strings.Join(all, "|") + ")$")
}

// ignorance begins an answer that says that nothing is known.
var ignorance = regexp.MustCompile("^(No lo sé|I don't know)[:.]")

func (e exchange) knows() bool { return !ignorance.MatchString(plain(e.answer)) }

// marked is a heading that was meant as one.
var marked = regexp.MustCompile(`^(#|\*\*|__)|[=-]$`)

// units gives the sentences of the answer, below the question as their heading.
// Blocks are counted from first.
func (e exchange) units(first int) []retrieve.Unit {
	units := informing(retrieve.Outline(e.answer))
	question := e.asks()
	for i := range units {
		if units[i].Kind == retrieve.Heading && !marked.MatchString(units[i].Text) {
			units[i].Kind = retrieve.Prose // a short answer, which only looks like the heading of a PDF's text
		}
		units[i].Block += first
		if question != "" {
			units[i].Under = slices.Concat([]string{question}, units[i].Under)
		}
	}
	return units
}

// news gives the units that say something of themselves.
func news(units []retrieve.Unit) []retrieve.Unit {
	return slices.DeleteFunc(slices.Clone(units), func(u retrieve.Unit) bool { return attributions.MatchString(plain(u.Text)) })
}
