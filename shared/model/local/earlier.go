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

var (
	// earlierTalk names an earlier conversation.
	earlierTalk = regexp.MustCompile(` (conversacion|conversaciones|charla|charlas|chat|chats) (anterior|anteriores|previa|previas|pasada|pasadas|de ayer)\b` +
		`| (la|las|el|los|mi|mis|otra|otras|aquella|aquellas|esa|esas|ultima|ultimas) (conversacion|conversaciones|charla|charlas|chat|chats)\b` +
		`| (la otra vez|la vez pasada|la ultima vez|last time|the other day)\b` +
		`| (the|that|those|my|earlier|previous|past|last|other|another|prior) (conversation|chat|discussion)s?\b`)

	// talk asks what was said, wherever.
	talk = regexp.MustCompile(` (que|cual|como|cuando|cuanto) (fue |era )?(lo que )?(me |te |nos |le )?(dijiste|respondiste|contestaste|comentaste|explicaste|recomendaste|sugeriste|indicaste|pregunte|consulte|dije|pedi|hablamos|conversamos|vimos|dijimos|acordamos|concluimos|discutimos|comentamos)\b` +
		`| (hemos|habiamos|habias|has) (hablado|conversado|dicho|visto|acordado|respondido|comentado|discutido)\b` +
		`| (hablamos|conversamos|discutimos) (ya |antes )?(de|del|sobre|acerca)\b` +
		`| what (did|have|had) (we|you|i) (\w+ )?(say|said|talk|talked|discuss|discussed|tell|told|answer|answered|ask|asked|recommend|recommended|suggest|suggested|decide|decided|agree|agreed|conclude|concluded)\b` +
		`| (did|have) (we|you) (\w+ )?(say|said|talk|talked|discuss|discussed|tell|told|mention|mentioned) ` +
		`| what (we|you) (said|told|talked|discussed|answered|recommended|decided|agreed|concluded)\b`)

	// talking holds the words by which people speak of having talked.
	talking = set(`dijiste respondiste contestaste comentaste explicaste recomendaste sugeriste indicaste pregunte consulte
		dije pedi hablamos conversamos vimos dijimos acordamos concluimos discutimos comentamos hablado conversado dicho visto dice dicen trata
		acordado respondido comentado discutido conversacion conversaciones charla charlas chat chats anterior anteriores previa
		previas pasada pasadas ultima ultimas vez ayer recuerdas recuerda
		basado basandote base recuerdame segun
		say said talk talked discuss discussed discussion discussions tell told answer answered ask asked recommend recommended suggest suggested
		decide decided agree agreed conclude concluded mention mentioned conversation conversations earlier previous past last
		other another prior time yesterday remember recall based remind`)
)

// earlierAsked says whether a question asks what was said in conversations that
// are among the sources, rather than in the one that is going on.
func earlierAsked(req model.Request, q question) bool {
	if len(of(model.Conversation, req.Sources)) == 0 || ourTalk.MatchString(q.spaced) || sumUp.MatchString(q.spaced) {
		return false
	}
	if earlierTalk.MatchString(q.spaced) {
		return true
	}
	_, talked := before(req.History)
	return talk.MatchString(q.spaced) && (!talked || !q.without(talking).subject.Empty())
}

const (
	longestSaid  = 1200 // bytes of an answer that is quoted whole
	alsoSaid     = 0.85 // of the best score: another exchange is quoted too
	mostSaid     = 2    // exchanges
	worthAsked   = 1.0  // a word of the question that was asked then
	worthSaid    = 0.8  // of the answer
	worthTitle   = 0.5  // of the conversation's title
	leastOwn     = 0.3  // of what is asked: the exchange itself, beyond the title, must hold it
	unknownWorth = 0.7  // of an answer that knew nothing
)

// saying is an exchange with how well it fits what is asked.
type saying struct {
	exchange
	conversation model.Source
	score        float64
}

// recallEarlier quotes what was answered in the earlier conversations. Only
// where they say nothing of the matter it looks elsewhere, and says so.
func recallEarlier(req model.Request, q question) string {
	l := req.Language
	q = q.without(talking)
	conversations := of(model.Conversation, req.Sources)
	if q.subject.Empty() {
		return recountEarlier(conversations, l)
	}
	if found := sayings(conversations, q); len(found) > 0 {
		var parts []string
		for _, s := range found {
			if len(parts) < mostSaid && s.score >= alsoSaid*found[0].score {
				parts = append(parts, s.quoted(q, l))
			}
		}
		return strings.Join(parts, "\n\n")
	}
	if named := slices.DeleteFunc(slices.Clone(conversations), func(s model.Source) bool { return !holds(s.Name, q) }); len(named) > 0 {
		return recountEarlier(named, l)
	}
	rest := req
	rest.Sources = slices.DeleteFunc(slices.Clone(req.Sources), func(s model.Source) bool { return s.Kind == model.Conversation })
	all := candidates(rest.Sources)
	if found := find(q, all); len(found) > 0 {
		return saidNothing.In(l) + " " + butElsewhere.In(l) + "\n\n" + quote(rest, q, all, found)
	}
	return saidNothing.In(l) + " " + perhapsTalk.In(l)
}

// sayings gives the exchanges that are about what is asked, best first.
func sayings(conversations []model.Source, q question) []saying {
	var all []saying
	var items []retrieve.Item
	for _, c := range conversations {
		for _, e := range exchanges(c.Text) {
			if len(e.units(0)) > 0 {
				all = append(all, saying{exchange: e, conversation: c})
				items = append(items, retrieve.Item{Title: e.question, Text: e.answer})
			}
		}
	}
	index := retrieve.NewIndex(items)
	terms := q.subject.Terms()
	var out []saying
	for _, s := range all {
		language := retrieve.Detect(s.question + "\n" + s.answer)
		question, answer := retrieve.NewBag(language, s.asks()), retrieve.NewBag(language, s.answer)
		title := retrieve.NewBag(retrieve.Detect(s.conversation.Name), s.conversation.Name)
		var whole, have, own float64
		for _, term := range terms {
			weight := term.Weight * weigh(term, index)
			whole += weight
			worth := 0.0
			switch {
			case question.Has(term):
				worth = worthAsked
			case answer.Has(term):
				worth = worthSaid
			case title.Has(term):
				worth = worthTitle
			}
			s.score += weight * worth
			if worth > 0 {
				have += weight
			}
			if worth > worthTitle {
				own += weight
			}
		}
		if have < enoughShare*whole || own < leastOwn*whole {
			continue
		}
		if !s.knows() {
			s.score *= unknownWorth
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b saying) int { return cmp.Compare(b.score, a.score) })
	return out
}

// quoted writes the answer with where it was given: whole, or what of it has
// most to do with the question.
func (s saying) quoted(q question, l lang.Language) string {
	all := newReader(s.conversation.Name, s.question+"\n"+s.answer, s.units(0)).candidates()
	chosen := make(map[int]bool)
	size := 0
	for i, c := range all {
		chosen[i] = true
		size += len(c.unit.Text)
	}
	if size > longestSaid {
		clear(chosen)
		found := find(q, all)
		for _, e := range found {
			if len(chosen) < mostSentences && worthAdding(e, found[0], q.want) {
				chosen[e.place] = true
			}
		}
		if len(found) > 0 {
			wholeLists(q, all, found[0], chosen)
			withAntecedents(all, chosen)
		} else {
			for i := range min(len(all), mostSentences) {
				chosen[i] = true
			}
		}
	}
	said := written(all, chosen, 0)
	if question := s.asks(); question != "" {
		return fmt.Sprintf(saidBeforeTo.In(l), s.conversation.Name, shortened(question, 200)) + "\n\n" + said
	}
	return fmt.Sprintf(saidBefore.In(l), s.conversation.Name) + "\n\n" + said
}

// recountEarlier tells what was asked and answered in conversations.
func recountEarlier(conversations []model.Source, l lang.Language) string {
	var parts []string
	for _, c := range conversations[:min(len(conversations), mostDigested)] {
		if told := recounted(c); told != "" {
			parts = append(parts, fmt.Sprintf(talkedIn.In(l), c.Name)+"\n\n"+told)
		}
	}
	if len(parts) == 0 {
		return saidNothing.In(l)
	}
	return strings.Join(parts, "\n\n")
}

// recounted lists the last exchanges of a conversation: each question with how
// its answer began.
func recounted(c model.Source) string {
	var lines []string
	for _, e := range exchanges(c.Text) {
		units := e.units(0)
		if own := news(units); len(own) > 0 {
			units = own
		}
		if len(units) == 0 {
			continue
		}
		line := strings.TrimPrefix(shown(units[0]), "- ")
		for i := 1; i < len(units) && units[i].Lead == units[0].Text && len(line) < 200; i++ { // the list that it announces
			line += " " + strings.TrimPrefix(shown(units[i]), "- ")
		}
		line = shortened(line, 200)
		if question := e.asks(); question != "" {
			line = "«" + shortened(question, 200) + "» " + line
		}
		lines = append(lines, "- "+line)
	}
	return strings.Join(lines[max(0, len(lines)-mostRecounted):], "\n")
}
