package staging

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// app is where the buildpack puts its own main within the module.
// https://github.com/GoogleCloudPlatform/buildpacks/blob/main/cmd/go/functions_framework/lib/lib.go
const app = "functions.local/app"

// buildpackMain does what the buildpack's main does for functions that are
// registered declaratively.
const buildpackMain = `package main

import (
	"log"
	"os"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"

	_ "` + Module + `"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	if err := funcframework.Start(port); err != nil {
		log.Fatalf("funcframework.Start: %v", err)
	}
}
`

// Build does in a staged folder what the buildpack does: it writes its main,
// tidies go.mod and compiles. The program is written to binary.
func Build(ctx context.Context, dir, binary string) error {
	folder := filepath.Join(dir, filepath.FromSlash(app))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("staging: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(buildpackMain), 0o644); err != nil {
		return fmt.Errorf("staging: %w", err)
	}
	for _, args := range [][]string{{"mod", "tidy"}, {"build", "-o", binary, "./" + app}} {
		run := exec.CommandContext(ctx, "go", args...)
		run.Dir, run.Env = dir, buildpackEnv()
		if _, err := output(run); err != nil {
			return fmt.Errorf("staging: %w", err)
		}
	}
	return nil
}

// buildpackEnv is the environment that the go command has in the buildpack: of GOFLAGS
// nothing but how programs are compiled and linked, with which they do the same.
func buildpackEnv() []string {
	flags := slices.DeleteFunc(strings.Fields(os.Getenv("GOFLAGS")), func(flag string) bool {
		return !strings.HasPrefix(flag, "-gcflags=") && !strings.HasPrefix(flag, "-ldflags=")
	})
	return append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS="+strings.Join(flags, " "), "GOWORK=off")
}
