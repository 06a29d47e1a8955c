package local

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

const (
	mostSentences = 4    // in an answer
	mostEntries   = 10   // of a list that is shown whole
	alsoFrom      = 0.8  // of the best score: another sentence is quoted too
	alsoFact      = 0.92 // of the best score: the same, where one fact was asked for
	alsoSource    = 0.9  // of the best score: so is one of another source
	alsoShare     = 0.9  // of the best one's share of the question
	alsoSelf      = 0.5  // of what the best one holds itself, besides
	mostSources   = 2
	firstHand     = 0.6 // of the best score: a document is quoted rather than what was said of it
	ownShare      = 0.5 // of the question: an entry that holds so much stands for itself
)

// inform answers a question about content with sentences of the sources.
func inform(req model.Request, q question) string {
	all := candidates(req.Sources)
	if q.strong() > 0 {
		if found := find(q, all); len(found) > 0 {
			return quote(req, q, all, atFirstHand(req.Sources, found))
		}
		if s, ok := askedSource(req.Sources, q); ok {
			return introduce(req, s, all)
		}
	}
	return admit(req, q)
}

// atFirstHand leaves out what was said in earlier conversations where a source
// that they were made of answers for sure: the same question, asked before, fits
// better than any document and proves nothing.
func atFirstHand(sources []model.Source, found []evidence) []evidence {
	best := found[0]
	said := func(e evidence) bool { return sources[e.source].Kind == model.Conversation }
	if !said(best) || !slices.ContainsFunc(found, func(e evidence) bool {
		return !said(e) && sources[e.source].Kind != model.Action && e.share >= sureShare && e.score >= firstHand*best.score &&
			(e.gives || !best.gives)
	}) {
		return found
	}
	return slices.DeleteFunc(slices.Clone(found), said)
}

// quote writes the best of what was found, in the order of its source.
func quote(req model.Request, q question, all []candidate, found []evidence) string {
	l := req.Language
	best := found[0]
	chosen := make(map[int]bool) // places among all
	var order []int              // sources, the best one first
	for _, e := range found {
		if len(chosen) == mostSentences {
			break
		}
		if !worthAdding(e, best, q.want) {
			continue
		}
		if !slices.Contains(order, e.source) {
			if len(order) == mostSources {
				continue
			}
			order = append(order, e.source)
		}
		chosen[e.place] = true
	}
	wholeLists(q, all, best, chosen)
	withAntecedents(all, chosen)
	var parts []string
	if q.want != anything && q.want != steps && !best.gives || best.share < sureShare {
		parts = append(parts, closest.In(l))
	}
	for _, source := range order {
		parts = append(parts, attributed(req.Sources[source], l), written(all, chosen, source))
	}
	return strings.Join(parts, "\n\n")
}

// worthAdding says whether a sentence answers as well as the best one. Who asks
// for one fact is not served by its neighbours.
func worthAdding(e, best evidence, w want) bool {
	least := alsoFrom
	if w != anything && w != steps {
		least = alsoFact
	}
	if e.source != best.source {
		least = max(least, alsoSource)
	}
	return e.score >= least*best.score && e.share >= alsoShare*best.share && e.self >= alsoSelf*best.self &&
		(e.gives || !best.gives) && (e.attribute || !best.attribute)
}

// wholeLists adds the rest of a list where the list is the answer: the best
// sentence announces it, or belongs to one whose announcement or heading holds
// what was asked more than the entry itself.
func wholeLists(q question, all []candidate, best evidence, chosen map[int]bool) {
	announced := best.unit.Kind == retrieve.Prose && strings.HasSuffix(strings.TrimRight(best.unit.Text, "*_"), ":")
	inside := best.unit.Kind == retrieve.Entry && (best.self < ownShare && best.announced || q.want == steps)
	if !announced && !inside {
		return
	}
	n := 0
	for i := range all {
		c := all[i]
		same := c.source == best.source && c.unit.Kind == retrieve.Entry
		if same && (inside && c.unit.Block == best.unit.Block || announced && c.unit.Lead == best.unit.Text) && n < mostEntries {
			chosen[i] = true
			n++
		}
	}
}

// anaphora begins a sentence that can't be understood without the one before.
var anaphora = regexp.MustCompile(`^(Además|También|Ese|Esa|Eso|Esos|Esas|Este plazo|Esta|Estos|Estas|Lo [^q]|Con él|Con ella|Fuera de |Por sobre |En ese caso|En tal caso|Si no|Dentro de ella|Después|Luego|El resto|Una vez|Pasad[oa]s? es|This|That|These|Those|It |They |In that case|Otherwise|Then|Also|If not)`)

// mention points to something named before, wherever it stands.
var mention = regexp.MustCompile(`(?i)\b(es[ea]|dich[oa]) (plazo|monto|valor|fecha|permiso|período|documento|caso)\b`)

func leans(sentence string) bool {
	return anaphora.MatchString(sentence) || mention.MatchString(sentence)
}

// withAntecedents adds the sentence before one that leans on it.
func withAntecedents(all []candidate, chosen map[int]bool) {
	for i := len(all) - 1; i > 0; i-- {
		c, previous := all[i], all[i-1]
		if chosen[i] && c.unit.Kind == retrieve.Prose && leans(c.unit.Text) &&
			previous.source == c.source && previous.unit.Block == c.unit.Block {
			chosen[i-1] = true
		}
	}
}

// written writes the chosen sentences of one source: those of a paragraph in
// one, entries and rows in lines, under what leads to them.
func written(all []candidate, chosen map[int]bool, source int) string {
	var out strings.Builder
	block, lead := -1, ""
	for i, c := range all {
		if !chosen[i] || c.source != source {
			continue
		}
		u := c.unit
		inline := u.Kind == retrieve.Prose || u.Kind == retrieve.Line
		if u.Kind == retrieve.Entry && u.Lead != "" && u.Lead != lead {
			if out.Len() > 0 {
				out.WriteString("\n\n")
			}
			out.WriteString(plain(u.Lead))
			block = -1
		}
		switch {
		case out.Len() == 0:
		case u.Block == block && inline:
			out.WriteString(" ")
		case u.Block == block:
			out.WriteString("\n")
		default:
			out.WriteString("\n\n")
		}
		out.WriteString(shown(u))
		block, lead = u.Block, u.Lead
		if inline {
			lead = u.Text
		}
	}
	return out.String()
}

func attributed(s model.Source, l lang.Language) string {
	switch {
	case s.Kind == model.Conversation:
		return fmt.Sprintf(saidBefore.In(l), s.Name)
	case s.Kind == model.Action:
		return fmt.Sprintf(inAction.In(l), s.Name)
	case s.Kind == model.Organization, s.Kind == model.Domain:
		return fmt.Sprintf(aboutCompany.In(l), s.Name)
	case s.Of != "":
		return fmt.Sprintf(accordingToOf.In(l), s.Name, s.Of)
	default:
		return fmt.Sprintf(accordingTo.In(l), s.Name)
	}
}

// admit says that the answer is not known, and what may help.
func admit(req model.Request, q question) string {
	l := req.Language
	parts := []string{unknownNothing.In(l)}
	if len(readable(req.Sources)) > 0 {
		parts[0] = unknown.In(l)
	}
	if fitting := rate(req.Sources, q.subject, enoughShare); q.strong() > 0 && len(fitting) > 0 {
		return strings.Join(append(parts, fmt.Sprintf(perhapsAgent.In(l), fitting[0].Name)), " ")
	}
	return strings.Join(append(parts, perhapsElsewhere.In(l)), " ")
}

// askedSource gives the source whose name holds the whole subject of a question:
// the one with the fewest other words in its name.
func askedSource(sources []model.Source, q question) (model.Source, bool) {
	var fits []model.Source
	for _, s := range sources {
		name := s.Name
		if s.Kind == model.Organization {
			name += ownCompany
		}
		if s.Kind != model.Agent && holds(name, q) {
			fits = append(fits, s)
		}
	}
	if len(fits) == 0 {
		return model.Source{}, false
	}
	return slices.MinFunc(fits, func(a, b model.Source) int {
		return cmp.Compare(len(retrieve.Words(a.Name)), len(retrieve.Words(b.Name)))
	}), true
}

// holds says whether a name has all words of a question's subject.
func holds(name string, q question) bool {
	bag := retrieve.NewBag(retrieve.Detect(name), name)
	n := 0
	for _, term := range q.subject.Terms() {
		if term.Weight < full {
			continue
		}
		if !bag.Has(term) {
			return false
		}
		n++
	}
	return n > 0
}

// introduce gives the first sentences of a source that was asked for by name.
func introduce(req model.Request, s model.Source, all []candidate) string {
	chosen := make(map[int]bool)
	source := slices.IndexFunc(req.Sources, func(r model.Source) bool { return r == s })
	for i, c := range all {
		if c.source == source && len(chosen) < mostSentences {
			chosen[i] = true
		}
	}
	if len(chosen) == 0 {
		return unknown.In(req.Language) + " " + perhapsElsewhere.In(req.Language)
	}
	return attributed(s, req.Language) + "\n\n" + written(all, chosen, source)
}
