package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

// Part is a piece of a text, and whether it is what was looked for.
type Part struct {
	Text string `json:"text" required:"true"`
	Hit  bool   `json:"hit" required:"true"`
}

// snippetCharacters is about how long the piece of a message is that is shown.
const snippetCharacters = 220

// occurrence is a word in a text.
type occurrence struct {
	start, end int
	word       string // as retrieve.Words gives it
	group      int    // that it belongs to; -1 for none
	match      Match
}

// occurrences gives the words of a text, with what each was looked for as.
func occurrences(text string, language lang.Language, groups []group) []occurrence {
	var all []occurrence
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += size
			continue
		}
		start := i
		for i < len(text) {
			r, size := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
				break
			}
			i += size
		}
		for _, word := range retrieve.Words(text[start:i]) { // one, but for ligatures
			o := occurrence{start: start, end: i, word: word, group: -1}
			if !retrieve.StopWord(word) {
				o.group, o.match = matchOf(word, retrieve.Stem(word, language), groups)
			}
			all = append(all, o)
		}
	}
	return all
}

func matchOf(word, stem string, groups []group) (int, Match) {
	for i, g := range groups {
		for _, a := range g.alts {
			if a.stem != stem {
				continue
			}
			if a.match == Word && word != g.asked {
				return i, Form
			}
			return i, a.match
		}
	}
	return -1, ""
}

// parts gives a text with its hits marked.
func parts(text string, hits []occurrence) []Part {
	out := []Part{}
	add := func(piece string, hit bool) {
		if piece != "" {
			out = append(out, Part{piece, hit})
		}
	}
	at := 0
	for _, o := range hits {
		if o.group < 0 || o.start < at {
			continue
		}
		add(text[at:o.start], false)
		add(text[o.start:o.end], true)
		at = o.end
	}
	add(text[at:], false)
	return out
}

// snippet gives the piece of a text with the most different words that were looked
// for, cut at words, with its hits marked.
func snippet(text string, all []occurrence) []Part {
	start, end := densest(text, all)
	for start > 0 && !boundary(text, start) {
		start--
	}
	for end < len(text) && !boundary(text, end) {
		end++
	}
	piece := text[start:end]
	var inside []occurrence
	for _, o := range all {
		if o.start >= start && o.end <= end {
			o.start, o.end = o.start-start, o.end-start
			inside = append(inside, o)
		}
	}
	out := parts(piece, inside)
	if start > 0 && len(out) > 0 {
		out[0].Text = "… " + strings.TrimLeft(out[0].Text, " \n")
		if out[0].Hit {
			out[0].Text = strings.TrimPrefix(out[0].Text, "… ")
			out = slices.Insert(out, 0, Part{Text: "… "})
		}
	}
	if end < len(text) {
		out = append(out, Part{Text: " …"})
	}
	return out
}

// boundary says whether a text may be cut before a byte.
func boundary(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return utf8.RuneStart(text[at]) && unicode.IsSpace(r)
}

func densest(text string, all []occurrence) (start, end int) {
	best, bestStart := 0, 0
	for i, o := range all {
		if o.group < 0 {
			continue
		}
		seen := map[int]bool{}
		for _, p := range all[i:] {
			if p.end-o.start > snippetCharacters*3/4 {
				break
			}
			if p.group >= 0 {
				seen[p.group] = true
			}
		}
		if len(seen) > best {
			best, bestStart = len(seen), o.start
		}
	}
	start = max(0, bestStart-snippetCharacters/4)
	return start, min(len(text), start+snippetCharacters)
}

// standTogether says whether the words of a phrase stand next to each other.
func standTogether(all []occurrence, phrase []string) bool {
	for i := range all {
		if len(all)-i < len(phrase) {
			return false
		}
		same := true
		for j, word := range phrase {
			same = same && all[i+j].word == word
		}
		if same {
			return true
		}
	}
	return false
}
