package main

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/workspace"
)

// chromiumVariable names another browser than Debian's.
const chromiumVariable = "CHROMIUM"

// busiest starts no goroutine itself, but those of the packages that it is made of
// meet there: in the tests that meeting names.
const (
	busiest = "./functions/allymessages"
	meeting = "AtOnce|Writer|WaitedFor|Followed|Stream|Stopped|Sweep|Finished|Waiting"
)

// What is built without C, as the buildpack builds it, is built once for all checks.
// Only the race detector needs C.
const (
	withoutC = "CGO_ENABLED=0"
	withC    = "CGO_ENABLED=1"
)

// soonOver has a program with the race detector end when it is done. Otherwise
// each waits a second first.
const soonOver = "GORACE=atexit_sleep_ms=0"

// check is one thing that CI runs. What it prints goes to out.
type check struct {
	name string
	run  func(ctx context.Context, out io.Writer) error
}

// checking runs checks in the project, and tells of them.
type checking struct {
	root string
	race bool // look for races as well: for the detector everything is built once more
	out  io.Writer
}

// first are the checks that all others need.
func (c checking) first() []check {
	return []check{{"tools", tools}}
}

// lanes are the checks that CI runs beside each other: what is written in Go,
// and what is written for the browser. Each lane has its order: what is over soon
// comes first.
func (c checking) lanes() [][]check {
	web := filepath.Join(c.root, "web")
	npm := func(script string) func(context.Context, io.Writer) error {
		return command(web, "npm", "run", "--silent", script)
	}
	space := func(do func(workspace.Workspace, context.Context) error) func(context.Context, io.Writer) error {
		return func(ctx context.Context, out io.Writer) error {
			return do(workspace.Of(c.root, func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }), ctx)
		}
	}
	// The program that looks at the code has a module of its own: what the functions'
	// module requires, each build downloads.
	ofGo := []check{
		{"shellcheck", command(c.root, "shellcheck", "deploy.sh", ".ci/run")},
		{"firebase CLI", c.firebaseCLI},
		{"go lint", command(filepath.Join(c.root, "tools"), "go", "run", "./lint", c.root, "./...")},
	}
	if c.race {
		ofGo = append(ofGo, check{"go tests with the race detector", c.goTests(true)})
	}
	return [][]check{append(ofGo, check{"go tests", c.goTests(false)}), {
		{"web: dependencies", space(workspace.Workspace.Install)},
		{"web: types", npm("typecheck")},
		{"web: unit tests", npm("test")},
		{"web: page", space(workspace.Workspace.Build)},
		{"web: library", npm("build:lib")},
		{"web: example of a host page", npm("build:host")},
		{"web: size of the first load", npm("size")},
		{"web: page in Chromium", npm("test:browser")},
		{"web: library in a host page", npm("test:host")},
		{"web: rules, and the page with a real backend", npm("test:system")},
		{"web: the plan's tests in Chromium, with a real backend", npm("test:real")},
	}}
}

// tools says what is missing before anything is run. Java and Node are looked
// for where they are used, with their versions.
func tools(context.Context, io.Writer) error {
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

// goTests runs, with one emulator for all packages, the tests of the deployed packages
// that have something to race, with the race detector, or those of all others, without:
// the detector doubles what a test takes. Where races are not looked for, the others are
// all. Lint has looked with what vet looks for.
func (c checking) goTests(raced bool) func(context.Context, io.Writer) error {
	return func(ctx context.Context, out io.Writer) error {
		list := exec.CommandContext(ctx, "go", "list", "-f", "{{.ImportPath}}\t{{.Dir}}", "./...")
		list.Dir, list.Stderr = c.root, out
		all, err := list.Output()
		if err != nil {
			return err
		}
		args := []string{soonOver, "go", "test", "-vet=off", "-timeout=20m"}
		if raced {
			args = append([]string{withC}, append(args, "-race")...)
		}
		for line := range strings.Lines(string(all)) {
			path, folder, _ := strings.Cut(strings.TrimSpace(line), "\t")
			rel, err := filepath.Rel(c.root, folder)
			if err != nil {
				return err
			}
			races := false
			if c.race && (strings.HasPrefix(rel, "shared") || strings.HasPrefix(rel, "functions")) {
				if races, err = concurrent(folder); err != nil {
					return err
				}
			}
			if races == raced {
				args = append(args, path)
			}
		}
		shared, err := emulator.Start(ctx, emulator.Options{Events: emulator.NewRelay()})
		if err != nil {
			return err
		}
		defer func() { _ = shared.Stop(context.Background()) }()
		args = append([]string{shared.Share()}, args...)
		if err := command(c.root, "env", args...)(ctx, out); err != nil || !raced {
			return err
		}
		return command(c.root, "env", shared.Share(), withC, soonOver, "go", "test", "-vet=off", "-race", "-run", meeting, busiest)(ctx, out)
	}
}

// concurrent tells whether a package's code starts goroutines or guards what
// several share.
func concurrent(folder string) (bool, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return false, err
	}
	found := false
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		code, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return false, err
		}
		ast.Inspect(code, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				found = true
			case *ast.ImportSpec:
				found = found || slices.Contains([]string{`"sync"`, `"sync/atomic"`, `"golang.org/x/sync/errgroup"`}, n.Path.Value)
			}
			return !found
		})
	}
	return found, nil
}

// firebaseCLI installs what deploy.sh deploys with, unless it is there as locked.
func (c checking) firebaseCLI(ctx context.Context, out io.Writer) error {
	folder := filepath.Join(c.root, "deploy")
	look := exec.CommandContext(ctx, "npm", "ls", "--silent")
	look.Dir = folder
	if look.Run() == nil {
		return nil
	}
	return command(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")(ctx, out)
}

func command(folder, program string, args ...string) func(context.Context, io.Writer) error {
	return func(ctx context.Context, out io.Writer) error {
		run := exec.CommandContext(ctx, program, args...)
		run.Dir, run.Stdout, run.Stderr, run.Env = folder, out, out, append(os.Environ(), withoutC)
		// Told to end, it ends what it has started itself.
		run.Cancel, run.WaitDelay = func() error { return run.Process.Signal(os.Interrupt) }, stopTime
		return run.Run()
	}
}
