package retrieve_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/retrieve"
)

const manual = `# Lubricación de camiones

Este procedimiento rige desde 2024. Lo aplica el Sr. Jefe de Taller según el art. 5 del reglamento.

## Intervalos

| Equipo | Horas |
|---|---|
| Scania R450 | 500 |
| Scania G500 | 350 |

## Pasos

Antes de lubricar:

1. Detener el equipo.
2. Bloquear las energías
   con candado personal.
3. Limpiar las graseras.

Responsable: el mecánico.
Plazo: 2 días hábiles.
`

func TestShortTextIsOnePassage(t *testing.T) {
	for _, size := range []int{0, -1, 10_000} {
		if got := retrieve.Passages(manual, size); len(got) != 1 || got[0] != strings.TrimSpace(manual) {
			t.Errorf("Passages(manual, %d) has %d passages", size, len(got))
		}
	}
	if got := retrieve.Passages(" \n\t ", 10); got != nil {
		t.Errorf("white space has passages: %q", got)
	}
}

func TestPassagesKeepHeadingsTablesAndListsWithWhatBelongsToThem(t *testing.T) {
	want := []string{
		"# Lubricación de camiones\n\nEste procedimiento rige desde 2024. Lo aplica el Sr. Jefe de Taller según el art. 5 del reglamento.",
		"## Intervalos\n\n| Equipo | Horas |\n|---|---|\n| Scania R450 | 500 |\n| Scania G500 | 350 |",
		"## Pasos\n\nAntes de lubricar:\n\n1. Detener el equipo.\n2. Bloquear las energías\n   con candado personal.\n3. Limpiar las graseras.",
		"Responsable: el mecánico.\nPlazo: 2 días hábiles.",
	}
	if diff := cmp.Diff(want, retrieve.Passages(manual, 130)); diff != "" {
		t.Errorf("passages (-want +got):\n%s", diff)
	}
}

func TestALongParagraphIsSplitBetweenSentencesAndALongSentenceBetweenWords(t *testing.T) {
	if diff := cmp.Diff([]string{"Uno dos tres.", "Cuatro cinco."}, retrieve.Passages("Uno dos tres. Cuatro cinco.", 15)); diff != "" {
		t.Errorf("sentences (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"uno dos", "tres", "cuatrocientos", "cinco"}, retrieve.Passages("uno dos tres cuatrocientos cinco", 8)); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}

// documents draws text that looks like Markdown, well formed or not.
func documents() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"# ", "## ", "#", "- ", "1. ", "a) ", "| a | b |", "|---|", "```", "---", "===", "**Título**", "\n", "\n\n", "\r\n", "  ", "\t", "\u00a0",
		"Plazo: ", "El art. 5 rige. ", "¿Quién firma? ", "Firma el jefe", "15 días", "S.A. ", "palabra", "muylargapalabrasinespacios", ".", "…", "\xff",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces"), "")
	})
}

func checkPassages(t interface{ Fatalf(string, ...any) }, text string, size int) {
	passages := retrieve.Passages(text, size)
	if diff := cmp.Diff(strings.Fields(text), strings.Fields(strings.Join(passages, "\n"))); diff != "" {
		t.Fatalf("Passages(%q, %d) loses or adds words:\n%s", text, size, diff)
	}
	at := 0
	for _, p := range passages {
		i := strings.Index(text[at:], p)
		if i < 0 || strings.TrimSpace(text[at:at+i]) != "" {
			t.Fatalf("Passages(%q, %d): %q is not what comes next", text, size, p)
		}
		at += i + len(p)
		if size > 0 && utf8.RuneCountInString(p) > 2*size && len(strings.Fields(p)) > 1 {
			t.Fatalf("Passages(%q, %d): %q is longer than twice the size", text, size, p)
		}
	}
}

func TestPassagesLoseNothingAndKeepTheirSize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkPassages(t, documents().Draw(t, "text"), rapid.IntRange(-1, 120).Draw(t, "size"))
	})
}

func FuzzPassagesLoseNothingAndKeepTheirSize(f *testing.F) {
	f.Add(manual, 80)
	f.Add("# a\n# b\n# c\n\n\n\n\nd", 3)
	f.Fuzz(func(t *testing.T, text string, size int) { checkPassages(t, text, size) })
}
