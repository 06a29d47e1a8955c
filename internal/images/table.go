package images

import (
	"fmt"
	"strings"
)

const head = `# What each function's image holds

Made by ` + "`go run ./cmd/ally build --write`" + ` (%s). Each function was staged and built as the buildpack does it, then
started %d times over a Firestore emulator with the sample classic system. “First answer” is the median time from the start of the
process to the end of its first answer, without what Google Cloud needs to find a machine and to load the image, and with other
work going on beside it; “memory” is the median of what the process has resident then. The question is asked with a valid session:
404 is the answer about a conversation that is not there. All programs hold the whole domain and the model's client, whatever
they use of it: that is most of their size. allysession has Firebase's sign-in besides.

| Function | Files | Program | First answer | Memory | Asked | Status |
|---|---:|---:|---:|---:|---|---:|
`

// Table writes the rows as a Markdown document.
func Table(rows []Row, starts int, machine string) string {
	var b strings.Builder
	fmt.Fprintf(&b, head, machine, starts)
	for _, r := range rows {
		memory := "not told"
		if r.Resident > 0 {
			memory = fmt.Sprintf("%.0f MB", mega(r.Resident))
		}
		fmt.Fprintf(&b, "| `%s` | %d | %.1f MB | %d ms | %s | %s | %d |\n", r.Function, r.Files, mega(r.Size), r.First.Milliseconds(), memory, r.Asked, r.Status)
	}
	return b.String()
}

func mega(bytes int64) float64 { return float64(bytes) / 1e6 }
