package surroundings

import (
	"cmp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/classic"
)

// mostBytes keeps surroundings below the 1 MiB that Firestore takes in one
// document, with room for what is not counted.
// https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields
const mostBytes = 900_000

// eachBytes is more than an agent or a document takes beside its texts: the
// names of its fields, and a byte for each text.
// https://firebase.google.com/docs/firestore/storage-size
const eachBytes = 48

// bytes counts an agent with its place in Popular.
func (a Agent) bytes() int {
	return 3*eachBytes + 2*len(a.ID) + len(a.Title) + len(a.About) + len(a.Keywords) + len(a.Way.Share) + len(a.Way.Group)
}

func (d Document) bytes() int {
	n := eachBytes + len(d.ID) + len(d.Name) + len(d.Keywords)
	for _, id := range d.Agents {
		n += len(id) + 1
	}
	return n
}

// With gives the surroundings with agents and documents added, as far as they
// fit.
func (s Surroundings) With(agents []classic.Agent, documents []classic.Document) Surroundings {
	s.Agents, s.Documents = slices.Clone(s.Agents), slices.Clone(s.Documents)
	for _, a := range agents {
		s.Agents = append(s.Agents, Agent{
			ID: a.ID, Title: a.Title, About: about(a, documents), Keywords: keywords(a.Description + " " + a.Prompt),
			Way: a.Way,
		})
	}
	slices.SortFunc(s.Agents, func(a, b Agent) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID)) })
	room := mostBytes
	s.Agents = fitting(s.Agents, &room)
	for _, d := range documents {
		s.Documents = slices.DeleteFunc(s.Documents, func(known Document) bool { return known.ID == d.ID })
		// A document is known by those of its agents that are around: it may
		// have hundreds.
		around := slices.DeleteFunc(slices.Clone(d.Agents), func(id string) bool { _, ok := s.Agent(id); return !ok })
		if len(around) > 0 {
			s.Documents = append(s.Documents, Document{ID: d.ID, Name: d.Name, Agents: around, Keywords: keywords(d.Text)})
		}
	}
	slices.SortFunc(s.Documents, func(a, b Document) int { return strings.Compare(a.ID, b.ID) })
	s.Documents = fitting(s.Documents, &room)
	return s
}

// fitting gives as many of the items, from the first, as there is room for.
func fitting[T interface{ bytes() int }](items []T, room *int) []T {
	for i, item := range items {
		if *room -= item.bytes(); *room < 0 {
			return items[:i]
		}
	}
	return items
}

// popular gives the agents that chats were opened with, most chats first.
func popular(agents []Agent, counts map[string]int) []Popular {
	popular := []Popular{}
	for _, a := range agents {
		if counts[a.ID] > 0 {
			popular = append(popular, Popular{AgentID: a.ID, Chats: counts[a.ID]})
		}
	}
	slices.SortStableFunc(popular, func(a, b Popular) int { return cmp.Compare(b.Chats, a.Chats) })
	return popular
}
