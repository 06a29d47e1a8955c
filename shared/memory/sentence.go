package memory

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"getaifactory.com/ally/shared/retrieve"
)

// sentence is one sentence of a message.
type sentence struct {
	text   string // as it stands, without list marks and emphasis
	runes  []rune // of text
	folded string // the same runes in lower case and without accents, quoted words blanked
	listed bool   // it is an entry of a list
}

// fold prepares a text for patterns, a rune for a rune.
func fold(text string) sentence {
	text = norm.NFC.String(text)
	runes := []rune(text)
	folded := make([]rune, len(runes))
	for i, r := range runes {
		folded[i] = unicode.ToLower(r)
		if r >= 0x80 {
			if base := []rune(norm.NFD.String(string(folded[i]))); unicode.IsLetter(base[0]) {
				folded[i] = base[0]
			}
		}
		if r == '’' {
			folded[i] = '\''
		}
	}
	return sentence{text: text, runes: runes, folded: string(folded)}
}

// at gives the words of the text behind so many bytes of folded.
func (s sentence) at(from, to int) string {
	start := len([]rune(s.folded[:from]))
	return string(s.runes[start : start+len([]rune(s.folded[from:to]))])
}

var (
	codeBlock = regexp.MustCompile("(?s)```.*?(```|$)")
	quoteLine = regexp.MustCompile(`(?m)^[ \t]*>.*$`)
	quoted    = regexp.MustCompile(`«[^»\n]*»|“[^”\n]*”|"[^"\n]*"`)
	listMark  = regexp.MustCompile(`^\s*(?:[-*•–+]|\d{1,2}[.)]|\[[ xX]?\]|#{1,6})\s+`)
	emphasis  = strings.NewReplacer("**", "", "__", "", "`", "")
)

// sentences gives the sentences of a message, without what it quotes: quoted
// lines and blocks of code are left out, quoted words stay in the text but match
// no pattern.
func sentences(text string) []sentence {
	text = codeBlock.ReplaceAllString(text, "\n\n")
	text = quoteLine.ReplaceAllString(text, "\n")
	var out []sentence
	for _, one := range retrieve.Sentences(text) {
		listed := false
		for listMark.MatchString(one) {
			listed = true
			one = listMark.ReplaceAllString(one, "")
		}
		s := fold(strings.TrimSpace(emphasis.Replace(one)))
		s.folded = quoted.ReplaceAllStringFunc(s.folded, func(q string) string { return strings.Repeat("_", len([]rune(q))) })
		s.listed = listed
		if s.text != "" {
			out = append(out, s)
		}
	}
	return out
}
