package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestChecksOfALaneRunInTheirOrderAndTheFirstThatFailsEndsAll(t *testing.T) {
	var out bytes.Buffer
	ran := ""
	does := func(name string, err error) check {
		return check{name, func(_ context.Context, out io.Writer) error {
			ran += name
			fmt.Fprintf(out, "%s prints\n", name)
			return err
		}}
	}
	until := make(chan struct{})
	other := check{"d", func(ctx context.Context, _ io.Writer) error {
		close(until)
		<-ctx.Done()
		return ctx.Err()
	}}
	fails := does("b", errors.New("no such file"))
	c := checking{out: &out}
	err := c.run(t.Context(), []check{does("a", nil)}, [][]check{
		{{"b", func(ctx context.Context, out io.Writer) error { <-until; return fails.run(ctx, out) }}, does("c", nil)},
		{other, does("e", nil)},
	})
	if err == nil || err.Error() != "b failed: no such file" || ran != "ab" {
		t.Errorf("%v after %s", err, ran)
	}
	if told := out.String(); !strings.HasPrefix(told, "== a\na prints\n== a passed in ") || !strings.Contains(told, "b prints\n") || strings.Contains(told, "b passed") {
		t.Errorf("it says %q", told)
	}
}

func TestCheckedIsOnlyWhatIsAskedFor(t *testing.T) {
	c := checking{root: t.TempDir(), race: true}
	count := func(first []check, lanes [][]check) int { return len(first) + len(slices.Concat(lanes...)) }
	all := count(c.first(), c.lanes())
	for pattern, want := range map[string]int{"": all, "web:*": 11, "go*": 3, "go lint": 1, "tools": 1} {
		first, lanes, err := matching(c.first(), c.lanes(), pattern)
		if got := count(first, lanes); err != nil || got != want {
			t.Errorf("%q: %d checks, %v", pattern, got, err)
		}
	}
	for _, pattern := range []string{"nothing", "["} {
		if _, _, err := matching(c.first(), c.lanes(), pattern); err == nil {
			t.Errorf("%q is no mistake", pattern)
		}
	}
}

func TestRacesAreLookedForWhereOneAsks(t *testing.T) {
	for race, want := range map[bool]int{true: 1, false: 0} {
		c := checking{root: t.TempDir(), race: race}
		_, lanes, err := matching(nil, c.lanes(), "go tests with the race detector")
		if got := len(slices.Concat(lanes...)); got != want || race != (err == nil) {
			t.Errorf("%v: %d checks, %v", race, got, err)
		}
	}
}

func TestTheRaceDetectorGoesWhereThereAreGoroutines(t *testing.T) {
	root, err := projectRoot()
	if err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string]bool{"shared/store": true, "shared/cache": true, "shared/email": true, "shared/export": false, "shared/lang": false} {
		if got, err := concurrent(filepath.Join(root, folder)); err != nil || got != want {
			t.Errorf("%s: %v, %v", folder, got, err)
		}
	}
}

func TestWithoutChromiumOneSentenceSaysSo(t *testing.T) {
	t.Setenv(chromiumVariable, "/nowhere/chromium")
	err := tools(t.Context(), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "there is no Chromium at /nowhere/chromium") || !strings.Contains(err.Error(), chromiumVariable) {
		t.Errorf("error %v", err)
	}
}
