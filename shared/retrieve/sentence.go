package retrieve

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences gives the sentences of a document in order: those of its
// paragraphs, and each heading, list entry, table row and line of a listing
// as one. White space within a sentence is single spaces; nothing else is
// changed, so list marks and the bars of a table are still there. A line without
// a word, such as a drawn one, is left out.
func Sentences(text string) []string {
	var out []string
	for _, b := range blocks(text) {
		for _, part := range b.parts {
			if s := collapse(part.of(text)); wordy(s) {
				out = append(out, s)
			}
		}
	}
	return out
}

func collapse(text string) string { return strings.Join(strings.Fields(text), " ") }

// wordy says whether a text has a word in it.
func wordy(text string) bool { return len(Words(text)) > 0 }

// abbreviations end with a dot that does not end a sentence; folded.
var abbreviations = set(`al art arts av avda aprox cap cia cl dept depto dir dpto dr dra ed ej esq etc fig fono ing inc jr
	ltd max mr mrs ms min n nn no nro nros num nums of pag pags par pp prof pto ref sec secc sr sra sras sres srta st
	sta sto tel ud uds vol vs`)

// sentences parts a paragraph after its full stops, question and exclamation
// marks, and before a line that begins with a label ("Plazo: …").
func sentences(text string, whole span) []span {
	var out []span
	start := whole.start
	for i := whole.start; i < whole.end; {
		r, size := utf8.DecodeRuneInString(text[i:whole.end])
		i += size
		if r == '\n' && labelled(text[i:whole.end]) || isEnd(r) && endsSentence(text[start:i], text[i:whole.end]) {
			closers := 0
			if r != '\n' {
				closers = closing(text[i:whole.end])
			}
			out = appendSpan(out, text, span{start, i + closers})
			i += closers
			start = i
		}
	}
	return appendSpan(out, text, span{start, whole.end})
}

func appendSpan(spans []span, text string, s span) []span {
	if s = trim(text, s); s.start < s.end {
		return append(spans, s)
	}
	return spans
}

func isEnd(r rune) bool { return strings.ContainsRune(".!?…", r) }

// closing says how many bytes of quotation marks, brackets and emphasis stand
// between the end of a sentence and the white space after it.
func closing(after string) int {
	return len(after) - len(strings.TrimLeft(after, `.!?…)]}»”’"'*_`))
}

// endsSentence says whether the mark at the end of before ends the sentence,
// given what follows it in the paragraph.
func endsSentence(before, after string) bool {
	rest := after[closing(after):]
	next := strings.TrimLeftFunc(rest, unicode.IsSpace)
	if next == "" || len(next) == len(rest) {
		return false // the paragraph's end, or within a number or an address
	}
	if r, _ := utf8.DecodeRuneInString(next); unicode.IsLower(r) || strings.ContainsRune(",;:)", r) {
		return false
	}
	body, dot := strings.CutSuffix(before, ".")
	if !dot {
		return true
	}
	if strings.Trim(body, " \t\r\n0123456789.") == "" {
		return false // the number of a heading or an entry
	}
	word := body[strings.LastIndexFunc(body, unicode.IsSpace)+1:]
	word = fold(strings.TrimLeft(word, `(["'«“¿¡*_`))
	word = word[strings.LastIndexByte(word, '.')+1:]
	initial := utf8.RuneCountInString(word) == 1 && strings.IndexFunc(word, unicode.IsLetter) == 0
	return !initial && !abbreviations[word] && word != "nº" && word != "n°"
}

const longestLabel = 40 // in bytes

// labelled says whether a line begins with a label: a few words, the first
// with a capital letter, and a colon.
func labelled(line string) bool {
	line = strings.TrimLeft(line, " \t*_")
	colon := strings.IndexByte(line, ':')
	if colon < 2 || colon > longestLabel || strings.ContainsAny(line[:colon], ".;,!?\n") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(line)
	after := strings.TrimLeft(line[colon+1:], "*_")
	return unicode.IsUpper(first) && (after == "" || unicode.IsSpace(rune(after[0])))
}
