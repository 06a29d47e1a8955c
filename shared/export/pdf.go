package export

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gobolditalic"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
)

// Sizes of an A4 page, in millimetres; of letters, in points.
const (
	margin     = 20.0
	width      = 210 - 2*margin
	bottom     = 297 - margin
	lineHeight = 5.2
	textSize   = 10.5
	indent     = 6.0
	pageLines  = 45 // of a table's cell: no more than a page has
)

// page writes a document's blocks one below the other.
type page struct{ *fpdf.Fpdf }

// pdf writes the document as a PDF. Its letters are those of the Go fonts, which
// hold all of the European languages.
func (d Document) pdf() ([]byte, error) {
	p := page{fpdf.New("P", "mm", "A4", "")}
	for style, font := range map[string][]byte{"": goregular.TTF, "B": gobold.TTF, "I": goitalic.TTF, "BI": gobolditalic.TTF} {
		p.AddUTF8FontFromBytes("text", style, font)
	}
	p.AddUTF8FontFromBytes("mono", "", gomono.TTF)
	p.SetCatalogSort(true)
	p.SetCreationDate(d.Made)
	p.SetModificationDate(d.Made)
	p.SetTitle(drawable(line(d.Title)), true)
	p.SetCreator("Ally", true)
	p.SetLang(string(d.language))
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(true, margin)
	p.SetFooterFunc(func() {
		p.SetY(-margin + 5)
		p.SetFont("text", "", 8)
		p.SetTextColor(110, 110, 110)
		p.CellFormat(0, 5, fmt.Sprint(p.PageNo()), "", 0, "C", false, 0, "")
		p.SetTextColor(0, 0, 0)
	})
	p.AddPage()
	p.block(block{kind: heading, level: 1, runs: []run{{text: line(d.Title)}}})
	for _, b := range blocks(d.Markdown) {
		p.block(b)
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("export: pdf: %w", err)
	}
	return out.Bytes(), nil
}

func (p page) block(b block) {
	switch b.kind {
	case heading:
		size := max(11, 19-2.5*float64(b.level))
		p.Ln(1)
		for i := range b.runs {
			b.runs[i].bold = true
		}
		p.flow(b.runs, size, size*0.5)
		p.Ln(1)
	case item:
		left := margin + indent*float64(b.level+1)
		if b.mark != "" {
			p.style(run{}, textSize)
			p.SetX(left - indent + 1)
			p.CellFormat(indent, lineHeight, b.mark, "", 0, "L", false, 0, "")
		}
		p.SetLeftMargin(left)
		p.SetX(left)
		p.flow(b.runs, textSize, lineHeight)
		p.SetLeftMargin(margin)
		p.SetX(margin)
	case quote, code:
		p.SetLeftMargin(margin + indent)
		p.SetX(margin + indent)
		p.flow(b.runs, textSize, lineHeight)
		p.SetLeftMargin(margin)
		p.SetX(margin)
		p.Ln(2)
	case rule:
		p.Line(margin, p.GetY()+1, margin+width, p.GetY()+1)
		p.Ln(4)
	case grid:
		p.grid(b.rows)
	default:
		p.flow(b.runs, textSize, lineHeight)
		p.Ln(2)
	}
}

// flow writes runs one after the other, and ends the line.
func (p page) flow(runs []run, size, height float64) {
	for _, r := range runs {
		p.style(r, size)
		if r.link != "" {
			p.SetTextColor(20, 70, 160)
			p.WriteLinkString(height, drawable(r.text), r.link)
			p.SetTextColor(0, 0, 0)
			continue
		}
		p.Write(height, drawable(r.text))
	}
	p.Ln(height)
}

func (p page) style(r run, size float64) {
	style := ""
	if r.bold {
		style += "B"
	}
	if r.italic {
		style += "I"
	}
	if r.mono {
		p.SetFont("mono", "", size*0.92)
		return
	}
	p.SetFont("text", style, size)
}

// Bounds on what a table's columns take of the page.
const (
	mostColumns = 12
	leastColumn = width / 24
)

// grid draws a table whose columns are as wide as their texts are long, and
// repeats its head on each page.
func (p page) grid(rows [][][]run) {
	if len(rows) == 0 || len(rows[0]) == 0 {
		return
	}
	columns := min(len(rows[0]), mostColumns)
	widths := p.widths(rows, columns)
	for i, row := range rows {
		height := p.rowHeight(row, widths)
		if p.GetY()+height > bottom && i > 0 {
			p.AddPage()
			p.row(rows[0], widths, p.rowHeight(rows[0], widths))
		}
		p.row(row, widths, height)
	}
	p.Ln(3)
}

func (p page) widths(rows [][][]run, columns int) []float64 {
	widths := make([]float64, columns)
	sum := 0.0
	for c := range widths {
		longest := 0
		for _, row := range rows {
			if c < len(row) {
				longest = max(longest, min(utf8.RuneCountInString(plain(row[c])), 60))
			}
		}
		widths[c] = float64(longest + 3)
		sum += widths[c]
	}
	for c := range widths {
		widths[c] = leastColumn + widths[c]/sum*(width-leastColumn*float64(columns))
	}
	return widths
}

// cell gives the lines of a cell's text, at most as many as a page has.
func (p page) cell(runs []run, w float64) []string {
	bold := len(runs) > 0 && runs[0].bold
	p.style(run{bold: bold}, textSize-1)
	text := drawable(strings.Join(strings.Fields(plain(runs)), " "))
	if text == "" {
		return []string{""}
	}
	lines := p.SplitText(text, w-1)
	return lines[:min(len(lines), pageLines)]
}

func (p page) rowHeight(row [][]run, widths []float64) float64 {
	lines := 1
	for c := range widths {
		if c < len(row) {
			lines = max(lines, len(p.cell(row[c], widths[c])))
		}
	}
	return float64(lines)*lineHeight + 1.5
}

func (p page) row(row [][]run, widths []float64, height float64) {
	x, y := margin, p.GetY()
	for c, w := range widths {
		p.Rect(x, y, w, height, "D")
		if c < len(row) {
			for i, text := range p.cell(row[c], w) {
				p.SetXY(x, y+0.75+float64(i)*lineHeight)
				p.CellFormat(w, lineHeight, text, "", 0, "L", false, 0, "")
			}
		}
		x += w
	}
	p.SetXY(margin, y+height)
}

// drawable gives the text without what the library can't draw: letters beyond
// the first 65,536, such as emoji, and control characters.
func drawable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ':
			return ' '
		case r > 0xFFFF:
			return '\u25A1'
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}
