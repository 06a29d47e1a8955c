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

var conversation = regexp.MustCompile(` (conversacion|conversaciones|charla|charlas|chat|chats|hablado|hablamos|conversado|conversation|conversations|discussion|discussions|talked|discussed) `)

var (
	// sumUp asks for a summary of something, rather than what was talked about.
	sumUp = regexp.MustCompile(` (resume|resumen|resumeme|resumir|resumenes|sintetiza|sintesis|summary|summaries|summarize|summarise)\b| (puntos|ideas) (principales|clave|importantes)\b| (key|main) (points|takeaways|ideas)\b`)
	// ourTalk is the conversation that is going on.
	ourTalk = regexp.MustCompile(` (nuestra|esta|our|this) (conversacion|charla|chat|conversation|discussion) `)
	actions = regexp.MustCompile(` (accion|acciones|resultado|resultados|action|actions|result|results) `)

	// ofAction asks for something in the result of an action, such as a summary.
	ofAction = regexp.MustCompile(` (dice|dicen|decia|say|says|said|tells) (\w+ ){0,4}(accion|acciones|resumen|resumenes|action|actions|summary|summaries) (\w+ ){0,4}(sobre|acerca|respecto|about) ` +
		`| (does|do|did) (\w+ ){0,4}(action|actions|summary|summaries) (say|tell|mention)\b` +
		`| (segun|according to|de acuerdo con|in|en) (el|la|los|las|mi|mis|the|my|both) (\w+ ){0,2}(accion|acciones|resumen|resumenes|action|actions|summary|summaries)\b`)

	// summing holds the words that ask for a summary and say of what kind of thing.
	summing = set(`resume resumen resumeme resumir resumenes sintetiza sintesis puntos ideas principales clave importantes dame
		accion acciones resultado resultados documento documentos conversacion conversaciones charla chat anterior anteriores
		summary summaries summarize summarise key main points takeaways ideas action actions result results document documents
		conversation conversations discussion earlier previous last`)
)

// summarize gives the sentences that say most of a source: of the one that is
// named, else of the first few, what Ally made earlier before documents, which
// nobody needs to have chosen. A conversation is recounted by what was asked in it.
func summarize(req model.Request, q question) string {
	sources, earlier := slices.Concat(of(model.Action, req.Sources), of(model.Conversation, req.Sources), of(model.Document, req.Sources)), of(model.Conversation, req.Sources)
	switch {
	case !conversation.MatchString(q.spaced):
		if made := of(model.Action, req.Sources); len(made) > 0 && actions.MatchString(q.spaced) {
			sources = made
		}
	case len(earlier) == 0, ourTalk.MatchString(q.spaced), !sumUp.MatchString(q.spaced):
		return recount(req)
	default:
		sources = earlier
	}
	if s, ok := closestName(sources, q.without(summing)); ok {
		sources = []model.Source{s}
	}
	var parts []string
	for _, s := range sources[:min(len(sources), mostDigested)] {
		if s.Kind == model.Conversation {
			if told := recounted(s); told != "" {
				parts = append(parts, fmt.Sprintf(summaryTold.In(req.Language), s.Name), told)
			}
			continue
		}
		all := candidates([]model.Source{s})
		if len(all) > 0 {
			parts = append(parts, fmt.Sprintf(summaryOf.In(req.Language), s.Name), points(all, max(2, mostSummarized/len(sources))))
		}
	}
	if len(parts) == 0 {
		return nothingToSum.In(req.Language)
	}
	return strings.Join(parts, "\n\n")
}

// closestName gives the source whose name has most words of the question's subject.
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
