// Ally is the local tool: it runs the whole backend on one's own machine, tests
// it, and makes what is derived from the functions' declarations.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	root := &cobra.Command{
		Use:           "ally",
		Short:         "Run, test and describe Ally on this machine",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(devCommand(), testCommand(), tokenCommand(), functionsCommand(), openapiCommand(), costsCommand(), metricsCommand(), serveCommand(), proveCommand(), benchCommand(),
		reindexCommand(), picturesCommand(), stageCommand(), buildCommand(), rulesCommand(), indexesCommand(), firebaseCommand(), urlmapCommand())
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "ally:", err)
		stop()
		os.Exit(1)
	}
}
