package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/rules"
)

// The stand-ins note how they are called. What is there is told by files beside
// them: all that gcloud may be asked to describe, an account's roles, the indexes.
const (
	fakeGcloud = `#!/bin/sh
printf 'gcloud %s\n' "$*" >>"$STANDIN/calls"
case "$*" in
  *' describe '*) [ -f "$STANDIN/exists" ] ;;
  *get-iam-policy*) cat "$STANDIN/roles" 2>/dev/null || true ;;
  'auth print-access-token') echo owner ;;
esac
`
	fakeFirebase = `#!/bin/sh
printf 'firebase %s\n' "$*" >>"$STANDIN/calls"
case "$*" in
  firestore:indexes*) cat "$STANDIN/live.indexes.json" ;;
  *firestore:rules*) cp "$STANDIN/work/firestore.rules" "$STANDIN/live.rules" ;;
esac
`
	fakeNpm = `#!/bin/sh
printf 'npm %s\n' "$*" >>"$STANDIN/calls"
`
	classicRules = "rules_version = '2';\nservice cloud.firestore {\n  match /databases/{database}/documents {\n" +
		"    match /users/{user} { allow read: if true; } // }\n  }\n}"
)

// site is a place to deploy from, with stand-ins for the programs that would
// reach Google.
type site struct {
	t       *testing.T
	folder  string
	project string
	environ []string
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, folder: t.TempDir(), project: "your-staging-project"}
	for name, text := range map[string]string{"gcloud": fakeGcloud, "firebase": fakeFirebase, "npm": fakeNpm} {
		must(t, os.MkdirAll(filepath.Join(s.folder, "bin"), 0o755))
		must(t, os.WriteFile(filepath.Join(s.folder, "bin", name), []byte(text), 0o755))
	}
	example, err := os.ReadFile("../../deploy/staging.env.example")
	must(t, err)
	s.put("env", string(example))
	return s
}

func (s *site) put(name, text string) {
	s.t.Helper()
	must(s.t, os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o600))
}

func (s *site) get(name string) string {
	text, _ := os.ReadFile(filepath.Join(s.folder, name)) // what is missing is empty
	return string(text)
}

// set changes a setting.
func (s *site) set(name, value string) {
	s.t.Helper()
	var lines []string
	for line := range strings.Lines(s.get("env")) {
		if !strings.HasPrefix(line, name+"=") {
			lines = append(lines, line)
		}
	}
	s.put("env", strings.Join(lines, "")+name+"="+value+"\n")
}

// try runs deploy.sh with options as they are.
func (s *site) try(args ...string) (stdout, stderr string, err error) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), limit)
	defer cancel()
	run := exec.CommandContext(ctx, "../../deploy.sh", args...)
	run.Env = append(environment("ALLY_TOOL="+os.Args[0], "STANDIN="+s.folder), s.environ...)
	run.Env = append(run.Env, "PATH="+filepath.Join(s.folder, "bin")+":"+os.Getenv("PATH"))
	var out, told bytes.Buffer
	run.Stdout, run.Stderr = &out, &told
	err = run.Run()
	return out.String(), told.String(), err
}

func (s *site) named(args ...string) []string {
	return append([]string{
		"--env", filepath.Join(s.folder, "env"), "--project", s.project,
		"--work", filepath.Join(s.folder, "work"), "--base", filepath.Join(s.folder, "base.rules"),
	}, args...)
}

// do runs a command that must succeed, and gives what it called.
func (s *site) do(args ...string) []string {
	s.t.Helper()
	s.put("calls", "")
	if _, told, err := s.try(s.named(args...)...); err != nil {
		s.t.Fatalf("%v: %v\n%s", args, err, told)
	}
	return s.calls()
}

// refuses runs a command that must fail, say this, and deploy nothing.
func (s *site) refuses(part string, args ...string) {
	s.t.Helper()
	s.put("calls", "")
	_, told, err := s.try(args...)
	if err == nil || !strings.Contains(told, part) {
		s.t.Errorf("%v: %v, and it says %q without %q", args, err, told, part)
	}
	for _, call := range s.calls() {
		if strings.Contains(call, "deploy") || strings.Contains(call, "add-") || strings.Contains(call, "delete") {
			s.t.Errorf("%v changed something: %s", args, call)
		}
	}
}

func (s *site) calls() []string { return strings.Split(strings.TrimSpace(s.get("calls")), "\n") }

// with gives the calls that have all parts; nil for none.
func with(calls []string, parts ...string) (found []string) {
	for _, call := range calls {
		if !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(call, part) }) {
			found = append(found, call)
		}
	}
	return found
}

func TestDeployRefusesWhatIsNotNamedExactly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	env := filepath.Join(s.folder, "env")
	s.refuses("--env", "--project", s.project, "apply")
	s.refuses("none is guessed", "--env", env, "apply")
	s.refuses("your-staging-project", "--env", env, "--project", "another-project", "apply")
	s.refuses("no file", "--env", env+".missing", "--project", s.project, "apply")
	s.refuses("no option --force", "--env", env, "--project", s.project, "--force", "apply")
	s.refuses("no function allynothing", s.named("apply", "allynothing")...)
	s.refuses("no command destroy", s.named("destroy")...)
	s.refuses("expected: rollback", s.named("rollback", "everything")...)
	s.refuses("document", s.named("rollback", "user", "../organizations/x")...)
	for _, tc := range []struct{ name, value, part string }{
		{"ALLY_TYPO", "1", "nothing reads ALLY_TYPO"},
		{"ALLY_LINK_HOSTS", `"quoted"`, "ALLY_LINK_HOSTS is taken as it stands"},
		{"ALLY_LINK_HOSTS", "a;b", "ALLY_LINK_HOSTS is taken as it stands"},
		{"SECRET_JWT_SECRET", "", "no SECRET_JWT_SECRET"},
		{"SECRET_JWT_SECRET", "jwt-secret", "its version"},
		{"DATABASE_LOCATION", "", "no DATABASE_LOCATION"},
	} {
		s := newSite(t)
		s.set(tc.name, tc.value)
		s.refuses(tc.part, s.named("apply", "allyflags")...)
	}
	h := newSite(t)
	h.set("HOSTING_SITE", "")
	h.refuses("no HOSTING_SITE", h.named("hosting")...)
}

func TestAnEnvironmentFileIsReadAndNeverRun(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.set("ALLY_LINK_HOSTS", "$(touch "+filepath.Join(s.folder, "ran")+")`id`")
	calls := s.do("apply", "allyflags")
	if _, err := os.Stat(filepath.Join(s.folder, "ran")); err == nil || len(with(calls, "$(touch")) == 0 {
		t.Errorf("it was run: %v", calls)
	}
}

func TestApplyingAgainMakesNothingTwiceAndPlanToldItAll(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	chosen := []string{"allyflags", "allysweep", "allywelcome"}
	first := s.do(append([]string{"apply"}, chosen...)...)
	s.put("exists", "")
	second := s.do(append([]string{"apply"}, chosen...)...)
	if made := with(second, " create "); len(made) != 0 || len(with(first, " create ")) != 4 {
		t.Errorf("made at first %q, and again %q", with(first, " create "), made)
	}
	if a, b := with(first, " functions deploy "), with(second, " functions deploy "); !slices.Equal(a, b) || len(a) != 3 {
		t.Errorf("deployed first\n%s\nthen\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
	planned := s.plan(append([]string{"apply"}, chosen...)...)
	for _, call := range append(first, second...) {
		if !slices.Contains(planned, call) {
			t.Errorf("not in the plan: %s", call)
		}
		if strings.Contains(call, "--force") {
			t.Errorf("forced: %s", call)
		}
	}
	at := -1
	for _, part := range []string{
		"services enable", "service-accounts describe allyflags@", "service-accounts create allyflags", "add-iam-policy-binding your-staging-project",
		"secrets add-iam-policy-binding jwt-secret", "functions deploy allyflags", "functions deploy allysweep", "add-invoker-policy-binding allysweep",
		"scheduler jobs create http allysweep", "functions deploy allywelcome", "add-invoker-policy-binding allywelcome",
	} {
		next := slices.IndexFunc(first, func(call string) bool { return strings.Contains(call, part) })
		if next <= at {
			t.Errorf("%q is call %d, after call %d", part, next, at)
		}
		at = next
	}
}

func TestAFunctionIsDeployedWithWhatItDeclares(t *testing.T) {
	t.Parallel()
	planned := newSite(t).plan("apply")
	if len(with(planned, " functions deploy ")) != len(functions.All) {
		t.Errorf("not all are deployed: %q", planned)
	}
	for name, parts := range map[string][]string{
		"allyflags":    {"--memory=256Mi", "--timeout=15s", "--concurrency=80", "--allow-unauthenticated", "--min-instances=0 --max-instances=5", "--trigger-http"},
		"allysweep":    {"--no-allow-unauthenticated", "--max-instances=1", "--trigger-http", "--timeout=300s", "--concurrency=1"},
		"allymessages": {"--memory=512Mi", "--set-secrets=JWT_SECRET=jwt-secret:latest", "ENABLE_ALLY_BETA=true"},
		"allywelcome": {
			"--retry", "--trigger-location=us-central1", "--trigger-event-filters=database=(default)",
			"--trigger-event-filters-path-pattern=document=ally_messages/{id}", "--trigger-service-account=allywelcome@", "--concurrency=1",
		},
	} {
		parts = append(parts, "functions deploy "+name+" ", "--service-account="+name+"@your-staging-project.", "--gen2", "--runtime=go126", "--entry-point="+name)
		if len(with(planned, parts...)) != 1 {
			t.Errorf("%s is not deployed with all of %q: %q", name, parts, with(planned, "functions deploy "+name+" "))
		}
	}
}

func TestEachAccountMayDoWhatItsFunctionDeclaresAndNoMore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	planned := s.plan("apply")
	for _, f := range functions.All {
		want := []string{"roles/datastore.viewer"}
		if len(f.Writes) > 0 {
			want[0] = "roles/datastore.user"
		}
		if f.Model {
			want = append(want, "roles/aiplatform.user")
		}
		if f.Trigger != nil {
			want = append(want, "roles/eventarc.eventReceiver")
		}
		var got []string
		for _, call := range with(planned, "projects add-iam-policy-binding", "serviceAccount:"+f.Name+"@") {
			_, role, _ := strings.Cut(call, "--role=")
			role, _, _ = strings.Cut(role, " ")
			got = append(got, role)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s gets %v, not %v", f.Name, got, want)
		}
		if signs := with(planned, "serviceAccountTokenCreator", f.Name+"@"); (len(signs) == 1) != (f.Signer != nil) {
			t.Errorf("%s may sign: %q", f.Name, signs)
		}
	}

	s.set("SECRET_GOOGLE_AI_API_KEY", "gemini-key:3")
	planned = s.plan("apply")
	if with(planned, "aiplatform") != nil {
		t.Errorf("with a key: %q", with(planned, "aiplatform"))
	}
	for _, f := range functions.All {
		declared := slices.Contains(f.Secrets, "GOOGLE_AI_API_KEY")
		read := with(planned, "secrets add-iam-policy-binding gemini-key ", "serviceAccount:"+f.Name+"@")
		mounted := with(planned, "functions deploy "+f.Name+" ", "GOOGLE_AI_API_KEY=gemini-key:3")
		if (len(read) == 1) != declared || (len(mounted) == 1) != declared {
			t.Errorf("%s reads the key: %q %q", f.Name, read, mounted)
		}
	}

	s.put("roles", "roles/datastore.viewer\nroles/owner\n")
	calls := s.do("apply", "allyinputs")
	if taken := with(calls, "remove-iam-policy-binding"); len(taken) != 1 || !strings.Contains(taken[0], "roles/owner") || with(calls, "projects add-iam") != nil {
		t.Errorf("%q", calls)
	}
}

// plan gives the commands of a plan, without quotes, as a program gets them.
func (s *site) plan(args ...string) []string {
	s.t.Helper()
	s.put("calls", "")
	out, told, err := s.try(s.named(append([]string{"plan"}, args...)...)...)
	if err != nil {
		s.t.Fatalf("plan: %v\n%s", err, told)
	}
	if calls := s.get("calls"); calls != "" {
		s.t.Fatalf("a plan called %s", calls)
	}
	var commands []string
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "#") {
			commands = append(commands, strings.TrimSpace(strings.ReplaceAll(line, "'", "")))
		}
	}
	return commands
}

// liveRules serves the ruleset in the file live.rules as the Firebase Rules API does.
func (s *site) liveRules() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer owner" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if strings.HasSuffix(r.URL.Path, "/releases/cloud.firestore") {
			fmt.Fprintf(w, "{\n  \"name\": \"projects/%[1]s/releases/cloud.firestore\",\n  \"rulesetName\": \"projects/%[1]s/rulesets/r1\"\n}", s.project)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"source": map[string]any{"files": []any{map[string]any{"name": "firestore.rules", "content": s.get("live.rules")}}}})
	}))
	s.t.Cleanup(server.Close)
	s.environ = append(s.environ, "ALLY_RULES_API="+server.URL)
}

func TestRulesAreDeployedOnlyOverWhatWasLookedAt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.liveRules()
	s.put("live.rules", classicRules)
	s.refuses("record it with the command base", s.named("rules")...)
	s.do("base")
	if s.get("base.rules") != classicRules {
		t.Fatalf("recorded %q", s.get("base.rules"))
	}

	if deploys := with(s.do("rules"), "firebase deploy"); len(deploys) != 1 || strings.Contains(deploys[0], "--force") {
		t.Errorf("%q", deploys)
	}
	merged := s.get("live.rules")
	if back, err := rules.Remove(merged); err != nil || back != classicRules || !strings.Contains(merged, rules.Begin) {
		t.Errorf("live is now\n%s", merged)
	}
	if deploys := with(s.do("rules"), "firebase deploy"); len(deploys) != 0 {
		t.Errorf("deployed again: %q", deploys)
	}

	s.put("live.rules", strings.Replace(merged, "if true", "if false", 1))
	s.refuses("changed since", s.named("rules")...)
	s.refuses("changed since", s.named("rollback", "archive")...)
	s.do("base")
	s.do("rules")
}

func TestIndexesAreAddedToTheLiveOnes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.put("live.indexes.json", `{"indexes": [{"collectionGroup": "messages", "queryScope": "COLLECTION", "fields": []}],
		"fieldOverrides": [{"collectionGroup": "ally_messages", "fieldPath": "content", "ttl": false, "indexes": []}]}`)
	calls := s.do("indexes")
	if len(with(calls, "firebase deploy --only firestore:indexes")) != 1 || len(with(calls, "--force")) != 0 {
		t.Errorf("%q", calls)
	}
	merged := s.get("work/firestore.indexes.json")
	for _, part := range []string{`"messages"`, `"ally_messages"`, `"ttl": true`} {
		if !strings.Contains(merged, part) {
			t.Errorf("deployed without %s: %s", part, merged)
		}
	}
}

func TestArchivingDeletesFunctionsAndJobsClosesTheDataAndKeepsIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.liveRules()
	s.put("live.rules", classicRules)
	s.do("base")
	s.put("exists", "")
	calls := s.do("rollback", "archive")
	if got := len(with(calls, "functions delete ")); got != len(functions.All) {
		t.Errorf("%d functions are deleted: %q", got, calls)
	}
	if len(with(calls, "scheduler jobs delete allysweep")) != 1 || with(calls, "firestore delete") != nil || with(calls, "secrets") != nil {
		t.Errorf("%q", calls)
	}
	if slices.IndexFunc(calls, func(c string) bool { return strings.Contains(c, "firestore:rules") }) > slices.IndexFunc(calls, func(c string) bool { return strings.Contains(c, " delete ") }) {
		t.Errorf("the data is closed after the functions are gone: %q", calls)
	}
	for _, f := range functions.All {
		for _, collection := range f.Writes {
			if !strings.HasPrefix(collection, "ally_") {
				continue // the classic system's, of which only additive fields are
			}
			if !strings.Contains(s.get("live.rules"), "match /"+collection+"/{document=**} {\n      allow read, write: if false;") {
				t.Errorf("%s is not closed", collection)
			}
		}
	}
	must(t, os.Remove(filepath.Join(s.folder, "exists")))
	if again := s.do("rollback", "archive"); with(again, " delete ") != nil || with(again, "firebase deploy") != nil {
		t.Errorf("archived again: %q", again)
	}
}

func TestVerifyTellsWhatIsNotAsItShouldBe(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	open := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		switch {
		case strings.HasPrefix(r.URL.Path, "/ally") && !open:
			w.WriteHeader(http.StatusForbidden)
		case r.URL.Path == "/api/ally/conversations" && r.Header.Get("Cookie") != "__session=token":
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	t.Cleanup(server.Close)
	s.set("PUBLIC_URL", server.URL)
	s.environ = []string{"ALLY_FUNCTIONS_URL=" + server.URL}
	s.refuses("whose session", s.named("verify")...)
	s.environ = append(s.environ, "ALLY_COOKIE=token")
	s.do("verify")
	open = true
	closed := 0
	for _, f := range functions.All {
		if f.Route == "" {
			closed++ // Eventarc's and Cloud Scheduler's alone
		}
	}
	s.refuses(fmt.Sprintf("%d of these are not as they should be", closed), s.named("verify")...)
	server.Close()
	s.refuses("no answer", s.named("verify")...)
}
