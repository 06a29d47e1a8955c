package conversation

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestATitleIsTheMatterOfTheQuestion(t *testing.T) {
	for _, tc := range []struct{ name, question, answer, want string }{
		{"a question", "¿Cuándo vence el permiso de edificación?", "En mayo.", "Cuándo vence el permiso de edificación"},
		{"after a greeting", "Hola Ally, buenos días. ¿Cuándo vence el permiso?", "", "Cuándo vence el permiso"},
		{"after a polite form", "Hola, ¿me puedes decir cuándo vence el permiso?", "", "Cuándo vence el permiso"},
		{"after a wish to know", "Necesito saber quién firma la recepción definitiva", "", "Quién firma la recepción definitiva"},
		{"after an announcement", "Tengo una consulta sobre el plazo de la DOM", "", "El plazo de la DOM"},
		{"of two sentences the first that says something", "Gracias. El informe de abril está listo. Revísalo.", "", "El informe de abril está listo"},
		{"English", "Hi! Could you please tell me who signs the building permit?", "", "Who signs the building permit"},
		{"English, good morning", "Good morning, I need to know the deadline for the permit.", "", "The deadline for the permit"},
		{"with a link", "Resume https://example.com/a/b?c=d esta norma", "", "Resume esta norma"},
		{"with white space", "  Plazo \n\t de   la   DOM  ", "", "Plazo de la DOM"},
		{"a code", "M001", "", "M001"},
		{"a word that begins like a greeting", "Holanda tiene otra norma", "", "Holanda tiene otra norma"},
		{"an accent at its beginning", "¿Índice de frecuencia de accidentes?", "", "Índice de frecuencia de accidentes"},
		{"a greeting alone", "Hola", "¡Hola! Soy Ally.", ""},
		{"greetings alone", "¡Hola Ally! Buenas tardes 👋", "¡Hola!", ""},
		{"thanks", "Muchas gracias", "De nada.", ""},
		{"English greeting alone", "Hello there", "Hi!", ""},
		{"English thanks alone", "Many thanks", "You are welcome.", ""},
		{"nothing but a link of which the answer says what it is", "https://example.com/x", "Una norma.", "Una norma"},
		{"nothing but signs", "???", "¿Cómo?", ""},
		{"function words of which the answer knows more", "¿y qué es lo que es eso?", "Es el permiso de edificación. Vence en mayo.", "Es el permiso de edificación"},
		{
			"long", "Cuál es el procedimiento para solicitar la recepción definitiva de una obra con modificaciones", "",
			"Cuál es el procedimiento para solicitar la recepción…",
		},
		{"long without spaces", strings.Repeat("ñ", 100), "", "Ñ" + strings.Repeat("ñ", 59) + "…"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := titleOf(tc.question, tc.answer); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

func TestATitleIsShortAndOneLineWhateverIsSaid(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"hola", "¿", "me puedes decir", "permiso", " ", "\n", ". ", "ñandú", "👋", "https://x.cl", "\xff", "gracias", "M001", "#", "**"})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(pieces), func(p []string) string { return strings.Join(p, "") }))
		title := titleOf(text.Draw(t, "question"), text.Draw(t, "answer"))
		if utf8.RuneCountInString(title) > titleLength+1 || strings.ContainsAny(title, "\n\t") || title != strings.TrimSpace(title) || strings.Contains(title, "https://") {
			t.Fatalf("%q", title)
		}
	})
}
