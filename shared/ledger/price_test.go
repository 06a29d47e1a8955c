package ledger

import (
	"testing"

	"getaifactory.com/ally/shared/model"
)

func TestAPriceIsThatOfEachKindOfToken(t *testing.T) {
	for _, tc := range []struct {
		model string
		usage model.Usage
		want  int64
	}{
		{"gemini-2.5-flash", model.Usage{Input: 1_000_000}, 300_000},
		{"gemini-2.5-flash", model.Usage{Input: 1_000_000, Cached: 1_000_000}, 30_000},
		{"gemini-2.5-flash", model.Usage{Output: 1_000_000}, 2_500_000},
		{"gemini-2.5-flash", model.Usage{Input: 1200, Cached: 200, Output: 100}, 300 + 6 + 250},
		{"local", model.Usage{Input: 1200, Output: 100}, 0},
	} {
		if got := Listed.Of(tc.model, tc.usage); got == nil || *got != tc.want {
			t.Errorf("%s %+v: %v, want %d", tc.model, tc.usage, got, tc.want)
		}
	}
	if got := Listed.Of("of-tomorrow", model.Usage{Input: 1}); got != nil {
		t.Errorf("a model without a price: %d", *got)
	}
}

func TestAModelsPriceCanBeSet(t *testing.T) {
	changed, err := Listed.With("own", "1/0.5/2")
	if err != nil || changed["own"] != (Price{1, 0.5, 2}) || changed["gemini-2.5-pro"] != Listed["gemini-2.5-pro"] {
		t.Errorf("%v, %v", changed, err)
	}
	if _, set := Listed["own"]; set {
		t.Error("the list itself was changed")
	}
	for _, spec := range []string{"1", "1/2", "a/b/c", "1/2/-3", "1/2/3/4", "NaN/1/1", "Inf/1/1"} {
		if _, err := Listed.With("own", spec); err == nil {
			t.Errorf("%q was taken", spec)
		}
	}
}
