package gemini_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/gemini"
	"getaifactory.com/ally/shared/model/gemini/geminitest"
)

func TestReplyIsEmittedPieceByPieceAsItStreams(t *testing.T) {
	b := newBench(t, geminitest.New(t, geminitest.Text("Sí, hasta el jueves.", geminitest.Usage{})), nil)
	reply := b.ask(question)
	if want := []string{"Sí, ", "hasta ", "el ", "jueves."}; !slices.Equal(b.deltas, want) {
		t.Errorf("emitted %q, want %q", b.deltas, want)
	}
	equal(t, "finish", reply.Finish, model.Complete)
}

func TestRequestCarriesModelKeyLimitAndTexts(t *testing.T) {
	server := geminitest.New(t, geminitest.Text("yes", geminitest.Usage{}))
	budget := int32(0)
	b := newBench(t, server, func(o *gemini.Options) { o.Model, o.ThinkingBudget = "gemini-2.5-pro", &budget })
	equal(t, "name", b.gen.Name(), "gemini-2.5-pro")
	b.ask(model.Request{System: "You are Ally.", Language: lang.English, Question: "Hello?", MaxOutputTokens: 64})

	r := server.Requests()[0]
	equal(t, "path", r.Path, "/v1beta/models/gemini-2.5-pro:streamGenerateContent")
	equal(t, "model", r.Model, "gemini-2.5-pro")
	equal(t, "key", r.Header.Get("x-goog-api-key"), key)
	equal(t, "limit", r.Body.GenerationConfig.MaxOutputTokens, 64)
	equal(t, "question", r.Question(), "Hello?")
	equal(t, "system", r.System(), "You are Ally.\n\nAnswer in English, whatever language the sources and earlier messages are in.")
	if thinking := r.Body.GenerationConfig.ThinkingConfig; thinking == nil || thinking.ThinkingBudget == nil || *thinking.ThinkingBudget != 0 {
		t.Errorf("thinking budget: got %+v, want 0", thinking)
	}
}

func TestLimitAndThinkingAreLeftToTheModelUnlessSet(t *testing.T) {
	server := geminitest.New(t, geminitest.Text("yes", geminitest.Usage{}))
	newBench(t, server, nil).ask(question)
	r := server.Requests()[0]
	equal(t, "model", r.Model, gemini.DefaultModel)
	equal(t, "limit", r.Body.GenerationConfig.MaxOutputTokens, 0)
	if r.Body.GenerationConfig.ThinkingConfig != nil {
		t.Errorf("thinking: got %+v, want none", r.Body.GenerationConfig.ThinkingConfig)
	}
}

func TestThoughtsAreNeverEmitted(t *testing.T) {
	b := newBench(t, geminitest.New(t, geminitest.Stream(
		geminitest.Thought("The person wants…"), geminitest.Chunk("Hel"), geminitest.Thought("more"),
		geminitest.Last("lo", "STOP", geminitest.Usage{}))), nil)
	equal(t, "text", b.ask(question).Text, "Hello")
}

func TestFinishReasonSaysHowTheReplyEnded(t *testing.T) {
	for reason, want := range map[string]model.Finish{
		"STOP":               model.Complete,
		"MAX_TOKENS":         model.Length,
		"CONTINUATION":       model.Length,
		"SAFETY":             model.Blocked,
		"PROHIBITED_CONTENT": model.Blocked,
		"BLOCKLIST":          model.Blocked,
		"SPII":               model.Blocked,
		"RECITATION":         model.Blocked,
		"LANGUAGE":           model.Blocked,
	} {
		t.Run(reason, func(t *testing.T) {
			b := newBench(t, geminitest.New(t, geminitest.Stream(
				geminitest.Chunk("so far"), geminitest.Last("", reason, geminitest.Usage{Prompt: 5}))), nil)
			reply := b.ask(question)
			equal(t, "finish", reply.Finish, want)
			equal(t, "text", reply.Text, "so far")
			equal(t, "input", reply.Usage.Input, 5)
		})
	}
}

func TestBlockedQuestionIsAReplyAndNoError(t *testing.T) {
	for _, reason := range []string{"SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT"} {
		t.Run(reason, func(t *testing.T) {
			b := newBench(t, geminitest.New(t, geminitest.PromptBlocked(reason, geminitest.Usage{Prompt: 9})), nil)
			equal(t, "reply", b.ask(question), model.Reply{Finish: model.Blocked, Usage: model.Usage{Input: 9, Calls: 1}})
		})
	}
}

func TestStreamWithoutFinishReasonIsCut(t *testing.T) {
	for name, answer := range map[string]geminitest.Answer{
		"after text":         geminitest.Stream(geminitest.Chunk("so far")),
		"with no reason set": geminitest.Stream(geminitest.Last("so far", "FINISH_REASON_UNSPECIFIED", geminitest.Usage{})),
		"with another end":   geminitest.Stream(geminitest.Last("so far", "OTHER", geminitest.Usage{})),
	} {
		t.Run(name, func(t *testing.T) {
			reply, _ := newBench(t, geminitest.New(t, answer), nil).fail(question, model.Cut)
			equal(t, "text", reply.Text, "so far")
			equal(t, "finish", reply.Finish, "")
		})
	}
}

func TestWhatTheConnectionDoesAfterTheLastChunkLosesNothing(t *testing.T) {
	b := newBench(t, geminitest.New(t, geminitest.Stream(
		geminitest.Last("all", "STOP", geminitest.Usage{Prompt: 1}), geminitest.Cut())), nil)
	equal(t, "reply", b.ask(question), model.Reply{Text: "all", Finish: model.Complete, Usage: model.Usage{Input: 1, Calls: 1}})
}

func TestUnspecifiedReasonTakesNothingBack(t *testing.T) {
	b := newBench(t, geminitest.New(t, geminitest.Stream(
		geminitest.Last("all", "STOP", geminitest.Usage{}),
		geminitest.Last("", "FINISH_REASON_UNSPECIFIED", geminitest.Usage{}))), nil)
	equal(t, "finish", b.ask(question).Finish, model.Complete)
}

func TestUsageIsThatOfTheLastCount(t *testing.T) {
	b := newBench(t, geminitest.New(t, geminitest.Stream(
		geminitest.Counted("a", geminitest.Usage{Prompt: 100, Candidates: 1}),
		geminitest.Counted("b", geminitest.Usage{Prompt: 120, Candidates: 7, Thoughts: 30, Cached: 80}),
		geminitest.Raw(`{"candidates":[{"finishReason":"STOP"}]}`))), nil)
	usage := b.ask(question).Usage
	equal(t, "usage", usage, model.Usage{Input: 120, Output: 37, Cached: 80, Calls: 1})
	equal(t, "total", usage.Total(), 157)
}

func TestContextIsEstimatedFromTheRenderedSourcesAndAtMostTheInput(t *testing.T) {
	withSource := question
	withSource.Sources = []model.Source{{Kind: model.Document, Name: "Contract", Text: "It ends in May."}}
	for name, c := range map[string]struct {
		req   model.Request
		input int
		want  func(rendered int) int
	}{
		"no sources":        {question, 1000, func(int) int { return 0 }},
		"within the input":  {withSource, 1000, func(rendered int) int { return rendered }},
		"more than it all":  {withSource, 3, func(int) int { return 3 }},
		"the input is zero": {withSource, 0, func(int) int { return 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			server := geminitest.New(t, geminitest.Text("ok", geminitest.Usage{Prompt: c.input}))
			usage := newBench(t, server, nil).ask(c.req).Usage
			// The sources stand before the question, a blank line between the two.
			rendered := strings.TrimSuffix(server.Requests()[0].Question(), "\n\n"+c.req.Question)
			equal(t, "context", usage.Context, c.want(model.EstimateTokens(rendered)))
		})
	}
}

func TestErrorOfEmitEndsTheReplyAndIsReturnedAsItIs(t *testing.T) {
	b := newBench(t, geminitest.New(t, geminitest.Text("one two", geminitest.Usage{})), nil)
	b.refusal = errors.New("the person left")
	reply, err := b.gen.Generate(t.Context(), question, b.emit)
	equal(t, "error", err, b.refusal)
	equal(t, "pieces", len(b.deltas), 1)
	equal(t, "text", reply.Text, "")
}
