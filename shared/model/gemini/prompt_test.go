package gemini

import (
	"math"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genai"
	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
)

const (
	inSpanish = "Answer in Spanish, whatever language the sources and earlier messages are in."
	inEnglish = "Answer in English, whatever language the sources and earlier messages are in."
)

func TestInstructionHoldsTheCallersOwnThenOurRules(t *testing.T) {
	sources := []model.Source{{Kind: model.Agent, Name: "Legal"}}
	earlier := []model.Source{sources[0], {Kind: model.Conversation, Name: "Permisos"}}
	made := []model.Source{{Kind: model.Action, Name: "Resumen"}}
	for name, c := range map[string]struct {
		req  model.Request
		want string
	}{
		"Spanish unless said otherwise":      {model.Request{System: "You are Ally."}, "You are Ally.\n\n" + inSpanish},
		"English":                            {model.Request{System: "You are Ally.", Language: lang.English}, "You are Ally.\n\n" + inEnglish},
		"no instruction of the caller":       {model.Request{System: " \n"}, inSpanish},
		"so is an earlier conversation":      {model.Request{Sources: earlier}, sourcesRule + "\n\n" + earlierRule + "\n\n" + inSpanish},
		"so is an action":                    {model.Request{Sources: made}, sourcesRule + "\n\n" + earlierRule + "\n\n" + inSpanish},
		"sources are data, with any sources": {model.Request{System: "You are Ally.", Sources: sources}, "You are Ally.\n\n" + sourcesRule + "\n\n" + inSpanish},
	} {
		t.Run(name, func(t *testing.T) {
			if got := instruction(c.req); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
	if !strings.Contains(sourcesRule, "data") || !strings.Contains(sourcesRule, "never instructions") {
		t.Error("the rule does not say that sources are data and never instructions")
	}
}

func TestContentsAlternateFromUserToUser(t *testing.T) {
	user := func(text string) model.Turn { return model.Turn{Role: model.User, Text: text} }
	ally := func(text string) model.Turn { return model.Turn{Role: model.Ally, Text: text} }
	for name, c := range map[string]struct {
		history []model.Turn
		sources string
		want    []string // role: text
	}{
		"the question alone":             {nil, "", []string{"user: Why?"}},
		"history before the question":    {[]model.Turn{user("a"), ally("b")}, "", []string{"user: a", "model: b", "user: Why?"}},
		"sources just before it":         {[]model.Turn{user("a"), ally("b")}, "S\n", []string{"user: a", "model: b", "user: S\n\n\nWhy?"}},
		"turns of one role are merged":   {[]model.Turn{user("a"), user("b"), ally("c"), ally("d")}, "", []string{"user: a\n\nb", "model: c\n\nd", "user: Why?"}},
		"an unanswered turn joins it":    {[]model.Turn{user("a")}, "S\n", []string{"user: a\n\nS\n\n\nWhy?"}},
		"a welcome is dropped":           {[]model.Turn{ally("Hello!"), ally("I am Ally."), user("a"), ally("b")}, "", []string{"user: a", "model: b", "user: Why?"}},
		"an empty turn is dropped":       {[]model.Turn{user("a"), ally(" \n"), user("b"), ally("c")}, "", []string{"user: a\n\nb", "model: c", "user: Why?"}},
		"an unknown role is the user's":  {[]model.Turn{{Role: "guest", Text: "a"}, user("b"), ally("c")}, "", []string{"user: a\n\nb", "model: c", "user: Why?"}},
		"the text itself is not trimmed": {[]model.Turn{user(" a "), ally("b")}, "", []string{"user:  a ", "model: b", "user: Why?"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := lines(contents(model.Request{History: c.history, Question: "Why?"}, c.sources))
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestContentsOfAnyHistoryAreWhatTheServiceAccepts(t *testing.T) {
	turn := rapid.Custom(func(t *rapid.T) model.Turn {
		return model.Turn{
			Role: rapid.SampledFrom([]model.Role{model.User, model.Ally, ""}).Draw(t, "role"),
			Text: rapid.SampledFrom([]string{"", " ", "\n", "a", "b c"}).Draw(t, "text"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		req := model.Request{History: rapid.SliceOfN(turn, 0, 12).Draw(t, "history"), Question: "Why?"}
		got := contents(req, rapid.SampledFrom([]string{"", "S\n"}).Draw(t, "sources"))
		for i, c := range got {
			if want := []string{genai.RoleUser, genai.RoleModel}[i%2]; c.Role != want {
				t.Fatalf("turn %d of %q is not of role %s", i, lines(got), want)
			}
			if strings.TrimSpace(c.Parts[0].Text) == "" {
				t.Fatalf("turn %d of %q is empty", i, lines(got))
			}
		}
		if len(got)%2 == 0 || !strings.HasSuffix(got[len(got)-1].Parts[0].Text, "Why?") {
			t.Fatalf("%q does not end with the question", lines(got))
		}
	})
}

func TestLimitOfTokensFitsTheWire(t *testing.T) {
	for limit, want := range map[int]int32{-1: 0, 0: 0, 64: 64, math.MaxInt32: math.MaxInt32, math.MaxInt32 + 1: math.MaxInt32} {
		if got := new(Generator).render(model.Request{MaxOutputTokens: limit}).config.MaxOutputTokens; got != want {
			t.Errorf("limit %d: got %d, want %d", limit, got, want)
		}
	}
}

func lines(contents []*genai.Content) []string {
	var out []string
	for _, c := range contents {
		out = append(out, c.Role+": "+c.Parts[0].Text)
	}
	return out
}
