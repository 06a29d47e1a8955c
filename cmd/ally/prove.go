package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/prove"
)

func proveCommand() *cobra.Command {
	c := &cobra.Command{Use: "prove", Short: "Run a long proof and print its figures"}
	c.AddCommand(proveKillsCommand())
	return c
}

func proveKillsCommand() *cobra.Command {
	o := prove.KillOptions{}
	c := &cobra.Command{
		Use:   "kills",
		Short: "Kill the serving process at random moments, and count what became of every message",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			tool, err := os.Executable()
			if err != nil {
				return err
			}
			o.Tool, o.Environ, o.Progress = tool, os.Environ(), c.ErrOrStderr()
			report, err := prove.Kills(c.Context(), o)
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), report)
			return report.Err()
		},
	}
	c.Flags().IntVar(&o.Kills, "kills", 200, "how often to kill")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "seed of everything that is drawn")
	return c
}
