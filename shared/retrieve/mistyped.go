package retrieve

import (
	"slices"
	"sync"
)

// leastCorrected is in letters. Shorter words have too many neighbours that are
// words of their own, or names.
const leastCorrected = 7

// Corrected gives the word of the thesaurus that a word, as Words gives it, is
// one slip away from: a letter more, less or changed, or two exchanged, but not
// the first. It is false for a word that the thesaurus knows, for a short one, and for one
// that several words are as near to.
func Corrected(word string) (string, bool) {
	letters := []rune(word)
	if len(letters) < leastCorrected || len(word) > longestStemmed || len(theThesaurus().of(word)) > 0 {
		return "", false
	}
	found := ""
	for _, known := range longWords()[letters[0]] {
		if !oneSlip(letters, known) {
			continue
		}
		if found != "" && !sameStem(found, string(known)) {
			return "", false
		}
		if found == "" {
			found = string(known)
		}
	}
	return found, found != ""
}

// longWords are the words of the thesaurus that can be meant, by their first
// letter.
var longWords = sync.OnceValue(func() map[rune][][]rune {
	out := make(map[rune][][]rune)
	seen := make(map[string]bool)
	for _, c := range theThesaurus().groups {
		for _, word := range c.words {
			if letters := []rune(word); len(letters) >= leastCorrected && !seen[word] {
				seen[word] = true
				out[letters[0]] = append(out[letters[0]], letters)
			}
		}
	}
	return out
})

// oneSlip says whether two words differ by one slip.
func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	switch {
	case len(b) == 0:
		return false
	case len(a) < len(b):
		return slices.Equal(a, b[1:])
	case slices.Equal(a[1:], b[1:]):
		return true
	}
	return len(a) > 1 && a[0] == b[1] && a[1] == b[0] && slices.Equal(a[2:], b[2:])
}
