package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

func TestChecksRunInTheirOrderAndTheFirstThatFailsEndsThem(t *testing.T) {
	var out bytes.Buffer
	ran := ""
	does := func(name string, err error) check {
		return check{name, func(context.Context) error { ran += name; return err }}
	}
	c := checking{out: &out}
	err := c.run(t.Context(), []check{does("a", nil), does("b", errors.New("no such file")), does("c", nil)})
	if err == nil || err.Error() != "b failed: no such file" || ran != "ab" {
		t.Errorf("%v after %s", err, ran)
	}
	if told := out.String(); !strings.HasPrefix(told, "== a\n== a passed in ") || strings.Contains(told, "b passed") {
		t.Errorf("it says %q", told)
	}
}

func TestCheckedIsOnlyWhatIsAskedFor(t *testing.T) {
	all := checking{root: t.TempDir()}.checks()
	for pattern, want := range map[string]int{"": len(all), "web:*": len(all) - 8, "go*": 4, "go vet": 1} {
		if got, err := matching(all, pattern); err != nil || len(got) != want {
			t.Errorf("%q: %d checks, %v", pattern, len(got), err)
		}
	}
	for _, pattern := range []string{"nothing", "["} {
		if _, err := matching(all, pattern); err == nil {
			t.Errorf("%q is no mistake", pattern)
		}
	}
}

func TestWithoutChromiumOneSentenceSaysSo(t *testing.T) {
	t.Setenv(chromiumVariable, "/nowhere/chromium")
	err := checking{}.tools(t.Context())
	if err == nil || !strings.Contains(err.Error(), "there is no Chromium at /nowhere/chromium") || !strings.Contains(err.Error(), chromiumVariable) {
		t.Errorf("error %v", err)
	}
}
