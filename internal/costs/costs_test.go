package costs

import (
	"os"
	"testing"
)

func TestTheCommittedTableIsWhatIsMeasured(t *testing.T) {
	rows, err := Measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../../docs/costs.md")
	if err != nil {
		t.Fatal(err)
	}
	if got := Table(rows); got != string(committed) {
		t.Errorf("it is out of date: run go run ./cmd/ally costs --write\n%s", got)
	}
}
