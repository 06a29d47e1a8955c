package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

func TestEveryTestThatTheThreatModelNamesIsThere(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("../../docs/threats.md")
	must(t, err)
	search := exec.CommandContext(t.Context(), "grep", "-rhoE", "--include=*_test.go", `^func Test[A-Za-z0-9]+\(`, "../../cmd", "../../functions", "../../shared", "../../internal")
	there, err := search.Output()
	must(t, err)
	for _, name := range regexp.MustCompile(`\bTest[A-Z][A-Za-z0-9]+`).FindAllString(string(document), -1) {
		if !strings.Contains(string(there), "func "+name+"(") {
			t.Errorf("there is no %s", name)
		}
	}
}
