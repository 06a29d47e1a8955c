package summary

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/conversation"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// Bounds on what one summary reads and sends, whatever there is.
const (
	mostMessages = 2000    // the newest of a conversation
	mostTokens   = 120_000 // of all that is summed up, estimated
	passage      = 900     // characters of a document's passages
	excerpt      = 200     // characters of a source that are shown
)

// source is what a statement can come from.
type source struct {
	messageID, conversationID string // "" for a passage of a document or a text
	author, text              string
	at                        time.Time // the zero time for a passage
}

// found is what is to be summed up.
type found struct {
	title     string
	sources   []source
	pieces    []piece
	truncated bool   // there was more than is summed up
	usage     *usage // of an agent; nil where a text is summed up
}

// find reads what is to be summed up, as far as the person may see it.
func (s *Service) find(ctx context.Context, who access.Person, inputs map[string]any) (*found, error) {
	text := func(name string) string { t, _ := inputs[name].(string); return strings.TrimSpace(t) }
	from, until, err := between(text("from"), text("to"))
	if err != nil {
		return nil, err
	}
	var f *found
	switch text("source") {
	case "document":
		f, err = s.document(ctx, who, text("document"))
	case "agent":
		f, err = s.agent(ctx, who, text("agent"), from, until)
	case "text":
		f = passages("", text("text"))
	default:
		f, err = s.said(ctx, who, text("conversation"), from, until)
	}
	if err != nil {
		return nil, err
	}
	if title := text("title"); title != "" {
		f.title = title
	}
	if f.usage == nil && len(f.pieces) == 0 {
		return nil, fault.Wrong(fault.Field{Name: "inputs." + text("source"), Problem: lang.Text{ES: "no tiene nada que resumir", EN: "has nothing to sum up"}})
	}
	f.bound()
	return f, nil
}

// between reads the days from and to, both included.
func between(from, to string) (begin, until time.Time, err error) {
	day := func(s string) time.Time { t, _ := time.Parse(time.DateOnly, s); return t }
	begin = day(from)
	if to != "" {
		until = day(to).AddDate(0, 0, 1)
	}
	if !until.IsZero() && !begin.Before(until) {
		return begin, until, fault.Wrong(fault.Field{Name: "inputs.to", Problem: lang.Text{ES: "debe ser posterior a «Desde»", EN: "must not be before “From”"}})
	}
	return begin, until, nil
}

// said reads what was said in a conversation.
func (s *Service) said(ctx context.Context, who access.Person, conversationID string, from, until time.Time) (*found, error) {
	missing := fault.Wrong(fault.Field{Name: "inputs.conversation", Problem: notFound})
	l, err := s.Conversations.LoadConversation(ctx, conversationID)
	var of conversation.Seen
	if err == nil {
		of, err = s.Conversations.See(ctx, l, who)
	}
	if fault.Has(err, "not_found") {
		err = missing
	}
	if err != nil {
		return nil, err
	}
	messages, names, more, err := s.Conversations.Said(ctx, who, of, from, until, mostMessages)
	if err != nil {
		return nil, err
	}
	f := &found{title: of.Title, truncated: more}
	for _, m := range messages {
		author := "Ally"
		if m.Role != conversation.Ally {
			author = names[m.UserID]
		}
		f.sources = append(f.sources, source{messageID: m.ID, conversationID: of.ID, author: author, text: m.Content, at: m.Timestamp})
		label := fmt.Sprintf("%s (%s): ", author, m.Timestamp.UTC().Format(time.DateOnly))
		for _, text := range cut(m.Content) {
			f.pieces = append(f.pieces, piece{label: label, text: text, sources: []int{len(f.sources) - 1}})
		}
	}
	return f, nil
}

var notFound = lang.Text{ES: "no existe o no puedes verlo", EN: "does not exist or is not for you to see"}

// document reads a document that one of the person's agents has: the document and
// its agents are read now, and not taken from what is known of them.
func (s *Service) document(ctx context.Context, who access.Person, id string) (*found, error) {
	missing := fault.Wrong(fault.Field{Name: "inputs.document", Problem: notFound})
	documents, err := s.classic.Documents(ctx, []string{id})
	if err != nil {
		return nil, fault.Busy(err)
	}
	if len(documents) == 0 {
		return nil, missing
	}
	agents, err := s.available(ctx, who, documents[0].Agents)
	if err != nil {
		return nil, err
	}
	if len(agents) == 0 {
		return nil, missing
	}
	return passages(documents[0].Name, documents[0].Text), nil
}

// available gives those of the agents that the person may use now. Those around
// them are confirmed by the way in which they were found; others are looked up.
func (s *Service) available(ctx context.Context, who access.Person, ids []string) ([]classic.Agent, error) {
	ids = ids[:min(len(ids), mostAgents)]
	docs, err := s.Client.GetAll(ctx, []*firestore.DocumentRef{s.Conversations.Surroundings.Ref(who.ID)})
	if err != nil {
		return nil, fault.Busy(err)
	}
	around, kept := s.Conversations.Surroundings.From(docs[0])
	if !kept {
		_, agents, _, err := s.Conversations.Surroundings.Glance(ctx, who)
		if err != nil {
			return nil, fault.Busy(err)
		}
		return slices.DeleteFunc(agents, func(a classic.Agent) bool { return !slices.Contains(ids, a.ID) }), nil
	}
	var ways []classic.Known
	var others []string
	for _, id := range ids {
		if a, ok := around.Agent(id); ok {
			ways = append(ways, classic.Known{AgentID: id, Way: a.Way})
		} else {
			others = append(others, id)
		}
	}
	agents, err := s.classic.Confirm(ctx, who.Viewer(), ways, s.Now())
	if err == nil && len(agents) == 0 {
		agents, err = s.classic.Available(ctx, who.Viewer(), others, s.Now())
	}
	if err != nil {
		return nil, fault.Busy(err)
	}
	return agents, nil
}

// mostAgents bounds how many of a document's agents are looked at.
const mostAgents = 20

// passages cuts a text into what its statements can come from.
func passages(name, text string) *found {
	f := &found{title: name}
	for _, p := range retrieve.Passages(text, passage) {
		f.sources = append(f.sources, source{author: name, text: p})
		f.pieces = append(f.pieces, piece{text: p, sources: []int{len(f.sources) - 1}})
	}
	return f
}

// bound leaves out what is too much: the oldest of what was said, the end of a
// text.
func (f *found) bound() {
	newestFirst := len(f.sources) > 0 && f.sources[0].messageID != ""
	if newestFirst {
		slices.Reverse(f.pieces)
	}
	room := mostTokens
	for i, p := range f.pieces {
		if room -= model.EstimateTokens(p.label + p.text); room < 0 {
			f.pieces, f.truncated = f.pieces[:i], true
			break
		}
	}
	if newestFirst {
		slices.Reverse(f.pieces)
	}
}

// short gives the beginning of a text, as one line.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= excerpt {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:excerpt])) + "…"
}
