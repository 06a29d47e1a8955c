package retrieve

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a part of a text, by byte offsets.
type span struct{ start, end int }

func (s span) of(text string) string { return text[s.start:s.end] }

type blockKind int

const (
	heading blockKind = iota
	prose
	list
	table
	code
	rule // a line drawn between two parts; no words
)

// block is a piece of a document that reads as one: a heading, a paragraph, a
// whole list, a whole table, a fenced listing. Its parts are the list's
// entries, the table's rows, a listing's lines, a paragraph's sentences.
type block struct {
	kind blockKind
	span
	parts []span
	level int // of a heading: 1 the outermost
}

var (
	headingMark = regexp.MustCompile(`^ {0,3}(#{1,6})(\s|$)`)
	underline   = regexp.MustCompile(`^ {0,3}(=+|-{2,})\s*$`)
	boldLine    = regexp.MustCompile(`^\s*(\*\*[^*]+\*\*|__[^_]+__):?\s*$`)
	entryMark   = regexp.MustCompile(`^\s*([-*+•–▪·]|\d{1,3}[.)]|[a-zA-Z]\))\s+\S`)
	drawn       = regexp.MustCompile(`^ {0,3}(-{3,}|\*{3,}|_{3,}|={3,}|(- ){2,}-|(\* ){2,}\*)\s*$`)
	fence       = regexp.MustCompile("^ {0,3}(```|~~~)")
)

const (
	plainHeadingLevel   = 7  // below every Markdown heading
	longestPlainHeading = 80 // in runes
)

// blocks parts a text into its blocks. Between them is white space only.
func blocks(text string) []block {
	p := blockParser{text: text, lines: lines(text)}
	for p.at < len(p.lines) {
		p.next()
	}
	return p.out
}

// lines gives the lines of a text without their ends.
func lines(text string) []span {
	var out []span
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			return append(out, span{start, len(text)})
		}
		out = append(out, span{start, start + end})
		start += end + 1
	}
	return out
}

type blockParser struct {
	text  string
	lines []span
	at    int // the line that is next
	out   []block
}

func (p *blockParser) line(i int) string {
	if i < 0 || i >= len(p.lines) {
		return ""
	}
	return p.lines[i].of(p.text)
}

func (p *blockParser) blank(i int) bool { return strings.TrimSpace(p.line(i)) == "" }

func isRow(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "|") }

// opens says whether a line starts a block of its own even where the line
// before it is not blank.
func opens(line string) bool {
	return headingMark.MatchString(line) || fence.MatchString(line) || isRow(line) || entryMark.MatchString(line) || boldLine.MatchString(line)
}

func (p *blockParser) next() {
	line := p.line(p.at)
	switch mark := headingMark.FindStringSubmatch(line); {
	case p.blank(p.at):
		p.at++
	case drawn.MatchString(line):
		p.add(rule, p.at, p.at+1, nil)
	case mark != nil:
		p.heading(1, len(mark[1]))
	case fence.MatchString(line):
		p.fenced()
	case isRow(line):
		p.run(table, isRow)
	case entryMark.MatchString(line):
		p.list()
	case boldLine.MatchString(line), p.plainHeading():
		p.heading(1, plainHeadingLevel)
	case !opens(p.line(p.at+1)) && underline.MatchString(p.line(p.at+1)):
		level := 1
		if strings.Contains(p.line(p.at+1), "-") {
			level = 2
		}
		p.heading(2, level)
	default:
		p.paragraph()
	}
}

func (p *blockParser) add(kind blockKind, from, to int, parts []span) {
	whole := trim(p.text, span{p.lines[from].start, p.lines[to-1].end})
	if parts == nil {
		parts = []span{whole}
	}
	p.out = append(p.out, block{kind: kind, span: whole, parts: parts})
	p.at = to
}

func (p *blockParser) heading(count, level int) {
	p.add(heading, p.at, p.at+count, nil)
	p.out[len(p.out)-1].level = level
}

// plainHeading says whether the next line is a heading without a mark, as in
// the text of a PDF: short, alone between blank lines, begun like a title and
// not ended like a sentence, with something following it.
func (p *blockParser) plainHeading() bool {
	line := strings.TrimSpace(p.line(p.at))
	if !p.blank(p.at-1) || !p.blank(p.at+1) || utf8.RuneCountInString(line) > longestPlainHeading {
		return false
	}
	first, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) || !unicode.IsLetter(last) && !unicode.IsDigit(last) && last != ')' {
		return false
	}
	for i := p.at + 1; i < len(p.lines); i++ {
		if !p.blank(i) {
			return true
		}
	}
	return false
}

func (p *blockParser) fenced() {
	mark := fence.FindStringSubmatch(p.line(p.at))[1]
	to := p.at + 1
	for to < len(p.lines) && !strings.HasPrefix(strings.TrimSpace(p.line(to)), mark) {
		to++
	}
	p.lineBlock(code, min(to+1, len(p.lines)))
}

func (p *blockParser) run(kind blockKind, belongs func(string) bool) {
	to := p.at
	for to < len(p.lines) && belongs(p.line(to)) {
		to++
	}
	p.lineBlock(kind, to)
}

func (p *blockParser) lineBlock(kind blockKind, to int) {
	var parts []span
	for i := p.at; i < to; i++ {
		if !p.blank(i) {
			parts = append(parts, trim(p.text, p.lines[i]))
		}
	}
	p.add(kind, p.at, to, parts)
}

// list takes entries with the lines that continue them. A blank line ends the
// list unless another entry or an indented line follows it.
func (p *blockParser) list() {
	var parts []span
	to := p.at
	for i := p.at; i < len(p.lines); i++ {
		line := p.line(i)
		indented := strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t")
		switch {
		case p.blank(i):
			continue
		case entryMark.MatchString(line):
			parts = append(parts, trim(p.text, p.lines[i]))
		case indented, to == i && !opens(line) && !drawn.MatchString(line):
			parts[len(parts)-1].end = trim(p.text, p.lines[i]).end
		default:
			p.add(list, p.at, to, parts)
			return
		}
		to = i + 1
	}
	p.add(list, p.at, to, parts)
}

func (p *blockParser) paragraph() {
	to := p.at + 1
	for to < len(p.lines) && !p.blank(to) && !opens(p.line(to)) && !drawn.MatchString(p.line(to)) {
		to++
	}
	whole := trim(p.text, span{p.lines[p.at].start, p.lines[to-1].end})
	p.add(prose, p.at, to, sentences(p.text, whole))
}

// trim takes the white space off both ends of a span.
func trim(text string, s span) span {
	part := s.of(text)
	left := len(part) - len(strings.TrimLeftFunc(part, unicode.IsSpace))
	right := len(strings.TrimRightFunc(part, unicode.IsSpace))
	if right < left {
		return span{s.start, s.start}
	}
	return span{s.start + left, s.start + right}
}
