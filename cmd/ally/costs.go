package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/costs"
)

// costsFile is where the table is committed.
const costsFile = "docs/costs.md"

func costsCommand() *cobra.Command {
	var write bool
	c := &cobra.Command{
		Use:   "costs",
		Short: "Measure what each call takes from Firestore",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			rows, err := costs.Measure(c.Context())
			if err != nil {
				return err
			}
			if !write {
				_, err = fmt.Fprint(c.OutOrStdout(), costs.Table(rows))
				return err
			}
			root, err := projectRoot()
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(root, costsFile), []byte(costs.Table(rows)), 0o644)
		},
	}
	c.Flags().BoolVar(&write, "write", false, "write the table to "+costsFile)
	return c
}
