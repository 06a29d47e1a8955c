package markdown

import (
	"html"
	"strings"
	"unicode"
)

// bracketed takes a link, an image, a reference or a definition, or just words in
// brackets, from the beginning of a text.
func (h Hosts) bracketed(text string, end bool) (passed string, size int) {
	open := strings.IndexByte(text, '[')
	if open < 0 { // an exclamation mark at the end
		return "", 0
	}
	image := open == 1
	closing, state := matching(text, open, '[', ']', end)
	if state == unknown {
		return "", 0
	}
	if state == none {
		return text[:open] + `\[`, open + 1
	}
	inner := text[open+1 : closing]
	after := closing + 1
	if after == len(text) && !end {
		return "", 0
	}
	next := byte(0)
	if after < len(text) {
		next = text[after]
	}
	words := Clean(inner, h)
	switch next {
	case '(':
		last, state := matching(text, after, '(', ')', end)
		if state == unknown {
			return "", 0
		}
		if state == none {
			return prefix(image) + `\[` + words + `]\(`, after + 1
		}
		if address, ok := h.destination(addressIn(text[after+1 : last])); ok && !image {
			return "[" + words + "](" + address + ")", last + 1
		}
		return words, last + 1
	case '[':
		last, state := matching(text, after, '[', ']', end)
		if state == unknown {
			return "", 0
		}
		if state == found { // a reference, of which there is no definition
			return words, last + 1
		}
	case ':':
		return prefix(image) + `\[` + words + `]\:`, after + 1
	}
	if image { // the short form of a reference
		return words, after
	}
	return "[" + words + "]", after
}

func prefix(image bool) string {
	if image {
		return `\!`
	}
	return ""
}

// A bracket has its other one, or none, or it is not known yet.
type match int

const (
	unknown match = iota
	none
	found
)

// matching finds the bracket that closes the one at a place. There is none beyond
// a blank line, where a paragraph ends, or farther than the longest.
func matching(text string, open int, opening, closing byte, end bool) (at int, state match) {
	depth, blank := 0, false
	for i := open; i < len(text); i++ {
		c := text[i]
		switch {
		case i-open >= longest:
			return 0, none
		case c == '\n':
			if blank {
				return 0, none
			}
			blank = true
			continue
		case c == ' ' || c == '\t' || c == '\r':
			continue
		case c == '\\' && i+1 < len(text):
			i++
		case c == opening:
			depth++
		case c == closing:
			if depth--; depth == 0 {
				return i, found
			}
		}
		blank = false
	}
	if end {
		return 0, none
	}
	return 0, unknown
}

// addressIn gives the address of a link's parentheses, as a browser would be
// given it: without title and angle brackets, decoded.
func addressIn(inside string) string {
	inside = strings.TrimSpace(inside)
	if rest, ok := strings.CutPrefix(inside, "<"); ok {
		inside, _, _ = strings.Cut(rest, ">")
	} else if i := strings.IndexFunc(inside, unicode.IsSpace); i >= 0 {
		inside = inside[:i]
	}
	return decoded(inside)
}

// decoded gives a text without entities, escapes, and what can't be seen.
func decoded(text string) string {
	for before := ""; before != text; {
		before = text
		text = html.UnescapeString(text)
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && text[i+1] < 0x80 && unicode.IsPunct(rune(text[i+1])) || text[i] == '\\' && i+1 < len(text) && unicode.IsSymbol(rune(text[i+1])) {
			continue
		}
		b.WriteByte(text[i])
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(b.String(), ""))
}
