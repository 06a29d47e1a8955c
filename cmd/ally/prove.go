package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/prove"
	"getaifactory.com/ally/internal/simulate"
)

func proveCommand() *cobra.Command {
	c := &cobra.Command{Use: "prove", Short: "Run a long proof and print its figures"}
	c.AddCommand(
		proveCommandOf("kills", "Kill the serving process at random moments, and count what became of every message", 200, prove.Kills),
		proveCommandOf("mail", "Kill the process that sends e-mails at random moments, and count what came of every letter", 100, prove.Mail),
		proveKillCommand(),
		proveVerdictCommand(),
	)
	return c
}

func proveKillCommand() *cobra.Command {
	o := prove.SwitchOptions{}
	c := &cobra.Command{
		Use: "kill", Short: "Switch Ally off and on again while many people write, and count what got through", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			tool, err := os.Executable()
			if err != nil {
				return err
			}
			o.Tool, o.Environ, o.Progress = tool, os.Environ(), c.ErrOrStderr()
			report, err := prove.Switch(c.Context(), o)
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), report)
			return report.Err()
		},
	}
	c.Flags().IntVar(&o.People, "people", 12, "how many people write")
	c.Flags().IntVar(&o.Instances, "instances", 3, "how many processes answer them")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "seed of everything that is drawn")
	return c
}

// proof is what a proof found.
type proof interface {
	fmt.Stringer
	Err() error
}

func proveCommandOf[R proof](name, short string, kills int, run func(context.Context, prove.KillOptions) (R, error)) *cobra.Command {
	o := prove.KillOptions{}
	c := &cobra.Command{
		Use: name, Short: short, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			tool, err := os.Executable()
			if err != nil {
				return err
			}
			o.Tool, o.Environ, o.Progress = tool, os.Environ(), c.ErrOrStderr()
			report, err := run(c.Context(), o)
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), report)
			return report.Err()
		},
	}
	c.Flags().IntVar(&o.Kills, "kills", kills, "how often to kill")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "seed of everything that is drawn")
	return c
}

func proveVerdictCommand() *cobra.Command {
	o := simulate.Options{}
	c := &cobra.Command{
		Use: "verdict", Short: "Simulate rollouts of which the truth is known, and count how often the verdict is wrong", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o.Progress = c.ErrOrStderr()
			report, err := simulate.Run(c.Context(), o)
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), report)
			return report.Err()
		},
	}
	c.Flags().IntVar(&o.Rollouts, "rollouts", 2000, "how many rollouts in which Ally changes nothing; a tenth for each size of a change")
	c.Flags().IntVar(&o.People, "people", 300, "people of both arms together")
	c.Flags().IntVar(&o.Days, "days", 56, "days that a rollout is looked at")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "seed of everything that is drawn")
	return c
}
