package surroundings

import (
	"cmp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/retrieve"
)

const (
	keywordsEach   = 60  // kept of one document or prompt
	longestKeyword = 40  // in bytes
	aboutLength    = 160 // runes of the line on what an agent is about
	documentsLine  = 3   // documents named in it where nothing else is known
)

// about says in one line what an agent is about: its description, else its
// documents, else the first sentence of its prompt, which speaks to the agent
// and so reads worse.
func about(a classic.Agent, documents []classic.Document) string {
	if a.Description != "" {
		return shorten(a.Description)
	}
	var names []string
	for _, d := range documents {
		if d.Name != "" && slices.Contains(d.Agents, a.ID) && len(names) < documentsLine {
			names = append(names, d.Name)
		}
	}
	if len(names) > 0 {
		return shorten(strings.Join(names, ", "))
	}
	if sentences := retrieve.Sentences(a.Prompt); len(sentences) > 0 {
		return shorten(sentences[0])
	}
	return ""
}

func shorten(text string) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) <= aboutLength {
		return string(line)
	}
	cut := string(line[:aboutLength])
	if space := strings.LastIndex(cut, " "); space > 0 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

// keywords gives the most frequent words of a text that are no function words,
// the most frequent first. What is too long to be a word is none.
func keywords(text string) string {
	counts := map[string]int{}
	var words []string
	for _, word := range retrieve.Words(text) {
		if retrieve.StopWord(word) || len(word) > longestKeyword {
			continue
		}
		if counts[word]++; counts[word] == 1 {
			words = append(words, word)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	return strings.Join(words[:min(len(words), keywordsEach)], " ")
}
