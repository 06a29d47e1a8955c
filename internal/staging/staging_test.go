package staging

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"getaifactory.com/ally/functions"
)

const root = "../.."

func TestAStagedTreeHoldsOneFunctionAndWhatItIsMadeOf(t *testing.T) {
	t.Parallel()
	for _, f := range functions.All {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "staged")
			if err := Stage(t.Context(), root, f.Name, dir); err != nil {
				t.Fatal(err)
			}
			var here []string
			err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				top, _, below := strings.Cut(path, "/")
				switch {
				case strings.HasSuffix(path, "_test.go"), strings.Contains(path, "testdata/"), strings.Contains(path, "geminitest/"):
					t.Errorf("%s is for tests", path)
				case !below:
					here = append(here, path)
				case top == "functions" && !strings.HasPrefix(path, "functions/"+f.Name+"/"), top != "functions" && top != "shared":
					t.Errorf("%s is none of this function's", path)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if slices.Sort(here); !slices.Equal(here, []string{"function.go", "go.mod", "go.sum"}) {
				t.Errorf("the root holds %v", here)
			}
		})
	}
}

func TestNothingIsStagedOverOtherFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "old.go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Stage(t.Context(), root, "allyhealth", dir); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("%v", err)
	}
}

func TestAFunctionThatIsNotThereIsNotStaged(t *testing.T) {
	t.Parallel()
	if err := Stage(t.Context(), root, "allynothing", t.TempDir()); err == nil || !strings.Contains(err.Error(), "allynothing") {
		t.Errorf("%v", err)
	}
}

func TestAnImageHoldsItsFunctionOnlyAndRefusesAnothersName(t *testing.T) {
	t.Parallel()
	dir, binary := t.TempDir(), filepath.Join(t.TempDir(), "app")
	if err := Stage(t.Context(), root, "allyhealth", dir); err != nil {
		t.Fatal(err)
	}
	if err := Build(t.Context(), dir, binary); err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range functions.All {
		if has := strings.Contains(string(program), Module+"/functions/"+f.Name+"."); has != (f.Name == "allyhealth") {
			t.Errorf("the program holds %s: %t", f.Name, has)
		}
	}
	run := exec.CommandContext(t.Context(), binary)
	run.Env = []string{
		"FUNCTION_TARGET=allyflags", "PORT=0", "GOOGLE_CLOUD_PROJECT=demo-ally", "ENVIRONMENT_NAME=localhost", "FIRESTORE_EMULATOR_HOST=127.0.0.1:1",
	}
	if said, err := run.CombinedOutput(); err == nil || run.ProcessState.ExitCode() != 1 {
		t.Errorf("asked for another function, it ended with %v: %s", err, said)
	}
}
