//go:build !unix

package workspace

import "os/exec"

// group can't be had here: what npm has started may go on for a moment.
func group(*exec.Cmd) {}
