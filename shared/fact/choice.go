package fact

import (
	"cmp"
	"maps"
	"slices"
)

// nameSet are names of a kind.
type nameSet map[string]bool

func (n *nameSet) add(name string) {
	if name == "" {
		return
	}
	if *n == nil {
		*n = nameSet{}
	}
	(*n)[name] = true
}

func (n nameSet) inOrder() []string { return slices.Sorted(maps.Keys(n)) }

// seenIn is what a window's people can be told apart by.
type seenIn struct {
	organizations, domains nameSet
	stages                 map[string]Span
}

func (s *seenIn) add(r Rollup) {
	for _, e := range r.People {
		s.organizations.add(e.OrganizationID)
		s.domains.add(e.Domain)
		if e.Stage == "" {
			continue
		}
		if s.stages == nil {
			s.stages = map[string]Span{}
		}
		span, known := s.stages[e.Stage]
		if !known {
			span = Span{Stage: e.Stage, From: r.Day}
		}
		span.To = r.Day // days come in order
		s.stages[e.Stage] = span
	}
}

// spans are the stages in the order of their first days.
func (s seenIn) spans() []Span {
	return slices.SortedFunc(maps.Values(s.stages), func(a, b Span) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Stage, b.Stage))
	})
}
