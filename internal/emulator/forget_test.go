package emulator

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"getaifactory.com/ally/internal/filelock"
)

func TestForgettingDeletesTheSavedDocumentsAndNothingElse(t *testing.T) {
	folder := t.TempDir()
	saved := []string{"snapshot-000001", "snapshot-000002", "snapshot-000003.unfinished"}
	other := []string{"lock", "notes.txt", "snapshot-holiday.jpg", "snapshots"}
	for _, name := range saved {
		if err := os.MkdirAll(filepath.Join(folder, name, "documents"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range other {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // again, where nothing is left to forget
		if err := Forget(folder); err != nil {
			t.Fatal(err)
		}
		var left []string
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			left = append(left, entry.Name())
		}
		if !slices.Equal(left, other) {
			t.Errorf("left: %v, want %v", left, other)
		}
	}
}

func TestAFolderThatDoesNotExistIsForgottenAlready(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	if err := Forget(folder); err != nil {
		t.Error(err)
	}
	if exists(folder) {
		t.Error("it was made")
	}
}

func TestWhatCannotBeForgottenIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Forget(file); !errors.Is(err, ErrData) {
		t.Errorf("a file: %v", err)
	}

	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "snapshot-000001"), 0o755); err != nil {
		t.Fatal(err)
	}
	lock, err := os.Create(filepath.Join(folder, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := filelock.Try(lock); err != nil {
		t.Fatal(err)
	}
	if err := Forget(folder); !errors.Is(err, ErrData) {
		t.Errorf("a folder in use: %v", err)
	}
	if !exists(filepath.Join(folder, "snapshot-000001")) {
		t.Error("it was forgotten while in use")
	}
}
