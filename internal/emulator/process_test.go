package emulator

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestAnEmulatorThatEndsByItselfSaysSoAndIsNotSaved(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	e, err := Start(ctx, Options{Data: t.TempDir(), Project: "p"})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.process.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-e.Done():
	case <-ctx.Done():
		t.Fatal("Done is still open")
	}
	if err := e.Err(); !errors.Is(err, ErrDied) || !strings.Contains(err.Error(), "killed") {
		t.Errorf("err %v", err)
	}
	if err := e.Stop(ctx); !errors.Is(err, ErrDied) {
		t.Errorf("stop: %v, want to hear of the loss", err)
	}
}

func TestAJavaThatDiesAtTheStartIsQuoted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	e := &Emulator{http: newHTTPClient(), log: silent, done: make(chan struct{})}
	java, err := findJava(ctx, func(string) string { return "" }, newFinder(nil, silent).look)
	if err != nil {
		t.Fatal(err)
	}
	err = e.run(ctx, java, "/no/such.jar", Options{})
	if !errors.Is(err, ErrDied) || !strings.Contains(err.Error(), "ClassNotFoundException") {
		t.Errorf("error %v", err)
	}
}

func TestTheTailKeepsTheLastLinesWithoutStackFrames(t *testing.T) {
	var last tail
	for range 1000 {
		if _, err := last.Write([]byte("noise\n\tat a.b(C.java:1)\n")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := last.Write([]byte("SEVERE: one\r\n\tat a.b(C.java:1)\n\nCaused by: two")); err != nil {
		t.Fatal(err)
	}
	if got, want := last.lines(2), "SEVERE: one\nCaused by: two"; got != want {
		t.Errorf("lines %q, want %q", got, want)
	}
	if len(last.kept) > tailBytes {
		t.Errorf("%d bytes kept", len(last.kept))
	}
}
