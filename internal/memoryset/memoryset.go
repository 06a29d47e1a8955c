// Package memoryset measures how well what is worth remembering is found: in
// conversations that are annotated with what they hold, among them many that
// hold nothing and look as if they did.
package memoryset

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"getaifactory.com/ally/shared/memory"
)

//go:embed conversations.txt
var committed string

// SaidOn is the day on which everything is said, a Wednesday.
var SaidOn = time.Date(2026, 3, 18, 15, 0, 0, 0, time.UTC)

// Conversation is an annotated conversation.
type Conversation struct {
	Number   int
	Language string // es or en
	About    string
	Messages []Message
}

// Test says whether the patterns were made without looking at it.
func (c Conversation) Test() bool { return c.Number%2 == 0 }

// Message is a message with what it holds.
type Message struct {
	memory.Said
	Holds []Item
	// Added and Omitted are where a model's reply, written by hand, differs from
	// Holds.
	Added   []Quoted
	Omitted []string
}

// Item is something that a message holds.
type Item struct {
	Kind       memory.Kind
	Words      string // of its sentence
	Owner, Due string // "" for none
}

// Quoted is an item as a model gives it.
type Quoted struct {
	Kind                    memory.Kind
	Quote, Owner, When, Due string
}

var kinds = map[string]memory.Kind{"takeaway": memory.Takeaway, "action": memory.ActionItem, "decision": memory.Decision}

// Load reads the committed conversations.
func Load() ([]Conversation, error) {
	var all []Conversation
	for n, line := range strings.Split(committed, "\n") {
		wrong := func(what string) error { return fmt.Errorf("memoryset: line %d: %s", n+1, what) }
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "conversation "):
			parts := strings.SplitN(line, " ", 4)
			number, err := strconv.Atoi(parts[1])
			if err != nil || len(parts) != 4 || number != len(all)+1 {
				return nil, wrong("no conversation of the next number")
			}
			all = append(all, Conversation{Number: number, Language: parts[2], About: parts[3]})
			continue
		case len(all) == 0:
			return nil, wrong("it belongs to no conversation")
		}
		c := &all[len(all)-1]
		if line[0] != '=' && line[0] != '~' {
			name, text, ok := strings.Cut(line, ": ")
			if !ok {
				return nil, wrong("no message")
			}
			m := Message{Said: memory.Said{
				MessageID: fmt.Sprintf("c%d-m%d", c.Number, len(c.Messages)+1), AuthorID: "usr_" + name, AuthorName: name, Role: memory.User,
				Text: strings.ReplaceAll(text, `\n`, "\n"), At: SaidOn.Add(time.Duration(len(c.Messages)) * time.Minute),
			}}
			if name == "Ally" {
				m.AuthorName, m.Role = "", memory.Ally
			}
			c.Messages = append(c.Messages, m)
			continue
		}
		if len(c.Messages) == 0 {
			return nil, wrong("it belongs to no message")
		}
		m := &c.Messages[len(c.Messages)-1]
		if left, omitted := strings.CutPrefix(line, "~ -"); omitted {
			m.Omitted = append(m.Omitted, left)
			continue
		}
		f := strings.Split(line[1:]+"||||", "|")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		kind, ok := kinds[f[0]]
		if !ok || !strings.Contains(m.Text, f[1]) {
			return nil, wrong("no kind, or words that the message does not have")
		}
		if line[0] == '=' {
			m.Holds = append(m.Holds, Item{kind, f[1], f[2], f[3]})
		} else {
			m.Added = append(m.Added, Quoted{kind, f[1], f[2], f[3], f[4]})
		}
	}
	return all, nil
}
