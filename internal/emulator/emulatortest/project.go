package emulatortest

import (
	"crypto/rand"
	"strings"
	"testing"
)

// Project gives the id of a project that no other test has: what can be kept of
// the test's name, for whoever looks into the emulator, and 50 random bits,
// since several processes may share one emulator. It has at most 30 lower-case
// letters, digits and hyphens, as Google Cloud wants it.
func Project(tb testing.TB) string {
	tb.Helper()
	return projectID(tb.Name(), rand.Text())
}

func projectID(name, random string) string {
	var slug strings.Builder
	for _, r := range strings.ToLower(strings.TrimPrefix(name, "Test")) {
		switch {
		case slug.Len() == 16:
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			slug.WriteRune(r)
		case slug.Len() > 0 && !strings.HasSuffix(slug.String(), "-"):
			slug.WriteByte('-')
		}
	}
	words := strings.Trim(slug.String(), "-")
	if words != "" {
		words += "-"
	}
	return "t-" + words + strings.ToLower(random[:10])
}
