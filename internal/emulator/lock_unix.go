//go:build unix && !solaris && !illumos && !aix

package emulator

import (
	"os"
	"syscall"
)

// lockFile takes a file for this process; the system lets go of it when the
// file is closed or the process ends.
func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
