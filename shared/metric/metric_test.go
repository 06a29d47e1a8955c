package metric_test

import (
	"os"
	"strings"
	"testing"

	"getaifactory.com/ally/shared/metric"
)

func TestTheCommittedDefinitionsAreThoseOfTheCode(t *testing.T) {
	page, err := os.ReadFile("../../docs/comparison.md")
	if err != nil {
		t.Fatal(err)
	}
	if got := metric.Put(string(page)); got != string(page) {
		t.Errorf("it is out of date: run go run ./cmd/ally metrics --write")
	}
}

func TestTheRestOfThePageStays(t *testing.T) {
	for _, page := range []string{"## Statistics\n\ntext\n", "# Classic against Ally\n\n## Statistics\n\ntext\n"} {
		once := metric.Put(page)
		if !strings.HasSuffix(once, "\n\n## Statistics\n\ntext\n") || metric.Put(once) != once || strings.Count(once, "# Classic against Ally") != 1 {
			t.Errorf("of %q: %s", page, once)
		}
	}
}

func TestEachDefinitionIsComplete(t *testing.T) {
	keys, four := map[string]bool{}, 0
	for _, d := range metric.Definitions {
		if keys[d.Key] {
			t.Errorf("%s twice", d.Key)
		}
		keys[d.Key] = true
		if d.KeyMetric {
			four++
		}
		for _, text := range []string{d.Name.ES, d.Name.EN, d.What.ES, d.What.EN, d.Same.ES, d.Same.EN, d.Excluded.ES, d.Excluded.EN} {
			if text == "" || strings.Contains(text, "|") {
				t.Errorf("%s: %q", d.Key, text)
			}
		}
		for what, wrong := range map[string]bool{
			"a quantile says which, and nothing else does":    (d.Kind == metric.Quantile) != (d.At > 0),
			"a guardrail has a margin, and nothing else does": d.Guardrail != (d.Margin > 0),
			"what is compared has two sources":                (d.KeyMetric || d.Guardrail) && !d.Comparable(),
			"a direction is named":                            d.Direction == "",
			"the key finds it":                                func() bool { f, ok := metric.Find(d.Key); return !ok || f.Key != d.Key }(),
		} {
			if wrong {
				t.Errorf("%s: %s", d.Key, what)
			}
		}
	}
	if four != 4 {
		t.Errorf("%d key metrics; the plan has four", four)
	}
	if _, ok := metric.Find("none"); ok {
		t.Error("found what is not there")
	}
}
