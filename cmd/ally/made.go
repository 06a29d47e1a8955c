package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// made is a command for a file of the project that is made, not written: it
// prints it, or with --write puts it in its place.
func made(use, short, file string, do func(*cobra.Command) ([]byte, error)) *cobra.Command {
	var write bool
	c := &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			content, err := do(c)
			if err != nil {
				return err
			}
			if !write {
				_, err = c.OutOrStdout().Write(content)
				return err
			}
			root, err := projectRoot()
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(root, file), content, 0o644)
		},
	}
	c.Flags().BoolVar(&write, "write", false, "write it to "+file)
	return c
}

// projectRoot is the folder of go.mod, at or above the working directory.
func projectRoot() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", fmt.Errorf("run this inside the project: there is no go.mod here or above")
		}
		folder = above
	}
}
