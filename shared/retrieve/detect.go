package retrieve

import "getaifactory.com/ally/shared/lang"

// Detect says which language a text is in, by its function words. Words that
// both languages have ("me", "no") say nothing. Without a majority the answer
// is Spanish, the language of most texts that Ally meets.
func Detect(text string) lang.Language { return detect(Words(text)) }

func detect(words []string) lang.Language {
	spanish, english := 0, 0
	for _, word := range words {
		es, en := spanishStopWords[word], englishStopWords[word]
		switch {
		case es && !en:
			spanish++
		case en && !es:
			english++
		}
	}
	if english > spanish {
		return lang.English
	}
	return lang.Spanish
}
