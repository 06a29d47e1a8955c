package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

func testCommand() *cobra.Command {
	var only string
	var race bool
	c := &cobra.Command{
		Use:   "test",
		Short: "Run everything that CI runs",
		Long: `Run everything that CI runs: the rules of go vet and staticcheck, gosec's over
what is deployed, the workspace's types, unit tests, builds and size, its tests in
Chromium and against a real "ally dev", the tests of the security rules, and the
Go tests. What is written in Go is checked beside what is written for the browser.
It needs Node 20 or later, Java 11 or later, Chromium, shellcheck, curl and the
Google Cloud SDK.

With --race the tests of what is deployed and has goroutines run with the race
detector, for which everything is built a second time, by a C compiler too: for
whoever changes what happens at once.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			root, err := projectRoot()
			if err != nil {
				return err
			}
			run := checking{root: root, race: race, out: c.OutOrStdout()}
			first, lanes, err := matching(run.first(), run.lanes(), only)
			if err != nil {
				return err
			}
			return run.run(c.Context(), first, lanes)
		},
	}
	c.Flags().StringVar(&only, "only", "", "only the checks whose names match the pattern, such as 'web:*'")
	c.Flags().BoolVar(&race, "race", false, "look for races as well")
	return c
}

// matching gives the checks whose names match; all for "".
func matching(first []check, lanes [][]check, pattern string) ([]check, [][]check, error) {
	if pattern == "" {
		return first, lanes, nil
	}
	if _, err := filepath.Match(pattern, ""); err != nil {
		return nil, nil, fmt.Errorf("--only: %w", err)
	}
	matched := 0
	chosen := func(checks []check) (found []check) {
		for _, one := range checks {
			if matches, _ := filepath.Match(pattern, one.name); matches {
				found = append(found, one)
				matched++
			}
		}
		return found
	}
	first = chosen(first)
	some := make([][]check, len(lanes))
	for i, checks := range lanes {
		some[i] = chosen(checks)
	}
	if matched == 0 {
		return nil, nil, fmt.Errorf("no check is called %q", pattern)
	}
	return first, some, nil
}

// run runs the first checks, then the lanes beside each other, and tells what
// each check printed and took. The first that fails ends all.
func (c checking) run(ctx context.Context, first []check, lanes [][]check) error {
	began := time.Now()
	var telling sync.Mutex
	tell := func(what func()) {
		telling.Lock()
		defer telling.Unlock()
		what()
	}
	err := c.one(ctx, tell, first)
	if err == nil {
		beside, lane := errgroup.WithContext(ctx)
		for _, checks := range lanes {
			beside.Go(func() error { return c.one(lane, tell, checks) })
		}
		err = beside.Wait()
	}
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "== all passed in %s\n", time.Since(began).Round(time.Second))
	return nil
}

// one runs the checks of a lane. What one prints is told when it has ended, in
// one piece.
func (c checking) one(ctx context.Context, tell func(func()), checks []check) error {
	for _, one := range checks {
		tell(func() { fmt.Fprintf(c.out, "== %s\n", one.name) })
		var printed bytes.Buffer
		started := time.Now()
		err := one.run(ctx, &printed)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		tell(func() {
			_, _ = printed.WriteTo(c.out)
			if err == nil {
				fmt.Fprintf(c.out, "== %s passed in %s\n", one.name, time.Since(started).Round(100*time.Millisecond))
			}
		})
		if err != nil {
			return fmt.Errorf("%s failed: %w", one.name, err)
		}
	}
	return nil
}
