package emulator

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

const oldestJava = 11

// findJava gives the path of a Java that can run the emulator: JAVA_HOME's,
// else the one on PATH. The error wraps ErrJava.
func findJava(ctx context.Context, env func(string) string, look func(string) (string, error)) (string, error) {
	where := "JAVA_HOME"
	path := ""
	if home := env("JAVA_HOME"); home != "" {
		path, _ = look(filepath.Join(home, "bin", "java"))
	}
	if path == "" {
		where = "PATH"
		path, _ = look("java")
	}
	const advice = "install one, for instance from https://adoptium.net, and put it on PATH"
	if path == "" {
		return "", fmt.Errorf("%w, and neither JAVA_HOME nor PATH has one: %s", ErrJava, advice)
	}
	// Some systems have a java which only says where to get one.
	told, err := exec.CommandContext(ctx, path, "-version").CombinedOutput()
	if ctx.Err() != nil {
		return "", fmt.Errorf("%s -version: %w", path, ctx.Err())
	}
	version, ok := javaVersion(string(told))
	if err != nil || !ok {
		return "", fmt.Errorf("%w, and %s (from %s) does not tell its version: %s", ErrJava, path, where, advice)
	}
	if version < oldestJava {
		return "", fmt.Errorf("%w, and %s (from %s) is Java %d: %s", ErrJava, path, where, version, advice)
	}
	return path, nil
}

var javaVersionLine = regexp.MustCompile(`version "(\d+)(?:\.(\d+))?`)

// javaVersion reads the feature version from what java -version tells: "17.0.15"
// is 17, and "1.8.0_442", as it was written before Java 9, is 8.
func javaVersion(told string) (int, bool) {
	m := javaVersionLine.FindStringSubmatch(told)
	if m == nil {
		return 0, false
	}
	if m[1] == "1" && m[2] != "" {
		m[1] = m[2]
	}
	version, err := strconv.Atoi(m[1])
	return version, err == nil
}
