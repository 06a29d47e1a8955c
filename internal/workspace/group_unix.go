//go:build unix

package workspace

import (
	"os/exec"
	"syscall"
)

// group puts the child and what it starts into a group of their own, which ends
// as a whole, and which a Ctrl-C in the terminal does not reach.
func group(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
