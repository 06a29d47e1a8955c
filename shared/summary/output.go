package summary

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/markdown"
	"getaifactory.com/ally/shared/model"
)

// output makes what the summary gives.
func (s *Service) output(ctx context.Context, who access.Person, st *action.Stored, of *found, told Told) (action.Output, error) {
	result := map[string]any{"truncated": of.truncated, "style": st.Inputs["style"]}
	var cards []action.Card
	if of.usage != nil {
		cards = of.usage.cards(of.title, of.truncated, who.Language)
		result["sources"], result["counted"] = []any{}, of.usage.counted()
	} else {
		text, sources, spent, err := s.text(ctx, who, st, of, told)
		if err != nil {
			return action.Output{}, err
		}
		cards = []action.Card{{ID: "summary", Type: action.Markdown, Title: of.title, Content: text}}
		result["sources"] = sources
		result["statements"] = spent.statements
		result["made"] = map[string]any{
			"passages": len(of.pieces), "requests": spent.requests, "inputTokens": spent.used.Input, "outputTokens": spent.used.Output,
		}
	}
	return action.Output{Result: result, Cards: append(cards, buttons(st.ID, who.Language))}, nil
}

// spent is what the summary took of the model.
type spent struct {
	requests, statements int
	used                 model.Usage
}

// text has the model sum up what was found, and writes it in the style that was
// asked for.
func (s *Service) text(ctx context.Context, who access.Person, st *action.Stored, of *found, told Told) (string, []any, spent, error) {
	var sum spent
	var mu sync.Mutex
	ask := func(ctx context.Context, r model.Request) (string, error) {
		mu.Lock()
		sum.requests++
		n := sum.requests
		mu.Unlock()
		answer, used, err := s.ask(ctx, who, st, r, n)
		mu.Lock()
		defer mu.Unlock()
		sum.used = sum.used.Plus(used)
		return answer, err
	}
	style, _ := st.Inputs["style"].(string)
	statements, err := digest(ctx, of.pieces, wanted[style], who.Language, ask, func(count steps) error {
		if told.Progress != nil {
			told.Progress(st.ID, count.done, count.total)
		}
		return s.Actions.Progress(ctx, st, count.done, count.total)
	})
	if err != nil {
		return "", nil, sum, err
	}
	if len(statements) == 0 {
		return "", nil, sum, errNothing
	}
	if style == concise && len(statements) > wanted[style] { // a paragraph is read as a whole
		statements = spread(statements, wanted[style])
	}
	sum.statements = len(statements)
	text, sources := of.written(statements, style, s.hosts(who), who.Language)
	return text, sources, sum, nil
}

// mostSources bounds how many sources one statement refers to.
const mostSources = 4

var truncatedText = lang.Text{
	ES: "_Había más de lo que se puede resumir de una vez: esto cubre %s._",
	EN: "_There was more than can be summed up at once: this covers %s._",
}

// ended is a sentence with a mark at its end, so that another can follow it.
func ended(sentence string) string {
	sentence = strings.Join(strings.Fields(sentence), " ")
	if last, _ := utf8.DecodeLastRuneInString(sentence); strings.ContainsRune(".!?…:»”)\"", last) {
		return sentence
	}
	return strings.TrimRight(sentence, ",;") + "."
}

// written writes the statements in a style, each followed by the numbers of its
// sources, and lists those: in short a paragraph, else a list, in detail by days.
func (f *found) written(statements []piece, style string, hosts markdown.Hosts, l lang.Language) (string, []any) {
	number := map[int]int{} // place → number
	sources := []any{}
	refer := func(places []int) string {
		var b strings.Builder
		for _, place := range places[:min(len(places), mostSources)] {
			n, known := number[place]
			if !known {
				n = len(sources) + 1
				number[place] = n
				sources = append(sources, f.sources[place].shown(n))
			}
			if id := f.sources[place].messageID; id != "" {
				fmt.Fprintf(&b, " [%d](#message-%s)", n, id)
			} else {
				fmt.Fprintf(&b, ` \[%d\]`, n)
			}
		}
		return b.String()
	}
	var lines []string
	day := ""
	for _, p := range statements {
		said := markdown.Clean(p.text, hosts)
		if style == concise {
			lines = append(lines, ended(said)+refer(p.sources))
			continue
		}
		if at := f.sources[p.sources[0]].at; style == "detailed" && !at.IsZero() {
			if date := at.UTC().Format(time.DateOnly); date != day {
				day = date
				lines = append(lines, "\n### "+date+"\n")
			}
		}
		lines = append(lines, "- "+said+refer(p.sources))
	}
	between := "\n"
	if style == concise {
		between = " "
	}
	text := strings.TrimSpace(strings.Join(lines, between))
	if f.truncated {
		text += "\n\n" + fmt.Sprintf(truncatedText.In(l), f.covers(l))
	}
	return text, sources
}

var (
	sinceText = lang.Text{ES: "lo dicho desde el %s", EN: "what was said since %s"}
	beginText = lang.Text{ES: "el comienzo, cerca del %d %%", EN: "the beginning, some %d %%"}
)

// covers says what of a truncated source is summed up.
func (f *found) covers(l lang.Language) string {
	first := f.sources[f.pieces[0].sources[0]]
	if first.messageID != "" {
		return fmt.Sprintf(sinceText.In(l), first.at.UTC().Format(time.DateTime)+" UTC")
	}
	return fmt.Sprintf(beginText.In(l), 100*len(f.pieces)/max(len(f.sources), 1))
}

func (s source) shown(n int) map[string]any {
	shown := map[string]any{"n": n, "author": s.author, "excerpt": short(s.text)}
	if s.messageID != "" {
		shown["messageId"], shown["conversationId"], shown["at"] = s.messageID, s.conversationID, s.at.UTC()
	}
	return shown
}

// labels are those of the buttons below a result.
var labels = []struct {
	action, format string
	label          lang.Text
}{
	{"email_action", "", lang.Text{ES: "Enviar por correo", EN: "Email this"}},
	{"share_action", "", lang.Text{ES: "Compartir enlace", EN: "Share link"}},
	{"report_action", "", lang.Text{ES: "Agregar al informe", EN: "Add to report"}},
	{"export_action", "md", lang.Text{ES: "Guardar como Markdown", EN: "Save as Markdown"}},
	{"export_action", "pdf", lang.Text{ES: "Guardar como PDF", EN: "Save as PDF"}},
	{"export_action", "docx", lang.Text{ES: "Guardar como Word", EN: "Save as Word"}},
}

func buttons(actionID string, l lang.Language) action.Card {
	card := action.Card{ID: "actions", Type: action.CTA, Content: map[string]any{"actionId": actionID}}
	for _, b := range labels {
		data := map[string]string{"actionId": actionID}
		if b.format != "" {
			data["format"] = b.format
		}
		card.Actions = append(card.Actions, action.CardAction{Label: b.label.In(l), Action: b.action, Data: data})
	}
	return card
}
