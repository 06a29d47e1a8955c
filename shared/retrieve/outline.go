package retrieve

import (
	"slices"
	"strings"
)

// UnitKind says what a Unit is in its document.
type UnitKind int

const (
	Heading UnitKind = iota
	Prose            // a sentence of a paragraph
	Entry            // an entry of a list
	Row              // a row of a table, below its header
	Line             // a line of a fenced listing
)

// Unit is a sentence with its place in the document.
type Unit struct {
	Kind  UnitKind
	Text  string   // as Sentences gives it
	Under []string // the headings above it, outermost first, with their marks
	// Lead is what the reader needs to make sense of the Text: the header of a
	// Row, and for an Entry the sentence ending in a colon before its list.
	Lead  string
	Block int // the same for all sentences of a paragraph, entries of a list, rows of a table
}

// Outline gives the sentences of a document with their places. A table's
// header is the Lead of its rows and no Unit.
func Outline(text string) []Unit {
	var units []Unit
	var above []block
	lead := ""
	for i, b := range blocks(text) {
		if b.kind == heading {
			above = slices.DeleteFunc(above, func(a block) bool { return a.level >= b.level })
		}
		under := make([]string, len(above))
		for j, a := range above {
			under[j] = collapse(a.of(text))
		}
		parts := b.parts
		unit := Unit{Under: under, Block: i}
		switch b.kind {
		case heading:
			unit.Kind = Heading
			above = append(above, b)
		case prose:
			unit.Kind = Prose
		case list:
			unit.Kind, unit.Lead = Entry, lead
		case table:
			unit.Kind = Row
			if len(parts) > 1 && isRule(parts[1].of(text)) {
				unit.Lead, parts = collapse(parts[0].of(text)), parts[2:]
			}
		case code:
			unit.Kind = Line
		}
		lead = ""
		for _, part := range parts {
			if unit.Text = collapse(part.of(text)); !wordy(unit.Text) {
				continue
			}
			units = append(units, unit)
			if b.kind == prose && strings.HasSuffix(strings.TrimRight(unit.Text, "*_"), ":") {
				lead = unit.Text
			} else {
				lead = ""
			}
		}
	}
	return units
}

// isRule says whether a table's row is the line below its header.
func isRule(row string) bool {
	return strings.Contains(row, "-") && strings.Trim(row, "|-: \t") == ""
}
