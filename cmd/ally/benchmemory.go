package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/memoryset"
	"getaifactory.com/ally/shared/memory"
)

func benchMemoryCommand() *cobra.Command {
	var mistakes bool
	c := &cobra.Command{
		Use:   "memory",
		Short: "How well what is worth remembering is found: precision and recall by kind",
		Long: `Extract action items, decisions and takeaways from the committed annotated
conversations and print precision and recall, for the half that was looked at when the
patterns were made and for the other half. The model's replies were written by hand: its
figures measure how replies are checked, and not how well any model does.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			all, err := memoryset.Load()
			if err != nil {
				return err
			}
			model, err := memoryset.AskModel(c.Context(), all)
			if err != nil {
				return err
			}
			return printMemory(c.OutOrStdout(), all, mistakes, model)
		},
	}
	c.Flags().BoolVar(&mistakes, "mistakes", false, "print what went wrong in the half that was looked at")
	return c
}

func printMemory(out io.Writer, all []memoryset.Conversation, mistakes bool, model func(memoryset.Message) ([]memory.Found, error)) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "%d conversations\textractor\twhat\tprecision\trecall\tright\twrong\tmissed\n", len(all))
	for _, unseen := range []bool{false, true} {
		var half []memoryset.Conversation
		for _, c := range all {
			if c.Test() == unseen {
				half = append(half, c)
			}
		}
		name := map[bool]string{false: "looked at", true: "unseen"}[unseen]
		for _, e := range []struct {
			name    string
			extract func(memoryset.Message) ([]memory.Found, error)
		}{{"patterns", memoryset.ByPatterns}, {"model, hand-written replies", model}} {
			s, err := memoryset.Measure(half, e.extract)
			if err != nil {
				return err
			}
			row := func(what string, score memoryset.Score) {
				fmt.Fprintf(table, "%s\t%s\t%s\t%.2f\t%.2f\t%d\t%d\t%d\n", name, e.name, what, score.Precision(), score.Recall(), score.Right, score.Wrong, score.Missed)
			}
			row("action items", *s.Kinds[memory.ActionItem])
			row("decisions", *s.Kinds[memory.Decision])
			row("takeaways", *s.Kinds[memory.Takeaway])
			row("due dates", s.Dates)
			row("owners", s.Owners)
			if mistakes && !unseen {
				for _, m := range s.Mistakes {
					fmt.Fprintf(table, "\t%s\t%s\n", e.name, m)
				}
			}
		}
	}
	return table.Flush()
}
