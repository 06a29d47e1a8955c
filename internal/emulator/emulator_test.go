package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/emulator/emulatortest"
)

func TestAnEmulatorServesFromStartToStop(t *testing.T) {
	rules := filepath.Join(t.TempDir(), "firestore.rules")
	const nobody = "rules_version = '2';\nservice cloud.firestore { match /databases/{d}/documents { match /{p=**} { allow read: if false; } } }\n"
	if err := os.WriteFile(rules, []byte(nobody), 0o600); err != nil {
		t.Fatal(err)
	}
	e := start(t, emulator.Options{Rules: rules})
	c := connect(t, e, "p-rules")
	write(t, c, "notes/1", "past the rules")
	if got := read(t, c, "notes/1"); got != "past the rules" {
		t.Errorf("read %v", got)
	}
	res, err := http.Get("http://" + e.Addr() + "/v1/projects/p-rules/databases/(default)/documents/notes/1")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("a stranger gets %s, want 403 by the rules", res.Status)
	}
	for range 2 {
		if err := e.Stop(limited(t)); err != nil {
			t.Errorf("stop: %v", err)
		}
	}
	<-e.Done()
	if err := e.Err(); err != nil {
		t.Errorf("err after stop: %v", err)
	}
	if conn, err := net.Dial("tcp", e.Addr()); err == nil {
		_ = conn.Close()
		t.Errorf("something still listens on %s", e.Addr())
	}
}

func TestATakenPortIsNamed(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	port := listener.Addr().(*net.TCPAddr).Port
	_, err = emulator.Start(limited(t), emulator.Options{Port: port})
	if !errors.Is(err, emulator.ErrPort) || !strings.Contains(err.Error(), fmt.Sprintf("127.0.0.1:%d", port)) {
		t.Errorf("error %v", err)
	}
}

func TestWithoutJavaTheErrorSaysWhatToInstall(t *testing.T) {
	t.Setenv("PATH", "")
	t.Setenv("JAVA_HOME", "")
	_, err := emulator.Start(limited(t), emulator.Options{})
	if !errors.Is(err, emulator.ErrJava) || !strings.Contains(err.Error(), "install") {
		t.Errorf("error %v", err)
	}
}

func TestRulesThatDoNotCompileAreRefusedWithTheirPlace(t *testing.T) {
	t.Parallel()
	rules := filepath.Join(t.TempDir(), "firestore.rules")
	if err := os.WriteFile(rules, []byte("rules_version = '2';\nservice cloud.firestore {\n  match /x/{ \n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := emulator.Start(limited(t), emulator.Options{Rules: rules})
	if !errors.Is(err, emulator.ErrRules) || !strings.Contains(err.Error(), rules+":") {
		t.Errorf("error %v", err)
	}
	t.Log(err)
}

func TestRulesThatAreMissingAreNamed(t *testing.T) {
	t.Parallel()
	rules := filepath.Join(t.TempDir(), "none.rules")
	_, err := emulator.Start(limited(t), emulator.Options{Rules: rules})
	if !errors.Is(err, emulator.ErrRules) || !strings.Contains(err.Error(), rules) {
		t.Errorf("error %v", err)
	}
}

func TestStoppingSomebodyElsesEmulatorLeavesItRunning(t *testing.T) {
	t.Parallel()
	theirs := emulatortest.WithEvents(t).Emulator
	connected := emulator.Connect(theirs.Addr())
	if err := connected.Stop(context.Background()); err != nil {
		t.Error(err)
	}
	write(t, connect(t, theirs, emulatortest.Project(t)), "notes/1", "still there")
}

func TestAClientReachesItsEmulatorWhateverTheEnvironmentSays(t *testing.T) {
	e := emulatortest.WithEvents(t).Emulator
	t.Setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
	c := connect(t, e, emulatortest.Project(t))
	write(t, c, "notes/1", "here")
	if got := read(t, c, "notes/1"); got != "here" {
		t.Errorf("read %v", got)
	}
}

func TestClearingAProjectLeavesTheOthers(t *testing.T) {
	t.Parallel()
	e := emulatortest.WithEvents(t).Emulator
	one, two := emulatortest.Project(t), emulatortest.Project(t)
	first, second := connect(t, e, one), connect(t, e, two)
	write(t, first, "notes/1", "gone")
	write(t, second, "notes/1", "kept")
	if err := e.Clear(limited(t), one); err != nil {
		t.Fatal(err)
	}
	if docs, err := first.Collection("notes").Documents(limited(t)).GetAll(); err != nil || len(docs) != 0 {
		t.Errorf("%d documents left, %v", len(docs), err)
	}
	if got := read(t, second, "notes/1"); got != "kept" {
		t.Errorf("read %v", got)
	}
}
