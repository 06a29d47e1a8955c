package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
	"github.com/spf13/cobra"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/production"
)

func serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve FUNCTION",
		Short: "Serve one function as its deployed service does, on PORT, configured by the environment",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f, err := functionNamed(args[0])
			if err != nil {
				return err
			}
			if err := production.Register(c.Context(), f, os.Environ(), logging.New(os.Stdout)); err != nil {
				return err
			}
			if err := os.Setenv("FUNCTION_TARGET", f.Name); err != nil {
				return err
			}
			port := os.Getenv("PORT")
			if port == "" {
				port = "8080"
			}
			return fmt.Errorf("serving %s on port %s: %w", f.Name, port, funcframework.Start(port))
		},
	}
}

func functionNamed(name string) (function.Function, error) {
	var names []string
	for _, f := range functions.All {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return function.Function{}, fmt.Errorf("there is no function %q; there are %s", name, strings.Join(names, ", "))
}
