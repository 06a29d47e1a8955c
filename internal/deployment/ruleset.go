package deployment

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Ruleset gives the text of a ruleset as the Firebase Rules API answers it. It
// refuses one of several files, which a deployment could not put back.
// https://firebase.google.com/docs/reference/rules/rest/v1/projects.rulesets
func Ruleset(answer []byte) (string, error) {
	var r struct {
		Source struct{ Files []struct{ Content string } }
	}
	if err := json.Unmarshal(answer, &r); err != nil {
		return "", fmt.Errorf("deployment: the live ruleset can't be read: %w", err)
	}
	if n := len(r.Source.Files); n != 1 || strings.TrimSpace(r.Source.Files[0].Content) == "" {
		return "", fmt.Errorf("deployment: the live ruleset has %d files, expected one with rules", n)
	}
	return r.Source.Files[0].Content, nil
}
