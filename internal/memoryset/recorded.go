package memoryset

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// Reply is what a model is taken to answer about the message: what it holds,
// but where the set says otherwise. It was written by hand, so what comes of it
// measures how answers are checked, and not how well any model does.
func (m Message) Reply() string {
	type item struct {
		Kind  memory.Kind `json:"kind"`
		Quote string      `json:"quote"`
		Owner string      `json:"owner,omitempty"`
		When  string      `json:"when,omitempty"`
		Due   string      `json:"due,omitempty"`
	}
	answer := struct {
		Items []item `json:"items"`
	}{[]item{}}
	for _, h := range m.Holds {
		if slices.Contains(m.Omitted, h.Words) {
			continue
		}
		one := item{Kind: h.Kind, Quote: m.sentence(h.Words), Owner: h.Owner, Due: h.Due}
		if h.Due != "" {
			one.When = one.Quote
		}
		if h.Owner == m.AuthorName && h.Owner != "" {
			one.Owner = "speaker"
		}
		answer.Items = append(answer.Items, one)
	}
	for _, a := range m.Added {
		answer.Items = append(answer.Items, item(a))
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		return err.Error() // plain texts can be written
	}
	return string(raw)
}

// sentence gives the sentence of the message that has the words.
func (m Message) sentence(words string) string {
	for _, s := range retrieve.Sentences(m.Text) {
		if strings.Contains(s, words) {
			return s
		}
	}
	return words
}

// recorded is a model that answers with the replies of the set.
type recorded map[string]string

func (recorded) Name() string { return "recorded" }

func (r recorded) Generate(_ context.Context, req model.Request, emit func(string) error) (model.Reply, error) {
	text := r[req.Sources[0].ID]
	return model.Reply{Text: text, Finish: model.Complete}, emit(text)
}

// AskModel gives the extraction of the model's extractor over the replies of the
// set.
func AskModel(ctx context.Context, all []Conversation) (func(Message) ([]memory.Found, error), error) {
	replies := recorded{}
	for _, c := range all {
		for _, m := range c.Messages {
			replies[m.MessageID] = m.Reply()
		}
	}
	asked, err := memory.NewAsked(memory.AskedOptions{
		Model: replies, Book: func(context.Context, ledger.Entry) error { return nil }, Now: SaidOn.UTC, Source: "localhost",
	})
	return func(m Message) ([]memory.Found, error) { return asked.Extract(ctx, memory.Conversation{}, m.Said) }, err
}

// ByPatterns is the extraction without a model.
func ByPatterns(m Message) ([]memory.Found, error) { return memory.Extract(m.Said), nil }
