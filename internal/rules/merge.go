// Package rules puts Ally's part into the Firestore ruleset of the classic
// system, which is live and changes without us: a deployment of rules replaces
// the whole ruleset, so ours has to be theirs with our part in it.
package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Our part stands between these lines.
const (
	Begin = "// ── Ally: begin ── `ally rules merge` puts this into the live rules; edit it in Ally's own ──"
	End   = "// ── Ally: end ──"
)

// Part gives our part of our own ruleset, with its marker lines.
func Part(ours string) (string, error) {
	begin, end, found, err := marked(ours)
	if err != nil || !found {
		return "", errors.Join(err, errors.New("rules: our own ruleset has no part between the marker lines"))
	}
	return strings.ReplaceAll(ours[begin:end], "\r\n", "\n"), nil
}

// marked finds our part: from the beginning of its first line to the end of its
// last, without that line's ending.
func marked(text string) (begin, end int, found bool, err error) {
	begin, end = strings.Index(text, Begin), strings.Index(text, End)
	switch {
	case begin < 0 && end < 0:
		return 0, 0, false, nil
	case begin < 0 || end < begin || strings.Count(text, Begin) != 1 || strings.Count(text, End) != 1:
		return 0, 0, false, errors.New("rules: the marker lines do not come once each and in their order: mend the ruleset by hand")
	}
	for begin > 0 && text[begin-1] != '\n' {
		if text[begin-1] != ' ' && text[begin-1] != '\t' {
			return 0, 0, false, fmt.Errorf("rules: line %d has more than the marker", lineOf(text, begin))
		}
		begin--
	}
	return begin, end + len(End), true, nil
}

// Merge gives the live ruleset with our part, and not another character of it
// changed: in place of an older part of ours, else at the end of the block that
// matches the database's documents. It refuses what would collide.
func Merge(live, part string) (string, error) {
	if strings.Contains(live, "\r\n") {
		part = strings.ReplaceAll(part, "\n", "\r\n")
	}
	begin, end, found, err := marked(live)
	if err != nil {
		return "", err
	}
	theirs := live
	if found {
		theirs = live[:begin] + live[end:]
	}
	blocks, err := scan(theirs)
	if err != nil {
		return "", fmt.Errorf("rules: the live ruleset can't be read: %w", err)
	}
	documents, err := documentsOf(blocks)
	if err != nil {
		return "", err
	}
	if err := collide(theirs, blocks, part); err != nil {
		return "", err
	}
	if found {
		return live[:begin] + part + live[end:], nil
	}
	newline := "\n"
	if strings.Contains(live, "\r\n") {
		newline = "\r\n"
	}
	at := documents.close
	line := strings.LastIndexByte(live[:at], '\n') + 1
	if strings.TrimSpace(live[line:at]) == "" { // the brace stands alone on its line
		return live[:line] + part + newline + live[line:], nil
	}
	return live[:at] + newline + part + broken + newline + live[at:], nil
}

// broken follows the last marker where Merge broke the line before our part too,
// so that Remove knows.
const broken = " "

// Remove gives a ruleset without our part, as it was before Merge had put it in.
func Remove(merged string) (string, error) {
	begin, end, found, err := marked(merged)
	if err != nil || !found {
		return merged, err
	}
	before, rest := merged[:begin], merged[end:]
	for _, newline := range []string{"\r\n", "\n"} {
		if cut, ok := strings.CutPrefix(rest, broken+newline); ok {
			return strings.TrimSuffix(before, newline) + cut, nil
		}
		if cut, ok := strings.CutPrefix(rest, newline); ok {
			return before + cut, nil
		}
	}
	return before + rest, nil
}

var databases = regexp.MustCompile(`^/databases/\{\w+\}/documents$`)

// documentsOf finds the one block that all rules of Firestore stand in.
func documentsOf(blocks []*block) (*block, error) {
	var found []*block
	for _, b := range blocks {
		if b.kind == "match" && databases.MatchString(b.path()) {
			found = append(found, b)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("rules: the live ruleset has %d blocks “match /databases/{database}/documents”, expected one", len(found))
	}
	return found[0], nil
}

// collide refuses a ruleset that has a function of a name of ours, or rules that
// reach into our collections.
func collide(theirs string, blocks []*block, part string) error {
	own, err := scan(part)
	if err != nil {
		return fmt.Errorf("rules: our own part can't be read: %w", err)
	}
	var names, paths []string
	for _, b := range own {
		switch b.kind {
		case "function":
			names = append(names, b.name)
		case "match":
			paths = append(paths, b.path())
		}
	}
	for _, b := range blocks {
		switch {
		case b.kind == "function" && slices.Contains(names, b.name):
			return fmt.Errorf("rules: line %d of the live ruleset has a function %s, which is a name of ours", lineOf(theirs, b.start), b.name)
		case b.kind == "match" && databases.MatchString(b.path()):
		case b.kind == "match":
			below := strings.TrimPrefix(b.path(), databasePrefix(b))
			for _, path := range paths {
				if overlap(below, path) {
					return fmt.Errorf("rules: line %d of the live ruleset matches %s, which reaches into our %s", lineOf(theirs, b.start), below, path)
				}
			}
		}
	}
	return nil
}

// databasePrefix is the path of the documents block that a match stands in.
func databasePrefix(b *block) string {
	for at := b; at != nil; at = at.in {
		if at.kind == "match" && databases.MatchString(at.path()) {
			return at.path()
		}
	}
	return ""
}

// overlap says whether some document is matched by both paths.
func overlap(a, b string) bool {
	as, bs := segments(a), segments(b)
	for i := 0; ; i++ {
		switch {
		case i == len(as) && i == len(bs):
			return true
		case i < len(as) && strings.HasSuffix(as[i], "=**}"), i < len(bs) && strings.HasSuffix(bs[i], "=**}"):
			return true
		case i >= len(as) || i >= len(bs):
			return false
		case as[i] != bs[i] && !strings.HasPrefix(as[i], "{") && !strings.HasPrefix(bs[i], "{"):
			return false
		}
	}
}

func segments(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }
