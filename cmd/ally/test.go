package main

import (
	"fmt"
	"io"
	"os/exec"
	"time"

	"github.com/spf13/cobra"
)

// checks are what CI runs, in this order; the first that fails ends it.
var checks = []struct {
	name string
	args []string
}{
	{"vet", []string{"go", "vet", "./..."}},
	{"tests", []string{"go", "test", "-race", "-timeout=10m", "./..."}},
}

func testCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "test",
		Short: "Run everything that CI runs",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			root, err := projectRoot()
			if err != nil {
				return err
			}
			for _, check := range checks {
				began := time.Now()
				run := exec.CommandContext(c.Context(), check.args[0], check.args[1:]...)
				run.Dir, run.Stdout, run.Stderr = root, c.OutOrStdout(), io.Writer(c.ErrOrStderr())
				if err := run.Run(); err != nil {
					return fmt.Errorf("%s failed: %w", check.name, err)
				}
				fmt.Fprintf(c.OutOrStdout(), "%s passed in %s\n", check.name, time.Since(began).Round(time.Second))
			}
			return nil
		},
	}
}
