package id_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/shared/id"
)

func TestADerivedIDFollowsFromItsPartsAndNothingElse(t *testing.T) {
	form := regexp.MustCompile(`^ally_[a-z2-7]{26}$`)
	part := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("ab1:"))))
	parts := rapid.SliceOfN(part, 0, 4)
	rapid.Check(t, func(t *rapid.T) {
		a, b := parts.Draw(t, "a"), parts.Draw(t, "b")
		one, two := id.Derive("ally", a...), id.Derive("ally", b...)
		if (one == two) != slices.Equal(a, b) {
			t.Errorf("%q %q: %s %s", a, b, one, two)
		}
		if !form.MatchString(one) || !id.Valid(one) {
			t.Errorf("%q: %s", a, one)
		}
	})
}

// Documents are found by these: they may never change.
func TestADerivedIDIsAlwaysTheSame(t *testing.T) {
	// base32 of the first 16 bytes of SHA-256("5:usr_1")
	if got, want := id.Derive("ally", "usr_1"), "ally_alex3r3rw3ribv452hrunhqq24"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestTheSamePartsOfAnotherKindAreAnotherID(t *testing.T) {
	if id.Derive("a", "x") == id.Derive("b", "x") {
		t.Error("the kind does not count")
	}
}

func TestAnIDIsValidWhereFirestoreTakesIt(t *testing.T) {
	t.Parallel()
	things := emulatortest.Client(t, emulatortest.Project(t)).Collection("things")
	for _, tc := range []struct {
		id   string
		want bool
	}{
		{"a", true}, {"114671162830729001607", true}, {"salfagestion.cl", true}, {"...", true}, {"año 2026", true}, {"a b", true},
		{"__", true}, {"___", true}, {"__a", true}, {"a__", true}, {strings.Repeat("x", 1500), true}, {strings.Repeat("ñ", 750), true},
		{"", false}, {".", false}, {"..", false}, {"a/b", false}, {"/", false}, {"____", false}, {"__name__", false},
		{strings.Repeat("x", 1501), false}, {strings.Repeat("ñ", 751), false}, {"\xff", false}, {"a\x00", false},
	} {
		if got := id.Valid(tc.id); got != tc.want {
			t.Errorf("%.20q: %t", tc.id, got)
		}
		if !tc.want {
			continue
		}
		if _, err := things.Doc(tc.id).Set(t.Context(), map[string]any{"a": 1}); err != nil {
			t.Errorf("%.20q: %v", tc.id, err)
		}
	}
}
