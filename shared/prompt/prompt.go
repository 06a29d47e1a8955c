// Package prompt makes the system prompt: what Ally is told to be before
// anybody writes to it.
//
// It is composed of levels: the super prompt of the whole platform, then what
// the organization, the domain, the person and the agent add. A level that says
// nothing is left out. The super prompt's rules and prohibitions hold against
// all that follows, which the prompt says where they stand and again at its end.
package prompt

import (
	"slices"
	"strconv"
	"strings"
)

// Separator stands between the parts of a prompt. No part holds it.
const Separator = "\n\n---\n\n"

// Prompt is a system prompt with what it was made of.
type Prompt struct {
	Text       string
	Components Components
	Parts      []Component // in their order in Text
	Hash       string      // the SHA-256 of Text, in hexadecimal
	// Pieces, joined by Separator, are Text. The super prompt has two: what it says,
	// and at the end what no level may override once more.
	Pieces []Piece
}

// Piece is a stretch of a prompt, with the part that it is of.
type Piece struct {
	Component
	Name string // of the organization, domain or agent; "" for none
	Text string
}

// Names are the parts as a reply shows them, never nil.
func (p Prompt) Names() []string {
	names := make([]string, len(p.Parts))
	for i, part := range p.Parts {
		names[i] = part.String()
	}
	return names
}

// Compose makes a prompt of the super prompt and what the levels under it say,
// in whatever order they are given. A super prompt without text stands for the
// built-in one. Of two texts of one level the one whose id comes first counts.
//
// A part begins with a line that names its source. Texts are cut at Longest
// characters, and a line in one that looks like a separator or such a heading
// is quoted: no level can speak for another.
func Compose(super Super, levels ...Text) Prompt {
	if strings.TrimSpace(super.SystemPrompt) == "" {
		super = BuiltIn()
	}
	super.SystemPrompt = trimmed(super.SystemPrompt)
	p := Prompt{
		Components: Components{SuperPromptID: super.ID, SuperPromptVersion: super.Version},
		Parts:      []Component{{LevelSuper, super.ID, strconv.Itoa(super.Version)}},
	}
	p.Pieces = []Piece{{p.Parts[0], "", super.part()}}
	for _, b := range below {
		level, said := textOf(b.level, levels)
		if !said {
			continue
		}
		part := Component{level.Level, level.ID, VersionOf(level.Text)}
		p.Components.add(part)
		p.Parts = append(p.Parts, part)
		heading := strings.TrimSpace(b.heading + " " + onOneLine(level.Name))
		p.Pieces = append(p.Pieces, Piece{part, level.Name, heading + ":\n" + plain(level.Text)})
	}
	if closing := super.closing(); closing != "" {
		p.Pieces = append(p.Pieces, Piece{p.Parts[0], "", closing})
	}
	texts := make([]string, len(p.Pieces))
	for i, piece := range p.Pieces {
		texts[i] = piece.Text
	}
	p.Text = strings.Join(texts, Separator)
	p.Hash = digest(p.Text)
	return p
}

// textOf gives what the level says, trimmed; said is false where it says
// nothing.
func textOf(level Level, levels []Text) (text Text, said bool) {
	for _, l := range levels {
		if l.Level != level {
			continue
		}
		l.Text = trimmed(l.Text)
		if l.Text != "" && (!said || compare(l, text) < 0) {
			text, said = l, true
		}
	}
	return text, said
}

func compare(a, b Text) int {
	return slices.Compare([]string{a.ID, a.Name, a.Text}, []string{b.ID, b.Name, b.Text})
}
