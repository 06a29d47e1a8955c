package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"getaifactory.com/ally/internal/sample"
)

// A project with a page that is built in a moment, and without the network.
func projectWithPage(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	rules, err := os.ReadFile("../../firestore.rules")
	must(t, err)
	for name, content := range map[string]string{
		"go.mod":                "module example.com/project\n",
		"firestore.rules":       string(rules),
		"web/package.json":      `{"name":"page","version":"1.0.0","scripts":{"build":"node build.mjs"},"dependencies":{"word":"file:word"}}`,
		"web/word/package.json": `{"name":"word","version":"1.0.0"}`,
		"web/package-lock.json": `{"name":"page","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"page","version":"1.0.0","dependencies":{"word":"file:word"}},"node_modules/word":{"resolved":"word","link":true},"word":{"version":"1.0.0"}}}`,
		"web/build.mjs": `import { mkdirSync, writeFileSync } from "node:fs"; mkdirSync("dist/assets", { recursive: true });
			writeFileSync("dist/index.html", "the workspace"); writeFileSync("dist/assets/a-1.js", "start()");`,
	} {
		path := filepath.Join(root, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(content), 0o600))
	}
	return root
}

func TestDevBuildsTheWorkspaceOnceAndServesItBesideTheAPI(t *testing.T) {
	t.Parallel()
	root, data := projectWithPage(t), t.TempDir()
	emulatorPort, alec := free(t), sample.Superadmin()
	x := launchIn(t, root, nil, "dev", "--port=0", "--data="+data, "--emulator-port="+emulatorPort)
	c := as(t, alec, x.address())
	for path, want := range map[string]string{"/": "the workspace", "/some/view": "the workspace", "/assets/a-1.js": "start()"} {
		answer := c.do(http.MethodGet, path, nil, "")
		body, err := io.ReadAll(answer.Body)
		must(t, err)
		policy := answer.Header.Get("Content-Security-Policy")
		if string(body) != want || !strings.Contains(policy, "connect-src 'self' http://127.0.0.1:"+emulatorPort+";") {
			t.Errorf("%s: %q under %q", path, body, policy)
		}
	}
	var flags struct{ AllyBetaAccess bool }
	c.call(http.StatusOK, http.MethodGet, "/api/feature-flags?userId="+alec.ID, nil, &flags)
	var people struct{ Me struct{ ID string } }
	c.call(http.StatusOK, http.MethodGet, "/dev/people", nil, &people)
	if !flags.AllyBetaAccess || people.Me.ID != alec.ID {
		t.Errorf("%+v, %+v", flags, people)
	}
	x.end(syscall.SIGINT)
	if told := x.stderr.String(); strings.Count(told, "Building the workspace.") != 1 {
		t.Errorf("it says %s", told)
	}
	again := launchIn(t, root, nil, "dev", "--port=0", "--data="+data)
	again.address()
	again.end(syscall.SIGINT)
	if told := again.stderr.String(); strings.Contains(told, "the workspace") {
		t.Errorf("the second time it says %s", told)
	}
}

func TestDevServesTheAPIWhereTheWorkspaceDoesNotBuild(t *testing.T) {
	t.Parallel()
	root := projectWithPage(t)
	must(t, os.WriteFile(filepath.Join(root, "web", "build.mjs"), []byte("process.exit(1)"), 0o600))
	x := launchIn(t, root, nil, "dev", "--port=0", "--data="+t.TempDir())
	c := as(t, sample.Superadmin(), x.address())
	answer := c.do(http.MethodGet, "/", nil, "")
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	if !strings.Contains(string(body), "npm run build failed in web/") {
		t.Errorf("the page is %s", body)
	}
	c.call(http.StatusOK, http.MethodGet, "/api/feature-flags", nil, &struct{}{})
	x.end(syscall.SIGINT)
}
