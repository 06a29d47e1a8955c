package local

import (
	"unicode"
	"unicode/utf8"

	"getaifactory.com/ally/shared/model"
)

// countTokens counts as this engine does: a run of letters and digits is one
// token, and so is every other mark that is not white space.
func countTokens(texts ...string) int {
	n := 0
	for _, text := range texts {
		for at := 0; at < len(text); {
			end, token := nextToken(text, at)
			if token {
				n++
			}
			at = end
		}
	}
	return n
}

// nextToken gives the end of the token or of the white space that begins at a place.
func nextToken(text string, at int) (end int, token bool) {
	first, size := utf8.DecodeRuneInString(text[at:])
	end = at + size
	same := unicode.IsSpace
	if !unicode.IsSpace(first) {
		if !wordRune(first) {
			return end, true
		}
		same = wordRune
	}
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !same(r) {
			break
		}
		end += size
	}
	return end, !unicode.IsSpace(first)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// cut gives the part of a text that has at most limit tokens, and whether
// something was cut off; a limit of 0 is none.
func cut(text string, limit int) (string, bool) {
	n := 0
	for at := 0; limit > 0 && at < len(text); {
		end, token := nextToken(text, at)
		if token {
			if n++; n > limit {
				return text[:at], true
			}
		}
		at = end
	}
	return text, false
}

// pieces parts a text after each run of white space.
func pieces(text string) []string {
	var out []string
	start, space := 0, false
	for i, r := range text {
		if space && !unicode.IsSpace(r) {
			out = append(out, text[start:i])
			start = i
		}
		space = unicode.IsSpace(r)
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// usage counts a request and its answer.
func usage(req model.Request, answer string) model.Usage {
	u := model.Usage{Calls: 1}
	for _, s := range req.Sources {
		u.Context += countTokens(s.Name, s.Of, s.Text)
	}
	u.Input = u.Context + countTokens(req.System, req.Question)
	for _, turn := range req.History {
		u.Input += countTokens(turn.Text)
	}
	u.Output = countTokens(answer)
	return u
}
