package memoryset

import (
	"fmt"
	"strings"

	"getaifactory.com/ally/shared/memory"
)

// Score counts what was found.
type Score struct{ Right, Wrong, Missed int }

// Precision is the part of what was found that is right; 1 where nothing was.
func (s Score) Precision() float64 { return share(s.Right, s.Wrong) }

// Recall is the part of what there is that was found; 1 where there is nothing.
func (s Score) Recall() float64 { return share(s.Right, s.Missed) }

func share(right, other int) float64 {
	if right+other == 0 {
		return 1
	}
	return float64(right) / float64(right+other)
}

// Scores are those of one half of the conversations.
type Scores struct {
	Kinds         map[memory.Kind]*Score
	Dates, Owners Score // of action items; a wrong one is also a missed one where there is another
	Mistakes      []string
}

// Measure extracts from every message of the conversations and compares.
func Measure(conversations []Conversation, extract func(Message) ([]memory.Found, error)) (Scores, error) {
	s := Scores{Kinds: map[memory.Kind]*Score{memory.ActionItem: {}, memory.Decision: {}, memory.Takeaway: {}}}
	for _, c := range conversations {
		for _, m := range c.Messages {
			found, err := extract(m)
			if err != nil {
				return s, fmt.Errorf("memoryset: message %s: %w", m.MessageID, err)
			}
			s.compare(m, found)
		}
	}
	return s, nil
}

func (s *Scores) compare(m Message, found []memory.Found) {
	taken := map[int]bool{}
	for _, f := range found {
		match := -1
		for i, h := range m.Holds {
			if !taken[i] && h.Kind == f.Kind && strings.Contains(f.Text, h.Words) {
				match = i
				break
			}
		}
		var h Item
		if match < 0 {
			s.Kinds[f.Kind].Wrong++
			s.Mistakes = append(s.Mistakes, fmt.Sprintf("%s: found %s: %s", m.MessageID, f.Kind, f.Text))
		} else {
			taken[match] = true
			h = m.Holds[match]
			s.Kinds[f.Kind].Right++
		}
		if f.Kind == memory.ActionItem {
			s.field(&s.Dates, m, "due", f.Due, h.Due)
			s.field(&s.Owners, m, "owner", f.Owner, h.Owner)
		}
	}
	for i, h := range m.Holds {
		if taken[i] {
			continue
		}
		s.Kinds[h.Kind].Missed++
		s.Mistakes = append(s.Mistakes, fmt.Sprintf("%s: missed %s: %s", m.MessageID, h.Kind, h.Words))
		if h.Due != "" {
			s.Dates.Missed++
		}
		if h.Owner != "" {
			s.Owners.Missed++
		}
	}
}

func (s *Scores) field(score *Score, m Message, name, got, want string) {
	switch {
	case got == want && got != "":
		score.Right++
	case got != want:
		if got != "" {
			score.Wrong++
		}
		if want != "" {
			score.Missed++
		}
		s.Mistakes = append(s.Mistakes, fmt.Sprintf("%s: %s %q, want %q", m.MessageID, name, got, want))
	}
}
