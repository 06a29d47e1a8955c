package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"getaifactory.com/ally/shared/config"
)

// defaultProject is a project id that no real project can have: Firebase keeps
// the prefix demo- for emulators.
const defaultProject = "demo-ally"

type devOptions struct {
	port, emulatorPort int
	fresh, noWeb       bool
	data               string
	progress, log      io.Writer
	ready              io.Writer
}

func devCommand() *cobra.Command {
	o := devOptions{}
	c := &cobra.Command{
		Use:   "dev",
		Short: "Run all of Ally on this machine, with a sample classic system",
		Long: `Run all of Ally on this machine: a Firestore emulator, a sample classic system
on the first run, every function on its production route, the events between
them, and the workspace where Node 20 or later is there. It needs Java 11 or
later, and no key and no network once the dependencies are there. Ctrl-C ends it;
the data is there again the next time.

Where FIRESTORE_EMULATOR_HOST names an emulator that runs already, that one is
used, and keeps the data itself.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			o.progress, o.log, o.ready = c.ErrOrStderr(), c.ErrOrStderr(), c.OutOrStdout()
			return dev(c.Context(), o)
		},
	}
	c.Flags().IntVar(&o.port, "port", 8787, "port that Ally is served on")
	c.Flags().IntVar(&o.emulatorPort, "emulator-port", 0, "port of the Firestore emulator (default: a free one)")
	c.Flags().BoolVar(&o.fresh, "fresh", false, "forget the data of earlier runs and start with the sample")
	c.Flags().StringVar(&o.data, "data", "", "folder that keeps the data (default: .ally/data in the project)")
	c.Flags().BoolVar(&o.noWeb, "no-web", false, "serve the functions only")
	return c
}

// dev runs until ctx ends, which is its ordinary end.
func dev(ctx context.Context, o devOptions) error {
	settings, err := devConfig(append([]string{fmt.Sprintf("ALLY_PUBLIC_URL=http://localhost:%d", o.port)}, os.Environ()...))
	if err != nil {
		return err
	}
	root, err := projectRoot()
	if err != nil {
		return err
	}
	if o.data == "" {
		o.data = filepath.Join(root, ".ally", "data")
	}
	listener, err := listen(o.port)
	if err != nil {
		return err
	}
	d := &development{devOptions: o, settings: settings, root: root, listener: listener}
	err = d.start(ctx)
	switch {
	case err == nil:
		err = d.serve(ctx)
	case ctx.Err() != nil:
		err = nil // it was told to end, and what failed did because of that
	}
	return errors.Join(err, d.end())
}

// devConfig is the environment with what local running needs where it says
// nothing.
func devConfig(environ []string) (config.Config, error) {
	defaults := []string{"GOOGLE_CLOUD_PROJECT=" + defaultProject, "ENABLE_ALLY_BETA=true"}
	return config.FromEnvironment(append(append(defaults, withoutEmpty(environ)...),
		"ENVIRONMENT_NAME="+config.Localhost))
}

// withoutEmpty drops variables that are set to nothing: they say nothing.
func withoutEmpty(environ []string) []string {
	var set []string
	for _, entry := range environ {
		if _, value, _ := strings.Cut(entry, "="); value != "" {
			set = append(set, entry)
		}
	}
	return set
}

func listen(port int) (net.Listener, error) {
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %d is taken: end what uses it, or choose another with --port", port)
	}
	if err != nil {
		return nil, fmt.Errorf("can't serve on port %d: %w", port, err)
	}
	return l, nil
}
