package emulator

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestJavasVersionIsReadOldAndNew(t *testing.T) {
	for told, want := range map[string]int{
		`openjdk version "17.0.15" 2025-04-15`:                                          17,
		`openjdk version "25" 2025-09-16`:                                               25,
		`java version "1.8.0_442"`:                                                      8,
		`openjdk version "11.0.2" 2019-01-15`:                                           11,
		"Picked up JAVA_TOOL_OPTIONS: -Xmx1g\n" + `openjdk version "21.0.1" 2023-10-17`: 21,
		"The operation couldn't be completed. Unable to locate a Java Runtime.":         0,
	} {
		if got, ok := javaVersion(told); got != want || ok != (want != 0) {
			t.Errorf("%q: %d, %v; want %d", told, got, ok, want)
		}
	}
}

func FuzzJavaVersion(f *testing.F) {
	f.Add(`version "1.8.0"`)
	f.Add(`version "99999999999999999999"`)
	f.Fuzz(func(t *testing.T, told string) {
		if version, ok := javaVersion(told); version < 0 || ok && !strings.Contains(told, `version "`) {
			t.Errorf("%q: %d", told, version)
		}
	})
}

// program writes a script that stands for a java.
func program(t *testing.T, path, script string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAJavaThatCannotRunTheEmulatorIsRefusedInASentence(t *testing.T) {
	dir := t.TempDir()
	for name, tc := range map[string]struct{ java, says string }{
		"none":          {filepath.Join(dir, "missing"), "neither JAVA_HOME nor PATH"},
		"old":           {program(t, filepath.Join(dir, "old"), `echo 'java version "1.8.0_442"' >&2`), "is Java 8"},
		"a placeholder": {program(t, filepath.Join(dir, "stub"), `echo 'Unable to locate a Java Runtime.' >&2; exit 1`), "does not tell its version"},
	} {
		t.Run(name, func(t *testing.T) {
			look := func(string) (string, error) { return exec.LookPath(tc.java) }
			_, err := findJava(context.Background(), func(string) string { return "" }, look)
			if !errors.Is(err, ErrJava) || !strings.Contains(err.Error(), tc.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestJavaHomeComesBeforePath(t *testing.T) {
	dir := t.TempDir()
	home := program(t, filepath.Join(dir, "home", "bin", "java"), `echo 'openjdk version "21.0.1"' >&2`)
	onPath := program(t, filepath.Join(dir, "bin", "java"), `echo 'openjdk version "17.0.1"' >&2`)
	look := func(name string) (string, error) {
		if name == "java" {
			name = onPath
		}
		return exec.LookPath(name)
	}
	for set, want := range map[string]string{filepath.Join(dir, "home"): home, "": onPath, filepath.Join(dir, "gone"): onPath} {
		got, err := findJava(context.Background(), func(string) string { return set }, look)
		if got != want || err != nil {
			t.Errorf("JAVA_HOME=%s: %s, %v; want %s", set, got, err, want)
		}
	}
}
