//go:build !unix

package emulator

import "os/exec"

// Here a child can neither be tied to its parent's life nor, portably, be kept
// from Ctrl-C.
func tie(*exec.Cmd) {}
