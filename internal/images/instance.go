package images

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/googleapis/google-cloudevents-go/cloud/firestoredata"
	"google.golang.org/protobuf/proto"

	"getaifactory.com/ally/shared/function"
)

// instance is how a program is started: over which data, and for whom.
type instance struct {
	emulator, token string
	queries         map[string]string // of functions whose first operation needs one
}

type started struct {
	asked    string
	status   int
	first    time.Duration
	resident int64
}

// patience is how long a program may take to answer.
const patience = time.Minute

// start starts the program, asks it the first thing, and ends it.
func (i instance) start(ctx context.Context, f function.Function, program string) (s started, err error) {
	port, err := freePort()
	if err != nil {
		return s, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var said bytes.Buffer
	run := exec.CommandContext(ctx, program)
	run.Stdout, run.Stderr = &said, &said
	run.Env = []string{
		"PORT=" + port, "FUNCTION_TARGET=" + f.Name, "GOOGLE_CLOUD_PROJECT=" + project, "FIRESTORE_EMULATOR_HOST=" + i.emulator,
		"ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true", "ALLY_MODEL=local",
	}
	began := time.Now()
	if err := run.Start(); err != nil {
		return s, err
	}
	ended := make(chan error, 1)
	go func() { ended <- run.Wait() }()
	defer func() {
		_ = run.Process.Signal(syscall.SIGTERM) // it may be gone
		if waited := <-ended; waited != nil && err == nil {
			err = fmt.Errorf("its end: %w: %s", waited, &said)
		}
	}()
	for {
		request, err := i.request(ctx, f, port)
		if err != nil {
			return s, err
		}
		answer, err := http.DefaultTransport.RoundTrip(request)
		if errors.Is(err, syscall.ECONNREFUSED) {
			select {
			case early := <-ended:
				ended <- nil
				return s, fmt.Errorf("it ended before its first answer: %w: %s", early, &said)
			case <-time.After(time.Millisecond):
				continue
			}
		}
		if err != nil {
			return s, err
		}
		_, err = io.Copy(io.Discard, answer.Body)
		s.first = time.Since(began)
		if err = errors.Join(err, answer.Body.Close()); err != nil {
			return s, err
		}
		s.asked, s.status = request.Method+" "+request.URL.Path, answer.StatusCode
		if f.Route == "" {
			s.asked = "an event"
			if f.Schedule != nil {
				s.asked = "a run"
			}
		}
		if s.status >= http.StatusInternalServerError {
			return s, fmt.Errorf("%s answered %d: %s", s.asked, s.status, &said)
		}
		s.resident = resident(run.Process.Pid)
		return s, nil
	}
}

// request is the first thing that a function is asked: a trigger about a
// document that is gone, a function with a route its first operation.
func (i instance) request(ctx context.Context, f function.Function, port string) (*http.Request, error) {
	address := "http://" + net.JoinHostPort("127.0.0.1", port)
	if f.Trigger != nil {
		collection, _, _ := strings.Cut(f.Trigger.Document, "/")
		body, err := proto.Marshal(&firestoredata.DocumentEventData{Value: &firestoredata.Document{
			Name: "projects/" + project + "/databases/(default)/documents/" + collection + "/gone",
		}})
		if err != nil {
			return nil, err
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
		if err == nil {
			for name, value := range map[string]string{
				"ce-id": "1", "ce-source": "//firestore.googleapis.com/projects/" + project, "ce-specversion": "1.0", "ce-type": f.Trigger.Event,
				"Content-Type": "application/protobuf",
			} {
				r.Header.Set(name, value)
			}
		}
		return r, err
	}
	method, query, content := http.MethodPost, "", io.Reader(http.NoBody)
	if f.Route != "" {
		method = f.Operations[0].Method
		if method == http.MethodPost {
			content = strings.NewReader("{}")
		}
		query = i.queries[f.Name]
	}
	r, err := http.NewRequestWithContext(ctx, method, address+f.Route+query, content)
	if err == nil {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+i.token)
	}
	return r, err
}

// resident gives a process's memory, as Linux tells it; 0 elsewhere.
func resident(pid int) int64 {
	status, err := os.Open("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	defer func() { _ = status.Close() }()
	for lines := bufio.NewScanner(status); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			kilo, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64)
			return kilo << 10
		}
	}
	return 0
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
