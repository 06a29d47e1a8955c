package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"getaifactory.com/ally/functions"
)

func TestFunctionsListsEveryFunctionWithWhatItDeclares(t *testing.T) {
	t.Parallel()
	var listed []facts
	must(t, json.Unmarshal([]byte(run(t, nil, "functions", "--json").stdout.String()), &listed))
	if len(listed) != len(functions.All) {
		t.Fatalf("%d of %d functions", len(listed), len(functions.All))
	}
	for i, f := range functions.All {
		want := facts{
			Name: f.Name, Purpose: f.Purpose, Route: f.Route, Callers: f.Callers(), Memory: f.Memory,
			TimeoutSeconds: int(f.Timeout.Seconds()), Concurrency: f.Concurrency, Model: f.Model, Secrets: f.Secrets, Writes: f.Writes,
		}
		for _, o := range f.Operations { // each once, though several paths may take it
			if !slices.Contains(want.Methods, o.Method) {
				want.Methods = append(want.Methods, o.Method)
			}
		}
		if f.Schedule != nil {
			want.Schedule = f.Schedule.Cron
		}
		if f.Trigger != nil {
			want.Event, want.Document = f.Trigger.Event, f.Trigger.Document
		}
		if diff := cmp.Diff(want, listed[i], cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (- declared, + listed):\n%s", f.Name, diff)
		}
	}
}

func TestTheTableHasALineForEachFunction(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(run(t, nil, "functions").stdout.String()), "\n")
	if len(lines) != len(functions.All)+1 || !strings.HasPrefix(lines[0], "NAME") {
		t.Fatalf("%d lines:\n%s", len(lines), strings.Join(lines, "\n"))
	}
	for i, f := range functions.All {
		at := f.Route
		if f.Trigger != nil {
			at = f.Trigger.Document
		}
		for _, part := range []string{f.Name, f.Purpose, at, f.Memory, strings.Join(f.Writes, ", ")} {
			if !strings.Contains(lines[i+1], part) {
				t.Errorf("%q is without %q", lines[i+1], part)
			}
		}
	}
}

func TestTheOpenAPIDocumentIsPrintedAsItIsCommitted(t *testing.T) {
	t.Parallel()
	root, err := projectRoot()
	must(t, err)
	committed, err := os.ReadFile(filepath.Join(root, "functions/allyopenapi/openapi.json"))
	must(t, err)
	if printed := run(t, nil, "openapi").stdout.String(); printed != string(committed) {
		t.Error("what is printed differs from what is committed: run go run ./cmd/ally openapi --write")
	}
}

func TestOutsideTheProjectTheToolSaysWhereToRunIt(t *testing.T) {
	t.Chdir(t.TempDir())
	if root, err := projectRoot(); err == nil || !strings.Contains(err.Error(), "inside the project") {
		t.Errorf("root %q, error %v", root, err)
	}
}
