package local

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

const (
	mostSummarized = 5 // sentences of a document
	mostRecounted  = 6 // questions of a conversation
	mostDigested   = 3 // documents
)

var conversation = regexp.MustCompile(` (conversacion|charla|chat|hablado|hablamos|conversado|conversation|discussion|talked|discussed) `)

// summarize gives the sentences that say most of a document: of the one that
// is named, else of the first few. A conversation is recounted by what was
// asked in it.
func summarize(req model.Request, q question) string {
	if conversation.MatchString(q.spaced) {
		return recount(req)
	}
	documents := of(model.Document, req.Sources)
	if s, ok := closestName(documents, q); ok {
		documents = []model.Source{s}
	}
	var parts []string
	for _, s := range documents[:min(len(documents), mostDigested)] {
		all := candidates([]model.Source{s})
		if len(all) > 0 {
			parts = append(parts, fmt.Sprintf(summaryOf.In(req.Language), s.Name), points(all, max(2, mostSummarized/len(documents))))
		}
	}
	if len(parts) == 0 {
		return nothingToSum.In(req.Language)
	}
	return strings.Join(parts, "\n\n")
}

// closestName gives the document whose name has most words of the question's subject.
func closestName(documents []model.Source, q question) (model.Source, bool) {
	items := make([]retrieve.Item, len(documents))
	for i, s := range documents {
		items[i] = retrieve.Item{ID: fmt.Sprintf("%04d", i), Text: s.Name}
	}
	hits := retrieve.NewIndex(items).Rank(q.subject, 1)
	if len(hits) == 0 {
		return model.Source{}, false
	}
	return documents[hits[0].Index], true
}

// points gives the sentences whose words are the most frequent ones of the
// text, as in SumBasic (Nenkova and Vanderwende, The Impact of Frequency on
// Summarization, 2005): once a sentence is taken, its words count less, so that
// the next one says something else.
func points(all []candidate, limit int) string {
	frequency, total := make(map[string]float64), 0.0
	contents := make([][]string, len(all))
	for i, c := range all {
		language := retrieve.Detect(c.unit.Text)
		for _, word := range retrieve.Words(c.unit.Text) {
			if !retrieve.StopWord(word) {
				stem := retrieve.Stem(word, language)
				contents[i] = append(contents[i], stem)
				frequency[stem]++
				total++
			}
		}
	}
	for stem := range frequency {
		frequency[stem] /= total
	}
	chosen := map[int]bool{0: true} // the first sentence says what the document is about
	for len(chosen) < min(limit, len(all)) {
		best, most := -1, math.Inf(-1)
		for i := range all {
			if chosen[i] {
				continue
			}
			score := 0.0
			for _, stem := range contents[i] {
				score += frequency[stem] / float64(max(len(contents[i]), 6)) // a few words are no sentence
			}
			if score > most {
				best, most = i, score
			}
		}
		chosen[best] = true
		for _, stem := range contents[best] {
			frequency[stem] *= frequency[stem]
		}
	}
	places := make([]int, 0, len(chosen))
	for i := range chosen {
		places = append(places, i)
	}
	slices.SortFunc(places, cmp.Compare)
	var lines []string
	for _, i := range places {
		lines = append(lines, "- "+strings.TrimPrefix(shown(all[i].unit), "- "))
	}
	return strings.Join(lines, "\n")
}

func recount(req model.Request) string {
	var asked []string
	for _, turn := range req.History {
		if text := plain(turn.Text); turn.Role == model.User && text != "" {
			asked = append(asked, "- "+shortened(text, 200))
		}
	}
	if len(asked) == 0 {
		return nothingAsked.In(req.Language)
	}
	return summaryTalk.In(req.Language) + "\n\n" + strings.Join(asked[max(0, len(asked)-mostRecounted):], "\n")
}
