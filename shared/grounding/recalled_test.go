package grounding

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

func TestWhatIsRecalledKeepsWithinItsRoom(t *testing.T) {
	words := rapid.SampledFrom([]string{"permiso", "obra", "plazo", "de", "\n", strings.Repeat("permiso ", 60)})
	kinds := rapid.SampledFrom([]model.Kind{model.Conversation, model.Action})
	rapid.Check(t, func(t *rapid.T) {
		var recalled []Recalled
		for i := range rapid.IntRange(0, 9).Draw(t, "recalled") {
			r := Recalled{Kind: kinds.Draw(t, "kind"), ID: fmt.Sprint("r", i), Name: "Permisos"}
			for range rapid.IntRange(0, 6).Draw(t, "parts") {
				r.Parts = append(r.Parts, strings.Join(rapid.SliceOfN(words, 1, 40).Draw(t, "part"), " "))
			}
			r.Unread = len(r.Parts) == 0 && rapid.Bool().Draw(t, "unread")
			recalled = append(recalled, r)
		}
		room := rapid.IntRange(0, 3000).Draw(t, "room")
		var g Ground
		g.addRecalled(recalled, retrieve.NewQuery("plazo del permiso"), room)
		tokens, passages := 0, 0
		for i, u := range g.Recalled {
			tokens, passages = tokens+u.Tokens, passages+u.Passages
			source := g.Sources[i]
			at := slices.IndexFunc(recalled, func(r Recalled) bool { return r.ID == u.ID })
			if source.ID != u.ID || source.Kind != u.Kind || u.Passages == 0 || !strings.Contains(strings.Join(recalled[at].Parts, "\n\n"), source.Text[:strings.Index(source.Text+"\n\n", "\n\n")]) {
				t.Fatalf("%+v and %+v", u, source)
			}
			if slices.ContainsFunc(g.LeftOut, func(l Left) bool { return l.ID == u.ID }) {
				t.Fatalf("%s is used and left out", u.ID)
			}
		}
		if tokens > room || passages > MostRecalledParts {
			t.Fatalf("%d tokens of %d, %d passages", tokens, room, passages)
		}
		for _, r := range recalled {
			has := len(r.Parts) > 0 || r.Unread
			said := slices.ContainsFunc(g.Recalled, func(u Used) bool { return u.ID == r.ID }) ||
				slices.ContainsFunc(g.LeftOut, func(l Left) bool { return l.ID == r.ID })
			if has != said {
				t.Fatalf("%s: has text %t, is said %t", r.ID, has, said)
			}
		}
	})
}

func TestOfEachSelectedConversationTheNewestExchangeGoesAlongAndThoseThatAnswer(t *testing.T) {
	filler := "Pregunta: hola\nRespuesta: hola"
	recalled := []Recalled{
		{Kind: model.Conversation, ID: "c1", Name: "Faena", Parts: []string{"Pregunta: ¿plazo del permiso?\nRespuesta: 30 días", filler, filler + " 2", "Pregunta: gracias\nRespuesta: de nada"}},
		{Kind: model.Conversation, ID: "c2", Name: "Otra", Parts: []string{filler, "Pregunta: adiós\nRespuesta: adiós"}},
	}
	var g Ground
	g.addRecalled(recalled, retrieve.NewQuery("¿Qué plazo tiene el permiso?"), 1000)
	if got := g.Sources[0].Text; got != recalled[0].Parts[0]+"\n\n"+recalled[0].Parts[3] {
		t.Errorf("%q", got)
	}
	if got := g.Sources[1].Text; got != recalled[1].Parts[1] {
		t.Errorf("%q", got)
	}
}

func TestSelectedActionsGoAlongWholeWhateverIsAsked(t *testing.T) {
	var recalled []Recalled
	for i := range 2 {
		recalled = append(recalled, Recalled{Kind: model.Action, ID: fmt.Sprint("a", i), Name: fmt.Sprint("Resumen ", i), Parts: []string{"M001 tuvo 12 consultas.", "M003 tuvo 4."}})
	}
	var g Ground
	g.addRecalled(recalled, retrieve.NewQuery("Compara los dos"), 1000)
	for i, source := range g.Sources {
		if source.Text != "M001 tuvo 12 consultas.\n\nM003 tuvo 4." || g.Recalled[i].Passages != 2 {
			t.Errorf("%+v", source)
		}
	}
}
