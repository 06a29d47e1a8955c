package local

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

var (
	// decisionsAsked asks what was decided, tasksAsked what is to be done.
	decisionsAsked = regexp.MustCompile(` (que|cual|cuales|como) (\w+ ){0,2}?(decidi\w*|decision|decisiones|acord\w+|acuerdos?|resolvimos|aprob\w+|quedamos)\b| (decisiones|acuerdos)\b|` +
		` (what|which|how) (\w+ ){0,3}?(decided?|agreed?|decisions?|agreements?)\b`)
	tasksAsked = regexp.MustCompile(` (pendientes?|tareas?|por hacer|compromisos)\b| que (me |nos )?(falta|debo|debemos|tengo que|tenemos que)\b| quien (tiene que|debe|quedo)\b|` +
		` (to ?dos?|action items?|open tasks?|my tasks|pending|outstanding)\b| what (do|should|must) (i|we) (still )?(have to|need to)\b`)

	// asking holds the words of such questions that say nothing of the matter.
	asking = set(`decidimos decidi decidio decidieron decidido decision decisiones acordamos acordo acordado acuerdo acuerdos resolvimos aprobamos aprobo quedamos
		pendiente pendientes tarea tareas hacer compromiso compromisos falta tomamos tomaron hay ultima ultimas reunion recuerdas dijimos tengo
		decide decided decision decisions agree agreed agreement agreements todo todos task tasks action item items pending open outstanding need make made take taken last`)
)

// apart takes what is remembered from the other sources.
func apart(req model.Request) (rest model.Request, remembered []model.Source) {
	remembered = of(model.Memory, req.Sources)
	req.Sources = slices.DeleteFunc(slices.Clone(req.Sources), func(s model.Source) bool { return s.Kind == model.Memory })
	return req, remembered
}

// tell quotes what is remembered and has to do with the question, by
// conversation; "" where that is nothing.
func tell(remembered []model.Source, q question, l lang.Language) string {
	decisions, tasks := decisionsAsked.MatchString(q.spaced), tasksAsked.MatchString(q.spaced)
	subject := q.without(asking).subject
	var parts []string
	for _, s := range remembered {
		var lines []string
		for line := range strings.Lines(s.Text) {
			label, words, ok := strings.Cut(strings.TrimSpace(line), " (")
			if !ok || decisions && !tasks && label != model.DecisionLabel || tasks && !decisions && label != model.TaskLabel {
				continue
			}
			facts, text, _ := strings.Cut(words, "): ")
			if subject.Empty() || concerns(text+" "+facts, subject) {
				lines = append(lines, fmt.Sprintf("- %s (%s)", plain(text), worded(facts, l)))
			}
		}
		if len(lines) > 0 {
			parts = append(parts, fmt.Sprintf(rememberedIn.In(l), s.Name)+"\n\n"+strings.Join(lines, "\n"))
		}
	}
	return strings.Join(parts, "\n\n")
}

// concerns says whether a text holds enough of what is asked.
func concerns(text string, subject retrieve.Query) bool {
	bag := retrieve.NewBag(retrieve.Detect(text), text)
	var whole, have float64
	for _, term := range subject.Terms() {
		whole += term.Weight
		if bag.Has(term) {
			have += term.Weight
		}
	}
	return have > 0 && have >= codedShare*whole
}

// worded gives the facts of a line in the language of the answer.
func worded(facts string, l lang.Language) string {
	if l == lang.English {
		facts = strings.NewReplacer("responsable: ", "owner: ", "vence: ", "due: ").Replace(facts)
	}
	return plain(facts)
}
