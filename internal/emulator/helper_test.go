package emulator_test

import (
	"context"
	"os"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/emulator"
	"getaifactory.com/ally/internal/emulator/emulatortest"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(childFolder); folder != "" {
		os.Exit(child(folder))
	}
	os.Exit(emulatortest.Main(m))
}

// limited gives a context which turns a hang into a failure.
func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func start(t *testing.T, o emulator.Options) *emulator.Emulator {
	t.Helper()
	e, err := emulator.Start(limited(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Stop(context.Background()) }) // tests that care look at what their own Stop says
	return e
}

func connect(t *testing.T, e *emulator.Emulator, project string) *firestore.Client {
	t.Helper()
	c, err := e.Client(limited(t), project)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func write(t *testing.T, c *firestore.Client, path, text string) {
	t.Helper()
	if _, err := c.Doc(path).Set(limited(t), map[string]any{"text": text}); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, c *firestore.Client, path string) any {
	t.Helper()
	doc, err := c.Doc(path).Get(limited(t))
	if err != nil {
		t.Fatal(err)
	}
	return doc.Data()["text"]
}
