package conversation

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Emit tells whoever watches. When nobody does any more, the reply is finished
// all the same.
type Emit interface {
	// Accepted tells that the message is stored and the reply begun.
	Accepted(message, reply Message)
	// Delta tells the next piece of the reply, and how far that takes it.
	Delta(text string, at Position)
	// Reset tells that what was told of the reply counts no more.
	Reset()
}

// Position is a place in a reply that grows: bytes of one attempt to write it.
// The zero Position is before all.
type Position struct{ Attempt, Offset int }

// String is how a Position travels, such as 1.120.
func (p Position) String() string { return fmt.Sprintf("%d.%d", p.Attempt, p.Offset) }

// ParsePosition reads a Position; what is none is the zero Position.
func ParsePosition(s string) Position {
	var p Position
	if n, err := fmt.Sscanf(s, "%d.%d", &p.Attempt, &p.Offset); n != 2 || err != nil || p.Attempt < 0 || p.Offset < 0 || p.String() != s {
		return Position{}
	}
	return p
}

// progress tells one watcher how a reply grows, from where they left off, each
// piece once.
type progress struct {
	emit Emit
	told Position
	text string // what was told of the attempt; unknown before the first show
	from bool   // the watcher has seen something before
}

func newProgress(emit Emit, from Position) *progress {
	return &progress{emit: emit, told: from, from: from != Position{}}
}

// show tells what the reply has that was not told yet.
func (p *progress) show(reply Message) {
	content := reply.Content
	if p.from {
		if p.ahead(reply) {
			return // more was told than is stored by now
		}
		p.from = false
		if p.told.Attempt == reply.Attempts && cuts(content, p.told.Offset) {
			p.text = content[:p.told.Offset]
		} else {
			p.reset(reply.Attempts)
		}
	}
	if p.told.Attempt != reply.Attempts || !strings.HasPrefix(content, p.text) {
		if p.text != "" {
			p.emit.Reset()
		}
		p.text, p.told = "", Position{Attempt: reply.Attempts}
	}
	if rest := content[len(p.text):]; rest != "" {
		p.add(rest)
	}
}

// ahead says whether the watcher has seen more of a growing reply than is stored.
func (p *progress) ahead(reply Message) bool {
	return p.told.Attempt == reply.Attempts && p.told.Offset > len(reply.Content) && reply.Status == Generating
}

// cuts says whether a text can be cut at a place: not within a character.
func cuts(text string, at int) bool {
	return at == len(text) || at < len(text) && utf8.RuneStart(text[at])
}

// begin is for a reply that is begun now.
func (p *progress) begin(reply Message) { p.show(Message{Attempts: reply.Attempts}) }

func (p *progress) reset(attempt int) {
	p.emit.Reset()
	p.text, p.told = "", Position{Attempt: attempt}
}

// add tells a piece that follows what was told.
func (p *progress) add(text string) {
	if text == "" {
		return
	}
	p.text += text
	p.told.Offset += len(text)
	p.emit.Delta(text, p.told)
}
