package prove

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"time"
)

// victim is a process that serves a function.
type victim struct {
	cmd *exec.Cmd
	url string
}

// serve starts a process that serves allymessages.
func (k *killing) serve(ctx context.Context) (*victim, error) {
	return serve(ctx, k.Tool, "allymessages", append(append([]string{}, k.Environ...),
		"GOOGLE_CLOUD_PROJECT="+k.config.Project, "ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true",
		"FIRESTORE_EMULATOR_HOST="+k.data.Addr(), "ALLY_MODEL=gemini", "ALLY_GEMINI_URL="+k.provider.URL, "GOOGLE_AI_API_KEY=none",
		"ALLY_MESSAGES_PER_MINUTE=0", "ALLY_TOKENS_PER_DAY=0",
	))
}

// serve starts the tool as a function's process and waits until it takes
// connections.
func serve(ctx context.Context, tool, function string, environ []string) (*victim, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("prove: find a free port: %w", err)
	}
	address := l.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	_ = l.Close()
	cmd := exec.CommandContext(ctx, tool, "serve", function)
	cmd.Env = append(environ, "PORT="+port)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("prove: start %s: %w", tool, err)
	}
	v := &victim{cmd, "http://" + address}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	starting, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		conn, err := (&net.Dialer{}).DialContext(starting, "tcp", address)
		if err == nil {
			_ = conn.Close()
			return v, nil
		}
		select {
		case <-starting.Done():
			v.kill()
			return nil, fmt.Errorf("prove: the function did not start: %w", starting.Err())
		case <-tick.C:
		}
	}
}

// kill ends the process at once; it gets no signal that it could handle.
func (v *victim) kill() {
	_ = v.cmd.Process.Kill() // it may have ended
	_ = v.cmd.Wait()         // how, is known
}
