package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/searchbench"
)

func benchSearchCommand() *cobra.Command {
	o := searchbench.SpeedOptions{}
	c := &cobra.Command{
		Use:   "search",
		Short: "Search among many conversations: documents read, round trips, times",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o.Progress = c.ErrOrStderr()
			speed, err := searchbench.MeasureSpeed(c.Context(), o)
			if err != nil {
				return err
			}
			fmt.Fprint(c.OutOrStdout(), speed)
			return nil
		},
	}
	c.Flags().IntVar(&o.Conversations, "conversations", 1000, "of the person who searches")
	c.Flags().IntVar(&o.Others, "others", 100_000, "entries of other people")
	c.Flags().IntVar(&o.Queries, "queries", 200, "how many searches")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "seed of the conversations")
	return c
}
