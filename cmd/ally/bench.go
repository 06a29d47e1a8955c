package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/workspace"
)

func benchCommand() *cobra.Command {
	c := &cobra.Command{Use: "bench", Short: "Measure something on this machine and print its figures"}
	c.AddCommand(benchWebCommand(), benchSearchCommand(), benchQualityCommand(), benchMemoryCommand(), benchSummaryCommand())
	return c
}

func benchWebCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "web",
		Short: "Scroll through long content in Chromium: times of frames, memory, size of the page",
		Long: `Scroll through 2,000 messages, 500 agents and an answer of 20,000 characters with a
table of 200 rows, in the built workspace in Chromium with an Ally in memory, and
print how long the frames took, how much memory JavaScript held and how many
elements the page had. It needs Node 20 or later and Chromium.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			root, err := projectRoot()
			if err != nil {
				return err
			}
			if err := tools(c.Context(), c.ErrOrStderr()); err != nil {
				return err
			}
			space := workspace.Of(root, func(format string, args ...any) { fmt.Fprintf(c.ErrOrStderr(), format+"\n", args...) })
			if err := space.Build(c.Context()); err != nil {
				return err
			}
			if err := command(space.Folder, "npm", "run", "--silent", "bench")(c.Context(), c.OutOrStdout()); err != nil {
				return fmt.Errorf("measuring: %w", err)
			}
			return nil
		},
	}
}
