// Package filelock keeps two processes from the same files.
package filelock

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"getaifactory.com/ally/shared/wait"
)

// pause is how long Take waits before it tries again.
const pause = 100 * time.Millisecond

// Take takes the file, made with its folders where it is not there, and waits
// for as long as another process has it; waiting is called once before. release
// lets go.
func Take(ctx context.Context, path string, waiting func()) (release func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("filelock: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("filelock: %w", err)
	}
	for told := false; Try(f) != nil; told = true {
		if !told {
			waiting()
		}
		if err := wait.For(ctx, pause); err != nil {
			_ = f.Close()
			return nil, err
		}
	}
	return func() { _ = f.Close() }, nil
}
