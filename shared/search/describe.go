package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"getaifactory.com/ally/shared/retrieve"
)

const (
	mostKeywords = 12
	mostTopics   = 3
	mostEntities = 24
	// A summary is of so many sentences and characters at most.
	summarySentences  = 3
	summaryCharacters = 480
	sentenceLongest   = 240
)

// describe says what an entry is about, by the words that it repeats.
func (e *composed) describe() {
	terms := e.terms()
	weight := map[string]float64{}
	for _, t := range terms {
		weight[t.stem] = t.weight
	}
	e.Keywords = []string{}
	for _, t := range terms[:min(len(terms), mostKeywords)] {
		e.Keywords = append(e.Keywords, t.word)
	}
	e.Topics = e.topics(terms, weight)
	e.Entities = e.entities()
	e.Summary = e.summary(weight)
}

// term is a stem with how much it says of the entry, and the form in which it
// occurs most.
type term struct {
	stem, word string
	weight     float64
}

// terms gives the entry's stems, those that say most first. A stem says more the
// more often it occurs, in the more messages, and in the title.
func (e *composed) terms() []term {
	forms := map[string]map[string]int{}
	for _, t := range e.texts {
		for _, word := range retrieve.Words(t.text) {
			if retrieve.StopWord(word) || !nameable(word) {
				continue
			}
			stem := retrieve.Stem(word, t.language)
			if forms[stem] == nil {
				forms[stem] = map[string]int{}
			}
			forms[stem][word]++
		}
	}
	var terms []term
	for stem, words := range forms {
		t := term{stem: stem}
		for _, weighted := range occurring(e.Words[stem]) {
			t.weight += 1 + math.Log(weighted)
		}
		t.word = mostFrequent(words)
		terms = append(terms, t)
	}
	slices.SortFunc(terms, func(a, b term) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.stem, b.stem))
	})
	return terms
}

// nameable says whether a word can be a keyword: not a number, not a letter or two.
func nameable(word string) bool {
	return utf8.RuneCountInString(word) > 3 && len(word) <= longestWord && strings.IndexFunc(word, unicode.IsDigit) < 0
}

func mostFrequent(words map[string]int) string {
	best := ""
	for word, n := range words {
		m := words[best]
		if best == "" || n > m || n == m && (len(word) < len(best) || len(word) == len(best) && word < best) {
			best = word
		}
	}
	return best
}

// topics are pairs of neighbouring words that come up twice, then keywords that
// no such pair has.
func (e *composed) topics(terms []term, weight map[string]float64) []string {
	type pair struct {
		words string
		stems [2]string
		n     int
	}
	pairs := map[[2]string]*pair{}
	for _, t := range e.texts {
		words := retrieve.Words(t.text)
		last := -1
		for i, word := range words {
			if retrieve.StopWord(word) || !nameable(word) {
				continue
			}
			if last >= 0 && i-last <= 2 { // "plan anual", "orden de compra"
				key := [2]string{retrieve.Stem(words[last], t.language), retrieve.Stem(word, t.language)}
				p := pairs[key]
				if p == nil {
					p = &pair{words: strings.Join(words[last:i+1], " "), stems: key}
					pairs[key] = p
				}
				p.n++
			}
			last = i
		}
	}
	var repeated []*pair
	for _, p := range pairs {
		if p.n > 1 && p.stems[0] != p.stems[1] {
			repeated = append(repeated, p)
		}
	}
	score := func(p *pair) float64 { return float64(p.n) * (weight[p.stems[0]] + weight[p.stems[1]]) }
	slices.SortFunc(repeated, func(a, b *pair) int {
		return cmp.Or(cmp.Compare(score(b), score(a)), cmp.Compare(a.words, b.words))
	})
	topics, taken := []string{}, map[string]bool{}
	for _, p := range repeated {
		if len(topics) < mostTopics && !taken[p.stems[0]] && !taken[p.stems[1]] {
			topics = append(topics, p.words)
			taken[p.stems[0]], taken[p.stems[1]] = true, true
		}
	}
	for _, t := range terms {
		if len(topics) < mostTopics && !taken[t.stem] {
			topics = append(topics, t.word)
			taken[t.stem] = true
		}
	}
	return topics
}

// summary gives the sentences that say most of what the entry repeats, in their
// order: what a person asked first, then what says most for its length.
func (e *composed) summary(weight map[string]float64) string {
	type candidate struct {
		text  string
		order int
		score float64
	}
	var all []candidate
	asked := false
	for _, t := range e.texts[1:] {
		for _, sentence := range retrieve.Sentences(t.text) {
			if utf8.RuneCountInString(sentence) > sentenceLongest {
				continue
			}
			c := candidate{text: plain(sentence), order: len(all)}
			seen, n := map[string]bool{}, 0
			for _, word := range retrieve.Words(sentence) {
				n++
				if stem := retrieve.Stem(word, t.language); !seen[stem] {
					seen[stem] = true
					c.score += weight[stem]
				}
			}
			c.score /= math.Sqrt(float64(max(n, 4)))
			if t.person && !asked && c.score > 0 {
				asked = true
				c.score = math.MaxFloat64
			}
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	var chosen []candidate
	room := summaryCharacters
	for _, c := range all {
		if n := utf8.RuneCountInString(c.text); len(chosen) < summarySentences && n <= room && c.score > 0 {
			chosen = append(chosen, c)
			room -= n + 1
		}
	}
	slices.SortFunc(chosen, func(a, b candidate) int { return cmp.Compare(a.order, b.order) })
	var texts []string
	for _, c := range chosen {
		texts = append(texts, c.text)
	}
	return strings.Join(texts, " ")
}

// plain takes the marks of Markdown off a sentence.
func plain(sentence string) string {
	s := strings.TrimLeft(sentence, "#>-*+ \t")
	return strings.TrimSpace(strings.NewReplacer("**", "", "__", "", "`", "").Replace(s))
}
