package searchset

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"strings"

	"getaifactory.com/ally/shared/lang"
)

// The situations. A line "@ field/name PREFIX" begins one, whose codes have the
// prefix; "t" is the title, "u" and "a" are a question and its answer, "x", "f"
// and "p" are queries: exact, another form, a paraphrase. Names in braces are
// filled in for each conversation, one of the words in brackets is chosen.
var (
	//go:embed spanish.txt
	spanishText string
	//go:embed english.txt
	englishText string
	// othersText holds what nobody looks for.
	//go:embed others.txt
	othersText string
)

type situation struct {
	name      string
	prefix    string
	language  lang.Language
	title     string
	exchanges [][2]string
	queries   []template
}

type template struct {
	kind Kind
	text string
}

var kinds = map[string]Kind{"x": Exact, "f": Form, "p": Paraphrase}

// situations reads a file. It panics on a line of another form, since the files
// are part of the program.
func situations(text string, language lang.Language) []situation {
	var out []situation
	for line := range strings.Lines(text) {
		mark, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if mark == "" {
			continue
		}
		if mark == "@" {
			fields := strings.Fields(rest)
			s := situation{name: fields[0], prefix: fields[1], language: language}
			if len(fields) > 2 {
				s.language = lang.English
			}
			out = append(out, s)
			continue
		}
		s := &out[len(out)-1]
		switch mark {
		case "t":
			s.title = rest
		case "u":
			s.exchanges = append(s.exchanges, [2]string{rest, ""})
		case "a":
			s.exchanges[len(s.exchanges)-1][1] = rest
		case "x", "f", "p":
			s.queries = append(s.queries, template{kinds[mark], rest})
		default:
			panic(fmt.Sprintf("searchset: line %q", line))
		}
	}
	return out
}

// half is where a situation belongs.
func (s situation) half() Half {
	if sha256.Sum256([]byte(s.name))[0]%2 == 0 {
		return Tuning
	}
	return Test
}

// has says whether the texts of a situation speak of a slot.
func (s situation) has(slot string) bool {
	if strings.Contains(s.title, slot) {
		return true
	}
	for _, e := range s.exchanges {
		if strings.Contains(e[0]+e[1], slot) {
			return true
		}
	}
	return false
}
