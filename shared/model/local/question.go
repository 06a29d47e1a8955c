package local

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// Weights of a question's words: those of its subject, codes, those that
// say little, and those taken over from the question before.
const (
	code      = 2.0 // names one thing and no other: "M16"
	full      = 1.0
	slight    = 0.3
	inherited = 0.7
)

// question is a message taken apart.
type question struct {
	words   []string
	spaced  string // the words, for matching patterns
	subject retrieve.Query
	follows bool // it only makes sense after the question before
	want    want
}

func read(text string) question {
	q := question{words: retrieve.Words(text)}
	q.spaced = spaced(q.words)
	q.want = wantOf(q.words)
	var codes, strong, faint []string
	for _, word := range q.words {
		switch {
		case framing[word]:
		case weak[word], !strings.ContainsFunc(word, unicode.IsLetter):
			faint = append(faint, word)
		case strings.ContainsFunc(word, unicode.IsDigit):
			codes = append(codes, word)
		default:
			strong = append(strong, word)
		}
	}
	q.subject = retrieve.NewQuery(strings.Join(strong, " ")).With(strings.Join(codes, " "), code).With(strings.Join(faint, " "), slight)
	switch n := q.strong(); {
	case len(q.words) == 0:
	case linking[q.words[0]], strings.HasPrefix(q.spaced, " what about "), strings.HasPrefix(q.spaced, " how about "), strings.HasPrefix(q.spaced, " que hay de "):
		q.follows = n <= 4
	default:
		q.follows = n == 0 && len(q.words) > 1 || n <= 1 && pointsBack(q.words)
	}
	return q
}

// without gives the question as if it had been asked without some words.
func (q question) without(words map[string]bool) question {
	kept := slices.DeleteFunc(slices.Clone(q.words), func(word string) bool { return words[word] })
	return read(strings.Join(kept, " "))
}

func pointsBack(words []string) bool {
	for _, word := range words {
		if pointing[word] {
			return true
		}
	}
	return false
}

// strong counts the words that say what the question is about.
func (q question) strong() int {
	n := 0
	for _, term := range q.subject.Terms() {
		if term.Weight >= full {
			n++
		}
	}
	return n
}

// before gives the question that a follow-up goes on from: the last one that
// stands for itself, or the first there is. Questions in between go along.
func before(history []model.Turn) (q question, found bool) {
	text := ""
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Role != model.User {
			continue
		}
		text = history[i].Text + "\n" + text
		q, found = read(text), true
		if !read(history[i].Text).follows {
			break
		}
	}
	return q, found
}

// with gives the question with the subject of the one before it, at a lower
// weight; where it has no subject of its own, that one is its subject.
func (q question) with(before question) question {
	var words []string
	for _, term := range before.subject.Terms() {
		if term.Weight >= full {
			words = append(words, term.Word)
		}
	}
	weight := inherited
	if q.strong() == 0 {
		weight = full
	}
	q.subject = q.subject.With(strings.Join(words, " "), weight)
	if q.want == anything {
		q.want = before.want
	}
	return q
}

// intent is what a message wants of Ally.
type intent int

const (
	content intent = iota
	greeting
	thanks
	capabilities
	identity
	recallQuestion
	recallAnswer
	whichAgent
	summary
	comparison
	earlier
)

// patterns are tried in this order on the words of a message.
var patterns = []struct {
	intent
	*regexp.Regexp
}{
	{recallQuestion, regexp.MustCompile(` (que|cual) (te |le )?(pregunte|preguntaba|habia preguntado|he preguntado|consulte|dije|pedi)\b| (fue|era) mi (ultima |primera )?(pregunta|consulta)\b| mi (ultima |pregunta |consulta )(pregunta|consulta|anterior)\b| (did i|have i) (just )?(ask(ed)?|say|said)\b| (was|is) my (last|previous|first) (question|message)\b`)},
	{recallAnswer, regexp.MustCompile(` que me (respondiste|contestaste|dijiste)\b| (did you|have you) (just )?(answer|say|said|tell|told|reply)\b| (was|is) your (last|previous) (answer|reply)\b`)},
	{identity, regexp.MustCompile(` (quien|que|cual) eres\b| eres (un|una|el|chatgpt|gpt|gemini|claude|humano|real|ia|robot)\b| (que|cual) (modelo|motor|ia|inteligencia)\b.* (eres|usas|ocupas|utilizas|hay detras)\b| como te llamas\b| (cual es )?tu nombre\b| (who|what) are you( |$)| are you (a|an|chatgpt|gpt|gemini|claude|human|real|ai)\b| (what|which) (language )?(model|engine|llm|ai)\b.* (you|this)\b| your name\b| (who|what) is ally\b| (quien|que) es ally\b`)},
	{capabilities, regexp.MustCompile(` (que|cuales|como) (cosas )?(puedes|sabes|podrias) (hacer|ayudarme|ayudar)\b(?: por mi| hacer)? $| (que|en que|con que) (me )?(puedes|podrias) (ayudar|ayudarme|hacer)( por mi)? $| como funcionas\b| para que sirves\b| what (can|could|do) you do( for me)? $| how (can|could|do) you (help|work)( me)? $| what are you (able to|capable of)\b| (tus|your) (capacidades|funciones|capabilities|features)\b`)},
	{summary, regexp.MustCompile(` (resume|resumen|resumeme|resumir|resumenes|sintetiza|sintesis|summary|summarize|summarise)\b| (puntos|ideas) (principales|clave|importantes)\b| (key|main) (points|takeaways|ideas)\b| de que (hemos hablado|hablamos|hemos conversado|conversamos)\b| what (have|did) we (talk\w*|discuss\w*)\b`)},
	{whichAgent, regexp.MustCompile(` (necesit\w+|quiero|quisiera|busco|buscar|need|want|find|looking for) (un|una|el|al|an?|the) (agente|asistente|agent|assistant)\b|` +
		` (que|cual|cuales|algun|a que|con que|hay|which|what|any|is there an?|tienes|mis|my|the right|the best|best|right) (\w+ ){0,2}?(agentes?|asistentes?|agents?|assistants?)\b|` +
		` (recomiend\w*|recomendar\w*|sugier\w*|recommend\w*|suggest\w*) (\w+ ){0,3}(agentes?|asistentes?|agents?|assistants?|alguien|someone)\b|` +
		` (agentes?|asistentes?|agents?|assistants?) (\w+ ){0,4}(ayud\w*|sirv\w*|indicad[oa]|adecuad[oa]|mejor|correcto|conviene|help\w*|right|best|should|knows?|sabe\w*)\b|` +
		` quien (me |nos )?(puede |podria |pueda )?(ayud\w+|orientar\w*|asesorar\w*|apoyar\w*)\b| quien sabe (de|sobre)\b| (a|con) quien (le |puedo |debo |podria )*(pregunt\w+|consult\w+|acud\w+|habl\w+|recurr\w+)\b|` +
		` who (can|could|would|might|should)?( be able to)? ?(help|assist|advise)\w*\b| who (knows|understands) about\b| who (should|can|do|could) i (ask|talk|speak|turn|contact|consult)\b`)},
	{thanks, regexp.MustCompile(`^ (muchas |mil |ok |vale |perfecto )*(gracias|thanks|thank you)\b`)},
	{greeting, regexp.MustCompile(`^ (hola|buenas|buenos|buen dia|saludos|que tal|como estas|hey|hi|hello|good (morning|afternoon|evening)|greetings|ayuda|help)\b`)},
}

func (q question) intent() intent {
	for _, p := range patterns {
		if !p.MatchString(q.spaced) {
			continue
		}
		if (p.intent == greeting || p.intent == thanks) && q.strong() > 0 {
			continue // a courtesy before the matter
		}
		return p.intent
	}
	if len(q.words) == 0 {
		return greeting
	}
	return content
}
