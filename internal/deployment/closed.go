package deployment

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"getaifactory.com/ally/internal/rules"
)

var outermost = regexp.MustCompile(`(?m)^    match /(\w+)/`)

// Closed gives a part of rules that closes the collections, and those that our
// own part opens, to every browser.
func Closed(part string, collections []string) string {
	for _, found := range outermost.FindAllStringSubmatch(part, -1) {
		collections = append(collections, found[1])
	}
	collections = slices.Clone(collections)
	slices.Sort(collections)
	var b strings.Builder
	fmt.Fprintf(&b, "    %s\n", rules.Begin)
	for _, name := range slices.Compact(collections) {
		fmt.Fprintf(&b, "    match /%s/{document=**} {\n      allow read, write: if false;\n    }\n", name)
	}
	fmt.Fprintf(&b, "    %s", rules.End)
	return b.String()
}
