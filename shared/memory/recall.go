package memory

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// Bounds on what of a person's memory goes along with a question.
const (
	// RecalledTokens is the room that it has of its own, inside that for what is
	// chosen.
	RecalledTokens = 600
	// MostRecalled is how many conversations it comes from: each is read, to see
	// whether the person may still see it.
	MostRecalled = 5
	// leastShare is the part of the question's weight that an item must have to go
	// along.
	leastShare = 0.4
)

var (
	asksTasks = regexp.MustCompile(`\b(pendientes?|tareas?|por hacer|compromisos?|que (?:me )?(?:falta|debo|tengo que)|que nos falta|quien (?:tiene que|debe|quedo)|to-?dos?|action items?|pending|open tasks?|my tasks|what (?:do|should|must) (?:i|we) (?:have|need|do)|outstanding)\b`)

	asksDecisions = regexp.MustCompile(`\b(decidi\w*|decision\w*|acord\w+|acuerdos?|quedamos|resolvimos|aprob\w+|decided?|decide|agree[d]?|agreements?|approved)\b`)

	asksTakeaways = regexp.MustCompile(`\b(importante|conclusi\w+|puntos clave|aprendi\w+|takeaways?|key points?|important|conclusions?)\b`)
)

// Recall gives of the person's memory what has to do with a question, what fits
// the room and comes from at most MostRecalled conversations: open action items
// where tasks are asked for, decisions and takeaways where these are, and
// whatever shares the question's words. What was superseded is left out.
func Recall(items []Item, question string, query retrieve.Query) []Item {
	folded := fold(question).folded
	var texts []retrieve.Item
	var current []Item
	for _, i := range items {
		if i.SupersededBy == "" {
			current = append(current, i)
			texts = append(texts, retrieve.Item{ID: i.ID, Text: i.Text + " " + i.Owner})
		}
	}
	subject := query
	asked := map[Kind]bool{ActionItem: asksTasks.MatchString(folded), Decision: asksDecisions.MatchString(folded), Takeaway: asksTakeaways.MatchString(folded)}
	var fitting, others []Item
	for _, hit := range retrieve.NewIndex(texts).Rank(subject, 0) {
		i := current[hit.Index]
		switch {
		case asked[i.Kind]:
			fitting = append(fitting, i)
		case hit.Share >= leastShare && i.Status != Done:
			others = append(others, i)
		}
	}
	if len(fitting) == 0 { // all of the kind, newest first
		for _, i := range current {
			if asked[i.Kind] && i.Status != Done {
				fitting = append(fitting, i)
			}
		}
	}
	room := RecalledTokens
	var taken []Item
	from := map[string]bool{}
	for _, i := range slices.Concat(fitting, others) {
		tokens := model.EstimateTokens(i.Line() + "\n")
		if tokens > room || !from[i.ConversationID] && len(from) == MostRecalled || slices.ContainsFunc(taken, func(t Item) bool { return t.ID == i.ID }) {
			continue
		}
		room -= tokens
		from[i.ConversationID] = true
		taken = append(taken, i)
	}
	return taken
}

// Line is an item as a model is told it, with labels that are the same whatever
// the language: see model.Memory.
func (i Item) Line() string {
	label := map[Kind]string{Takeaway: model.TakeawayLabel, ActionItem: model.TaskLabel, Decision: model.DecisionLabel}[i.Kind]
	if i.Status == Done {
		label = model.DoneLabel
	}
	facts := []string{i.SaidAt.UTC().Format("2006-01-02")}
	if i.SaidBy.Role == Ally {
		facts = append(facts, "Ally")
	} else if i.SaidBy.Name != "" {
		facts = append(facts, plainWords(i.SaidBy.Name))
	}
	if i.Owner != "" {
		facts = append(facts, "responsable: "+plainWords(i.Owner))
	}
	if i.Due != "" {
		facts = append(facts, "vence: "+i.Due)
	}
	return fmt.Sprintf("%s (%s): %s", label, strings.Join(facts, "; "), spaced(i.Text))
}

// plainWords gives a name without what would end the facts of a line.
func plainWords(name string) string {
	return strings.NewReplacer("(", "", ")", "", ":", "", ";", "").Replace(spaced(name))
}

// Usable says whether a person's memory may be used in a conversation: only
// where nobody else takes part or reads along. What is said there is read by all
// who see the conversation, and what a person's memory holds comes from
// conversations that the others may not see.
func Usable(who access.Person, ownerID string, collaborators int, private bool) bool {
	return SettingsOf(who).Enabled() && who.ID == ownerID && collaborators == 0 && private
}
