package retrieve_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/retrieve"
)

func TestSentencesEndWhereAReaderWouldEndThem(t *testing.T) {
	for text, want := range map[string][]string{
		"Uno. Dos! ¿Tres? Cuatro…":                          {"Uno.", "Dos!", "¿Tres?", "Cuatro…"},
		"El Sr. Soto firma según el art. 5. Luego archiva.": {"El Sr. Soto firma según el art. 5.", "Luego archiva."},
		"Cuesta 1.500 pesos o 2.5 UF. Se paga en caja.":     {"Cuesta 1.500 pesos o 2.5 UF.", "Se paga en caja."},
		"Constructora Sur S.A. Agencia Norte":               {"Constructora Sur S.A. Agencia Norte"},
		"Dijo «no va.» Y se fue.":                           {"Dijo «no va.»", "Y se fue."},
		"Rige la N.° 4. La nº 5 no.":                        {"Rige la N.° 4.", "La nº 5 no."},
		"Aceites, filtros, etc. de la flota.":               {"Aceites, filtros, etc. de la flota."},
		"Una línea\nque sigue. Otra.":                       {"Una línea que sigue.", "Otra."},
		"Misión: construir.\nVisión: durar":                 {"Misión: construir.", "Visión: durar"},
		"**Misión:** construir\n**Visión:** durar":          {"**Misión:** construir", "**Visión:** durar"},
		"Escribe a ayuda@example.com o a www.example.com.":  {"Escribe a ayuda@example.com o a www.example.com."},
		"1. Detener.\n2. Bloquear. Avisar.":                 {"1. Detener.", "2. Bloquear. Avisar."},
		"# Título\nTexto.\n\n---\n":                         {"# Título", "Texto."},
	} {
		if diff := cmp.Diff(want, retrieve.Sentences(text)); diff != "" {
			t.Errorf("Sentences(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func checkSentences(t interface{ Fatalf(string, ...any) }, text string) {
	got := retrieve.Sentences(text)
	if diff := cmp.Diff(retrieve.Words(text), retrieve.Words(strings.Join(got, "\n"))); diff != "" && len(got) > 0 {
		t.Fatalf("Sentences(%q) loses or adds words:\n%s", text, diff)
	}
	for _, s := range got {
		if len(retrieve.Words(s)) == 0 || s != strings.Join(strings.Fields(s), " ") {
			t.Fatalf("Sentences(%q): odd sentence %q", text, s)
		}
	}
}

func TestSentencesLoseNoWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkSentences(t, documents().Draw(t, "text")) })
}

func FuzzSentencesLoseNoWord(f *testing.F) {
	f.Add(manual)
	f.Fuzz(func(t *testing.T, text string) { checkSentences(t, text) })
}

func TestAnOutlineSaysWhereASentenceStands(t *testing.T) {
	title, steps := "# Lubricación de camiones", "## Pasos"
	want := []retrieve.Unit{
		{Kind: retrieve.Heading, Text: title, Under: []string{}, Block: 0},
		{Kind: retrieve.Prose, Text: "Este procedimiento rige desde 2024.", Under: []string{title}, Block: 1},
		{Kind: retrieve.Prose, Text: "Lo aplica el Sr. Jefe de Taller según el art. 5 del reglamento.", Under: []string{title}, Block: 1},
		{Kind: retrieve.Heading, Text: "## Intervalos", Under: []string{title}, Block: 2},
		{Kind: retrieve.Row, Text: "| Scania R450 | 500 |", Under: []string{title, "## Intervalos"}, Lead: "| Equipo | Horas |", Block: 3},
		{Kind: retrieve.Row, Text: "| Scania G500 | 350 |", Under: []string{title, "## Intervalos"}, Lead: "| Equipo | Horas |", Block: 3},
		{Kind: retrieve.Heading, Text: steps, Under: []string{title}, Block: 4},
		{Kind: retrieve.Prose, Text: "Antes de lubricar:", Under: []string{title, steps}, Block: 5},
		{Kind: retrieve.Entry, Text: "1. Detener el equipo.", Under: []string{title, steps}, Lead: "Antes de lubricar:", Block: 6},
		{Kind: retrieve.Entry, Text: "2. Bloquear las energías con candado personal.", Under: []string{title, steps}, Lead: "Antes de lubricar:", Block: 6},
		{Kind: retrieve.Entry, Text: "3. Limpiar las graseras.", Under: []string{title, steps}, Lead: "Antes de lubricar:", Block: 6},
		{Kind: retrieve.Prose, Text: "Responsable: el mecánico.", Under: []string{title, steps}, Block: 7},
		{Kind: retrieve.Prose, Text: "Plazo: 2 días hábiles.", Under: []string{title, steps}, Block: 7},
	}
	if diff := cmp.Diff(want, retrieve.Outline(manual)); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
}

func TestHeadingsAreKnownByMarkUnderlineBoldOrStandingAlone(t *testing.T) {
	for text, want := range map[string]retrieve.UnitKind{
		"# Plazos\nUno.":              retrieve.Heading,
		"Plazos\n===\nUno.":           retrieve.Heading,
		"**Plazos**\nUno.":            retrieve.Heading,
		"3. Plazos\n\nUno.":           retrieve.Entry,
		"Plazos\n\nUno.":              retrieve.Heading,
		"Plazos del permiso.\n\nUno.": retrieve.Prose,
		"Plazos":                      retrieve.Prose,
		"#hashtag sin espacio":        retrieve.Prose,
		"```\ncódigo\n```":            retrieve.Line,
	} {
		units := retrieve.Outline(text)
		if len(units) == 0 || units[0].Kind != want {
			t.Errorf("Outline(%q) = %+v, want the first of kind %d", text, units, want)
		}
	}
}
