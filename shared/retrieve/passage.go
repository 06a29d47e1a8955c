package retrieve

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Passages splits a document into passages of about size runes, each a part
// of the text as it stands; between two of them is white space only. They end
// between paragraphs, lists and tables where these fit, else between
// sentences, entries and rows, else between words. A heading, and a sentence
// that ends in a colon, stays with what follows it. No passage has more than
// twice size runes unless it is a single longer word. A size below 1 gives the
// text as one passage, and white space gives none.
func Passages(text string, size int) []string {
	if whole := strings.TrimSpace(text); size < 1 && whole != "" {
		return []string{whole}
	}
	var out []string
	var open span // the passage being filled
	flush := func() {
		if open.start < open.end {
			out = append(out, open.of(text))
		}
		open = span{}
	}
	for _, g := range groups(text, size) {
		filled := runes(text, open)
		if filled > 0 && (runes(text, span{open.start, g.end}) > size || g.section && filled >= size/2) {
			flush()
		}
		if open.start == open.end {
			open.start = g.start
		}
		open.end = g.end
	}
	flush()
	return out
}

// group is a part of a text that stays in one passage.
type group struct {
	span
	section bool // it begins with a heading
	open    bool // it wants what follows it
}

// groups gives the parts of a text that fit into size, each heading with what
// follows it as long as both fit into twice size.
func groups(text string, size int) []group {
	var out []group
	for _, b := range blocks(text) {
		for _, part := range fitting(text, b, size) {
			g := group{span: part, section: b.kind == heading, open: b.kind == heading || b.kind == prose && strings.HasSuffix(part.of(text), ":")}
			if n := len(out); n > 0 && out[n-1].open && runes(text, span{out[n-1].start, g.end}) <= 2*size {
				out[n-1].end, out[n-1].open = g.end, g.open
				continue
			}
			out = append(out, g)
		}
	}
	return out
}

// fitting gives the block whole, or the parts of it that fit into size.
func fitting(text string, b block, size int) []span {
	if runes(text, b.span) <= size {
		return []span{b.span}
	}
	var out []span
	for _, part := range b.parts {
		if runes(text, part) <= size {
			out = append(out, part)
			continue
		}
		out = append(out, words(text, part, size)...)
	}
	return out
}

// words splits a part of a text between its words.
func words(text string, whole span, size int) []span {
	var out []span
	for start := whole.start; start < whole.end; {
		start += len(text[start:whole.end]) - len(strings.TrimLeftFunc(text[start:whole.end], unicode.IsSpace))
		length := strings.IndexFunc(text[start:whole.end], unicode.IsSpace)
		if length < 0 {
			length = whole.end - start
		}
		end := start + length
		if n := len(out); n > 0 && runes(text, span{out[n-1].start, end}) <= size {
			out[n-1].end = end
		} else if length > 0 {
			out = append(out, span{start, end})
		}
		start = end
	}
	return out
}

func runes(text string, s span) int { return utf8.RuneCountInString(text[s.start:s.end]) }
