package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/spf13/cobra"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/localcloud"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/logging"
)

// defaultProject is a project id that no real project can have: Firebase keeps
// the prefix demo- for emulators.
const defaultProject = "demo-ally"

// stopTime is how long what is under way may take when dev is told to stop.
const stopTime = 20 * time.Second

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
on the first run, every function on its production route, and the events between
them. It needs Java 11 or later, and no key and no network once the dependencies
are there. Ctrl-C ends it; the data is there again the next time.`,
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

func dev(ctx context.Context, o devOptions) (err error) {
	say := func(format string, args ...any) { fmt.Fprintf(o.progress, format+"\n", args...) }
	settings, err := devConfig(os.Environ())
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
	defer func() { _ = listener.Close() }()

	var running atomic.Pointer[localcloud.System]
	bridge, err := emulator.NewBridge(emulator.BridgeOptions{
		Deliver: emulator.ToHandler(func(_, trigger string) http.Handler { return events(running.Load(), trigger) }),
		Log:     say,
	})
	if err != nil {
		return err
	}
	e, err := devEmulator(ctx, o, settings, root, bridge, say)
	if err != nil {
		return err
	}
	defer func() {
		ending, cancel := context.WithTimeout(context.Background(), stopTime)
		defer cancel()
		err = errors.Join(err, bridge.Close(ending), e.Stop(ending))
	}()
	if err := loadSample(ctx, e, settings.Project, say); err != nil {
		return err
	}
	system, err := localcloud.Start(ctx, localcloud.Options{
		Functions: functions.All, Config: settings, Emulator: e, Now: time.Now, Log: logging.New(o.log),
	})
	if err != nil {
		return err
	}
	running.Store(system)
	defer func() { err = errors.Join(err, system.Close()) }()
	if err := localcloud.Register(ctx, e, settings.Project, functions.All); err != nil {
		return err
	}
	return serveDev(ctx, listener, page(system.Routes()), e, o.ready)
}

// events serves a trigger's events; nil, which makes the bridge try again, while
// the functions are not there yet.
func events(system *localcloud.System, trigger string) http.Handler {
	if system == nil {
		return nil
	}
	return system.Events(trigger)
}

// devConfig is the environment with what local running needs where it says
// nothing.
func devConfig(environ []string) (config.Config, error) {
	defaults := []string{"GOOGLE_CLOUD_PROJECT=" + defaultProject, "ENABLE_ALLY_BETA=true"}
	settings, err := config.FromEnvironment(append(append(defaults, withoutEmpty(environ)...),
		"ENVIRONMENT_NAME="+config.Localhost))
	return settings, err
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

// devEmulator is the emulator of FIRESTORE_EMULATOR_HOST, or one of our own.
func devEmulator(ctx context.Context, o devOptions, settings config.Config, root string, events http.Handler, say func(string, ...any)) (*emulator.Emulator, error) {
	if settings.Emulator != "" {
		say("Using the Firestore emulator at %s. It must have been started with --functions_emulator for events to arrive.", settings.Emulator)
		return emulator.Connect(settings.Emulator), nil
	}
	if o.fresh {
		if err := emulator.Forget(o.data); err != nil {
			return nil, err
		}
	}
	return emulator.Start(ctx, emulator.Options{
		Port: o.emulatorPort, Rules: filepath.Join(root, "firestore.rules"),
		Data: o.data, Project: settings.Project, Events: events, Log: say,
	})
}

// loadSample loads the sample classic system where the database has none.
func loadSample(ctx context.Context, e *emulator.Emulator, project string, say func(string, ...any)) (err error) {
	client, err := e.Client(ctx, project)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	// It is written last, so that a load that was cut short is done again.
	marker := client.Collection("ally_local").Doc("sample")
	docs, err := client.GetAll(ctx, []*firestore.DocumentRef{marker})
	if err != nil {
		return fmt.Errorf("looking for the sample classic system: %w", err)
	}
	if docs[0].Exists() {
		return nil
	}
	say("Loading the sample classic system.")
	today := time.Now().UTC()
	if err := sample.Load(ctx, client, today); err != nil {
		return fmt.Errorf("loading the sample classic system: %w", err)
	}
	if _, err := marker.Set(ctx, map[string]any{"loadedAt": today}); err != nil {
		return fmt.Errorf("loading the sample classic system: %w", err)
	}
	return nil
}

// serveDev serves until ctx ends, and then until what is under way is done.
func serveDev(ctx context.Context, l net.Listener, h http.Handler, e *emulator.Emulator, ready io.Writer) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	fmt.Fprintf(ready, "Ally is ready at http://%s\n", strings.Replace(l.Addr().String(), "127.0.0.1", "localhost", 1))
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-e.Done():
		return e.Err()
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		return fmt.Errorf("ending with requests under way: %w", err)
	}
	return nil
}
