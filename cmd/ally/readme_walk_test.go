package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The walk is run by a shell as it stands, but for the port and for how the
// tool is started.
func TestTheReadmesWalkWithCurlWorksAsItStands(t *testing.T) {
	t.Parallel()
	x := launch(t, nil, "dev", "--no-web", "--port=0", "--data="+t.TempDir())
	script := between(t, "walk")
	script = strings.TrimSuffix(strings.TrimPrefix(script, "```sh\n"), "```\n")
	for old, replacement := range map[string]string{
		"http://localhost:8787": x.address(),
		"go run ./cmd/ally":     os.Args[0],
	} {
		if !strings.Contains(script, old) {
			t.Fatalf("the walk has no %q", old)
		}
		script = strings.ReplaceAll(script, old, replacement)
	}
	shell := exec.CommandContext(t.Context(), "bash", "-eu")
	shell.Stdin, shell.Env, shell.Dir = strings.NewReader(script), environment(), filepath.Join("..", "..")
	out, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, part := range []string{
		`"allyBetaAccess":true`, `"isNew":true`, `"role":"system"`, "M001 - Asistente Legal Territorial RDI",
		"event: delta", "event: done", "30 días corridos",
	} {
		if !strings.Contains(string(out), part) {
			t.Errorf("the walk shows no %q:\n%s", part, out)
		}
	}
	x.end(syscall.SIGINT)
}
