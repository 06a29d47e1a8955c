package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/functions/allyindexmessages"
	"getaifactory.com/ally/shared/backend"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/search"
)

func reindexCommand() *cobra.Command {
	afresh := false
	c := &cobra.Command{
		Use:   "reindex",
		Short: "Make everything that search knows anew",
		Long: `Make everything that search knows anew, from conversations, messages and actions,
and take out what is gone; for a new embedding model, or a new way of indexing. It
reads the environment that the functions read. Interrupted, it goes on where it was;
Ally is used meanwhile as ever.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := config.FromEnvironment(os.Environ())
			if err != nil {
				return err
			}
			b, err := backend.New(c.Context(), backend.Options{
				Config: cfg, Now: time.Now, Log: logging.New(c.ErrOrStderr()), AsksModel: true,
				Writes: allyindexmessages.Function.Writes,
			})
			if err != nil {
				return err
			}
			defer func() { _ = b.Close() }()
			_, err = b.Indexer.Rebuild(c.Context(), afresh, func(r search.Rebuilt) {
				fmt.Fprintf(c.OutOrStdout(), "%s: %d conversations, %d actions, %d that are gone taken out\n", r.Phase, r.Conversations, r.Actions, r.Removed)
			})
			return err
		},
	}
	c.Flags().BoolVar(&afresh, "afresh", false, "begin at the beginning, also where an earlier run was interrupted")
	return c
}
