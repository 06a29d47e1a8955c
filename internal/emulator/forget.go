package emulator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"getaifactory.com/ally/internal/filelock"
)

// Forget deletes the documents saved in a data folder, and nothing else that
// may be in it. A folder that does not exist is forgotten already. The error
// wraps ErrData; another emulator that uses the folder is one.
func Forget(folder string) error {
	if info, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err == nil && !info.IsDir() {
		return fmt.Errorf("%w: %s is not a folder; choose another", ErrData, folder)
	}
	lock, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %s can't be written to (%w); choose another folder", ErrData, folder, err)
	}
	defer func() { _ = lock.Close() }()
	if err := filelock.Try(lock); err != nil {
		return fmt.Errorf("%w: another emulator is using %s; end it or choose another folder", ErrData, folder)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrData, folder, err)
	}
	for _, entry := range entries {
		name, _ := strings.CutSuffix(entry.Name(), unfinished)
		if !snapshotName.MatchString(name) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
			return fmt.Errorf("%w: %s can't be deleted: %w", ErrData, entry.Name(), err)
		}
	}
	return nil
}
