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

// drain ends the process when it was told to and nothing is under way. The
// framework itself would be killed in the middle of an answer.
type drain struct {
	log  *slog.Logger
	idle chan struct{} // closed when draining and nothing is under way

	mu       sync.Mutex
	underWay int
	draining bool
}

func newDrain(log *slog.Logger) *drain { return &drain{log: log, idle: make(chan struct{})} }

// enter begins a request and gives the function that ends it.
func (d *drain) enter() (leave func()) {
	d.change(+1, false)
	return func() { d.change(-1, false) }
}

func (d *drain) change(by int, draining bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.underWay += by
	d.draining = d.draining || draining
	if d.draining && d.underWay == 0 && by <= 0 {
		select {
		case <-d.idle:
		default:
			close(d.idle)
		}
	}
}

// listen waits for SIGTERM in the background.
func (d *drain) listen() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() {
		<-signals
		d.change(0, true)
		select {
		case <-d.idle:
			d.log.Info("ended by SIGTERM, nothing under way")
		case <-time.After(grace):
			d.log.Warn("ended by SIGTERM with requests under way")
		}
		os.Exit(0)
	}()
}
