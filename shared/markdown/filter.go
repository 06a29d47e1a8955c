// Package markdown lets Markdown that a model wrote pass without what would lead
// anybody elsewhere: text that was retrieved may have told the model to write a
// link or an image that carries what it knows to a foreign host. No image passes,
// and no link but to allowed hosts; the words remain.
//
// What it holds to is CommonMark with GFM's autolinks, as the workspace renders
// them. It is stricter than they are: inside code addresses are taken away too.
package markdown

import (
	"strings"
	"unicode/utf8"
)

// longest bounds a word and what stands in brackets, in bytes; what is longer is
// taken as text, so that no more than this is held back.
const longest = 4096

// Filter passes on text piece by piece. What it has emitted is what Clean gives
// for the whole, however the text was cut.
type Filter struct {
	hosts Hosts
	emit  func(string) error
	held  string
	last  byte // of what was emitted
}

// NewFilter gives a Filter that emits what passes.
func NewFilter(hosts Hosts, emit func(string) error) *Filter {
	return &Filter{hosts: hosts, emit: emit}
}

// Write takes the next piece and emits what is certain by now. An error of emit
// is returned as it is.
func (f *Filter) Write(piece string) error {
	f.held += piece
	out, rest := f.hosts.pass(f.last, f.held, false)
	f.held = rest
	return f.tell(out)
}

// Close emits what was held back.
func (f *Filter) Close() error {
	out, _ := f.hosts.pass(f.last, f.held, true)
	f.held = ""
	return f.tell(out)
}

func (f *Filter) tell(text string) error {
	if text == "" {
		return nil
	}
	f.last = text[len(text)-1]
	return f.emit(text)
}

// Clean gives the text without what leads elsewhere. Cleaning it again opens
// nothing.
func Clean(text string, hosts Hosts) string {
	out, _ := hosts.pass(0, text, true)
	return out
}

// pass gives what passes of a text, and the rest that can't be judged before more
// of it is there; at its end there is no rest. last is what was emitted before.
func (h Hosts) pass(last byte, text string, end bool) (out, rest string) {
	var b strings.Builder
	for text != "" {
		passed, size := h.next(text, end)
		if size == 0 {
			return b.String(), text
		}
		if passed != "" && joins(last, passed[0]) {
			b.WriteByte('\\')
		}
		b.WriteString(passed)
		if passed != "" {
			last = passed[len(passed)-1]
		}
		text = text[size:]
	}
	return b.String(), ""
}

// joins says whether two bytes of what passed on its own would together be a part
// of a link, an image or a definition.
func joins(last, next byte) bool {
	return last == ']' && (next == '(' || next == ':') || last == '!' && next == '['
}

// next takes the first thing of a text: white space, something in brackets, or a
// word. size is 0 where more must be known first.
func (h Hosts) next(text string, end bool) (passed string, size int) {
	switch {
	case isSpace(text[0]):
		return text[:1], 1
	case text[0] == '[' || strings.HasPrefix(text, "!["):
		if passed, size = h.bracketed(text, end); size > 0 && passed == "" {
			passed = " " // so that what stood around it does not come together
		}
		if before, ok := strings.CutSuffix(passed, "<"); ok {
			passed = before + "&lt;"
		}
		return passed, size
	}
	size, whole := word(text, end)
	if !whole {
		return "", 0
	}
	passed = h.word(text[:size])
	if before, ok := strings.CutSuffix(passed, "<"); ok && size < len(text) && !isSpace(text[size]) {
		passed = before + "&lt;" // with what is left of the brackets that follow it may begin HTML
	}
	return passed, size
}

// isSpace says whether a byte ends a word. Other white space of Unicode does not
// end an address either.
func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// word measures the word at the beginning of a text: up to white space or to a
// bracket that is not escaped. whole is false where more of it may come.
func word(text string, end bool) (size int, whole bool) {
	for i := 0; i < len(text); i++ {
		switch {
		case i >= longest:
			for !utf8.RuneStart(text[i]) {
				i--
			}
			return i, true
		case isSpace(text[i]):
			return i, true
		case i > 0 && text[i] == '[':
			if text[i-1] == '!' && i > 1 && !escaped(text, i-1) {
				return i - 1, true
			}
			if text[i-1] == '!' && i == 1 {
				return i, true // cannot be: that is something in brackets
			}
			return i, true
		case text[i] == '\\' && i+1 < len(text) && !isSpace(text[i+1]):
			i++
		}
	}
	return len(text), end
}

// escaped says whether an odd number of backslashes stands before a place.
func escaped(text string, at int) bool {
	n := 0
	for at-1-n >= 0 && text[at-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}
