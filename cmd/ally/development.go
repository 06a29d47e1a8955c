package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/localcloud"
	"getaifactory.com/ally/internal/postbox"
	"getaifactory.com/ally/internal/standin"
	"getaifactory.com/ally/internal/workspace"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/wait"
)

// stopTime is how long each step may take when dev is told to stop: answering
// the requests under way, hearing of the events, and saving.
const stopTime = 20 * time.Second

// development is a running dev. Its parts are there as far as start came.
type development struct {
	devOptions
	settings config.Config
	root     string
	listener net.Listener
	bridge   *emulator.Bridge
	emulator *emulator.Emulator
	system   *localcloud.System
	serving  atomic.Pointer[localcloud.System] // what events go to
	page     http.Handler                      // what a browser gets; nil with noWeb
	beside   *standin.Standin
	inbox    *postbox.Server // nil where ALLY_SMTP_URL names another
	speaking sync.Mutex
}

func (d *development) say(format string, args ...any) {
	d.speaking.Lock()
	defer d.speaking.Unlock()
	fmt.Fprintf(d.progress, format+"\n", args...)
}

// start starts everything but the server.
func (d *development) start(ctx context.Context) error {
	if d.noWeb {
		return d.backend(ctx)
	}
	// One waits for the other's network or disk more than for the processor.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	built := make(chan error, 1)
	space := workspace.Of(d.root, d.say)
	go func() { built <- space.Build(ctx) }()
	if err := d.backend(ctx); err != nil {
		cancel()
		<-built
		return err
	}
	err := <-built
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d.page = d.web(os.DirFS(space.Page()), err)
	return nil
}

// backend starts the database and the functions.
func (d *development) backend(ctx context.Context) (err error) {
	d.bridge, err = emulator.NewBridge(emulator.BridgeOptions{Deliver: emulator.ToHandler(d.handler), Log: d.say})
	if err != nil {
		return err
	}
	if d.emulator, err = d.database(ctx); err != nil {
		return err
	}
	if d.settings.SMTP == "" {
		if d.inbox, err = postbox.Start("127.0.0.1:0", nil); err != nil {
			return err
		}
		d.settings.SMTP = d.inbox.URL()
	}
	d.system, err = localcloud.Start(ctx, localcloud.Options{
		Functions: functions.All, Config: d.settings, Emulator: d.emulator, Now: time.Now, Log: logging.New(d.log),
	})
	if err != nil {
		return err
	}
	d.serving.Store(d.system)
	settings := d.settings
	settings.Emulator = d.emulator.Addr()
	if d.beside, err = standin.New(ctx, standin.Options{Config: settings, Now: time.Now}); err != nil {
		return err
	}
	return localcloud.Register(ctx, d.emulator, d.settings.Project, functions.All)
}

// handler serves a trigger's events; nil, which makes the bridge try again,
// while the functions are not there yet.
func (d *development) handler(_, trigger string) http.Handler {
	if system := d.serving.Load(); system != nil {
		return system.Events(trigger)
	}
	return nil
}

// database is the emulator of FIRESTORE_EMULATOR_HOST, or one of our own.
func (d *development) database(ctx context.Context) (*emulator.Emulator, error) {
	if d.settings.Emulator != "" {
		return d.existing(ctx)
	}
	if d.fresh {
		if err := emulator.Forget(d.data); err != nil {
			return nil, err
		}
	}
	return emulator.Start(ctx, emulator.Options{
		Port: d.emulatorPort, Rules: filepath.Join(d.root, "firestore.rules"),
		Data: d.data, Project: d.settings.Project, Seed: d.seed, Events: d.bridge, Log: d.say,
	})
}

// existing is the emulator that runs already.
func (d *development) existing(ctx context.Context) (*emulator.Emulator, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", d.settings.Emulator)
	if err != nil {
		return nil, fmt.Errorf("FIRESTORE_EMULATOR_HOST is %s, where no emulator answers: start it, or unset the variable", d.settings.Emulator)
	}
	_ = conn.Close()
	d.say("Using the Firestore emulator at %s. For events to arrive, it must have been started with --functions_emulator=%s.",
		d.settings.Emulator, d.listener.Addr())
	e := emulator.Connect(d.settings.Emulator)
	if d.fresh {
		if err := e.Clear(ctx, d.settings.Project); err != nil {
			return nil, err
		}
	}
	return e, d.seed(ctx, e)
}

func (d *development) seed(ctx context.Context, e *emulator.Emulator) error {
	return loadSample(ctx, e, d.settings.Project, d.say)
}

// serve serves until ctx ends, and then until what is under way is answered.
func (d *development) serve(ctx context.Context) error {
	server := &http.Server{Handler: d.pages(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(d.listener) }()
	defer d.schedule(ctx)()
	fmt.Fprintf(d.ready, "Ally is ready at http://%s\n", strings.Replace(d.listener.Addr().String(), "127.0.0.1", "localhost", 1))
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-d.emulator.Done():
		return nil // stopping it tells why it ended
	case <-ctx.Done():
	}
	d.say("Ending: what is under way is finished and the data saved.")
	ending, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		return fmt.Errorf("ending with requests under way: %w", err)
	}
	return nil
}

// schedule calls the scheduled functions every minute, as Cloud Scheduler does,
// until the returned function is called, which waits for a run under way.
func (d *development) schedule(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for wait.For(ctx, time.Minute) == nil {
			if err := d.system.Run(ctx); err != nil && ctx.Err() == nil {
				d.say("%v; the next run is in a minute.", err)
			}
		}
	}()
	return func() { cancel(); <-done }
}

// end ends what was started. Events still need the functions, and functions
// the database.
func (d *development) end() error {
	d.settle()
	ending, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	var failed []error
	if d.bridge != nil {
		failed = append(failed, d.bridge.Close(ending))
	}
	if d.beside != nil {
		failed = append(failed, d.beside.Close())
	}
	if d.system != nil {
		failed = append(failed, d.system.Close())
	}
	if d.inbox != nil {
		failed = append(failed, d.inbox.Close())
	}
	if d.emulator != nil {
		failed = append(failed, d.emulator.Stop(ending))
	}
	_ = d.listener.Close() // the server may have closed it
	return errors.Join(failed...)
}

// settle waits until the emulator has told of everything that was written.
func (d *development) settle() {
	if d.system == nil || d.emulator.Err() != nil || d.settings.Emulator != "" {
		return // the events of an emulator that ran already came to the server, which has ended
	}
	settling, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := d.system.Settle(settling, d.bridge); err != nil {
		d.say("Some events may not have been delivered: %v.", err)
	}
}
