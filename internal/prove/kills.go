// Package prove holds long proofs: what a test can only show in short.
package prove

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/localcloud"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/config"
	"getaifactory.com/ally/shared/logging"
	"getaifactory.com/ally/shared/wait"
)

// KillOptions say how often a process is killed.
type KillOptions struct {
	Kills    int
	Seed     uint64
	Tool     string   // the program that serves a function, this tool
	Environ  []string // of that program, beside what it is given
	Progress io.Writer
}

const (
	senders   = 6
	killAfter = 700 * time.Millisecond // at most, after the process began to serve
)

// Kills sends messages, stops replies and has them made anew while the process
// that serves allymessages is killed with SIGKILL at random moments, then lets
// everything be sent again, and counts what became of it.
func Kills(ctx context.Context, o KillOptions) (report Report, err error) {
	if o.Kills < 1 || o.Tool == "" || o.Progress == nil {
		return Report{}, errors.New("prove: at least one kill, the tool and a place for its progress are needed")
	}
	k := &killing{KillOptions: o, random: rand.New(rand.NewPCG(o.Seed, 1)), provider: newProvider(o.Seed), sent: map[string]*attempt{}}
	defer k.provider.Close()
	if err := k.start(ctx); err != nil {
		return Report{}, errors.Join(err, k.end(ctx))
	}
	defer func() { err = errors.Join(err, k.end(ctx)) }()
	for n := range o.Kills {
		if err := k.round(ctx, n); err != nil {
			return Report{}, err
		}
		if (n+1)%25 == 0 || n+1 == o.Kills {
			fmt.Fprintf(o.Progress, "%d of %d kills, %d messages sent\n", n+1, o.Kills, len(k.sent))
		}
	}
	fmt.Fprintln(o.Progress, "Sending again what was not answered, once the leases of the killed have run out.")
	if err := k.complete(ctx); err != nil {
		return Report{}, err
	}
	return k.count(ctx)
}

// killing is a proof under way.
type killing struct {
	KillOptions
	random   *rand.Rand
	provider *provider
	config   config.Config
	data     *emulator.Emulator
	db       *firestore.Client
	system   *localcloud.System
	people   []sender
	sent     map[string]*attempt // by key
}

func (k *killing) start(ctx context.Context) (err error) {
	k.config, err = config.FromEnvironment([]string{"ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true", "GOOGLE_CLOUD_PROJECT=demo-prove"})
	if err != nil {
		return err
	}
	if k.data, err = emulator.Start(ctx, emulator.Options{}); err != nil {
		return err
	}
	if k.db, err = k.data.Client(ctx, k.config.Project); err != nil {
		return err
	}
	if err := sample.LoadCore(ctx, k.db, time.Now()); err != nil {
		return err
	}
	k.system, err = localcloud.Start(ctx, localcloud.Options{
		Functions: functions.All, Config: k.config, Emulator: k.data, Now: time.Now, Log: logging.New(io.Discard),
	})
	if err != nil {
		return err
	}
	for n := range senders {
		s, err := k.newSender(ctx, n)
		if err != nil {
			return err
		}
		k.people = append(k.people, s)
	}
	return nil
}

func (k *killing) end(ctx context.Context) error {
	var failed []error
	if k.system != nil {
		failed = append(failed, k.system.Close())
	}
	if k.db != nil {
		failed = append(failed, k.db.Close())
	}
	if k.data != nil {
		failed = append(failed, k.data.Stop(context.WithoutCancel(ctx)))
	}
	return errors.Join(failed...)
}

// round starts the process, has everybody send, and kills it at a random moment.
func (k *killing) round(ctx context.Context, n int) error {
	victim, err := k.serve(ctx)
	if err != nil {
		return err
	}
	sending, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan []*attempt, len(k.people))
	for i, s := range k.people {
		random := rand.New(rand.NewPCG(k.Seed, uint64(1000+n*senders+i)))
		go func() { done <- s.send(sending, victim.url, fmt.Sprintf("r%d-%d", n, i), random) }()
	}
	pause := time.Duration(k.random.Int64N(int64(killAfter)))
	if err := wait.For(ctx, pause); err != nil {
		return err
	}
	victim.kill()
	stop()
	for range k.people {
		for _, a := range <-done {
			k.sent[a.key] = a
		}
	}
	return nil
}

// complete sends again everything that was sent, as a person would whose request
// was cut off, and then has the sweep run.
func (k *killing) complete(ctx context.Context) error {
	last, err := k.serve(ctx)
	if err != nil {
		return err
	}
	defer last.kill()
	type outcome struct {
		key string
		err error
	}
	pending := make(chan *attempt)
	done := make(chan outcome)
	for range senders {
		go func() {
			for a := range pending {
				done <- outcome{a.key, a.again(ctx, last.url)}
			}
		}()
	}
	go func() {
		defer close(pending)
		for _, a := range k.sent {
			pending <- a
		}
	}()
	var failed []error
	for range k.sent {
		if o := <-done; o.err != nil {
			failed = append(failed, fmt.Errorf("prove: %s: %w", o.key, o.err))
		}
	}
	if len(failed) > 0 {
		return errors.Join(failed[:min(len(failed), 3)]...)
	}
	return k.system.Run(ctx)
}
