package retrieve

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"getaifactory.com/ally/shared/lang"
)

// glossaryText holds in each line an English word and Spanish words for it, so
// that a question in one language finds a text in the other; or, after "=",
// words of either language that stand for each other.
//
//go:embed glossary.txt
var glossaryText string

// glossary gives the other words of its lines for the stem of a word, by
// language: a Spanish word is no English one by the chance of a like stem.
type glossary struct{ spanish, english map[string][]string }

var theGlossary = sync.OnceValue(func() glossary {
	g := glossary{make(map[string][]string), make(map[string][]string)}
	for line := range strings.Lines(glossaryText) {
		words := Words(line)
		if strings.HasPrefix(line, "=") {
			for i, word := range words {
				others := slices.Concat(words[:i], words[i+1:])
				g.add(lang.Spanish, word, others)
				g.add(lang.English, word, others)
			}
			continue
		}
		g.add(lang.English, words[0], words[1:])
		for _, word := range words[1:] {
			g.add(lang.Spanish, word, words[:1])
		}
	}
	return g
})

func (g glossary) of(l lang.Language) map[string][]string {
	if l == lang.English {
		return g.english
	}
	return g.spanish
}

func (g glossary) add(l lang.Language, word string, others []string) {
	key := Stem(word, l)
	g.of(l)[key] = append(g.of(l)[key], others...)
}

// alternatives gives the words that stand for a word.
func (g glossary) alternatives(word string) []string {
	return slices.Concat(g.spanish[Stem(word, lang.Spanish)], g.english[Stem(word, lang.English)])
}
