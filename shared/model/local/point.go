package local

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// point is one thing that a source says: a sentence, an entry, a table's row.
type point struct {
	text   string  // as it is shown, without a mark
	label  string  // what it says something of: "M001" in "M001: 12 usos" or in a row; "" where nothing is named so
	fields []field // what it says of the label

	query   retrieve.Query // its words, numbers left out
	bag     retrieve.Bag
	codes   string // the words with a digit, such as "m001"
	numbers []string
	negated bool
}

// field is a value with the heading of its column, "" outside a table.
type field struct{ name, value string }

func (f field) String() string {
	if f.name == "" {
		return f.value
	}
	return f.name + " " + f.value
}

const (
	mostPoints   = 120 // of a source
	longestLabel = 60  // in bytes
)

// labelMark parts an entry like "M001: 12 usos" or "M001 – 12 usos".
var labelMark = regexp.MustCompile(`^([^:.;,!?]+?)(?::| [–—-]) +(\S.*)$`)

// pointsOf gives what a source says, each thing once.
func pointsOf(s model.Source) []point {
	var units []retrieve.Unit
	for _, r := range readers(s) {
		units = append(units, r.units...)
	}
	language := retrieve.Detect(s.Name + "\n" + s.Text)
	var out []point
	seen := make(map[string]bool)
	for _, u := range units {
		if u.Kind == retrieve.Heading || u.Kind == retrieve.Prose && strings.HasSuffix(strings.TrimRight(u.Text, "*_"), ":") {
			continue // says what the next ones are about
		}
		p := newPoint(u)
		if key := strings.ToLower(p.text); p.text == "" || seen[key] || len(out) == mostPoints {
			continue
		} else {
			seen[key] = true
		}
		words, numbers := numbersApart(p.text)
		p.query, p.bag, p.numbers = retrieve.NewQuery(words), retrieve.NewBag(language, words), numbers
		var codes []string
		for _, word := range retrieve.Words(words) {
			if strings.ContainsFunc(word, unicode.IsDigit) {
				codes = append(codes, word)
			}
			p.negated = p.negated || negations[word]
		}
		slices.Sort(codes)
		p.codes = strings.Join(codes, " ")
		out = append(out, p)
	}
	return out
}

var negations = set(`no ni nunca jamas sin tampoco not never without cannot nor don doesn isn aren wasn didn won shouldn mustn`)

func newPoint(u retrieve.Unit) point {
	if u.Kind == retrieve.Row {
		return rowPoint(u)
	}
	text := u.Text
	if u.Kind == retrieve.Entry {
		text = numberMark.ReplaceAllString(bulletMark.ReplaceAllString(text, ""), "")
	}
	p := point{text: plain(text)}
	if parts := labelMark.FindStringSubmatch(p.text); parts != nil && len(parts[1]) <= longestLabel {
		p.label, p.fields = strings.TrimSpace(parts[1]), []field{{"", parts[2]}}
	}
	return p
}

func rowPoint(u retrieve.Unit) point {
	values := cells(u.Text)
	var headings []string
	if u.Lead != "" {
		headings = cells(u.Lead)
	}
	p := point{label: values[0]}
	var said []string
	for i, value := range values[1:] {
		f := field{value: value}
		if i+1 < len(headings) {
			f.name = headings[i+1]
		}
		if value != "" {
			p.fields = append(p.fields, f)
			said = append(said, f.String())
		}
	}
	p.text = strings.Join(said, "; ")
	if p.label != "" {
		p.text = strings.TrimSuffix(p.label+": "+p.text, ": ")
	}
	return p
}

var number = regexp.MustCompile(`[-−+]?\d+(?:[.,:/]\d+)*`)

// numbersIn gives the places of the numbers of a text. Digits within a word,
// as in "M001" or "10W", are none.
func numbersIn(text string) [][]int {
	return slices.DeleteFunc(number.FindAllStringIndex(text, -1), func(at []int) bool {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		return wordRune(before) || before == '_' || wordRune(after) || after == '_'
	})
}

// numbersApart gives a text without its numbers, and those.
func numbersApart(text string) (rest string, numbers []string) {
	var b strings.Builder
	last := 0
	for _, at := range numbersIn(text) {
		numbers = append(numbers, text[at[0]:at[1]])
		b.WriteString(text[last:at[0]] + "\x00")
		last = at[1]
	}
	return b.String() + text[last:], numbers
}

// alike says, from 0 to 1, how many of their words two points share (the Dice
// coefficient), counting inflections, synonyms and translations as the same;
// and whether each has a word that the other lacks.
func alike(a, b point) (likeness float64, apart bool) {
	n, m := len(a.query.Terms()), len(b.query.Terms())
	if n+m == 0 {
		return 0, false
	}
	inB, inA := held(a.query, b.bag), held(b.query, a.bag)
	return float64(inB+inA) / float64(n+m), inB < n && inA < m
}

func held(q retrieve.Query, b retrieve.Bag) int {
	n := 0
	for _, term := range q.Terms() {
		if b.Has(term) {
			n++
		}
	}
	return n
}

// sameLabel says whether two points say something of the same thing.
func sameLabel(a, b point) bool {
	words := retrieve.Words(a.label)
	return len(words) > 0 && slices.Equal(words, retrieve.Words(b.label))
}

// side writes two values side by side: "12 → 18 usos" where only numbers
// differ, else one after the other.
func side(a, b string) string {
	restA, numbersA := numbersApart(a)
	restB, numbersB := numbersApart(b)
	if !strings.EqualFold(restA, restB) || len(numbersA) != len(numbersB) {
		return shortened(a, longestSide) + " → " + shortened(b, longestSide)
	}
	var out strings.Builder
	placesA, placesB := numbersIn(a), numbersIn(b)
	last := 0
	for i, at := range placesA {
		before, after := a[at[0]:at[1]], b[placesB[i][0]:placesB[i][1]]
		out.WriteString(a[last:at[1]])
		if before != after {
			out.WriteString(" → " + after)
		}
		last = at[1]
	}
	return shortened(out.String()+a[last:], 2*longestSide)
}
