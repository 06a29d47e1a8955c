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
	"getaifactory.com/ally/internal/workspace"
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
		rulesReport(),
		fromLive("text", "Print the rules in an answer of the Firebase Rules API", deployment.Ruleset),
	)
	return c
}

// rulesReport is a command for what the tests of the rules ask and see.
func rulesReport() *cobra.Command {
	return made("report", "Ask the emulator who may do what by firestore.rules, and what decided it", "docs/rules.md",
		func(c *cobra.Command) ([]byte, error) {
			root, err := projectRoot()
			if err != nil {
				return nil, err
			}
			folder, err := os.MkdirTemp("", "ally-rules-")
			if err != nil {
				return nil, err
			}
			defer os.RemoveAll(folder)
			progress := c.ErrOrStderr()
			space := workspace.Of(root, func(format string, args ...any) { fmt.Fprintf(progress, format+"\n", args...) })
			if err := space.Install(c.Context()); err != nil {
				return nil, err
			}
			report := filepath.Join(folder, "rules.md")
			// Not through npm, which keeps an interruption to itself.
			err = command(space.Folder, "env", "ALLY_RULES_REPORT="+report,
				"node", "node_modules/vitest/vitest.mjs", "run", "--config", "vitest.system.config.ts", "test/system/rules.test.ts")(c.Context(), progress)
			if err != nil {
				return nil, fmt.Errorf("asking the emulator: %w", err)
			}
			return os.ReadFile(report)
		})
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
