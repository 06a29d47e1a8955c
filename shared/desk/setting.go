package desk

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"

	"getaifactory.com/ally/shared/app"
	"getaifactory.com/ally/shared/prompt"
)

// revisionOf is the revision of something that is set: the same for the same, so
// that what is taken back is as it was.
func revisionOf(settings any) string { return prompt.VersionOf(fmt.Sprintf("%#v", settings)) }

// toldText is a text as the trail keeps it: its version and its length in
// characters.
func toldText(name, text string) map[string]any {
	version := ""
	if text != "" {
		version = prompt.VersionOf(text)
	}
	return map[string]any{name + "Version": version, name + "Length": utf8.RuneCountInString(text)}
}

var domains = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

func isDomain(text string) bool { return len(text) <= 253 && domains.MatchString(text) }

// unknownApp gives the first id that is no app's; "" for none.
func unknownApp(ids []string) string {
	for _, one := range ids {
		if !slices.Contains(app.IDs(), one) {
			return one
		}
	}
	return ""
}
