package main

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
	"getaifactory.com/ally/shared/web"
)

// served is one function in a process of its own, over a world's database.
type served struct {
	*tool
	client
	ally string // the person's conversation
}

func serveFunction(t *testing.T, name string, environ ...string) served {
	t.Helper()
	w, who := allytest.New(t, allytest.NoEvents()), sample.GrantedEnglish()
	ally, port := w.Open(who), free(t)
	x := launch(t, append([]string{
		"PORT=" + port, "GOOGLE_CLOUD_PROJECT=" + w.Project, "ENVIRONMENT_NAME=localhost", "ENABLE_ALLY_BETA=true",
		"FIRESTORE_EMULATOR_HOST=" + emulatortest.WithEvents(t).Emulator.Addr(),
	}, environ...), "serve", name)
	eventually(t, "the service's start", func() bool { return !vacant(port) })
	return served{x, client{t, "http://" + net.JoinHostPort("127.0.0.1", port), w.Token(who)}, ally}
}

func TestAServedFunctionAnswersOnItsRouteOnly(t *testing.T) {
	t.Parallel()
	s := serveFunction(t, "allymessages")
	if got := s.messages(s.ally); len(got) != 1 {
		t.Errorf("messages %+v", got)
	}
	for _, path := range []string{"/", "/allymessages", "/api/ally", "/api/ally/messages/", "/api/feature-flags"} {
		var problem web.Problem
		s.call(http.StatusNotFound, http.MethodGet, path, nil, &problem)
		if problem.Code != "not_found" {
			t.Errorf("%s: %+v", path, problem)
		}
	}
	s.end(syscall.SIGINT)
}

func TestAServedFunctionFinishesItsAnswersAtSIGTERM(t *testing.T) {
	t.Parallel()
	asked, release := make(chan struct{}, 2), make(chan struct{})
	gemini := geminitest.New(t)
	gemini.Respond(func(geminitest.Request) geminitest.Answer {
		asked <- struct{}{}
		<-release
		return geminitest.Text("Finished all the same.", geminitest.Usage{Prompt: 20, Candidates: 4})
	})
	s := serveFunction(t, "allymessages", modelAt(gemini.URL)...)
	events := s.stream(s.ally, "As a stream?", "")
	whole := make(chan allytest.Sent, 1)
	go func() {
		defer close(whole)
		whole <- s.send(s.ally, "As one piece?", "")
	}()
	for range 2 {
		<-asked
	}
	s.signal(syscall.SIGTERM)
	close(release)
	if _, told := events.until("done"); told != "Finished all the same." {
		t.Errorf("told %q", told)
	}
	events.ends()
	if sent := <-whole; sent.Response != "Finished all the same." {
		t.Errorf("sent %+v", sent)
	}
	if status := s.status(); status != 0 {
		t.Errorf("status %d", status)
	}
	if told := s.stdout.String(); !strings.Contains(told, "ended, nothing under way") {
		t.Errorf("its last words: %s", told)
	}
}

func TestGeminisAnswersReachThePersonThroughTheWholeStack(t *testing.T) {
	t.Parallel()
	gemini := geminitest.New(t,
		geminitest.Text("Hello from afar, in pieces.", geminitest.Usage{Prompt: 120, Candidates: 9, Thoughts: 3}),
		geminitest.PromptBlocked("SAFETY", geminitest.Usage{Prompt: 15}),
		geminitest.RateLimited(10*time.Millisecond),
		geminitest.Text("After a moment.", geminitest.Usage{Prompt: 30, Candidates: 3}),
		geminitest.Stream(geminitest.Chunk("Half of "), geminitest.Cut()),
		geminitest.Text("All of it.", geminitest.Usage{Prompt: 30, Candidates: 4}),
	)
	s := serveFunction(t, "allymessages", modelAt(gemini.URL)...)

	events := s.stream(s.ally, "Hello Gemini", "streamed")
	done, told := events.until("done")
	events.ends()
	var sent allytest.Sent
	must(t, json.Unmarshal(done, &sent))
	stored := s.reply(sent.AllyMessageID)
	if told != "Hello from afar, in pieces." || stored.Content != told || stored.Model != "gemini-2.5-flash" || stored.Finish != "complete" {
		t.Errorf("told %q, stored %+v", told, stored)
	}
	if used := stored.ContextUsed.TokensUsed; used.Input != 120 || used.Output != 12 || used.Total != 132 {
		t.Errorf("tokens %+v", used)
	}

	blocked := s.reply(s.send(s.ally, "Something that is blocked", "blocked").AllyMessageID)
	if blocked.Finish != "blocked" || blocked.Status != "completed" || blocked.Content == "" || blocked.ContextUsed.TokensUsed.Input != 15 {
		t.Errorf("blocked: %+v", blocked)
	}

	if got := s.send(s.ally, "Busy?", "limited"); got.Response != "After a moment." {
		t.Errorf("after 429: %+v", got)
	}

	problem := s.sendFails(http.StatusBadGateway, s.ally, "Will it break?", "cut")
	if problem.Code != "model_cut" || problem.RetryKey != "cut" || strings.Contains(problem.Error, "127.0.0.1") {
		t.Errorf("cut off: %+v", problem)
	}
	again := s.send(s.ally, "Will it break?", problem.RetryKey)
	if again.Response != "All of it." || len(find(s.messages(s.ally), func(m allytest.Message) bool { return m.InReplyTo == again.UserMessageID })) != 1 {
		t.Errorf("sent again: %+v", again)
	}
	requests := gemini.Requests()
	if first := requests[0]; first.Model != "gemini-2.5-flash" || !strings.HasSuffix(first.Question(), "Hello Gemini") || first.Header.Get("X-Goog-Api-Key") != "none" {
		t.Errorf("asked %+v", first)
	}
	s.end(syscall.SIGTERM)
}

// reply gives a reply as it is stored.
func (s served) reply(id string) allytest.Message {
	s.client.t.Helper()
	found := find(s.messages(s.ally), func(m allytest.Message) bool { return m.ID == id })
	if len(found) != 1 {
		s.client.t.Fatalf("%d messages %s", len(found), id)
	}
	return found[0]
}

func TestServeRefusesAWrongEnvironmentByItsVariablesName(t *testing.T) {
	t.Parallel()
	right := []string{"GOOGLE_CLOUD_PROJECT=demo-ally", "ENVIRONMENT_NAME=production", "JWT_SECRET=the-classic-systems-own", "ALLY_MODEL=local"}
	for _, tc := range []struct{ wrong, name string }{
		{"GOOGLE_CLOUD_PROJECT=", "GOOGLE_CLOUD_PROJECT"},
		{"JWT_SECRET=", "JWT_SECRET"},
		{"ENVIRONMENT_NAME=prod", "ENVIRONMENT_NAME"},
		{"ENABLE_ALLY_BETA=perhaps", "ENABLE_ALLY_BETA"},
		{"ALLY_MODEL=parrot", "ALLY_MODEL"},
		{"FIRESTORE_EMULATOR_HOST=127.0.0.1:1", "FIRESTORE_EMULATOR_HOST"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			refuses(t, append(append([]string{}, right...), tc.wrong), []string{"serve", "allyflags"}, tc.name)
		})
	}
	t.Run("a port that is taken", func(t *testing.T) {
		t.Parallel()
		port := taken(t)
		environ := []string{"GOOGLE_CLOUD_PROJECT=demo-ally", "ENVIRONMENT_NAME=localhost", "FIRESTORE_EMULATOR_HOST=127.0.0.1:1", "PORT=" + port}
		refuses(t, environ, []string{"serve", "allyflags"}, "allyflags", port, "already in use")
	})
	t.Run("a function that does not exist", func(t *testing.T) {
		t.Parallel()
		refuses(t, nil, []string{"serve", "allynothing"}, `"allynothing"`, "allymessages")
	})
}
