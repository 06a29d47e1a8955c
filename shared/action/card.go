package action

// Card is an output card of an action or of a reply: something beside a text
// that a person can look at or act on.
type Card struct {
	ID      string       `firestore:"id" json:"id" required:"true"`
	Type    CardType     `firestore:"type" json:"type" required:"true" enum:"text,markdown,table,chart,image,cta"`
	Title   string       `firestore:"title,omitempty" json:"title,omitempty"`
	Content any          `firestore:"content" json:"content" required:"true" description:"A text for text and markdown, an object for the others: a table's columns and rows; a chart's kind, labels and series, of which each has a name and values; an action's id for cta."`
	Actions []CardAction `firestore:"actions,omitempty" json:"actions,omitempty"`
}

// CardType says how a card is shown.
type CardType string

// The types of cards that are made here.
const (
	Markdown CardType = "markdown"
	Table    CardType = "table"
	Chart    CardType = "chart"
	CTA      CardType = "cta" // calls to an action
)

// CardAction is a button of a card.
type CardAction struct {
	Label  string            `firestore:"label" json:"label" required:"true"`
	Action string            `firestore:"action" json:"action" required:"true" description:"What it does, such as connect_agent."`
	Data   map[string]string `firestore:"data,omitempty" json:"data,omitempty"`
}

// Grid is a table card's content. Firestore has no lists of lists, so each row
// is an object with its cells.
func Grid(columns []string, rows [][]string) map[string]any {
	lines := make([]any, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, map[string]any{"cells": anyOf(r)})
	}
	return map[string]any{"columns": anyOf(columns), "rows": lines}
}

func anyOf(texts []string) []any {
	out := make([]any, 0, len(texts))
	for _, t := range texts {
		out = append(out, t)
	}
	return out
}
