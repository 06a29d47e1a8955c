package local

import (
	"regexp"
	"strings"

	"getaifactory.com/ally/shared/retrieve"
)

var (
	linkMark   = regexp.MustCompile(`!?\[([^\[\]]*)\](\([^()\s]*(\s[^()]*)?\)|\[[^\[\]]*\])`)
	htmlMark   = regexp.MustCompile(`</?[a-zA-Z!][^<>]*>`)
	lineMark   = regexp.MustCompile(`^\s*(#{1,6}\s+|>\s*)+`)
	bulletMark = regexp.MustCompile(`^\s*[-*+•–▪·]\s+`)
	numberMark = regexp.MustCompile(`^\s*(\d{1,3}[.)]|[a-zA-Z]\))\s+`)
	// A reader's browser makes a link of a bare address, and of a name that a
	// line like "[name]: address" defines.
	scheme   = regexp.MustCompile(`(?i)(https?|ftp)://|www\.`)
	emphasis = strings.NewReplacer("**", "", "__", "", "`", "")
)

// plain takes the Markdown off a sentence: marks of headings and quotations,
// emphasis, HTML. A link or an image becomes its text, and an address loses what
// makes it one, so that nothing quoted can lead a reader, or a browser, anywhere.
func plain(text string) string {
	text = lineMark.ReplaceAllString(text, "")
	for before := ""; before != text; {
		before = text
		text = htmlMark.ReplaceAllString(linkMark.ReplaceAllString(text, "$1"), "")
		text = emphasis.Replace(scheme.ReplaceAllString(text, ""))
	}
	text = strings.NewReplacer("](", "] (", "]:", "] :").Replace(text)
	return strings.Join(strings.Fields(text), " ")
}

// cells gives the cells of a table's row.
func cells(row string) []string {
	var out []string
	for cell := range strings.SplitSeq(strings.Trim(strings.TrimSpace(row), "|"), "|") {
		out = append(out, plain(cell))
	}
	return out
}

// shown writes a unit as a line of an answer: an entry with its mark, a row as
// its first cell followed by the others under their headings.
func shown(u retrieve.Unit) string {
	switch u.Kind {
	case retrieve.Entry:
		if mark := numberMark.FindString(u.Text); mark != "" {
			return strings.TrimSpace(mark) + " " + plain(u.Text[len(mark):])
		}
		return "- " + plain(bulletMark.ReplaceAllString(u.Text, ""))
	case retrieve.Row:
		return "- " + row(u)
	default:
		return plain(u.Text)
	}
}

func row(u retrieve.Unit) string {
	values := cells(u.Text)
	var headings []string
	if u.Lead != "" {
		headings = cells(u.Lead)
	}
	var rest []string
	for i, value := range values[1:] {
		if value == "" {
			continue
		}
		if i+1 < len(headings) && headings[i+1] != "" {
			value = headings[i+1] + ": " + value
		}
		rest = append(rest, value)
	}
	if len(rest) == 0 {
		return values[0]
	}
	return "**" + values[0] + "**. " + strings.Join(rest, "; ")
}

// shortened cuts a text, after a word where it has several, so that it has about
// limit bytes.
func shortened(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	end := strings.LastIndexByte(text[:limit], ' ')
	if end < 0 {
		return strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return strings.TrimRight(text[:end], " ,;:.") + "…"
}
