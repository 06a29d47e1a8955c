package retrieve

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words gives the words of a text in order: runs of letters and digits, in
// lower case and without accents, so that "Edificación", "EDIFICACION" and
// "edificación" are one word, and "año" is "ano" wherever it stands. Ligatures
// and full-width letters, as they come out of PDF files, are taken apart.
func Words(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

func fold(text string) string {
	ascii := true
	for i := 0; i < len(text) && ascii; i++ {
		ascii = text[i] < 0x80
	}
	if ascii {
		return strings.ToLower(text)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
}
