package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/images"
	"getaifactory.com/ally/internal/staging"
	"getaifactory.com/ally/shared/function"
)

func stageCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "stage FUNCTION DIR",
		Short: "Lay out in an empty folder what is deployed of one function",
		Args:  cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := functionNamed(args[0])
			if err != nil {
				return err
			}
			root, err := projectRoot()
			if err != nil {
				return err
			}
			return staging.Stage(c.Context(), root, f.Name, args[1])
		},
	}
}

func buildCommand() *cobra.Command {
	var write bool
	var starts int
	c := &cobra.Command{
		Use:   "build [FUNCTION…]",
		Short: "Build functions as the buildpack does, and measure their images",
		Long: `Stages each function, builds it as the buildpack does, starts it against a
Firestore emulator, and tells its program's size, the time from its start to its
first answer, and the memory it has then.`,
		RunE: func(c *cobra.Command, args []string) error {
			chosen := functions.All
			if len(args) > 0 {
				chosen = nil
				for _, name := range args {
					f, err := functionNamed(name)
					if err != nil {
						return err
					}
					chosen = append(chosen, f)
				}
			}
			if write && len(args) > 0 {
				return fmt.Errorf("--write is for all functions: name none")
			}
			root, err := projectRoot()
			if err != nil {
				return err
			}
			return build(c, root, chosen, starts, write)
		},
	}
	c.Flags().IntVar(&starts, "starts", 20, "how often each is started")
	c.Flags().BoolVar(&write, "write", false, "write the table to docs/images.md")
	return c
}

func build(c *cobra.Command, root string, chosen []function.Function, starts int, write bool) error {
	rows, err := images.Measure(c.Context(), images.Options{
		Root: root, Functions: chosen, Starts: starts,
		Log: func(format string, args ...any) { fmt.Fprintf(c.ErrOrStderr(), format+"\n", args...) },
	})
	if err != nil {
		return err
	}
	table := images.Table(rows, starts, fmt.Sprintf("%s, %d processors", runtime.Version(), runtime.NumCPU()))
	if write {
		return os.WriteFile(filepath.Join(root, "docs/images.md"), []byte(table), 0o644)
	}
	_, err = fmt.Fprint(c.OutOrStdout(), table)
	return err
}
