//go:build unix && !solaris && !illumos && !aix

package filelock

import (
	"os"
	"syscall"
)

// Try takes a file for this process, or fails where another has it; the system
// lets go of it when the file is closed or the process ends.
func Try(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
