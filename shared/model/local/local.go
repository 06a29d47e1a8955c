// Package local writes replies without a language model, a key or a network.
// It understands a handful of intentions by patterns, finds what answers a
// question by the words of both, and quotes it with where it comes from:
// documents, actions, earlier conversations, what is remembered of them. It compares two of these by the words
// and numbers that they share. What it does not find it says it does not know. The same request gives the same
// reply.
//
// Sources are searched and quoted and never obeyed; System is counted and has
// no other effect.
package local

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/model"
)

// Engine is the local model.Generator.
type Engine struct{}

var _ model.Generator = (*Engine)(nil)

// New gives an Engine. It may be used from many goroutines.
func New() *Engine { return &Engine{} }

// Name is "local".
func (e *Engine) Name() string { return "local" }

// Generate writes the reply to req, a word at a time. Its only errors are
// those of emit and of a done ctx, as they are; the Reply then holds what had
// been emitted. Usage counts words and punctuation marks, and Progress is told it
// once, in the end.
func (e *Engine) Generate(ctx context.Context, req model.Request, emit func(delta string) error) (model.Reply, error) {
	text, shortened := cut(answer(req), req.MaxOutputTokens)
	reply := model.Reply{Finish: model.Complete}
	if shortened {
		reply.Finish = model.Length
	}
	var sent strings.Builder
	err := func() error {
		for _, piece := range pieces(text) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := emit(piece); err != nil {
				return err
			}
			sent.WriteString(piece)
		}
		return ctx.Err()
	}()
	reply.Text = sent.String()
	reply.Usage = usage(req, reply.Text)
	if req.Progress != nil {
		req.Progress(reply.Usage)
	}
	return reply, err
}

// answer decides what is asked and writes the whole reply.
func answer(req model.Request) string {
	req.Sources = named(req.Sources)
	req, remembered := apart(req)
	q := read(req.Question)
	if decisionsAsked.MatchString(q.spaced) || tasksAsked.MatchString(q.spaced) {
		if told := tell(remembered, q, req.Language); told != "" {
			return told
		}
	}
	asked := q.intent()
	switch {
	case comparisonAsked(req.Sources, q):
		asked = comparison
	case earlierAsked(req, q):
		asked = earlier
	case len(of(model.Action, req.Sources)) > 0 && ofAction.MatchString(q.spaced):
		asked, q = content, q.without(summing)
	}
	if agent, ok := askedAgent(req.Sources, q); ok && (asked == content || asked == whichAgent) {
		return describe(agent, req.Language)
	}
	if before, found := before(req.History); found && q.follows && (asked == content || asked == whichAgent) {
		if asked == content && q.want == anything && before.intent() == whichAgent {
			asked = whichAgent
		}
		if asked == content || q.strong() == 0 { // another agent is asked for by what it should do, not by what the first one does
			q = q.with(before)
		}
	}
	if asked == content && q.subject.Empty() {
		asked = capabilities
	}
	switch asked {
	case greeting:
		return sayHello(req)
	case thanks:
		return welcome.In(req.Language)
	case capabilities:
		return sayCapabilities(req)
	case identity:
		return whoIAm.In(req.Language)
	case recallQuestion:
		return recall(req, model.User, youAsked, nothingAsked)
	case recallAnswer:
		return recall(req, model.Ally, iSaid, nothingSaid)
	case whichAgent:
		return recommend(req, q)
	case comparison:
		return compare(req, q)
	case earlier:
		return recallEarlier(req, q)
	case summary:
		return summarize(req, q)
	default:
		answer := inform(req, q)
		if told := tell(remembered, q, req.Language); told != "" && ignorance.MatchString(plain(answer)) {
			return told
		}
		return answer
	}
}

// named gives the sources with names that can be shown: without Markdown, and
// the id where nothing else is left.
func named(sources []model.Source) []model.Source {
	out := slices.Clone(sources)
	for i, s := range out {
		out[i].Name, out[i].Of = cmp.Or(plain(s.Name), s.ID), plain(s.Of)
	}
	return out
}
