package workspace_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"getaifactory.com/ally/internal/workspace"
)

// project is a project with a small page: its build writes down how often it
// was made.
func project(t *testing.T) (root string, told func() string, w workspace.Workspace) {
	t.Helper()
	root = t.TempDir()
	write(t, root, map[string]string{
		"web/package.json":          `{"name":"page","version":"1.0.0","scripts":{"build":"node build.mjs"},"dependencies":{"word":"file:word"}}`,
		"web/word/package.json":     `{"name":"word","version":"1.0.0"}`,
		"web/package-lock.json":     `{"name":"page","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"page","version":"1.0.0","dependencies":{"word":"file:word"}},"node_modules/word":{"resolved":"word","link":true},"word":{"version":"1.0.0"}}}`,
		"web/build.mjs":             `import { mkdirSync, readFileSync, writeFileSync } from "node:fs"; mkdirSync("dist", { recursive: true }); writeFileSync("dist/index.html", readFileSync("src/page.html"));`,
		"web/src/page.html":         "first",
		"web/test/unit/a.test.ts":   "a test",
		"web/node_modules/.keep":    "",
		"web/scripts/measure.mjs":   "",
		"web/.gitignore":            "dist",
		"web/pictures/page.png":     "",
		"web/lib/index.js":          "",
		"web/styles/colours/a.css":  "",
		"web/public/ally.svg":       "",
		"web/src/.DS_Store":         "",
		"web/src/components/A.tsx":  "",
		"web/src/components/B1.tsx": "",
	})
	var mu sync.Mutex
	var lines strings.Builder
	w = workspace.Of(root, func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(&lines, format+"\n", args...)
	})
	return root, func() string {
		mu.Lock()
		defer mu.Unlock()
		defer lines.Reset()
		return lines.String()
	}, w
}

func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(root, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(content), 0o644))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const (
	installing = "Installing what the workspace needs (npm ci); this takes a while the first time.\n"
	building   = "Building the workspace.\n"
)

func TestOnlyWhatChangedIsMadeAgain(t *testing.T) {
	t.Parallel()
	root, told, w := project(t)
	for _, step := range []struct {
		what   string
		change func()
		says   string
	}{
		{"the first time", func() {}, installing + building},
		{"nothing", func() {}, ""},
		{"a source", func() { write(t, root, map[string]string{"web/src/page.html": "second"}) }, building},
		{"a new source", func() { write(t, root, map[string]string{"web/src/more.ts": ""}) }, building},
		{"a test", func() { write(t, root, map[string]string{"web/test/unit/a.test.ts": "another"}) }, ""},
		{"the page is gone", func() { must(t, os.RemoveAll(w.Page())) }, building},
		{"what was installed is gone", func() { must(t, os.RemoveAll(filepath.Join(w.Folder, "node_modules"))) }, installing},
		{"the lock file", func() {
			lock := filepath.Join(w.Folder, "package-lock.json")
			content, err := os.ReadFile(lock)
			must(t, err)
			must(t, os.WriteFile(lock, append(content, '\n'), 0o644))
		}, installing + building},
	} {
		step.change()
		must(t, w.Build(t.Context()))
		if got := told(); got != step.says {
			t.Errorf("%s: it says %q", step.what, got)
		}
	}
	if page, err := os.ReadFile(filepath.Join(w.Page(), "index.html")); err != nil || string(page) != "second" {
		t.Errorf("the page is %q, %v", page, err)
	}
}

func TestTheCallersNodeEnvironmentDecidesNothing(t *testing.T) {
	t.Parallel()
	root, _, w := project(t)
	write(t, root, map[string]string{"web/build.mjs": `import { mkdirSync, writeFileSync } from "node:fs"; mkdirSync("dist"); writeFileSync("dist/index.html", String(process.env.NODE_ENV));`})
	w.Env = append(os.Environ(), "NODE_ENV=test")
	must(t, w.Build(t.Context()))
	if page, err := os.ReadFile(filepath.Join(w.Page(), "index.html")); err != nil || string(page) != "undefined" {
		t.Errorf("the page was built for %q, %v", page, err)
	}
}

func TestABuildThatFailsIsToldAndTriedAgain(t *testing.T) {
	t.Parallel()
	root, told, w := project(t)
	write(t, root, map[string]string{"web/build.mjs": `console.error("page.html, line 3: no such word"); process.exit(1);`})
	for range 2 {
		err := w.Build(t.Context())
		if err == nil || !strings.Contains(err.Error(), "npm run build failed in web/") || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v", err)
		}
		if got := told(); !strings.Contains(got, "line 3: no such word") || !strings.Contains(got, building) {
			t.Errorf("it says %q", got)
		}
	}
}

func TestWithoutNodeOneSentenceSaysWhatToInstall(t *testing.T) {
	t.Parallel()
	old := t.TempDir()
	for _, program := range []string{"node", "npm"} {
		must(t, os.WriteFile(filepath.Join(old, program), []byte("#!/bin/sh\necho v18.20.1\n"), 0o755))
	}
	for path, part := range map[string]string{t.TempDir(): "there is no node", old: `this is "v18.20.1"`} {
		_, told, w := project(t)
		w.Env = []string{"PATH=" + path}
		err := w.Build(t.Context())
		if err == nil || !strings.Contains(err.Error(), part) || !strings.Contains(err.Error(), "https://nodejs.org") {
			t.Errorf("error %v", err)
		}
		if got := told(); got != "" {
			t.Errorf("it says %q", got)
		}
	}
}

func TestTwoAtOnceBuildItOnce(t *testing.T) {
	t.Parallel()
	_, told, w := project(t)
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			if err := w.Build(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := told(); strings.Count(got, building) != 1 || strings.Count(got, installing) != 1 {
		t.Errorf("it says %q", got)
	}
}

func TestABuildEndsWithAllItStartedWhenItIsToldTo(t *testing.T) {
	t.Parallel()
	root, _, w := project(t)
	write(t, root, map[string]string{"web/build.mjs": `import { writeFileSync } from "node:fs"; writeFileSync("src/begun", ""); setInterval(() => {}, 1000);`})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Build(ctx) }()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for begun := false; !begun; {
		select {
		case err := <-ended:
			t.Fatalf("it ended: %v", err)
		case <-tick.C:
			_, err := os.Stat(filepath.Join(w.Folder, "src", "begun"))
			begun = err == nil
		}
	}
	cancel()
	if err := <-ended; err == nil || ctx.Err() == nil {
		t.Errorf("error %v", err)
	}
}
