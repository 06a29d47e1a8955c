package costs

import (
	"fmt"
	"strings"
)

const head = `# What each call takes from Firestore

Made by ` + "`go run ./cmd/ally costs --write`" + `, which makes each call against the sample classic system and reads what the
functions count themselves, at the level of the Firestore client's RPCs. A test sees to it that this table is up to date.

Reads are documents as Firestore bills them: a missing document and an empty query count one each. Rounds are sequential
round trips: calls made at the same time count once. Where a model answers, the rounds before it starts are told apart.
An instance keeps organizations and domains for ten seconds and the prompt for five; "first on an instance" is without them.

| Call | Reads | Writes | Rounds |
|---|---:|---:|---|
`

// Table writes the rows as a Markdown document.
func Table(rows []Row) string {
	var b strings.Builder
	b.WriteString(head)
	for _, r := range rows {
		rounds := fmt.Sprint(r.Cost.Rounds)
		if r.Before > 0 {
			rounds += fmt.Sprintf(" (%d before the model)", r.Before)
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %s |\n", r.Call, r.Cost.Reads, r.Cost.Writes, rounds)
	}
	return b.String()
}
