package main

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/web"
)

func TestOneCommandIsTheWholeBackendAndKeepsItsData(t *testing.T) {
	t.Parallel()
	data, emulatorPort, alec := t.TempDir(), free(t), sample.Superadmin()
	x := launch(t, withoutNode(t), "dev", "--port=0", "--emulator-port="+emulatorPort, "--data="+data)
	c := as(t, alec, x.address())

	var flags struct {
		AllyBetaAccess bool
		Reason         string
	}
	c.call(http.StatusOK, http.MethodGet, "/api/feature-flags?userId="+alec.ID, nil, &flags)
	if !flags.AllyBetaAccess || flags.Reason != "superadmin" {
		t.Errorf("flags %+v", flags)
	}
	first, second := c.open(alec), c.open(alec)
	if !first.IsNew || second.IsNew || first.AllyID != second.AllyID {
		t.Errorf("opened %+v, then %+v", first, second)
	}
	welcome := func() bool {
		return slices.ContainsFunc(c.messages(first.AllyID), func(m allytest.Message) bool { return m.Role == "ally" })
	}
	eventually(t, "a welcome", welcome)
	sent := c.send(first.AllyID, "Hello Ally", "hello")
	if !sent.Success || sent.Response == "" || sent.UserMessage.Content != "Hello Ally" || sent.Message.Status != "completed" {
		t.Errorf("sent %+v", sent)
	}
	before := c.messages(first.AllyID)
	answersWhatItDoesNotServe(t, c)
	showsAPage(t, c)

	t.Run("a second one on the same data is refused", func(t *testing.T) {
		refuses(t, nil, []string{"dev", "--no-web", "--port=0", "--data=" + data}, data, "another emulator is using")
		refuses(t, nil, []string{"dev", "--no-web", "--port=0", "--fresh", "--data=" + data}, data, "another emulator is using")
	})

	x.end(syscall.SIGINT)
	if out := x.stdout.String(); out != "Ally is ready at "+c.base+"\n" {
		t.Errorf("standard output %q", out)
	}
	if !vacant(emulatorPort) {
		t.Error("the emulator is still there")
	}
	logsEachRequest(t, x.stderr.String())

	again := launch(t, nil, "dev", "--port=0", "--data="+data, "--no-web")
	c.base = again.address()
	if o := c.open(alec); o.IsNew || o.AllyID != first.AllyID {
		t.Errorf("after a restart: %+v", o)
	}
	after := c.messages(first.AllyID)
	if !slices.EqualFunc(before, after, func(a, b allytest.Message) bool { return a.ID == b.ID && a.Content == b.Content }) {
		t.Errorf("messages before the restart:\n%+v\nafter:\n%+v", before, after)
	}
	var problem web.Problem
	c.call(http.StatusNotFound, http.MethodGet, "/", nil, &problem)
	again.end(syscall.SIGTERM)

	fresh := launch(t, nil, "dev", "--port=0", "--data="+data, "--fresh", "--no-web")
	c.base = fresh.address()
	if o := c.open(alec); !o.IsNew {
		t.Errorf("after --fresh: %+v", o)
	}
	fresh.end(syscall.SIGINT)
}

func answersWhatItDoesNotServe(t *testing.T, c client) {
	t.Helper()
	for _, path := range []string{"/api/nothing", "/api/ally/", "/api/ally/messages/1"} {
		var problem web.Problem
		header := c.call(http.StatusNotFound, http.MethodGet, path, nil, &problem)
		if problem.Code != "not_found" || problem.RequestID != header.Get("X-Request-Id") || header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: %+v, %v", path, problem, header)
		}
	}
}

// showsAPage looks for the page that stands where the workspace can't be built.
func showsAPage(t *testing.T, c client) {
	t.Helper()
	answer := c.do(http.MethodGet, "/", nil, "")
	page, err := io.ReadAll(answer.Body)
	must(t, err)
	for _, part := range []string{"backend is running", "can't be served: it needs Node 20 or later"} {
		if answer.StatusCode != http.StatusOK || !strings.Contains(string(page), part) {
			t.Errorf("status %d: %s", answer.StatusCode, page)
		}
	}
}

// logsEachRequest looks for the walk-through's lines among the progress.
func logsEachRequest(t *testing.T, told string) {
	t.Helper()
	requests := map[string]int{}
	for line := range strings.Lines(told) {
		if !strings.HasPrefix(line, "{") {
			continue
		}
		var entry struct{ Severity, Message, Method, Path, RequestID string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Errorf("%v in %s", err, line)
		}
		if entry.Message == "request" {
			requests[entry.Method+" "+entry.Path]++
		}
		if entry.Severity != "INFO" {
			t.Errorf("something went wrong: %s", line)
		}
	}
	for request, times := range map[string]int{
		"GET /api/feature-flags": 1, "GET /api/ally": 2, "POST /api/ally/messages": 1, "GET /api/nothing": 1,
	} {
		if requests[request] != times {
			t.Errorf("%d log lines of %s, want %d", requests[request], request, times)
		}
	}
	for _, step := range []string{"Starting the Firestore emulator", "Loading the sample", "Ending"} {
		if !strings.Contains(told, step) {
			t.Errorf("it does not say %q", step)
		}
	}
}
