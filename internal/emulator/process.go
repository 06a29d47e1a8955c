package emulator

import (
	"io"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// process is a running child and what it last said.
type process struct {
	cmd  *exec.Cmd
	tail *tail
	done chan struct{} // closed when the child has ended
	err  error         // how it ended; to be read after done
}

// startProcess starts a child which the system ends when this process ends,
// where the system can do that, and which a Ctrl-C in the terminal does not
// reach, so that its data can be saved first.
func startProcess(program string, args []string, output io.Writer) (*process, error) {
	p := &process{cmd: exec.Command(program, args...), tail: &tail{}, done: make(chan struct{})}
	var out io.Writer = p.tail
	if output != nil {
		out = io.MultiWriter(p.tail, output)
	}
	p.cmd.Stdout, p.cmd.Stderr = out, out
	p.cmd.WaitDelay = 2 * time.Second
	tie(p.cmd)
	started := make(chan error)
	go func() {
		// Linux ends the child when the thread that started it ends, so the
		// thread is held for as long as the child lives.
		runtime.LockOSThread()
		err := p.cmd.Start()
		started <- err
		if err != nil {
			return
		}
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	return p, <-started
}

// end kills the child and waits until it is gone. The emulator does nothing
// useful when asked politely: see Export.
func (p *process) end() {
	_ = p.cmd.Process.Kill() // fails only when it has ended already
	<-p.done
}

// tail keeps the last part of what is written to it.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

const tailBytes = 4 << 10

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, b...)
	if extra := len(t.kept) - tailBytes; extra > 0 {
		t.kept = append(t.kept[:0], t.kept[extra:]...)
	}
	return len(b), nil
}

// lines gives the last n lines, without Java's stack frames.
func (t *tail) lines(n int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var told []string
	for line := range strings.Lines(string(t.kept)) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && !strings.HasPrefix(line, "\tat ") {
			told = append(told, line)
		}
	}
	return strings.Join(told[max(0, len(told)-n):], "\n")
}
