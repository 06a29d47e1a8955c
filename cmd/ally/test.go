package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/workspace"
)

// chromiumVariable names another browser than Debian's.
const chromiumVariable = "CHROMIUM"

// soonOver has a program with the race detector end when it is done. Otherwise
// each waits a second first.
const soonOver = "GORACE=atexit_sleep_ms=0"

// checkers is where the programs that look at the code are named. They have a
// module of their own: what the functions' module requires, each build downloads.
const checkers = "-modfile=tools/go.mod"

// raced are the packages that are tested with the race detector; all others are
// tested without.
var raced = []string{"./shared/...", "./functions/allymessages"}

// check is one thing that CI runs.
type check struct {
	name string
	run  func(context.Context) error
}

// checking runs checks in the project.
type checking struct {
	root     string
	out, err io.Writer
}

// checks are what CI runs, in this order: what is over soon comes first. The
// first that fails ends it.
func (c checking) checks() []check {
	space := workspace.Of(c.root, func(format string, args ...any) { fmt.Fprintf(c.out, format+"\n", args...) })
	npm := func(script string) func(context.Context) error {
		return c.command(space.Folder, "npm", "run", "--silent", script)
	}
	return []check{
		{"tools", c.tools},
		{"shellcheck", c.command(c.root, "shellcheck", "deploy.sh", ".ci/run")},
		{"firebase CLI", c.firebaseCLI},
		{"go vet", c.command(c.root, "go", "vet", "./...")},
		{"staticcheck", c.command(c.root, "go", "tool", checkers, "staticcheck", "./...")},
		{"gosec", c.command(c.root, "go", "tool", checkers, "gosec", "-quiet", "./functions/...", "./shared/...")},
		{"web: dependencies", space.Install},
		{"web: types", npm("typecheck")},
		{"web: unit tests", npm("test")},
		{"web: page", space.Build},
		{"web: library", npm("build:lib")},
		{"web: example of a host page", npm("build:host")},
		{"web: size of the first load", npm("size")},
		{"web: page in Chromium", npm("test:browser")},
		{"web: library in a host page", npm("test:host")},
		{"web: rules, and the page with a real backend", npm("test:system")},
		{"web: the plan's tests in Chromium, with a real backend", npm("test:real")},
		// The detector doubles what a test takes, so it goes where goroutines meet: the
		// packages that functions are made of, and the door with most of them. All else
		// was vetted above.
		{"go tests with the race detector", c.command(c.root, "env", append([]string{soonOver, "go", "test", "-race", "-vet=off", "-timeout=20m"}, raced...)...)},
		{"go tests", c.goTests},
	}
}

// tools says what is missing before anything is run. Java and Node are looked
// for where they are used, with their versions.
func (c checking) tools(context.Context) error {
	browser := os.Getenv(chromiumVariable)
	if browser == "" {
		browser = "/usr/bin/chromium"
	}
	if _, err := exec.LookPath(browser); err != nil {
		return fmt.Errorf("there is no Chromium at %s: install it (apt-get install chromium), or name another with %s", browser, chromiumVariable)
	}
	for _, program := range []string{"shellcheck", "gcloud", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("there is no %s: install it; the tests of deploy.sh need it", program)
		}
	}
	return nil
}

// goTests runs the tests of all packages that are not raced.
func (c checking) goTests(ctx context.Context) error {
	list := func(patterns ...string) ([]string, error) {
		run := exec.CommandContext(ctx, "go", append([]string{"list"}, patterns...)...)
		run.Dir, run.Stderr = c.root, c.err
		out, err := run.Output()
		return strings.Fields(string(out)), err
	}
	all, err := list("./...")
	if err != nil {
		return err
	}
	done, err := list(raced...)
	if err != nil {
		return err
	}
	left := slices.DeleteFunc(all, func(p string) bool { return slices.Contains(done, p) })
	return c.command(c.root, "go", append([]string{"test", "-vet=off", "-timeout=20m"}, left...)...)(ctx)
}

// firebaseCLI installs what deploy.sh deploys with, unless it is there as locked.
func (c checking) firebaseCLI(ctx context.Context) error {
	folder := filepath.Join(c.root, "deploy")
	look := exec.CommandContext(ctx, "npm", "ls", "--silent")
	look.Dir = folder
	if look.Run() == nil {
		return nil
	}
	return c.command(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")(ctx)
}

func (c checking) command(folder, program string, args ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		run := exec.CommandContext(ctx, program, args...)
		run.Dir, run.Stdout, run.Stderr = folder, c.out, c.err
		// Told to end, it ends what it has started itself.
		run.Cancel, run.WaitDelay = func() error { return run.Process.Signal(os.Interrupt) }, stopTime
		return run.Run()
	}
}

// run runs the checks, and tells what each took.
func (c checking) run(ctx context.Context, checks []check) error {
	began := time.Now()
	for _, one := range checks {
		started := time.Now()
		fmt.Fprintf(c.out, "== %s\n", one.name)
		err := one.run(ctx)
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		if err != nil {
			return fmt.Errorf("%s failed: %w", one.name, err)
		}
		fmt.Fprintf(c.out, "== %s passed in %s\n", one.name, time.Since(started).Round(100*time.Millisecond))
	}
	fmt.Fprintf(c.out, "== all passed in %s\n", time.Since(began).Round(time.Second))
	return nil
}

func testCommand() *cobra.Command {
	var only string
	c := &cobra.Command{
		Use:   "test",
		Short: "Run everything that CI runs",
		Long: `Run everything that CI runs: go vet, staticcheck, gosec over what is
deployed, the workspace's types, unit tests, builds and size, its tests in
Chromium and against a real "ally dev", the tests of the security rules, and the Go tests, those of the packages that functions are made of with the race
detector. It needs Node 20 or
later, Java 11 or later, Chromium, shellcheck, curl and the Google Cloud SDK.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			root, err := projectRoot()
			if err != nil {
				return err
			}
			run := checking{root: root, out: c.OutOrStdout(), err: c.ErrOrStderr()}
			chosen, err := matching(run.checks(), only)
			if err != nil {
				return err
			}
			return run.run(c.Context(), chosen)
		},
	}
	c.Flags().StringVar(&only, "only", "", "only the checks whose names match the pattern, such as 'web:*'")
	return c
}

// matching gives the checks whose names match; all for "".
func matching(all []check, pattern string) ([]check, error) {
	if pattern == "" {
		return all, nil
	}
	var chosen []check
	for _, one := range all {
		matches, err := filepath.Match(pattern, one.name)
		if err != nil {
			return nil, fmt.Errorf("--only: %w", err)
		}
		if matches {
			chosen = append(chosen, one)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("no check is called %q", pattern)
	}
	return chosen, nil
}
