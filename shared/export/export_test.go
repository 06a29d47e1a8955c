package export_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/export"
	"getaifactory.com/ally/shared/lang"
)

type object = map[string]any

var made = time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)

var example = action.Action{
	AppName: "Resumen", Title: "Avance: ñandú & <marzo>", CreatedAt: made,
	Output: action.Output{
		Status: action.Completed,
		Result: object{"sources": []any{object{"n": int64(1), "author": "Íñigo", "at": made, "excerpt": "se aprobó\nel hormigón"}}},
		Cards: []action.Card{
			{Type: action.Markdown, Content: "## Decisión\n\nSe aprobó la **cotización** [1](#message-m1) & _nada_ más.\n\n1. uno\n   - adentro\n2. dos\n\n> cita\n\n[guía](https://example.com/a?b=c&d)"},
			{Type: action.Table, Title: "Uso", Content: action.Grid([]string{"Mes", "Usos"}, [][]string{{"marzo", "120"}, {"ab|ril", "7"}})},
			{Type: action.Chart, Title: "Por semana", Content: object{"kind": "bar", "labels": []any{"semana 1"}, "series": []any{object{"name": "conversaciones", "values": []any{int64(42)}}}}},
			{Type: action.CTA, Content: object{"actionId": "a1"}},
		},
	},
}

func file(t testing.TB, f export.Format) export.File {
	t.Helper()
	out, err := export.Of(example, lang.Spanish).As(f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestMarkdownHasAllThatTheActionMade(t *testing.T) {
	f := file(t, export.MarkdownFormat)
	if f.Name != "Resumen- Avance- ñandú & -marzo-.md" {
		t.Errorf("%q", f.Name)
	}
	for _, want := range []string{
		"# Resumen: Avance: ñandú & <marzo>\n", "_Hecho por Ally el 2026-03-18_", "Se aprobó la **cotización** [1](#message-m1)",
		"### Uso\n\n| Mes | Usos |\n|---|---|\n| marzo | 120 |\n| ab\\|ril | 7 |", "### Por semana\n\n|  | conversaciones |\n|---|---|\n| semana 1 | 42 |",
		"## Fuentes\n\n- [1] Íñigo, 2026-03-18 12:00:00: se aprobó el hormigón",
	} {
		if !strings.Contains(string(f.Data), want) {
			t.Errorf("no %q in\n%s", want, f.Data)
		}
	}
}

// said are words that must be found in every format.
var said = []string{"Avance: ñandú & <marzo>", "Decisión", "cotización", "adentro", "120", "ab|ril", "conversaciones", "Íñigo", "hormigón"}

func TestAWordDocumentHoldsItsTextAndIsWellFormed(t *testing.T) {
	f := file(t, export.WordFormat)
	pack, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, part := range pack.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(r)
		var text strings.Builder
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
			if chars, ok := token.(xml.CharData); ok {
				text.Write(chars)
			}
		}
		texts[part.Name] = text.String()
	}
	for _, want := range said {
		if !strings.Contains(texts["word/document.xml"], want) {
			t.Errorf("no %q in %s", want, texts["word/document.xml"])
		}
	}
	if len(texts) != 6 {
		t.Errorf("%d parts", len(texts))
	}
}

var stream = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`)

// drawn gives all that a PDF's streams hold.
func drawn(pdf []byte) []byte {
	var all []byte
	for _, found := range stream.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(found[1]))
		if err != nil {
			continue
		}
		raw, _ := io.ReadAll(r)
		all = append(all, raw...)
	}
	return all
}

func TestAPDFHoldsItsText(t *testing.T) {
	f := file(t, export.PDFFormat)
	if !bytes.HasPrefix(f.Data, []byte("%PDF-")) || len(f.Data) > 1<<20 {
		t.Errorf("%d bytes beginning %.10q", len(f.Data), f.Data)
	}
	draws(t, f, said...)
}

func draws(t *testing.T, f export.File, texts ...string) {
	t.Helper()
	all := drawn(f.Data)
	for _, want := range texts {
		var raw []byte
		for _, u := range utf16.Encode([]rune(want)) {
			raw = append(raw, byte(u>>8), byte(u))
		}
		if !bytes.Contains(all, raw) {
			t.Errorf("no %q is drawn", want)
		}
	}
}

func TestATableOfManyColumnsBreaksNoWord(t *testing.T) {
	head := []string{"métrica", "unidad", "dirección", "clásico", "Ally", "cambio", "desde", "hasta", "proporción", "personas", "comprobación"}
	row := []string{"Mensajes", "cantidad", "menos", "1.234,5", "1.234,5", "-615,7", "-1.102,5", "+1.102,5", "+121,7", "1.300/1.300", "cumplida"}
	markdown := "| " + strings.Join(head, " | ") + " |\n|" + strings.Repeat("---|", len(head)) + "\n| " + strings.Join(row, " | ") + " |\n"
	f, err := export.New("Título", time.Time{}, markdown, lang.Spanish).As(export.PDFFormat)
	if err != nil {
		t.Fatal(err)
	}
	draws(t, f, append(head, row...)...)
}

func TestTheSameActionGivesTheSameBytes(t *testing.T) {
	for _, f := range []export.Format{export.MarkdownFormat, export.PDFFormat, export.WordFormat} {
		if one, two := file(t, f), file(t, f); !bytes.Equal(one.Data, two.Data) {
			t.Errorf("%s differs", f)
		}
	}
}

func TestWhateverAnActionHoldsCanBeWritten(t *testing.T) {
	markdown := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("ab1 \n\t#*_`>|-[]()&<ñ😀\x00\u202e"))))
	rapid.Check(t, func(t *rapid.T) {
		a := action.Action{AppName: rapid.String().Draw(t, "app"), CreatedAt: made}
		var rows [][]string
		for range rapid.IntRange(0, 3).Draw(t, "rows") {
			rows = append(rows, rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "row"))
		}
		a.Output.Cards = []action.Card{
			{Type: action.Markdown, Content: markdown.Draw(t, "text")},
			{Type: action.Table, Title: rapid.String().Draw(t, "title"), Content: action.Grid(rapid.SliceOfN(rapid.String(), 0, 14).Draw(t, "columns"), rows)},
		}
		for _, f := range []export.Format{export.MarkdownFormat, export.PDFFormat, export.WordFormat} {
			if out, err := export.Of(a, lang.English).As(f); err != nil || len(out.Data) == 0 {
				t.Fatalf("%s: %v", f, err)
			}
		}
	})
}

func TestALongTableGoesOnOverPages(t *testing.T) {
	var rows [][]string
	for range 200 {
		rows = append(rows, []string{"uno", strings.Repeat("palabra ", 30)})
	}
	a := action.Action{AppName: "Resumen", CreatedAt: made}
	a.Output.Cards = []action.Card{{Type: action.Table, Content: action.Grid([]string{"a", "b"}, rows)}}
	out, err := export.Of(a, lang.Spanish).As(export.PDFFormat)
	if pages := bytes.Count(out.Data, []byte("/Type /Page\n")); err != nil || pages < 10 {
		t.Errorf("%d pages, %v", pages, err)
	}
}
