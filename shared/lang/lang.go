// Package lang holds the two languages that Ally speaks, and texts in both.
package lang

import "golang.org/x/text/language"

// Language is "es" or "en". The zero value is Spanish, the language of the
// platform's people.
type Language string

const (
	Spanish Language = "es"
	English Language = "en"
)

// Text is one sentence in both languages.
type Text struct{ ES, EN string }

// In gives the text in l; whatever is not English is Spanish.
func (t Text) In(l Language) string {
	if l == English {
		return t.EN
	}
	return t.ES
}

// FromSetting reads a person's stored preference, such as "en" or "es-CL".
// What is not English is Spanish.
func FromSetting(s string) Language {
	tag, err := language.Parse(s)
	if err != nil {
		return Spanish
	}
	if base, sure := tag.Base(); sure == language.Exact && base.String() == "en" {
		return English
	}
	return Spanish
}

// offered lists English first: a caller that names no language (curl, a
// script) is a developer; browsers always name theirs.
var offered = language.NewMatcher([]language.Tag{language.English, language.Spanish})

// FromHeader reads an Accept-Language header. Without one, or with none that
// Ally speaks, the answer is English.
func FromHeader(header string) Language {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return English
	}
	if _, index, _ := offered.Match(tags...); index == 1 {
		return Spanish
	}
	return English
}
