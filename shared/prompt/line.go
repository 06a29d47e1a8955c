package prompt

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// lineEnds makes one kind of line end of all that may be taken for one.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// trimmed is what counts of a level's text: without white space around it and
// not longer than Longest.
func trimmed(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD"))
	count := 0
	for i := range text {
		if count == Longest {
			return strings.TrimSpace(text[:i])
		}
		count++
	}
	return text
}

// plain is a text in which no line can be taken for one of ours: such a line
// is quoted as in Markdown.
func plain(text string) string {
	lines := strings.Split(lineEnds.Replace(text), "\n")
	for i, line := range lines {
		if isOurs(line) {
			lines[i] = "> " + line
		}
	}
	return strings.Join(lines, "\n")
}

// listed is a text as an item of a list, its further lines indented; "" for a
// blank one.
func listed(text string) string {
	var lines []string
	for line := range strings.Lines(plain(strings.ToValidUTF8(text, "\uFFFD"))) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n  ")
}

// longestName is how many characters of a name stand in a heading.
const longestName = 100

// onOneLine is a name as it stands in a heading.
func onOneLine(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	runes := []rune(strings.Join(strings.Fields(name), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), longestName)]))
}

// ours are the openings of our own headings, folded.
var ours = func() []string {
	headings := []string{superHeading, capabilityHeading, ruleHeading, prohibitedHeading, closingHeading}
	for _, b := range below {
		headings = append(headings, b.heading)
	}
	for i, heading := range headings {
		headings[i] = folded(heading)
	}
	return headings
}()

// isOurs says whether a line might be taken for a separator or for a heading of
// ours, with whatever name behind it.
func isOurs(line string) bool {
	if isSeparator(line) {
		return true
	}
	if strings.HasPrefix(line, ">") {
		return false // it is quoted already
	}
	folded := folded(line)
	for _, opening := range ours {
		if rest, ok := strings.CutPrefix(folded, opening); ok && (rest == "" || rest[0] == ' ') {
			return true
		}
	}
	return false
}

// isSeparator says whether the line is three or more dashes of any kind and
// nothing else that can be seen.
func isSeparator(line string) bool {
	dashes := 0
	for _, r := range line {
		switch {
		case unicode.In(r, unicode.Pd), r == '\u2212', r == '\u2500', r == '\u2501': // minus, light and heavy box drawing
			dashes++
		case !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Cc):
			return false
		}
	}
	return dashes >= 3
}

// folded are the words of a line in lower case, without accents, marks and what
// can't be seen.
func folded(line string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(line) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
