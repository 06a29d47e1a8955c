package local

import (
	"strings"
	"testing"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
)

func TestWhatIsRememberedAnswersWhatWasDecidedAndWhatIsToBeDone(t *testing.T) {
	memory := model.Source{Kind: model.Memory, ID: "c1", Name: "Torre B", Text: "Decisión (2026-03-18; Rodrigo): Se decidió comprar el hormigón a Melón.\n" +
		"Pendiente (2026-03-18; Rodrigo; responsable: Pedro; vence: 2026-03-20): Pedro enviará el informe de avance.\n" +
		"Importante (2026-03-18; Ally): El permiso vence en mayo."}
	for _, tc := range []struct {
		question string
		language lang.Language
		has, not string
	}{
		{"¿Qué decidimos sobre el hormigón?", lang.Spanish, "Melón", "informe"},
		{"¿Qué tengo pendiente?", lang.Spanish, "responsable: Pedro; vence: 2026-03-20", "Melón"},
		{"What did we decide about the hormigón?", lang.English, "From the conversation **Torre B**", "informe"},
		{"What action items are open?", lang.English, "due: 2026-03-20", "Melón"},
		{"¿Cuándo vence el permiso?", lang.Spanish, "mayo", "Melón"},
		{"¿Qué decidimos sobre las vacaciones?", lang.Spanish, "No lo sé", "Melón"},
		{"Hola", lang.Spanish, "Soy Ally", "Melón"},
	} {
		got := answer(model.Request{Question: tc.question, Language: tc.language, Sources: []model.Source{memory}})
		if !strings.Contains(got, tc.has) || strings.Contains(got, tc.not) {
			t.Errorf("%s: %s", tc.question, got)
		}
	}
}
