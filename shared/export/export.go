// Package export writes what an action has made as a file: Markdown, PDF or Word.
// The same action gives the same bytes.
package export

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/lang"
)

// Format is a kind of file.
type Format string

// The formats.
const (
	MarkdownFormat Format = "md"
	PDFFormat      Format = "pdf"
	WordFormat     Format = "docx"
)

// File is a file to be saved or attached.
type File struct {
	Name, Type string // Type is a media type
	Data       []byte
}

// Document is what is written of an action.
type Document struct {
	Title    string
	Made     time.Time
	Markdown string // all but the title
	language lang.Language
}

// New makes a document of Markdown, for what is no action.
func New(title string, made time.Time, markdown string, l lang.Language) Document {
	return Document{Title: title, Made: made.UTC(), Markdown: markdown, language: l}
}

var (
	madeText    = lang.Text{ES: "Hecho por Ally el %s", EN: "Made by Ally on %s"}
	sourcesText = lang.Text{ES: "Fuentes", EN: "Sources"}
)

// Of gives the document of an action: its cards in their order, a chart as the
// table of its numbers, and the sources of its statements.
func Of(a action.Action, l lang.Language) Document {
	made := a.Ended()
	text := "_" + fmt.Sprintf(madeText.In(l), made.UTC().Format(time.DateOnly)) + "_\n\n" + Text(a, l)
	return Document{Title: a.Name(), Made: made.UTC(), Markdown: strings.TrimSpace(text), language: l}
}

// Text is all that an action made as Markdown, with the sources of its
// statements, without its title.
func Text(a action.Action, l lang.Language) string {
	text := body(a)
	if list := sources(a); list != "" {
		text += "\n\n## " + sourcesText.In(l) + "\n\n" + list
	}
	return text
}

// body is the text of the cards. In a report each is a part with a heading.
func body(a action.Action) string {
	var parts []string
	for _, c := range a.Output.Cards {
		text := ""
		switch content := c.Content.(type) {
		case string:
			if c.Type == "text" || c.Type == action.Markdown {
				text = strings.TrimSpace(content)
			}
		case map[string]any:
			switch c.Type {
			case action.Table:
				text = action.TableText(content)
			case action.Chart:
				text = chart(content)
			}
		}
		if text == "" {
			continue
		}
		if c.Title != "" && (c.Type == action.Table || c.Type == action.Chart || a.AppID == action.Report) {
			text = "### " + line(c.Title) + "\n\n" + text
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return a.Text()
	}
	return strings.Join(parts, "\n\n")
}

// chart writes a chart's numbers as a table: a row for each label, a column for
// each series.
func chart(content map[string]any) string {
	labels, _ := content["labels"].([]any)
	series, _ := content["series"].([]any)
	columns := []any{""}
	rows := make([]any, len(labels))
	for i, label := range labels {
		rows[i] = []any{label}
	}
	for _, s := range series {
		one, _ := s.(map[string]any)
		values, _ := one["values"].([]any)
		columns = append(columns, cmp.Or(fmt.Sprint(one["name"]), " "))
		for i := range rows {
			cell := any("")
			if i < len(values) {
				cell = values[i]
			}
			cells, _ := rows[i].([]any)
			rows[i] = append(cells, cell)
		}
	}
	if len(labels) == 0 || len(columns) == 1 {
		return ""
	}
	return action.TableText(map[string]any{"columns": columns, "rows": rows})
}

// sources lists what the numbers in the text refer to.
func sources(a action.Action) string {
	result, _ := a.Output.Result.(map[string]any)
	list, _ := result["sources"].([]any)
	var lines []string
	for _, s := range list {
		one, _ := s.(map[string]any)
		at := ""
		switch t := one["at"].(type) {
		case time.Time:
			at = t.UTC().Format(time.DateTime)
		case string:
			at = t
		}
		text := func(name string) string { v, _ := one[name].(string); return line(v) }
		lines = append(lines, fmt.Sprintf("- [%v] %s, %s: %s", one["n"], text("author"), at, text("excerpt")))
	}
	return strings.Join(lines, "\n")
}

// line makes one line of a text.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// As writes the document in a format.
func (d Document) As(f Format) (File, error) {
	switch f {
	case PDFFormat:
		data, err := d.pdf()
		return File{d.name("pdf"), "application/pdf", data}, err
	case WordFormat:
		data, err := d.word()
		return File{d.name("docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", data}, err
	}
	return File{d.name("md"), "text/markdown; charset=utf-8", []byte("# " + line(d.Title) + "\n\n" + d.Markdown + "\n")}, nil
}

// nameLength bounds a file's name, in characters.
const nameLength = 80

// name is what the file is saved as: the title without what a file's name can't
// have.
func (d Document) name(extension string) string {
	var b strings.Builder
	for _, r := range line(d.Title) {
		switch {
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		case strings.ContainsRune(`/\:*?"<>|`, r):
			b.WriteByte('-')
		default:
			b.WriteRune(r)
		}
	}
	name := []rune(strings.Trim(b.String(), ". "))
	if len(name) > nameLength {
		name = name[:nameLength]
	}
	return cmp.Or(strings.TrimSpace(string(name)), "Ally") + "." + extension
}

// number writes the number of an item of a list.
func number(n int) string { return strconv.Itoa(n) + "." }
