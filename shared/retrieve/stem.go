package retrieve

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/spanish"

	"getaifactory.com/ally/shared/lang"
)

// longestStemmed is in bytes. Nothing longer is a word of a language, and the
// stemmer's time grows with the square of the length.
const longestStemmed = 64

// Stem reduces a word, as Words gives it, to the part that its inflections
// share (https://snowballstem.org). A word with a digit, such as "m001", is a
// code and stays as it is.
func Stem(word string, l lang.Language) string {
	if len(word) > longestStemmed || strings.ContainsFunc(word, unicode.IsDigit) {
		return word
	}
	if l == lang.English {
		env := snowballstem.NewEnv(word)
		english.Stem(env)
		return env.Current()
	}
	if infinitive, ok := irregular[word]; ok {
		word = infinitive
	}
	env := snowballstem.NewEnv(accented(word))
	spanish.Stem(env)
	return shortened(fold(env.Current()))
}

// irregular holds forms of common verbs whose stem changes its vowel, which
// the stemmer does not follow.
var irregular = map[string]string{
	"aprueba": "aprobar", "aprueban": "aprobar", "apruebe": "aprobar",
	"cierra": "cerrar", "cierran": "cerrar", "cierre": "cerrar", "cierres": "cerrar",
	"comienza": "comenzar", "comienzan": "comenzar", "comienzo": "comenzar",
	"corrige": "corregir", "corrigen": "corregir",
	"cuesta": "costar", "cuestan": "costar",
	"devuelve": "devolver", "devuelven": "devolver", "devuelto": "devolver", "devuelta": "devolver",
	"mantiene": "mantener", "mantienen": "mantener",
	"mide": "medir", "miden": "medir",
	"pide": "pedir", "piden": "pedir", "pido": "pedir",
	"requiere": "requerir", "requieren": "requerir", "requiero": "requerir",
	"resuelve": "resolver", "resuelven": "resolver", "resuelto": "resolver", "resuelta": "resolver",
	"rinde": "rendir", "rinden": "rendir", "rindo": "rendir",
	"sigue": "seguir", "siguen": "seguir", "sigo": "seguir",
}

// accented gives back the accent of the Spanish endings that the stemmer knows
// only with it. Words has taken it away, and people often don't write it.
func accented(word string) string {
	for _, ending := range [...][2]string{{"ion", "ión"}, {"logia", "logía"}, {"logias", "logías"}} {
		if rest, ok := strings.CutSuffix(word, ending[0]); ok {
			return rest + ending[1]
		}
	}
	return word
}

// shortened takes off what the Spanish stemmer leaves on: the plural of short
// words ("dias", "usos"), which it takes for a part of the root, and the "ic"
// that it removes from "edificación" and not from "edificar".
func shortened(stem string) string {
	if rest, ok := strings.CutSuffix(stem, "ific"); ok && len(rest) > 1 {
		return rest + "if"
	}
	if len(stem) > 3 && (strings.HasSuffix(stem, "as") || strings.HasSuffix(stem, "os")) {
		return stem[:len(stem)-1]
	}
	return stem
}
