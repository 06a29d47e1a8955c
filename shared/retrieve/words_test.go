package retrieve_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/retrieve"
)

func TestWordsAreLowerCaseWithoutAccents(t *testing.T) {
	for text, want := range map[string][]string{
		"":                               nil,
		" — ¡! ":                         nil,
		"¿Qué agente me AYUDA?":          {"que", "agente", "me", "ayuda"},
		"EDIFICACIÓN del año, M001":      {"edificacion", "del", "ano", "m001"},
		"edificacio\u0301n":              {"edificacion"},
		"o\ufb01cina de pla\ufb01cación": {"oficina", "de", "plaficacion"},
		"30 días hábiles (art. 1.4.10)":  {"30", "dias", "habiles", "art", "1", "4", "10"},
		"don't":                          {"don", "t"},
		"\xff\xfeanexo\x80":              {"anexo"},
		"N° 5, nº 6":                     {"n", "5", "no", "6"},
	} {
		if diff := cmp.Diff(want, retrieve.Words(text)); diff != "" && len(want)+len(retrieve.Words(text)) > 0 {
			t.Errorf("Words(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func TestDetectTellsSpanishFromEnglish(t *testing.T) {
	for text, want := range map[string]lang.Language{
		"¿Qué agente me ayuda con un permiso de edificación?":                                        lang.Spanish,
		"Which agent helps me with a building permit?":                                               lang.English,
		"El plazo es de 30 días hábiles.":                                                            lang.Spanish,
		"The deadline is 30 working days.":                                                           lang.English,
		"Review the procedure of the warehouse in Antofagasta and the annex «Pauta de lubricación».": lang.English,
		"":            lang.Spanish,
		"Scania R450": lang.Spanish,
		"no me":       lang.Spanish,
	} {
		if got := retrieve.Detect(text); got != want {
			t.Errorf("Detect(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestInflectionsOfAWordMatch(t *testing.T) {
	for _, pair := range [][2]string{
		{"permiso", "permisos"}, {"edificación", "edificaciones"}, {"edificación", "edificar"}, {"edificacion", "edificación"},
		{"día", "días"}, {"año", "años"}, {"uso", "usos"}, {"mes", "meses"}, {"ley", "leyes"},
		{"aprueba", "aprobar"}, {"aprobado", "aprobación"}, {"aprobó", "aprobará"}, {"lubricar", "lubricación"},
		{"mantener", "mantenimiento"}, {"mantiene", "mantener"}, {"rinde", "rendir"}, {"camión", "camiones"},
		{"conciliar", "conciliación"}, {"tecnología", "tecnologias"}, {"certificado", "certificación"},
		{"permit", "permits"}, {"warehouse", "warehouses"}, {"inspect", "inspected"}, {"policy", "policies"},
	} {
		for _, way := range [][2]string{pair, {pair[1], pair[0]}} {
			es := retrieve.NewBag(lang.Spanish, way[1])
			en := retrieve.NewBag(lang.English, way[1])
			term := retrieve.NewQuery(way[0]).Terms()[0]
			if !es.Has(term) && !en.Has(term) {
				t.Errorf("%q does not find %q", way[0], way[1])
			}
		}
	}
}

func TestDifferentWordsDoNotMatch(t *testing.T) {
	for _, pair := range [][2]string{
		{"permiso", "permanente"}, {"bodega", "boda"}, {"M001", "M003"}, {"firma", "afirmar"}, {"obra", "cobra"}, {"permit", "permanent"},
	} {
		if retrieve.NewBag(lang.Spanish, pair[1]).Has(retrieve.NewQuery(pair[0]).Terms()[0]) {
			t.Errorf("%q finds %q", pair[0], pair[1])
		}
	}
}
