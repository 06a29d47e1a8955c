package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestDevRefusesWhatItCannotUseInOneSentence(t *testing.T) {
	t.Parallel()
	used, emulatorPort := taken(t), free(t)
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, []byte("no folder"), 0o600))
	damaged := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(damaged, "snapshot-000001"), 0o755))
	must(t, os.WriteFile(filepath.Join(damaged, "snapshot-000001", "manifest.json"), []byte("{"), 0o600))

	for name, tc := range map[string]struct {
		environ, args, parts []string
	}{
		"a port that is taken":             {nil, []string{"--port=" + used}, []string{"port " + used + " is taken", "--port"}},
		"no port":                          {nil, []string{"--port=99999"}, []string{"99999"}},
		"an emulator's port that is taken": {nil, []string{"--emulator-port=" + used}, []string{used, "the port is in use"}},
		"no Java":                          {[]string{"PATH=" + t.TempDir(), "JAVA_HOME="}, nil, []string{"needs Java 11 or newer", "install one"}},
		"data that is no folder":           {nil, []string{"--data=" + file}, []string{file, "is not a folder"}},
		"data that is damaged":             {nil, []string{"--data=" + damaged}, []string{damaged, "damaged", "--fresh"}},
		"a flag that is no yes or no":      {[]string{"ENABLE_ALLY_BETA=perhaps"}, nil, []string{"ENABLE_ALLY_BETA"}},
		"a model that does not exist":      {[]string{"ALLY_MODEL=parrot"}, nil, []string{"ALLY_MODEL", "gemini or local"}},
		"an origin that is none":           {[]string{"ALLY_ALLOWED_ORIGINS=example.com"}, nil, []string{"ALLY_ALLOWED_ORIGINS"}},
		"a secret's name for a secret":     {[]string{"JWT_SECRET=projects/1/secrets/jwt/versions/latest"}, nil, []string{"JWT_SECRET"}},
		"an emulator that does not answer": {[]string{"FIRESTORE_EMULATOR_HOST=127.0.0.1:" + emulatorPort}, nil, []string{"FIRESTORE_EMULATOR_HOST", "no emulator answers"}},
		"words that mean nothing":          {nil, []string{"now"}, []string{`"now"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"dev", "--no-web", "--port=0", "--data=" + t.TempDir()}, tc.args...)
			refuses(t, tc.environ, args, tc.parts...)
		})
	}
}

func TestDamagedDataIsForgottenOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	damaged := t.TempDir()
	manifest := filepath.Join(damaged, "snapshot-000001", "manifest.json")
	must(t, os.MkdirAll(filepath.Dir(manifest), 0o755))
	must(t, os.WriteFile(manifest, []byte("{"), 0o600))
	refuses(t, nil, []string{"dev", "--no-web", "--port=0", "--data=" + damaged}, "damaged")
	if content, err := os.ReadFile(manifest); err != nil || string(content) != "{" {
		t.Errorf("a refusal changed the data: %q, %v", content, err)
	}
}

func TestDevEndsWhenItsEmulatorDoes(t *testing.T) {
	t.Parallel()
	emulatorPort := free(t)
	x := launch(t, nil, "dev", "--no-web", "--port=0", "--emulator-port="+emulatorPort, "--data="+t.TempDir())
	x.address()
	answer, err := http.Post("http://127.0.0.1:"+emulatorPort+"/shutdown", "", nil)
	must(t, err)
	_ = answer.Body.Close()
	if status := x.status(); status != 1 {
		t.Errorf("status %d", status)
	}
	if told := x.stderr.String(); strings.Count(told, "ended by itself") != 1 || !strings.Contains(told, "ally: ") {
		t.Errorf("it says %q", told)
	}
}

func TestCtrlCWhileItStartsIsAnOrdinaryEnd(t *testing.T) {
	t.Parallel()
	emulatorPort := free(t)
	x := launch(t, nil, "dev", "--no-web", "--port=0", "--emulator-port="+emulatorPort, "--data="+t.TempDir())
	eventually(t, "the emulator's start", func() bool { return strings.Contains(x.stderr.String(), "Starting the Firestore emulator") })
	x.end(syscall.SIGINT)
	if x.stdout.String() != "" || !vacant(emulatorPort) {
		t.Errorf("it printed %q; the emulator is gone: %v", &x.stdout, vacant(emulatorPort))
	}
}
