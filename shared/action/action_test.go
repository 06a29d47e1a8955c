package action

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type object = map[string]any

func TestAnActionIsCalledByItsAppAndWhatItIsAbout(t *testing.T) {
	for _, tc := range []struct {
		name string
		a    Action
		want string
	}{
		{"a topic", Action{AppID: "summary", AppName: "Resumen", Inputs: object{"topic": " Uso de M001 "}}, "Resumen: Uso de M001"},
		{"a title before a topic", Action{AppName: "Resumen", Inputs: object{"topic": "b", "title": "a"}}, "Resumen: a"},
		{"a subject", Action{AppName: "Email", Inputs: object{"subject": "Avance"}}, "Email: Avance"},
		{"a card's title", Action{AppName: "Resumen", Inputs: object{"topic": 7}, Output: Output{Cards: []Card{{}, {Title: "Marzo"}}}}, "Resumen: Marzo"},
		{"nothing but the app's id", Action{AppID: "summary"}, "summary"},
		{"a blank topic", Action{AppName: "Resumen", Inputs: object{"topic": " "}}, "Resumen"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.a.Name(); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

func TestTheTextIsThatOfTheCardsElseTheResult(t *testing.T) {
	table := object{"columns": []any{"Mes", "Usos"}, "rows": []any{[]any{"marzo", int64(120)}, object{"cells": []any{"a|b", 1.5}}, "odd"}}
	for _, tc := range []struct {
		name string
		out  Output
		want string
	}{
		{"text and Markdown", Output{Cards: []Card{{Type: "text", Content: " uno "}, {Type: "markdown", Content: "**dos**"}}}, "uno\n\n**dos**"},
		{"a table", Output{Cards: []Card{{Type: "table", Content: table}}}, "| Mes | Usos |\n|---|---|\n| marzo | 120 |\n| a\\|b | 1.5 |"},
		{"buttons are no text", Output{Cards: []Card{{Type: "cta", Content: "Conectar"}}, Result: "uno"}, "uno"},
		{"a result that is a text", Output{Result: " uno "}, "uno"},
		{"a result with a text in it", Output{Result: object{"text": "uno"}}, "{\n  \"text\": \"uno\"\n}"},
		{"nothing", Output{}, ""},
		{"a table without columns", Output{Cards: []Card{{Type: "table", Content: object{"rows": 7}}}, Result: "uno"}, "uno"},
		{"what is no JSON", Output{Result: func() {}}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := (Action{Output: tc.out}).Text(); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// odd is whatever a document may hold.
func odd(depth int) *rapid.Generator[any] {
	leaves := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Int64().AsAny(), rapid.Float64().AsAny(), rapid.String().AsAny(),
		rapid.SliceOf(rapid.Byte()).AsAny(),
	}
	if depth == 0 {
		return rapid.OneOf(leaves...)
	}
	inner := odd(depth - 1)
	key := rapid.SampledFrom([]string{"columns", "rows", "cells", "title", "topic", "text", "x"})
	return rapid.OneOf(append(leaves, rapid.SliceOfN(inner, 0, 3).AsAny(), rapid.MapOfN(key, inner, 0, 3).AsAny())...)
}

func TestAnActionOfWhateverShapeHasANameAndAText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Action{AppName: rapid.String().Draw(t, "app"), Inputs: rapid.MapOf(rapid.SampledFrom([]string{"title", "topic", "about"}), odd(2)).Draw(t, "inputs")}
		a.Output.Result = odd(3).Draw(t, "result")
		for range rapid.IntRange(0, 3).Draw(t, "cards") {
			a.Output.Cards = append(a.Output.Cards, Card{
				Type: rapid.SampledFrom([]CardType{"text", "markdown", "table", "cta", ""}).Draw(t, "type"), Title: rapid.String().Draw(t, "title"),
				Content: odd(3).Draw(t, "content"),
			})
		}
		if name, text := a.Name(), a.Text(); !strings.HasPrefix(name, a.AppName) || text != strings.TrimSpace(text) || text != a.Text() {
			t.Fatalf("%q, %q", name, text)
		}
	})
}
