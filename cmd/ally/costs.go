package main

import "github.com/spf13/cobra"

func costsCommand() *cobra.Command { return &cobra.Command{Use: "costs"} }
