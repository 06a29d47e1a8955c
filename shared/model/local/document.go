package local

import (
	"regexp"
	"strings"

	"getaifactory.com/ally/shared/retrieve"
)

// documentsLabel begins the part of an agent's text that names its documents.
var documentsLabel = regexp.MustCompile(`(?i)^[\s*_#-]*(sus |its )?(documentos|documents)[^:]{0,20}:`)

// namedDocuments gives the names in an agent's text that have a word of the
// query: what follows "Documentos:", parted by semicolons, else by commas, or
// the list below it.
func namedDocuments(text string, q retrieve.Query) []string {
	var out []string
	language := retrieve.Detect(text)
	for _, u := range informing(retrieve.Outline(text)) {
		var names []string
		switch label := documentsLabel.FindString(u.Text); {
		case label != "":
			rest := strings.TrimSuffix(u.Text[len(label):], ".")
			separator := ","
			if strings.Contains(rest, ";") {
				separator = ";"
			}
			names = strings.Split(rest, separator)
		case u.Kind == retrieve.Entry && documentsLabel.MatchString(u.Lead):
			names = []string{bulletMark.ReplaceAllString(u.Text, "")}
		}
		for _, name := range names {
			bag := retrieve.NewBag(language, name)
			for _, term := range q.Terms() {
				if term.Weight != slight && bag.Has(term) {
					out = append(out, plain(strings.TrimRight(name, ";. ")))
					break
				}
			}
		}
	}
	return out
}
