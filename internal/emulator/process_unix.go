//go:build unix && !linux

package emulator

import (
	"os/exec"
	"syscall"
)

// These systems can't tie a child's life to its parent's: when this process is
// killed, the emulator keeps running until it is ended by hand.
func tie(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
