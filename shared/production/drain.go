package production

import (
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// grace is how long Cloud Run leaves a process after SIGTERM, less a second.
// https://cloud.google.com/run/docs/container-contract#instance-shutdown
const grace = 9 * time.Second

// flush is how long a finished handler's answer may take to leave the process:
// net/http sends the last of it after the handler returned, and tells nobody.
const flush = 250 * time.Millisecond

// drain ends the process when it was told to and nothing is under way. The
// framework itself would be killed in the middle of an answer.
type drain struct {
	log  *slog.Logger
	idle chan struct{} // closed when draining and nothing is under way

	mu       sync.Mutex
	underWay int
	draining bool
	closed   bool
}

func newDrain(log *slog.Logger) *drain { return &drain{log: log, idle: make(chan struct{})} }

// enter begins a request and gives the function that ends it.
func (d *drain) enter() (leave func()) {
	d.change(+1)
	return func() { d.change(-1) }
}

func (d *drain) change(by int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.underWay += by
	d.closeWhenIdle()
}

// begin begins to drain.
func (d *drain) begin() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.draining = true
	d.closeWhenIdle()
}

func (d *drain) closeWhenIdle() {
	if d.draining && d.underWay == 0 && !d.closed {
		d.closed = true
		close(d.idle)
	}
}

// listen waits for SIGTERM, or Ctrl-C, in the background.
func (d *drain) listen() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	go func() {
		<-signals
		d.begin()
		select {
		case <-d.idle:
			<-time.After(flush)
			d.log.Info("ended, nothing under way")
		case <-time.After(grace):
			d.log.Warn("ended with requests under way")
		}
		os.Exit(0)
	}()
}
