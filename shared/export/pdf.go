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
	headed     = 30.0 // below a heading, so that it does not stand alone
	pageLines  = 45   // of a table's cell: no more than a page has
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
		if p.GetY() > bottom-headed {
			p.AddPage()
		}
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
	cellSpace   = 3.5 // beside a cell's words
	longestWord = 24  // what is longer, such as an address, is broken
)

// Sizes of a table's letters, in points: the largest that breaks no word, else the
// smallest.
var gridSizes = []float64{textSize - 1, 8.5, 7.5, 6.5}

// grid draws a table whose columns are as wide as their texts are long, and
// repeats its head on each page.
func (p page) grid(rows [][][]run) {
	if len(rows) == 0 || len(rows[0]) == 0 {
		return
	}
	columns := min(len(rows[0]), mostColumns)
	g := layout{page: p, size: gridSizes[0]}
	for _, g.size = range gridSizes {
		var whole bool
		if g.widths, whole = g.columns(rows, columns); whole {
			break
		}
	}
	for i, row := range rows {
		height := g.rowHeight(row)
		if p.GetY()+height > bottom && i > 0 {
			p.AddPage()
			g.row(rows[0], g.rowHeight(rows[0]))
		}
		g.row(row, height)
	}
	p.Ln(3)
}

// layout is how a table is drawn.
type layout struct {
	page
	size   float64 // of its letters
	widths []float64
}

// columns gives each column room for its longest word, and divides what is left among
// those whose texts need more. It says whether there is room for every word.
func (g layout) columns(rows [][][]run, columns int) (widths []float64, whole bool) {
	widths, wanted := make([]float64, columns), make([]float64, columns)
	least, lacking := 0.0, 0.0
	for c := range widths {
		widths[c] = leastColumn / 2
		for _, row := range rows {
			if c >= len(row) {
				continue
			}
			text := g.set(row[c])
			wanted[c] = max(wanted[c], min(g.GetStringWidth(text)+cellSpace, width))
			for _, word := range strings.Fields(text) {
				if utf8.RuneCountInString(word) <= longestWord {
					widths[c] = max(widths[c], g.GetStringWidth(word)+cellSpace)
				}
			}
		}
		wanted[c] = max(wanted[c]-widths[c], 0)
		least, lacking = least+widths[c], lacking+wanted[c]
	}
	left := width - least
	for c := range widths {
		switch {
		case left < 0: // words are broken
			widths[c] = leastColumn/2 + (widths[c]-leastColumn/2)*(width-leastColumn/2*float64(columns))/(least-leastColumn/2*float64(columns))
		case lacking > left:
			widths[c] += left * wanted[c] / lacking
		default:
			widths[c] += wanted[c] + (left-lacking)/float64(columns)
		}
	}
	return widths, left >= 0
}

// set chooses a cell's letters, and gives its text on one line.
func (g layout) set(runs []run) string {
	g.style(run{bold: len(runs) > 0 && runs[0].bold}, g.size)
	return drawable(strings.Join(strings.Fields(plain(runs)), " "))
}

// cell gives the lines of a cell's text, at most as many as a page has.
func (g layout) cell(runs []run, w float64) []string {
	text := g.set(runs)
	if text == "" {
		return []string{""}
	}
	lines := g.SplitText(text, w-1)
	return lines[:min(len(lines), pageLines)]
}

// line is how high a line is.
func (g layout) line() float64 { return lineHeight * g.size / gridSizes[0] }

func (g layout) rowHeight(row [][]run) float64 {
	lines := 1
	for c, w := range g.widths {
		if c < len(row) {
			lines = max(lines, len(g.cell(row[c], w)))
		}
	}
	return float64(lines)*g.line() + 1.5
}

func (g layout) row(row [][]run, height float64) {
	x, y := margin, g.GetY()
	for c, w := range g.widths {
		g.Rect(x, y, w, height, "D")
		if c < len(row) {
			for i, text := range g.cell(row[c], w) {
				g.SetXY(x, y+0.75+float64(i)*g.line())
				g.CellFormat(w, g.line(), text, "", 0, "L", false, 0, "")
			}
		}
		x += w
	}
	g.SetXY(margin, y+height)
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
