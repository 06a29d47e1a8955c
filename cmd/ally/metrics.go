package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/shared/metric"
)

func metricsCommand() *cobra.Command {
	return made("metrics", "Show what is measured on both sides, and how", "docs/comparison.md",
		func(*cobra.Command) ([]byte, error) {
			root, err := projectRoot()
			if err != nil {
				return nil, err
			}
			page, err := os.ReadFile(filepath.Join(root, "docs/comparison.md"))
			if err != nil && !os.IsNotExist(err) {
				return nil, err
			}
			return []byte(metric.Put(string(page))), nil
		})
}
