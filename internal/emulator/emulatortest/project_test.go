package emulatortest

import (
	"crypto/rand"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAProjectIsAValidIDWhateverTheTestsName(t *testing.T) {
	valid := regexp.MustCompile(`^[a-z][a-z0-9-]{4,28}[a-z0-9]$`)
	rapid.Check(t, func(t *rapid.T) {
		random := rand.Text()
		id := projectID(rapid.String().Draw(t, "name"), random)
		if !valid.MatchString(id) || strings.Contains(id, "--") {
			t.Errorf("%q", id)
		}
		if !strings.HasSuffix(id, strings.ToLower(random[:10])) {
			t.Errorf("%q lacks the random part of %s", id, random)
		}
	})
}

func TestTwoProjectsOfOneTestDiffer(t *testing.T) {
	if a, b := Project(t), Project(t); a == b {
		t.Errorf("%s twice", a)
	}
}
