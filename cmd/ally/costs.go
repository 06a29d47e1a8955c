package main

import (
	"github.com/spf13/cobra"

	"getaifactory.com/ally/internal/costs"
)

func costsCommand() *cobra.Command {
	return made("costs", "Measure what each call takes from Firestore", "docs/costs.md",
		func(c *cobra.Command) ([]byte, error) {
			rows, err := costs.Measure(c.Context())
			return []byte(costs.Table(rows)), err
		})
}
