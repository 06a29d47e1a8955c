package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/printed"
)

// asTool is set in a copy of this test program that is the tool itself.
const asTool = "ALLY_TEST_AS_TOOL"

func TestMain(m *testing.M) {
	if os.Getenv(asTool) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(emulatortest.Main(m))
}

// limit turns a hang into a failure; no test is expected to come near it.
const limit = 2 * time.Minute

// ours are the variables that mean something to the tool, which a test sets
// itself or not at all.
var ours = []string{
	"GOOGLE_", "FIRESTORE_", "ENVIRONMENT_NAME=", "ENABLE_ALLY_BETA=", "JWT_SECRET=", "SESSION_COOKIE_NAME=", "ALLY_",
	"PORT=", "FUNCTION_TARGET=", "K_SERVICE=",
}

func environment(extra ...string) []string {
	var kept []string
	for _, entry := range os.Environ() {
		mine := false
		for _, prefix := range ours {
			mine = mine || strings.HasPrefix(entry, prefix)
		}
		if !mine {
			kept = append(kept, entry)
		}
	}
	return append(append(kept, asTool+"=1", soonOver), extra...)
}

// withoutNode is an environment with Java and nothing else to be found.
func withoutNode(t *testing.T) []string {
	t.Helper()
	java, err := exec.LookPath("java")
	must(t, err)
	java, err = filepath.EvalSymlinks(java)
	must(t, err)
	folder := t.TempDir()
	must(t, os.Symlink(java, filepath.Join(folder, "java")))
	return []string{"PATH=" + folder}
}

// tool is the tool, running.
type tool struct {
	t      *testing.T
	cmd    *exec.Cmd
	lines  chan string   // of standard output
	done   chan struct{} // closed when it has ended
	stdout printed.Text
	stderr printed.Text
}

// launch starts the tool; it is gone when the test has ended.
func launch(t *testing.T, environ []string, args ...string) *tool {
	t.Helper()
	return launchIn(t, "", environ, args...)
}

// launchIn starts the tool in a folder; "" is the test's own.
func launchIn(t *testing.T, folder string, environ []string, args ...string) *tool {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	x := &tool{t: t, lines: make(chan string, 100), done: make(chan struct{})}
	x.cmd = exec.CommandContext(ctx, os.Args[0], args...)
	x.cmd.Dir, x.cmd.Env, x.cmd.Stderr = folder, environment(environ...), &x.stderr
	x.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	x.cmd.Cancel = func() error { return syscall.Kill(-x.cmd.Process.Pid, syscall.SIGKILL) }
	x.cmd.WaitDelay = 5 * time.Second
	out, err := x.cmd.StdoutPipe()
	must(t, err)
	must(t, x.cmd.Start())
	go func() {
		defer close(x.done)
		scanner := bufio.NewScanner(out)
		scanner.Buffer(nil, 1<<20)
		for scanner.Scan() {
			_, _ = x.stdout.Write(append(scanner.Bytes(), '\n'))
			select {
			case x.lines <- scanner.Text():
			default: // nobody waits for so many
			}
		}
		if err := scanner.Err(); err != nil {
			fmt.Fprintln(&x.stderr, err)
		}
		_ = x.cmd.Wait() // the state tells
	}()
	t.Cleanup(func() {
		cancel()
		<-x.done
		if t.Failed() {
			t.Logf("ally %s: status %d\nstdout:\n%s\nstderr:\n%s", strings.Join(args, " "), x.cmd.ProcessState.ExitCode(), &x.stdout, &x.stderr)
		}
	})
	return x
}

// address waits for the line that says where Ally is ready.
func (x *tool) address() string {
	x.t.Helper()
	select {
	case line := <-x.lines:
		address, found := strings.CutPrefix(line, "Ally is ready at ")
		if !found {
			x.t.Fatalf("the first line is %q", line)
		}
		return address
	case <-x.done:
		x.t.Fatalf("it ended: %s", &x.stderr)
		return ""
	}
}

func (x *tool) signal(s syscall.Signal) {
	x.t.Helper()
	must(x.t, x.cmd.Process.Signal(s))
}

// status waits for its end and gives the exit status, -1 after a kill.
func (x *tool) status() int {
	<-x.done
	return x.cmd.ProcessState.ExitCode()
}

// end tells it to end, and fails the test unless it does so cleanly.
func (x *tool) end(s syscall.Signal) {
	x.t.Helper()
	x.signal(s)
	if status := x.status(); status != 0 {
		x.t.Fatalf("after %v it ended with status %d: %s", s, status, &x.stderr)
	}
}

// run runs the tool to its end.
func run(t *testing.T, environ []string, args ...string) *tool {
	t.Helper()
	x := launch(t, environ, args...)
	x.status()
	return x
}

// refuses runs the tool, which must end with one sentence that has all parts.
func refuses(t *testing.T, environ, args []string, parts ...string) {
	t.Helper()
	x := run(t, environ, args...)
	told := x.stderr.String()
	if status := x.status(); status != 1 || x.stdout.String() != "" {
		t.Errorf("status %d, standard output %q", status, x.stdout.String())
	}
	lines := strings.Split(strings.TrimSuffix(told, "\n"), "\n")
	last := lines[len(lines)-1]
	if !strings.HasPrefix(last, "ally: ") || strings.Count(told, "ally: ") != 1 {
		t.Errorf("it says %q, not one sentence", told)
	}
	for _, part := range parts {
		if !strings.Contains(last, part) {
			t.Errorf("it says %q, without %q", last, part)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// taken gives a port that something listens on until the test ends.
func taken(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// free gives a port that nothing listens on.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer func() { _ = l.Close() }()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// vacant says whether nothing listens on the port.
func vacant(port string) bool {
	l, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err == nil {
		_ = l.Close()
	}
	return err == nil
}

// eventually asks again until the answer is yes, where there is no event to
// wait for.
func eventually(t *testing.T, what string, yes func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit/2)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !yes() {
		select {
		case <-ctx.Done():
			t.Fatalf("still not: %s", what)
		case <-tick.C:
		}
	}
}
