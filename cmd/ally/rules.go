package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/deployment"
	"getaifactory.com/ally/internal/rules"
)

func rulesCommand() *cobra.Command {
	c := &cobra.Command{Use: "rules", Short: "Put Ally's part into a live ruleset, or take it out"}
	c.AddCommand(
		fromLive("merge", "Print the live ruleset with Ally's part, and nothing else changed", func(live []byte) (string, error) {
			part, err := ownPart()
			if err != nil {
				return "", err
			}
			return rules.Merge(string(live), part)
		}),
		fromLive("close", "Print the live ruleset with a part that closes Ally's data to every browser", func(live []byte) (string, error) {
			part, err := ownPart()
			if err != nil {
				return "", err
			}
			return rules.Merge(string(live), deployment.Closed(part, deployment.Collections(functions.All)))
		}),
		fromLive("remove", "Print the live ruleset without Ally's part", func(live []byte) (string, error) {
			return rules.Remove(string(live))
		}),
		fromLive("text", "Print the rules in an answer of the Firebase Rules API", deployment.Ruleset),
	)
	return c
}

func indexesCommand() *cobra.Command {
	c := &cobra.Command{Use: "indexes", Short: "Add Ally's indexes to the live ones"}
	c.AddCommand(fromLive("merge", "Print the live firestore.indexes.json with what of Ally's is missing there", func(live []byte) (string, error) {
		ours, err := projectFile("firestore.indexes.json")
		if err != nil {
			return "", err
		}
		merged, err := rules.MergeIndexes(live, ours)
		return string(merged), err
	}))
	return c
}

// fromLive is a command that prints what it makes of a live file.
func fromLive(use, short string, do func(live []byte) (string, error)) *cobra.Command {
	var live string
	c := &cobra.Command{
		Use: use + " --live FILE", Short: short, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			content, err := os.ReadFile(live)
			if err != nil {
				return fmt.Errorf("--live: %w", err)
			}
			text, err := do(content)
			if err != nil {
				return err
			}
			_, err = io.WriteString(c.OutOrStdout(), text)
			return err
		},
	}
	c.Flags().StringVar(&live, "live", "", "what is deployed")
	_ = c.MarkFlagRequired("live") // the flag is there
	return c
}

func ownPart() (string, error) {
	ours, err := projectFile("firestore.rules")
	if err != nil {
		return "", err
	}
	return rules.Part(string(ours))
}

func projectFile(name string) ([]byte, error) {
	root, err := projectRoot()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(root, name))
}
