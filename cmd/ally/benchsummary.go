package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/summarybench"
)

func benchSummaryCommand() *cobra.Command {
	o := summarybench.Options{}
	c := &cobra.Command{
		Use:   "summary",
		Short: "Sum up a long conversation with the local model: requests, tokens, documents read, times",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			all, err := summarybench.Measure(c.Context(), o)
			if err != nil {
				return err
			}
			printSummaries(c.OutOrStdout(), o, all)
			return nil
		},
	}
	c.Flags().IntVar(&o.Messages, "messages", 1000, "of the conversation")
	c.Flags().Uint64Var(&o.Seed, "seed", 1, "seed of the messages")
	return c
}

func printSummaries(out io.Writer, o summarybench.Options, all []summarybench.Figures) {
	ms := func(d time.Duration) int64 { return d.Milliseconds() }
	fmt.Fprintf(out, "%d messages, local model, seed %d\n\n", o.Messages, o.Seed)
	fmt.Fprintln(out, "| Style | Requests | Tokens in | out | Statements | Sources | Reads | Writes | Rounds | Together | Model | Emulator | Ours |")
	fmt.Fprintln(out, "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
	for _, f := range all {
		fmt.Fprintf(out, "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d ms | %d ms | %d ms | %d ms |\n",
			f.Style, f.Requests, f.Input, f.Output, f.Statements, f.Sources, f.Cost.Reads, f.Cost.Writes, f.Cost.Rounds, ms(f.Total), ms(f.Model), ms(f.Firestore), ms(f.Ours))
	}
}
