package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"getaifactory.com/ally/shared/retrieve"
)

// Things that a text names: found by how they are written, in Spanish and English.
var (
	months  = `(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|january|february|march|april|may|june|july|august|september|october|november|december)`
	dates   = regexp.MustCompile(`(?i)\b(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:º|°)? de ` + months + `(?: (?:de|del) \d{4})?|` + months + ` \d{1,2}(?:st|nd|rd|th)?(?:, \d{4})?)`)
	amounts = regexp.MustCompile(`(?i)(?:US\$|CLP|USD|EUR|UF|UTM|[$€])\s?\d[\d.,]*(?:\s?(?:millones|million|mil|k|m)\b)?|\b\d[\d.,]*\s?(?:%|(?:UF|UTM|CLP|USD|EUR|pesos|dólares|dolares|dollars|euros|millones|million)\b)`)
	files   = regexp.MustCompile(`(?i)\b[\p{L}\d][\p{L}\d_.-]*\.(?:pdf|docx?|xlsx?|pptx?|csv|txt)\b`)
	codes   = regexp.MustCompile(`\b[A-Z]{1,5}[-–]?\d{2,}(?:[-–]\d+)*\b`)
	// A name is two capitalized words or more, with the particles that names have.
	names = regexp.MustCompile(`\p{Lu}[\p{L}.&'’]+(?: (?:(?:de|del|de la|de los|de las|y|van|von|of|and) )?\p{Lu}[\p{L}.&'’]+)+`)
)

// entities gives what an entry names: documents, codes, amounts, dates, people,
// organizations and places; each once, as first written.
func (e *composed) entities() []string {
	found, seen := []string{}, map[string]bool{}
	add := func(name string) {
		name = strings.Trim(strings.TrimSpace(name), ".,")
		key := strings.Join(retrieve.Words(name), " ")
		if key != "" && !seen[key] && len(found) < mostEntities && utf8.RuneCountInString(name) <= 80 {
			seen[key] = true
			found = append(found, name)
		}
	}
	for _, name := range e.names {
		add(name)
	}
	for _, pattern := range []*regexp.Regexp{files, codes, amounts, dates} {
		for _, t := range e.texts {
			for _, name := range pattern.FindAllString(t.text, -1) {
				add(name)
			}
		}
	}
	for _, t := range e.texts {
		for _, sentence := range retrieve.Sentences(t.text) {
			for _, at := range names.FindAllStringIndex(sentence, -1) {
				if name := withoutOpening(sentence[at[0]:at[1]], at[0] == 0); name != "" {
					add(name)
				}
			}
		}
	}
	return found
}

// withoutOpening takes away a capitalized word that only begins the sentence or is
// one of function: "El Proyecto Norte" is "Proyecto Norte".
func withoutOpening(name string, opens bool) string {
	words := strings.Fields(name)
	for len(words) > 0 {
		first := strings.Join(retrieve.Words(words[0]), "")
		if !retrieve.StopWord(first) && !(opens && slices.Contains(openers, first)) {
			break
		}
		words = words[1:]
	}
	capital := slices.IndexFunc(words, func(w string) bool {
		r, _ := utf8.DecodeRuneInString(w)
		return unicode.IsUpper(r)
	})
	if capital < 0 || len(words)-capital < 2 {
		return ""
	}
	return strings.Join(words[capital:], " ")
}

// openers begin a sentence and are no part of a name.
var openers = []string{"hola", "gracias", "estimado", "estimada", "buenos", "buenas", "favor", "dear", "hello", "thanks", "please", "necesito", "revisa", "segun"}
