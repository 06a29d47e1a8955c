package local_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/local"
)

func request(question string) model.Request {
	return model.Request{
		Language: lang.Spanish, System: "Eres Ally.", Sources: everything(), Question: question,
		History: []model.Turn{{Role: model.User, Text: "Hola, Ally"}, {Role: model.Ally, Text: "¡Hola!"}},
	}
}

func TestTheReplyIsWhatWasEmittedWordByWord(t *testing.T) {
	var pieces []string
	reply, err := local.New().Generate(t.Context(), request("¿Qué antecedentes lleva el permiso de edificación?"), func(delta string) error {
		pieces = append(pieces, delta)
		return nil
	})
	if err != nil || reply.Finish != model.Complete {
		t.Fatalf("finish %q, error %v", reply.Finish, err)
	}
	if got := strings.Join(pieces, ""); got != reply.Text {
		t.Errorf("emitted %q, replied %q", got, reply.Text)
	}
	for _, piece := range pieces {
		if len(strings.Fields(piece)) != 1 {
			t.Errorf("piece %q is not one word", piece)
		}
	}
}

func TestAnErrorOfEmitEndsTheReplyAndIsReturnedAsItIs(t *testing.T) {
	gone := errors.New("the reader has gone")
	n := 0
	reply, err := local.New().Generate(t.Context(), request("hola"), func(string) error {
		if n++; n == 3 {
			return gone
		}
		return nil
	})
	if err != gone || n != 3 || len(strings.Fields(reply.Text)) != 2 || reply.Usage.Output == 0 {
		t.Errorf("error %v after %d pieces, reply %+v", err, n, reply)
	}
}

func TestACancelledContextEndsTheReply(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	reply, err := local.New().Generate(ctx, request("hola"), func(string) error {
		if n++; n == 2 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || n != 2 || len(strings.Fields(reply.Text)) != 2 {
		t.Errorf("error %v after %d pieces, reply %+v", err, n, reply)
	}
}

func TestUsageCountsWordsAndMarks(t *testing.T) {
	reply, err := local.New().Generate(t.Context(), model.Request{
		Language: lang.Spanish, System: "Sé breve.", // 3
		Sources:  []model.Source{{Kind: model.Document, Name: "Nota 5", Of: "M001", Text: "Dos días, no más."}}, // 2 + 1 + 6
		History:  []model.Turn{{Role: model.User, Text: "¿Y?"}},                                                 // 3
		Question: "¡Gracias!",                                                                                   // 3
	}, func(string) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	// "De nada. Si necesitas algo más, aquí estoy."
	if diff := cmp.Diff(model.Usage{Input: 18, Context: 9, Output: 11, Calls: 1}, reply.Usage); diff != "" {
		t.Errorf("usage (-want +got):\n%s", diff)
	}
}

func TestALimitOfTokensCutsTheReply(t *testing.T) {
	req := request("¿Cuánto demora un permiso de edificación?")
	whole := answer(t, req)
	for limit := 1; limit < 12; limit++ {
		req.MaxOutputTokens = limit
		reply, err := local.New().Generate(t.Context(), req, func(string) error { return nil })
		if err != nil || reply.Finish != model.Length || reply.Usage.Output != limit || !strings.HasPrefix(whole, reply.Text) {
			t.Errorf("limit %d: %+v, %v", limit, reply, err)
		}
	}
	req.MaxOutputTokens = 10_000
	if reply, _ := local.New().Generate(t.Context(), req, func(string) error { return nil }); reply.Finish != model.Complete || reply.Text != whole {
		t.Errorf("a limit above the length changes the reply: %+v", reply)
	}
}

func TestTheSameRequestGivesTheSameReply(t *testing.T) {
	words := strings.Fields(`qué quién cuánto cuándo agente permiso edificación altura compara resúmenes dijiste conversación anterior usos vacaciones fondo harness plazo resume y hola DC13 empresa which when`)
	sources := everything()
	rapid.Check(t, func(t *rapid.T) {
		req := model.Request{
			Language: rapid.SampledFrom([]lang.Language{lang.Spanish, lang.English}).Draw(t, "language"),
			Sources:  rapid.SliceOfNDistinct(rapid.SampledFrom(sources), 0, 6, func(s model.Source) string { return s.ID }).Draw(t, "sources"),
			Question: strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, "question"), " "),
		}
		emit := func(string) error { return nil }
		first, err := local.New().Generate(context.Background(), req, emit)
		second, _ := local.New().Generate(context.Background(), req, emit)
		if diff := cmp.Diff(first, second); diff != "" || err != nil {
			t.Fatalf("%v, second reply differs:\n%s", err, diff)
		}
		if strings.TrimSpace(first.Text) == "" {
			t.Fatalf("no reply to %q", req.Question)
		}
	})
}

func FuzzAnyTextIsAnsweredWithoutLinks(f *testing.F) {
	f.Add("¿Qué agente me ayuda?", "# Título\n- [a](https://example.com)\n", "Hola")
	f.Add("resume", "| a |\n|---|\n| |", "[y](eso)")
	f.Add("Compara los dos resúmenes", "| A | B |\n|---|---|\n| x1 | 2 |\n\n- a: 1\n- [b](c): https://example.com", "| A | B |\n|---|---|\n| x1 | 3 |\n\nRespuesta: 2")
	f.Add("¿Qué me dijiste sobre el plazo en la conversación anterior?", "El plazo es [a]: https://example.com\nRespuesta: x", "Pregunta:\nPregunta: y\nRespuesta:")
	f.Add("¿plazo?", "![x](y) <a href=z>plazo</a> [[p](q)](r) plazo", "")
	f.Fuzz(func(t *testing.T, question, text, before string) {
		req := model.Request{
			Question: question,
			History:  []model.Turn{{Role: model.User, Text: before}},
			Sources: []model.Source{
				{Kind: model.Document, ID: "d", Name: before, Of: "Agente", Text: text},
				{Kind: model.Agent, ID: "a", Name: "Agente", Text: text},
				{Kind: model.Organization, ID: "o", Name: "Empresa", Text: text},
				{Kind: model.Conversation, ID: "c", Name: text, Text: "Pregunta: " + question + "\nRespuesta: " + text + "\n\n" + before},
				{Kind: model.Action, ID: "r", Name: "Resumen", Text: before + "\n\n" + text},
				{Kind: model.Action, ID: "s", Name: "Resumen", Text: text},
			},
		}
		if got := answer(t, req); strings.TrimSpace(got) == "" || strings.Contains(got, "](") || strings.Contains(got, "]:") || strings.Contains(got, "://") {
			t.Errorf("answer %q", got)
		}
	})
}

func TestProgressIsToldOnceInTheEnd(t *testing.T) {
	gone := errors.New("the reader has gone")
	for _, refusal := range []error{nil, gone} {
		var told []model.Usage
		req := request("hola")
		req.Progress = func(u model.Usage) { told = append(told, u) }
		reply, err := local.New().Generate(t.Context(), req, func(string) error { return refusal })
		if err != refusal || reply.Usage.Calls != 1 || !cmp.Equal(told, []model.Usage{reply.Usage}) {
			t.Errorf("error %v: told %+v, replied %+v", err, told, reply.Usage)
		}
	}
}
