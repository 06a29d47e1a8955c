package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/searchbench"
	"getaifactory.com/ally/internal/searchset"
	"getaifactory.com/ally/shared/model/local"
)

func benchQualityCommand() *cobra.Command {
	var seed uint64
	var size int
	var half string
	var service bool
	c := &cobra.Command{
		Use:   "quality",
		Short: "Search in labelled conversations: recall@10 and nDCG@10 of words, meaning and both",
		Long: `Make conversations of one person with labelled queries, and print how much of what
is relevant to a query is among the first ten results (recall@10) and how high it
stands there (nDCG@10). It is found by the words as they are (plain), by these and the
related words of the thesaurus (words), by the local embedding (meaning), and by the
last two together, their ranks fused (ranks) or their scores (both). Everything
happens in memory; the same seed gives the same figures.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			halves := []searchset.Half{searchset.Tuning, searchset.Test}
			switch searchset.Half(half) {
			case "":
			case searchset.Tuning, searchset.Test:
				halves = []searchset.Half{searchset.Half(half)}
			default:
				return fmt.Errorf("--half is %q: expected tuning or test", half)
			}
			set, err := searchset.Make(seed, size)
			if err != nil {
				return err
			}
			if service {
				return benchService(c, set, halves)
			}
			words := searchset.NewLexical(set.Conversations)
			meaning, err := searchset.NewVector(c.Context(), local.NewEmbedder(), set.Conversations)
			if err != nil {
				return err
			}
			for _, half := range halves {
				fmt.Fprintf(c.OutOrStdout(), "%d conversations, seed %d, %s half\n", len(set.Conversations), seed, half)
				if err := searchset.Print(c.Context(), c.OutOrStdout(), set, half,
					searchset.Named{Name: "plain", Engine: words.WithoutThesaurus()},
					searchset.Named{Name: "words", Engine: words}, searchset.Named{Name: "meaning", Engine: meaning},
					searchset.Named{Name: "ranks", Engine: searchset.Hybrid{Words: words, Meaning: meaning, ByRanks: true}},
					searchset.Named{Name: "both", Engine: searchset.Hybrid{Words: words, Meaning: meaning}},
				); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().Uint64Var(&seed, "seed", 1, "what to make the conversations from")
	c.Flags().IntVar(&size, "size", searchset.DefaultSize, "how many conversations")
	c.Flags().BoolVar(&service, "service", false, "ask the deployed search over a Firestore emulator instead")
	c.Flags().StringVar(&half, "half", "", "only the queries of one half: tuning or test")
	return c
}

// benchService asks the search as it is deployed.
func benchService(c *cobra.Command, set searchset.Set, halves []searchset.Half) error {
	w, err := searchbench.Open(c.Context(), set, c.ErrOrStderr())
	if err != nil {
		return err
	}
	for _, half := range halves {
		fmt.Fprintf(c.OutOrStdout(), "%d conversations, %s half, as deployed\n", len(set.Conversations), half)
		if err = searchset.Print(c.Context(), c.OutOrStdout(), set, half, searchset.Named{Name: "service", Engine: w}); err != nil {
			break
		}
	}
	return errors.Join(err, w.Close(c.Context()))
}
