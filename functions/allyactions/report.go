package allyactions

import (
	"slices"

	"getaifactory.com/ally/shared/action"
	"getaifactory.com/ally/shared/export"
	"getaifactory.com/ally/shared/fault"
	"getaifactory.com/ally/shared/function"
	"getaifactory.com/ally/shared/lang"
)

// mostParts bounds a report.
const mostParts = 50

var (
	reportName = lang.Text{ES: "Informe", EN: "Report"}
	exportText = map[string]lang.Text{
		"pdf":  {ES: "Guardar como PDF", EN: "Save as PDF"},
		"docx": {ES: "Guardar como Word", EN: "Save as Word"},
	}
)

// report adds what the action made to the person's report of its conversation.
// Each action is one part, a card under the action's id.
func report(c function.Call[oneInput], l *loaded) (oneOutput, error) {
	if err := seen(c, l, false); err != nil {
		return oneOutput{}, err
	}
	of, err := c.Backend.Conversations.Writable(c.Context, l.conversation, c.Person)
	if err != nil {
		return oneOutput{}, err
	}
	if err := completed(l.Action); err != nil {
		return oneOutput{}, err
	}
	if l.AppID == action.Report { // a report is not a part of itself
		return shown(c, l.Action), nil
	}
	d := action.Draft{
		UserID: c.Person.ID, ConversationID: l.ConversationID, AppID: action.Report, AppName: reportName.In(c.Person.Language),
		ActionType: "report", Inputs: map[string]any{}, Key: "report",
	}
	part := action.Card{ID: l.ID, Type: action.Markdown, Title: l.Name(), Content: export.Text(l.Action, c.Person.Language)}
	st, err := c.Backend.Actions.Put(c.Context, d, of.Title, func(o action.Output) (action.Output, error) {
		return with(o, part, action.ID(d), c.Person.Language)
	})
	return shown(c, st.Action), err
}

// with gives the report's output with a part, in its place where it has one.
func with(o action.Output, part action.Card, reportID string, l lang.Language) (action.Output, error) {
	cards := slices.DeleteFunc(slices.Clone(o.Cards), func(c action.Card) bool { return c.Type == action.CTA })
	if i := slices.IndexFunc(cards, func(c action.Card) bool { return c.ID == part.ID }); i >= 0 {
		cards[i] = part
	} else {
		cards = append(cards, part)
	}
	buttons := action.Card{ID: "actions", Type: action.CTA, Content: map[string]any{"actionId": reportID}}
	for _, format := range []string{"pdf", "docx"} {
		buttons.Actions = append(buttons.Actions, action.CardAction{
			Label: exportText[format].In(l), Action: "export_action", Data: map[string]string{"actionId": reportID, "format": format},
		})
	}
	o.Cards = append(cards, buttons)
	if len(cards) > mostParts || o.Full() {
		return o, &fault.Fault{Kind: fault.Conflict, Code: "report_full", Sentence: lang.Text{
			ES: "El informe está lleno. Guárdalo y elimínalo para empezar otro.", EN: "The report is full. Save it and delete it to begin another.",
		}}
	}
	return o, nil
}
