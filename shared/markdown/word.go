package markdown

import (
	"regexp"
	"strings"
)

var (
	// address finds what a renderer may make a link of by itself, with the host as
	// its first or second group.
	address = regexp.MustCompile("(?i)(?:[a-z][a-z0-9+.-]*:)?//+([^\\s/?#`\"'<>()\\[\\]{}|\\\\^]*)[^\\s`\"'<>()\\[\\]{}|\\\\^]*|www\\.([^\\s/?#`\"'<>()\\[\\]{}|\\\\^]*)[^\\s`\"'<>()\\[\\]{}|\\\\^]*")
	// suspicious says that a word may hold an address.
	suspicious = regexp.MustCompile(`(?i)[a-z0-9+.-]:/+/|www\.`)
	htmlBegins = regexp.MustCompile(`<([A-Za-z/!?])`)
	marks      = strings.NewReplacer("](", `]\(`, "]:", `]\:`)
)

// word passes a word: an address in it to a foreign host becomes the host alone,
// as code, and nothing in it can become HTML or the end of a link.
func (h Hosts) word(text string) string {
	if plain := decoded(text); suspicious.MatchString(plain) {
		if only := strings.Trim(text, ".,;:!?*_~"); plain != text || !h.harmless(only) {
			text = address.ReplaceAllStringFunc(plain, func(found string) string {
				groups := address.FindStringSubmatch(found)
				return code(groups[1]+groups[2]) + found[len(strings.TrimRight(found, ".,;:!?")):]
			})
			text = suspicious.ReplaceAllStringFunc(text, func(s string) string { return strings.NewReplacer("/", "", ".", "").Replace(s) })
			text = strings.NewReplacer(`\`, `\\`, "[", `\[`, "(", `\(`, "<", "&lt;").Replace(text)
			if strings.HasPrefix(text, ":") { // "]:" would define a link
				text = `\` + text
			}
		} else if len(only) >= 4 && strings.EqualFold(only[:4], "www.") {
			text = strings.Replace(text, only, "https://"+only, 1) // a renderer would make it http
		}
	}
	return htmlBegins.ReplaceAllString(marks.Replace(text), "&lt;$1")
}

// harmless says whether a word is an address that leads to an allowed host, and
// nothing else.
func (h Hosts) harmless(text string) bool {
	if strings.HasPrefix(strings.ToLower(text), "www.") {
		text = "https://" + text
	}
	safe, ok := h.destination(text)
	return ok && strings.HasPrefix(safe, "https:") && strings.Count(text, "//") == 1 && len(address.FindString(text)) == len(text)
}

// code shows a host as code, from which no renderer makes a link.
func code(host string) string {
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		host = host[at+1:]
	}
	for lower := ""; lower != host; {
		lower = host
		if len(host) >= 4 && strings.EqualFold(host[:4], "www.") {
			host = host[4:]
		}
	}
	host = strings.Trim(host, ".:*_~!,;")
	if host == "" {
		return ""
	}
	return "`" + host + "`"
}
