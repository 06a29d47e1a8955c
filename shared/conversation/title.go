package conversation

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

// titleLength is how long a title made by Ally is at most, in characters.
const titleLength = 60

// untitled is the title of a thread that has none yet.
var untitled = lang.Text{ES: "Nueva conversación", EN: "New conversation"}

var (
	// courtesies begin a message and say nothing of its matter.
	courtesies = regexp.MustCompile(`(?i)^\s*[¡¿]*\s*(hola|buen[oa]s?( (d[ií]as?|tardes|noches))?|saludos|estimad[oa]s?|ally|hi|hello|hey|good (morning|afternoon|evening)|por favor|please|oye|(muchas |mil )?gracias|(many )?thanks|thank you|ok|vale)\b[\s,.:;!¡👋]*`)
	// askings are the words around a question.
	askings = regexp.MustCompile(`(?i)^\s*[¡¿]*\s*((me )?(puedes|podr[ií]as|puede) (decir|contar|explicar|ayudar|indicar)(me|nos)?( (a|con|en))?|(quiero|quisiera|necesito|me gustar[ií]a) (saber|que me (digas|expliques))|tengo una (duda|pregunta|consulta)( (sobre|de))?|(can|could|would) you (please )?(tell|explain to|help) me( with)?|i (want|need|would like) to know)\b[\s,.:;]*`)
	link    = regexp.MustCompile(`https?://\S+`)
)

// titleOf makes a title of the first exchange: of the question, in its own words
// without courtesies; of the answer's first line where the question says
// nothing. "" where neither does, so that the next exchange gives the title.
func titleOf(question, answer string) string {
	if title := matter(question); title != "" {
		return title
	}
	if len(retrieve.Words(question)) > 3 {
		return matter(answer)
	}
	return ""
}

// matter gives the first sentence of a text that says what it is about.
func matter(text string) string {
	text = link.ReplaceAllString(text, " ")
	for _, sentence := range retrieve.Sentences(text) {
		for before := ""; before != sentence; {
			before = sentence
			sentence = askings.ReplaceAllString(courtesies.ReplaceAllString(sentence, ""), "")
		}
		sentence = strings.TrimFunc(strings.Join(strings.Fields(sentence), " "), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})
		if !says(sentence) {
			continue
		}
		first, size := utf8.DecodeRuneInString(sentence)
		return shortened(string(unicode.ToUpper(first)) + sentence[size:])
	}
	return ""
}

// says reports whether a text has a word that is no function word.
func says(text string) bool {
	for _, word := range retrieve.Words(text) {
		if !retrieve.StopWord(word) && utf8.RuneCountInString(word) > 2 {
			return true
		}
	}
	return false
}

// shortened cuts a text after a word so that it fits a title.
func shortened(text string) string {
	runes := []rune(text)
	if len(runes) <= titleLength {
		return text
	}
	cut := string(runes[:titleLength])
	if space := strings.LastIndexByte(cut, ' '); space > titleLength/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}
