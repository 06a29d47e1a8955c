package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"getaifactory.com/ally/functions"
	"getaifactory.com/ally/internal/deployment"
)

// plans is what all plans print, made once.
var plans struct {
	sync.Once
	text string
}

// planned gives the commands of all plans that begin with the program's name.
func planned(t *testing.T, program string) []string {
	t.Helper()
	plans.Do(func() { plans.text = everyPlan(t) })
	var lines []string
	for line := range strings.Lines(plans.text) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, program+" ") {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func everyPlan(t *testing.T) string {
	t.Helper()
	s := newSite(t)
	s.set("URL_MAP", "chat")
	s.set("CLASSIC_SERVICE", "chat")
	var out strings.Builder
	plan := func(command string) {
		text, told, err := s.try(s.named(append([]string{"plan"}, strings.Fields(command)...)...)...)
		if err != nil {
			t.Fatalf("plan %s: %v\n%s", command, err, told)
		}
		out.WriteString(text)
	}
	for _, command := range []string{"", "rollback archive", "rollback frontend"} {
		plan(command)
	}
	for _, road := range []string{"balancer", "proxy"} {
		s.set("FRONTEND_ROAD", road)
		plan("rollback frontend")
		plan("rollback frontend --undo")
	}
	out.WriteString(strings.Join(deployment.Backends(functions.All, deployment.Balancer{Project: s.project, Region: "us-central1"}), "\n"))
	return out.String()
}

// alone is an environment without anybody's account, and without a way out.
func alone(t *testing.T) []string {
	home := t.TempDir()
	return []string{
		"HOME=" + home, "XDG_CONFIG_HOME=" + home, "PATH=" + os.Getenv("PATH"), "CLOUDSDK_CONFIG=" + home,
		"CLOUDSDK_CORE_DISABLE_PROMPTS=1", "CLOUDSDK_CORE_CHECK_GCE_METADATA=false", "NO_GCE_CHECK=true", "CI=true",
		"HTTPS_PROXY=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9", "http_proxy=http://127.0.0.1:9",
	}
}

// missing skips, or fails where CI must have it.
func missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

func TestEveryGcloudCommandOfAPlanIsAcceptedByItsParser(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("gcloud")
	if err != nil {
		missing(t, "the Google Cloud SDK is not installed")
	}
	program, err = filepath.EvalSymlinks(program)
	must(t, err)
	sdk := filepath.Dir(filepath.Dir(program))
	python := filepath.Join(sdk, "platform/bundledpythonunix/bin/python3")
	if _, err := os.Stat(python); err != nil {
		python = "python3"
	}
	if _, err := os.Stat(filepath.Join(sdk, "lib/googlecloudsdk")); err != nil {
		missing(t, "gcloud is not from a Google Cloud SDK whose parser can be loaded: "+sdk)
	}
	lines := append(planned(t, "gcloud"), "gcloud functions deploy allyflags --gen2 --no-such-flag", "gcloud scheduler jobs create http allysweep")
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	run := exec.CommandContext(ctx, python, "testdata/gcloud_parse.py", sdk)
	run.Env, run.Stdin = alone(t), strings.NewReader(strings.Join(lines, "\n")+"\n")
	var told bytes.Buffer
	run.Stderr = &told
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &told)
	}
	statuses := strings.Fields(string(out))
	if len(statuses) != len(lines) || len(lines) < 50 {
		t.Fatalf("%d answers to %d commands", len(statuses), len(lines))
	}
	for i, line := range lines {
		want := "1"
		if i >= len(lines)-2 {
			want = "2" // the parser tells a wrong one
		}
		if statuses[i] != want {
			t.Errorf("status %s, not %s: %s", statuses[i], want, line)
		}
	}
}

func TestEveryFirebaseCommandOfAPlanIsAcceptedByItsParser(t *testing.T) {
	t.Parallel()
	program, err := filepath.Abs("../../deploy/node_modules/.bin/firebase")
	must(t, err)
	if _, err := os.Stat(program); err != nil {
		missing(t, "the Firebase CLI is not installed: npm ci --prefix deploy")
	}
	folder := t.TempDir()
	for _, name := range []string{"firestore.rules", "firestore.indexes.json", "firebase.json"} {
		content, err := projectFile(name)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(folder, name), content, 0o600))
	}
	lines := planned(t, "firebase")
	if len(lines) != 4 {
		t.Fatalf("%q", lines)
	}
	for _, line := range append(lines, "firebase deploy --only hosting --no-such-flag") {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			args := strings.Fields(line)[1:]
			for i := 1; i < len(args); i++ {
				if args[i-1] == "--config" {
					args[i] = "firebase.json"
				}
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			run := exec.CommandContext(ctx, program, args...)
			run.Dir, run.Env = folder, alone(t)
			out, err := run.CombinedOutput()
			// What is accepted fails only for want of an account.
			accepted := strings.Contains(string(out), "Failed to authenticate")
			if wrong := strings.Contains(line, "--no-such-flag"); err == nil || accepted == wrong {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}
