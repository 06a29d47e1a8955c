package local

import (
	"fmt"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
)

// of gives the sources of a kind, in their order.
func of(kind model.Kind, sources []model.Source) []model.Source {
	var out []model.Source
	for _, s := range sources {
		if s.Kind == kind {
			out = append(out, s)
		}
	}
	return out
}

// readable gives the sources that have something to say at length, in their order.
func readable(sources []model.Source) []model.Source {
	return slices.DeleteFunc(slices.Clone(sources), func(s model.Source) bool {
		return s.Kind != model.Document && s.Kind != model.Action && s.Kind != model.Conversation
	})
}

func counted(n int, l lang.Language, one, many lang.Text) string {
	if n == 1 {
		return one.In(l)
	}
	return fmt.Sprintf(many.In(l), n)
}

func sayHello(req model.Request) string {
	l := req.Language
	sees := helloSeesNone.In(l)
	if n := len(of(model.Agent, req.Sources)); n > 0 {
		sees = fmt.Sprintf(helloSees.In(l), counted(n, l, oneAgent, manyAgents))
	}
	return fmt.Sprintf(hello.In(l), sees)
}

func sayCapabilities(req model.Request) string {
	l := req.Language
	agents, documents := len(of(model.Agent, req.Sources)), len(of(model.Document, req.Sources))
	lines := []string{canNoAgents.In(l), canNoDocuments.In(l), canSummarize.In(l), canCompare.In(l), canRemember.In(l)}
	if agents > 0 {
		lines[0] = fmt.Sprintf(canAgents.In(l), counted(agents, l, oneAgent, manyAgents))
	}
	if documents > 0 {
		lines[1] = fmt.Sprintf(canDocuments.In(l), counted(documents, l, oneDocument, manyDocuments))
	}
	return canDoIntro.In(l) + "\n\n- " + strings.Join(lines, "\n- ")
}

const longestQuote = 600 // in bytes

// recall quotes the last message of one side.
func recall(req model.Request, role model.Role, said, nothing lang.Text) string {
	for i := len(req.History) - 1; i >= 0; i-- {
		turn := req.History[i]
		if text := plain(turn.Text); turn.Role == role && text != "" {
			return fmt.Sprintf(said.In(req.Language), shortened(text, longestQuote))
		}
	}
	return nothing.In(req.Language)
}

// joined writes names as "a, b y c", each bold.
func joined(names []string, l lang.Language) string {
	bold := make([]string, len(names))
	for i, name := range names {
		bold[i] = "**" + name + "**"
	}
	if len(bold) < 2 {
		return strings.Join(bold, "")
	}
	last := len(bold) - 1
	return strings.Join(bold[:last], ", ") + conjunction.In(l) + bold[last]
}
