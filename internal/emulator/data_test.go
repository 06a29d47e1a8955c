package emulator_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/emulator/emulatortest"
)

func TestDocumentsSurviveARestart(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "data")
	o := emulator.Options{Data: folder, Project: "p-kept"}
	e := start(t, o)
	write(t, connect(t, e, "p-kept"), "notes/1", "kept")
	if _, err := emulator.Start(limited(t), o); !errors.Is(err, emulator.ErrData) {
		t.Errorf("a second emulator on the folder: %v, want ErrData", err)
	}
	if err := e.Stop(limited(t)); err != nil {
		t.Fatal(err)
	}
	halfway := filepath.Join(folder, "snapshot-000099.unfinished")
	if err := os.MkdirAll(filepath.Join(halfway, "documents"), 0o755); err != nil {
		t.Fatal(err)
	}
	var told []string
	o.Log = func(format string, args ...any) { told = append(told, fmt.Sprintf(format, args...)) }
	again := start(t, o)
	if got := read(t, connect(t, again, "p-kept"), "notes/1"); got != "kept" {
		t.Errorf("read %v", got)
	}
	if _, err := os.Stat(halfway); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a save that a crash cut short is still there: %v", err)
	}
	if !strings.Contains(strings.Join(told, " "), "Loading the documents saved in "+folder) {
		t.Errorf("told %q", told)
	}
}

// childFolder is set in a copy of this test program that runs child.
const childFolder = "EMULATOR_TEST_CHILD_FOLDER"

// child starts an emulator, writes a document, says when it is saved, and waits
// to be killed.
func child(folder string) int {
	ctx := context.Background()
	saved := make(chan struct{}, 1)
	e, err := emulator.Start(ctx, emulator.Options{
		Data: folder, Project: "p-killed", SaveAfter: time.Millisecond,
		Saved: func() {
			select {
			case saved <- struct{}{}:
			default:
			}
		},
	})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	c, err := e.Client(ctx, "p-killed")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	if _, err := c.Doc("notes/1").Set(ctx, map[string]any{"text": "kept"}); err != nil {
		fmt.Println(err)
		return 1
	}
	<-saved
	fmt.Println(e.Addr())
	_, _ = io.Copy(io.Discard, os.Stdin)
	return 1
}

func TestDocumentsSurviveTheKillOfTheirProcessAndTheEmulatorDoesNot(t *testing.T) {
	folder := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+folder)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	addr := strings.TrimSpace(line)
	var conn net.Conn
	if err == nil {
		conn, err = net.Dial("tcp", addr)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // it was killed
	if err != nil {
		t.Fatalf("the child said %q: %v", line, err)
	}
	defer conn.Close()
	// The connection breaks when the emulator ends.
	if err := conn.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal("the emulator outlives the process that started it")
	}
	e := start(t, emulator.Options{Data: folder, Project: "p-killed"})
	if got := read(t, connect(t, e, "p-killed"), "notes/1"); got != "kept" {
		t.Errorf("read %v", got)
	}
}

// saved gives a data folder with one snapshot that a real emulator wrote.
func saved(t *testing.T) string {
	t.Helper()
	e, project, folder := emulatortest.WithEvents(t).Emulator, emulatortest.Project(t), t.TempDir()
	write(t, connect(t, e, project), "notes/1", "kept")
	if err := e.Export(limited(t), project, filepath.Join(folder, "snapshot-000001")); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestAnExportCanBeImportedIntoAnotherProject(t *testing.T) {
	t.Parallel()
	e, from, to := emulatortest.WithEvents(t).Emulator, emulatortest.Project(t), emulatortest.Project(t)
	write(t, connect(t, e, from), "notes/1", "kept")
	dir := filepath.Join(t.TempDir(), "copy")
	if err := e.Export(limited(t), from, dir); err != nil {
		t.Fatal(err)
	}
	if err := e.Export(limited(t), from, dir); !errors.Is(err, os.ErrExist) {
		t.Errorf("export over an export: %v, want ErrExist", err)
	}
	target := connect(t, e, to)
	write(t, target, "notes/2", "was there before")
	if err := e.Import(limited(t), to, dir); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"notes/1": "kept", "notes/2": "was there before"} {
		if got := read(t, target, path); got != want {
			t.Errorf("%s is %v, want %q", path, got, want)
		}
	}
}

func TestDamagedDataIsRefusedAndLeftAsItIs(t *testing.T) {
	t.Parallel()
	snapshot := func(folder string, rest ...string) string {
		return filepath.Join(append([]string{folder, "snapshot-000001"}, rest...)...)
	}
	output := []string{"documents", "all_namespaces", "all_kinds", "output-0"}
	for name, damage := range map[string]func(folder string) error{
		"a file is empty":         func(f string) error { return os.Truncate(snapshot(f, output...), 0) },
		"a file is cut short":     func(f string) error { return os.Truncate(snapshot(f, output...), 30) },
		"a file is gone":          func(f string) error { return os.Remove(snapshot(f, output...)) },
		"a file is another":       func(f string) error { return os.WriteFile(snapshot(f, output...), []byte("x"), 0o600) },
		"the metadata is gone":    func(f string) error { return os.Remove(snapshot(f, "documents", "documents.overall_export_metadata")) },
		"the manifest is gone":    func(f string) error { return os.Remove(snapshot(f, "manifest.json")) },
		"the manifest is no JSON": func(f string) error { return os.WriteFile(snapshot(f, "manifest.json"), []byte("{"), 0o600) },
		"the manifest lists none": func(f string) error { return os.WriteFile(snapshot(f, "manifest.json"), []byte("{}"), 0o600) },
		"the manifest leads away": func(f string) error {
			return os.WriteFile(snapshot(f, "manifest.json"), []byte(`{"files":[{"path":"../../x"}]}`), 0o600)
		},
		"the snapshot is a file": func(f string) error {
			return errors.Join(os.RemoveAll(snapshot(f)), os.WriteFile(snapshot(f), nil, 0o600))
		},
		"a newer one is incomplete": func(f string) error { return os.Mkdir(filepath.Join(f, "snapshot-000002"), 0o755) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := saved(t)
			if err := damage(folder); err != nil {
				t.Fatal(err)
			}
			before := listing(t, folder)
			_, err := emulator.Start(limited(t), emulator.Options{Data: folder, Project: "p"})
			if !errors.Is(err, emulator.ErrData) || !strings.Contains(err.Error(), folder) || !strings.Contains(err.Error(), "--fresh") {
				t.Errorf("error %v", err)
			}
			if after := listing(t, folder); after != before {
				t.Errorf("the folder was\n%s\nand is\n%s", before, after)
			}
		})
	}
}

// listing tells everything in a folder but the lock.
func listing(t *testing.T, folder string) string {
	t.Helper()
	var told strings.Builder
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.Name() == "lock" {
			return err
		}
		content := []byte(nil)
		if !entry.IsDir() {
			content, err = os.ReadFile(path)
		}
		fmt.Fprintf(&told, "%s %x\n", path, content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return told.String()
}

func TestADataFolderThatCannotBeOneIsNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{file, filepath.Join(file, "below")} {
		_, err := emulator.Start(limited(t), emulator.Options{Data: folder, Project: "p"})
		if !errors.Is(err, emulator.ErrData) || !strings.Contains(err.Error(), folder) || !strings.Contains(err.Error(), "choose another") {
			t.Errorf("%s: error %v", folder, err)
		}
	}
}

func TestADataFolderNeedsItsProject(t *testing.T) {
	t.Parallel()
	if _, err := emulator.Start(limited(t), emulator.Options{Data: t.TempDir()}); err == nil {
		t.Error("started")
	}
}
