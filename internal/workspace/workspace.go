// Package workspace installs, builds and serves the page of web/ on one's own
// machine. What is up to date is left as it is.
package workspace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"getaifactory.com/ally/internal/filelock"
)

// oldestNode is the `engines` of web/package.json.
const oldestNode = 20

// Workspace is the project's web/.
type Workspace struct {
	Folder string // with the package.json
	Stamps string // a folder that remembers what was installed and built
	Say    func(format string, args ...any)
	Env    []string // of npm; nil for the process's own
}

// Of gives the workspace of the project in the folder.
func Of(root string, say func(string, ...any)) Workspace {
	return Workspace{Folder: filepath.Join(root, "web"), Stamps: filepath.Join(root, ".ally", "web"), Say: say}
}

// Page is the folder with the built page.
func (w Workspace) Page() string { return filepath.Join(w.Folder, "dist") }

// Build installs what the page needs and builds it. Where it was all done
// before, it reads the sources and nothing else. An error says what to
// do, as what follows "The workspace can't be served: "; npm's words were said
// before.
func (w Workspace) Build(ctx context.Context) error {
	return w.alone(ctx, func() error {
		if err := w.install(ctx); err != nil {
			return err
		}
		sources, err := sourcesOf(w.Folder)
		if err != nil {
			return err
		}
		return w.once(ctx, step{
			name: "built", of: sources, there: filepath.Join(w.Page(), "index.html"),
			say: "Building the workspace.", args: []string{"run", "build"},
		})
	})
}

// Install installs what web/ needs, from its lock file.
func (w Workspace) Install(ctx context.Context) error {
	return w.alone(ctx, func() error { return w.install(ctx) })
}

// alone does it while no other process does.
func (w Workspace) alone(ctx context.Context, do func() error) error {
	if err := w.hasNode(ctx); err != nil {
		return err
	}
	release, err := filelock.Take(ctx, filepath.Join(w.Stamps, "lock"), func() {
		w.Say("Waiting for another process that builds the workspace.")
	})
	if err != nil {
		return err
	}
	defer release()
	return do()
}

func (w Workspace) install(ctx context.Context) error {
	locked, err := digest(w.Folder, []string{"package.json", "package-lock.json"})
	if err != nil {
		return err
	}
	return w.once(ctx, step{
		name: "installed", of: locked, there: filepath.Join(w.Folder, "node_modules"),
		say: "Installing what the workspace needs (npm ci); this takes a while the first time.", args: []string{"ci", "--prefer-offline", "--no-audit", "--no-fund"},
	})
}

// hasNode says what is missing where npm can't be run.
func (w Workspace) hasNode(ctx context.Context) error {
	path := w.path()
	for _, program := range []string{"node", "npm"} {
		if _, err := lookIn(path, program); err != nil {
			return fmt.Errorf("it needs Node %d or later with npm, and there is no %s; install them from https://nodejs.org and start this again", oldestNode, program)
		}
	}
	out, err := w.command(ctx, "node", "--version").Output()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if version := strings.TrimSpace(string(out)); err != nil || major(version) < oldestNode {
		return fmt.Errorf("it needs Node %d or later, and this is %q; install it from https://nodejs.org and start this again", oldestNode, version)
	}
	return nil
}

var leading = regexp.MustCompile(`^v(\d+)\.`)

// major is the first part of what `node --version` says; 0 for nonsense.
func major(version string) int {
	found := leading.FindStringSubmatch(version)
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(found[1]) // too long is nonsense too
	return n
}

// step is a run of npm that need not be made again for the same files.
type step struct {
	name, of string // the stamp, and the digest that it keeps
	there    string // what it makes
	say      string
	args     []string
}

func (w Workspace) once(ctx context.Context, s step) error {
	stamp := filepath.Join(w.Stamps, s.name)
	before, err := os.ReadFile(stamp)
	if _, missing := os.Stat(s.there); err == nil && missing == nil && string(before) == s.of {
		return nil
	}
	_ = os.Remove(stamp) // what is cut short is made again
	w.Say("%s", s.say)
	if err := w.npm(ctx, s.args...); err != nil {
		return err
	}
	if err := os.WriteFile(stamp, []byte(s.of), 0o644); err != nil {
		return fmt.Errorf("workspace: %w", err)
	}
	return nil
}

func (w Workspace) npm(ctx context.Context, args ...string) error {
	var told bytes.Buffer
	run := w.command(ctx, "npm", args...)
	run.Stdout, run.Stderr = &told, &told
	err := run.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		w.Say("%s", lastLines(told.String(), 30))
		return fmt.Errorf("npm %s failed in web/, and the terminal shows what it said; correct that and start this again", strings.Join(args[:min(2, len(args))], " "))
	}
	return nil
}

// command is a program in web/, which ends with ctx together with all that it
// started.
func (w Workspace) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	if found, err := lookIn(w.path(), program); err == nil {
		program = found
	}
	c := exec.CommandContext(ctx, program, args...)
	c.Dir, c.WaitDelay = w.Folder, 2*time.Second
	// What the caller's NODE_ENV says decides neither what is installed nor whether
	// React is built for production.
	c.Env = slices.DeleteFunc(slices.Clone(w.environment()), func(entry string) bool { return strings.HasPrefix(entry, "NODE_ENV=") })
	group(c)
	return c
}

func (w Workspace) environment() []string {
	if w.Env == nil {
		return os.Environ()
	}
	return w.Env
}

// path is where programs are looked for.
func (w Workspace) path() string {
	for _, entry := range w.environment() {
		if value, is := strings.CutPrefix(entry, "PATH="); is {
			return value
		}
	}
	return ""
}

// lookIn finds a program as exec.LookPath does, in the folders of a PATH.
func lookIn(path, program string) (string, error) {
	for _, folder := range filepath.SplitList(path) {
		if found, err := exec.LookPath(filepath.Join(folder, program)); err == nil && filepath.IsAbs(found) {
			return found, nil
		}
	}
	return "", errors.New("workspace: there is no " + program)
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
