package lang_test

import (
	"testing"

	"getaifactory.com/ally/shared/lang"
)

func TestASettingThatIsNotEnglishIsSpanish(t *testing.T) {
	for setting, want := range map[string]lang.Language{
		"en": lang.English, "EN": lang.English, "en-US": lang.English, "en_GB": lang.English,
		"es": lang.Spanish, "es-CL": lang.Spanish, "pt": lang.Spanish, "": lang.Spanish, "english please": lang.Spanish, "und": lang.Spanish, "und-US": lang.Spanish,
	} {
		if got := lang.FromSetting(setting); got != want {
			t.Errorf("%q: %s", setting, got)
		}
	}
}

func TestAHeaderGivesWhatItsSenderReadsBestElseEnglish(t *testing.T) {
	for header, want := range map[string]lang.Language{
		"es-CL,es;q=0.9,en;q=0.8": lang.Spanish,
		"es":                      lang.Spanish,
		"es-419":                  lang.Spanish,
		"pt-BR,es;q=0.5":          lang.Spanish,
		"en-US,en;q=0.9,es;q=0.8": lang.English,
		"es;q=0.2,en;q=0.9":       lang.English,
		"de":                      lang.English,
		"es;q=0":                  lang.English,
		"pt-BR":                   lang.English,
		"*":                       lang.English,
		"":                        lang.English,
		"es;q=x":                  lang.English,
		";;;":                     lang.English,
	} {
		if got := lang.FromHeader(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func FuzzAHeaderGivesOneOfTheTwo(f *testing.F) {
	f.Add("es-CL,es;q=0.9")
	f.Fuzz(func(t *testing.T, header string) {
		if got := lang.FromHeader(header); got != lang.Spanish && got != lang.English {
			t.Errorf("%q", got)
		}
		if got := lang.FromSetting(header); got != lang.Spanish && got != lang.English {
			t.Errorf("%q", got)
		}
	})
}

func TestATextIsSpanishUnlessEnglishIsAskedFor(t *testing.T) {
	text := lang.Text{ES: "hola", EN: "hello"}
	for l, want := range map[lang.Language]string{lang.English: "hello", lang.Spanish: "hola", "": "hola", "pt": "hola"} {
		if got := text.In(l); got != want {
			t.Errorf("%q: %s", l, got)
		}
	}
}
