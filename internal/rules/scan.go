package rules

import (
	"fmt"
	"strings"
)

// block is a pair of braces in a ruleset, with what stands before it.
type block struct {
	kind  string // service, match or function
	name  string // of a function, or the path of a match, as it is written
	start int    // of its keyword
	open  int    // of its opening brace
	close int    // of its closing brace
	in    *block // nil at the outermost level
}

// path is the match's whole path, from the outermost match on.
func (b *block) path() string {
	if b == nil {
		return ""
	}
	if b.kind != "match" {
		return b.in.path()
	}
	return b.in.path() + b.name
}

// scan finds the blocks of a ruleset. It knows strings and comments, in which
// braces mean nothing, and the braces of a path, which open no block.
func scan(text string) ([]*block, error) {
	var all, open []*block
	pending := &block{}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case skips(text[i:]) > 0:
			i += skips(text[i:])
		case isWord(c):
			end := i
			for end < len(text) && isWord(text[end]) {
				end++
			}
			if word := text[i:end]; word == "service" || word == "match" || word == "function" {
				name, next := nameAfter(text, end, word)
				pending = &block{kind: word, name: name, start: i}
				end = next
			}
			i = end
		case c == '{':
			pending.open = i
			if len(open) > 0 {
				pending.in = open[len(open)-1]
			}
			open, all = append(open, pending), append(all, pending)
			pending = &block{}
			i++
		case c == '}':
			if len(open) == 0 {
				return nil, fmt.Errorf("line %d closes a brace that was not opened", lineOf(text, i))
			}
			open[len(open)-1].close = i
			open = open[:len(open)-1]
			i++
		default:
			i++
		}
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("the brace opened in line %d is not closed", lineOf(text, open[len(open)-1].open))
	}
	return all, nil
}

// skips measures a comment or a string at the beginning of a text; 0 for neither.
func skips(text string) int {
	switch {
	case strings.HasPrefix(text, "//"):
		if end := strings.IndexByte(text, '\n'); end >= 0 {
			return end
		}
		return len(text)
	case strings.HasPrefix(text, "/*"):
		if end := strings.Index(text[2:], "*/"); end >= 0 {
			return end + 4
		}
		return len(text)
	case text[0] == '\'' || text[0] == '"':
		for i := 1; i < len(text); i++ {
			switch text[i] {
			case '\\':
				i++
			case text[0]:
				return i + 1
			case '\n':
				return i
			}
		}
		return len(text)
	}
	return 0
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// nameAfter gives what a keyword names, and where it ends: a function's name, or
// a match's path with its braces.
func nameAfter(text string, at int, keyword string) (name string, end int) {
	for at < len(text) && (isSpace(text[at]) || skips(text[at:]) > 0 && text[at] == '/' && keyword != "match") {
		if isSpace(text[at]) {
			at++
		} else {
			at += skips(text[at:])
		}
	}
	for end = at; end < len(text); end++ {
		c := text[end]
		if keyword == "match" && c == '{' && end > at && text[end-1] == '/' {
			closing := strings.IndexByte(text[end:], '}')
			if closing < 0 {
				return text[at:end], end
			}
			end += closing
			continue
		}
		if isSpace(c) || c == '{' || c == '(' && keyword != "match" {
			break
		}
	}
	return text[at:end], end
}

func lineOf(text string, at int) int { return 1 + strings.Count(text[:at], "\n") }
