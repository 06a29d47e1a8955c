package memoryset_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/memoryset"
	"getaifactory.com/ally/shared/ledger"
	"getaifactory.com/ally/shared/memory"
	"getaifactory.com/ally/shared/model/gemini"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
)

func halves(t *testing.T) (looked, unseen []memoryset.Conversation) {
	t.Helper()
	all, err := memoryset.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Test() {
			unseen = append(unseen, c)
		} else {
			looked = append(looked, c)
		}
	}
	return looked, unseen
}

func TestPatternsFindAtLeastWhatTheyFoundWhenTheyWereMade(t *testing.T) {
	looked, unseen := halves(t)
	if len(looked)+len(unseen) < 60 {
		t.Errorf("%d conversations", len(looked)+len(unseen))
	}
	for _, tc := range []struct {
		name              string
		half              []memoryset.Conversation
		precision, recall float64
	}{{"looked at", looked, 0.95, 0.95}, {"unseen", unseen, 0.80, 0.60}} {
		s, err := memoryset.Measure(tc.half, memoryset.ByPatterns)
		if err != nil {
			t.Fatal(err)
		}
		for kind, score := range s.Kinds {
			if score.Precision() < tc.precision || score.Recall() < tc.recall {
				t.Errorf("%s half, %s: precision %.2f, recall %.2f", tc.name, kind, score.Precision(), score.Recall())
			}
		}
		if s.Dates.Precision() < tc.precision || s.Dates.Recall() < tc.recall {
			t.Errorf("%s half, dates: %+v", tc.name, s.Dates)
		}
	}
}

// The replies go through Gemini's protocol, from a server that is asked about
// every message.
func TestWhatAModelIsTakenToAnswerComesThroughItsProtocol(t *testing.T) {
	looked, unseen := halves(t)
	all := append(looked, unseen...)
	byText := map[string]string{}
	for _, c := range all {
		for _, m := range c.Messages {
			byText[m.Text] = m.Reply()
		}
	}
	server := geminitest.New(t)
	server.Respond(func(r geminitest.Request) geminitest.Answer {
		for text, reply := range byText {
			if strings.Contains(r.Question(), "\n"+text+"\n</source-") {
				return geminitest.Text(reply, geminitest.Usage{Prompt: 10, Candidates: 5})
			}
		}
		return geminitest.Failed(400, "INVALID_ARGUMENT", "no such message")
	})
	g, err := gemini.New(t.Context(), gemini.Options{APIKey: "k", BaseURL: server.URL, Attempts: 1, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	asked, err := memory.NewAsked(memory.AskedOptions{
		Model: g, Book: func(context.Context, ledger.Entry) error { return nil }, Now: time.Now, Source: "localhost",
	})
	if err != nil {
		t.Fatal(err)
	}
	through, err := memoryset.Measure(all, func(m memoryset.Message) ([]memory.Found, error) {
		return asked.Extract(t.Context(), memory.Conversation{}, m.Said)
	})
	if err != nil {
		t.Fatal(err)
	}
	recorded, err := memoryset.AskModel(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	without, err := memoryset.Measure(all, recorded)
	if err != nil || *through.Kinds[memory.Decision] != *without.Kinds[memory.Decision] || through.Dates != without.Dates || through.Kinds[memory.Decision].Right == 0 {
		t.Errorf("%+v and %+v, %v", through, without, err)
	}
}
