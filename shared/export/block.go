package export

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// block is a part of a document that begins on a line of its own.
type block struct {
	kind  kind
	level int    // of a heading from 1, of an item from 0
	mark  string // of an item: a bullet or its number; "" for what goes on in one
	runs  []run
	rows  [][][]run // of a table: cells; the first row is its head
}

type kind int

const (
	paragraph kind = iota
	heading
	item
	quote
	code
	grid
	rule
)

// run is a stretch of text in one style.
type run struct {
	text               string
	bold, italic, mono bool
	link               string // https or mailto; "" for none
}

var parser = goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()

// blocks reads Markdown.
func blocks(source string) []block {
	raw := []byte(source)
	r := &reader{source: raw}
	r.inside(parser.Parse(text.NewReader(raw)), block{})
	return r.blocks
}

type reader struct {
	source []byte
	blocks []block
}

// inside reads the blocks below a node. as is what a paragraph there is.
func (r *reader) inside(parent ast.Node, as block) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch node := n.(type) {
		case *ast.Heading:
			r.add(block{kind: heading, level: node.Level, runs: r.runs(node, run{})})
		case *ast.Paragraph, *ast.TextBlock:
			as.runs = r.runs(node, run{})
			r.add(as)
			as.mark = ""
		case *ast.List:
			r.list(node, as)
		case *ast.Blockquote:
			r.inside(node, block{kind: quote})
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			r.add(block{kind: code, runs: []run{{text: strings.TrimRight(r.lines(node), "\n"), mono: true}}})
		case *ast.HTMLBlock:
			r.add(block{kind: paragraph, runs: []run{{text: strings.TrimSpace(r.lines(node))}}})
		case *ast.ThematicBreak:
			r.add(block{kind: rule})
		case *table.Table:
			r.table(node)
		default:
			r.inside(node, as)
		}
	}
}

func (r *reader) add(b block) { r.blocks = append(r.blocks, b) }

func (r *reader) list(list *ast.List, as block) {
	level := 0
	if as.kind == item {
		level = as.level + 1
	}
	n := list.Start
	for child := list.FirstChild(); child != nil; child = child.NextSibling() {
		mark := "•"
		if list.IsOrdered() {
			mark = number(n)
			n++
		}
		r.inside(child, block{kind: item, level: level, mark: mark})
	}
}

func (r *reader) table(t *table.Table) {
	b := block{kind: grid}
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]run
		_, head := row.(*table.TableHeader)
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, r.runs(cell, run{bold: head}))
		}
		b.rows = append(b.rows, cells)
	}
	r.add(b)
}

func (r *reader) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.source))
	}
	return b.String()
}

// runs reads the text below a node. style is what it has from above.
func (r *reader) runs(parent ast.Node, style run) []run {
	var runs []run
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		inner := style
		switch node := n.(type) {
		case *ast.Text:
			inner.text = string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(node.Segment.Value(r.source)))))
			switch {
			case node.HardLineBreak():
				inner.text += "\n"
			case node.SoftLineBreak():
				inner.text += " "
			}
			runs = append(runs, inner)
		case *ast.String:
			inner.text = string(node.Value)
			runs = append(runs, inner)
		case *ast.CodeSpan:
			inner.mono = true
			runs = append(runs, r.runs(node, inner)...)
		case *ast.Emphasis:
			inner.bold, inner.italic = inner.bold || node.Level > 1, inner.italic || node.Level == 1
			runs = append(runs, r.runs(node, inner)...)
		case *ast.Link:
			inner.link = outside(string(node.Destination))
			if inner.link == "" && strings.HasPrefix(string(node.Destination), "#") { // a source's number
				runs = append(runs, run{text: "["}, run{text: plain(r.runs(node, run{}))}, run{text: "]"})
				continue
			}
			runs = append(runs, r.runs(node, inner)...)
		case *ast.AutoLink:
			inner.text, inner.link = string(node.Label(r.source)), outside(string(node.URL(r.source)))
			runs = append(runs, inner)
		case *ast.RawHTML:
			for i := range node.Segments.Len() {
				segment := node.Segments.At(i)
				inner.text += string(segment.Value(r.source))
			}
			runs = append(runs, inner)
		default:
			runs = append(runs, r.runs(node, inner)...)
		}
	}
	return runs
}

// outside gives the address of a link that leads out of the document.
func outside(address string) string {
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "mailto:") {
		return address
	}
	return ""
}

func plain(runs []run) string {
	var b strings.Builder
	for _, one := range runs {
		b.WriteString(one.text)
	}
	return b.String()
}
