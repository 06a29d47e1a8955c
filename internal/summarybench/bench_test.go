package summarybench_test

import (
	"testing"

	"getaifactory.com/ally/internal/summarybench"
)

func TestEachStyleIsMeasured(t *testing.T) {
	all, err := summarybench.Measure(t.Context(), summarybench.Options{Messages: 300, Seed: 1})
	if err != nil || len(all) != len(summarybench.Styles) {
		t.Fatal(all, err)
	}
	for _, f := range all {
		if f.Requests < 2 || f.Requests > f.Steps || f.Input == 0 || f.Statements == 0 || f.Sources == 0 || f.Cost.Reads < 300 || f.Cost.Reads > 330 || f.Ours > f.Total {
			t.Errorf("%+v", f)
		}
	}
}
