package local

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

// What a text's parts weigh, chosen with the tuning half of `ally bench quality`.
// The figures change little around these values.
const (
	weightWord     = 0.2 // the word itself, beside its concepts
	weightField    = 0.4 // the fields of its concepts
	weightLetters  = 0.15
	weightLanguage = 0.25 // of the text: who asks in Spanish mostly looks for Spanish

	sureOfCorrected = 0.5 // that a word was mistyped, and is no name

	worthUnknown = 0.8 // a word without a concept, often a name
	worthNumber  = 0.5
	worthCommon  = 0.3

	worthFirstLine = 2.0
	linesFade      = 0.2 // how fast lines below the second lose worth
	leastLine      = 0.2
	repetition     = 0.6 // the power of its worth in all places that a word counts with
)

// embed places a text: the sum of its words' vectors, at unit length.
func embed(text string) []float32 {
	worth := make(map[string]float64)
	var words []string // in order, so that the sum is always rounded in the same way
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		for _, word := range retrieve.Words(line) {
			if retrieve.StopWord(word) {
				continue
			}
			if worth[word] == 0 {
				words = append(words, word)
			}
			worth[word] += lineWorth(i, len(lines))
		}
	}
	var sum vector
	for _, word := range words {
		v, w := wordVector(word)
		sum.add(&v, w*math.Pow(worth[word], repetition))
	}
	if sum.normalize() {
		sum.feature(string("language "+retrieve.Detect(text)), weightLanguage)
		sum.normalize()
	}
	return sum.numbers()
}

func lineWorth(i, lines int) float64 {
	switch {
	case lines == 1:
		return 1
	case i == 0:
		return worthFirstLine
	}
	return max(leastLine, 1/(1+linesFade*float64(i-1)))
}

// wordVector gives a word's direction, of unit length, and what it is worth in a
// text.
func wordVector(word string) (vector, float64) {
	var v vector
	// One stemmer after the other gives the same for a word whatever the language
	// of the text around it, which a short question hardly shows.
	stem := retrieve.Stem(retrieve.Stem(word, lang.English), lang.Spanish)
	v.feature("word "+stem, weightWord)
	concepts, sure := retrieve.ConceptsOf(word), 1.0
	if known, ok := retrieve.Corrected(word); ok {
		concepts, sure = retrieve.ConceptsOf(known), sureOfCorrected
	}
	for _, c := range concepts {
		v.add(&conceptVectors()[c.ID], sure*c.Weight)
		v.feature(fieldName(c.Field), sure*weightField*c.Weight*c.Weight)
	}
	worth := 1.0
	switch {
	case strings.ContainsFunc(word, unicode.IsDigit):
		worth = worthNumber // letters like those of a number are another number's
	default:
		if len(concepts) == 0 {
			worth = worthUnknown
		}
		if common()[stem] {
			worth *= worthCommon
		}
		grams := letters(word)
		for _, gram := range grams {
			v.feature("letters "+gram, weightLetters/math.Sqrt(float64(len(grams))))
		}
	}
	v.normalize()
	return v, worth
}

// longestLettered is in letters. Nothing longer is a word of a language.
const longestLettered = 40

// letters gives the runs of four letters of a word, its ends counted as letters.
func letters(word string) []string {
	runes := slices.Concat([]rune{'^'}, []rune(word), []rune{'$'})
	runes = runes[:min(len(runes), longestLettered)]
	var out []string
	for i := 0; i+4 <= len(runes); i++ {
		out = append(out, string(runes[i:i+4]))
	}
	return out
}
