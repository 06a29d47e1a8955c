package grounding

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
	"getaifactory.com/ally/shared/surroundings"
)

func TestPassagesKeepWithinTheirBudget(t *testing.T) {
	words := rapid.SampledFrom([]string{"permiso", "obra", "plazo", "DOM", "camión", "de", "la", "\n\n", "\n", ".", strings.Repeat("x", 9000), strings.Repeat("permiso ", 100)})
	rapid.Check(t, func(t *rapid.T) {
		var documents []classic.Document
		for i := range rapid.IntRange(0, 4).Draw(t, "documents") {
			text := strings.Join(rapid.SliceOfN(words, 0, 400).Draw(t, "text"), " ")
			documents = append(documents, classic.Document{ID: fmt.Sprint("d", i), Name: "Permiso", Text: text})
		}
		tokens, count := 0, 0
		used, noRoom := passages(documents, retrieve.NewQuery("permiso de obra"), passageTokens)
		for _, i := range noRoom {
			if slices.ContainsFunc(used, func(p passagesOf) bool { return p.document == i }) {
				t.Fatalf("document %d is used and left out", i)
			}
		}
		for _, p := range used {
			at := 0
			for _, text := range p.texts {
				tokens, count = tokens+model.EstimateTokens(text), count+1
				next := strings.Index(documents[p.document].Text[at:], text)
				if next < 0 {
					t.Fatalf("not in the document, or not in its order: %.80q", text)
				}
				at += next + len(text)
			}
		}
		if tokens > passageTokens || count > maxPassages {
			t.Fatalf("%d passages of %d tokens", count, tokens)
		}
	})
}

// Scanned files hold such "words".
func TestAPassageThatDoesNotFitDoesNotKeepOthersOut(t *testing.T) {
	huge := "permiso" + strings.Repeat("0", 20_000)
	text := "El permiso, permiso, permiso: " + huge + "\n\n" + strings.Repeat("El plazo del permiso es de 30 días. ", 30)
	chosen, _ := passages([]classic.Document{{ID: "d", Name: "Permiso", Text: text}}, retrieve.NewQuery("plazo del permiso"), passageTokens)
	if len(chosen) != 1 || !strings.Contains(strings.Join(chosen[0].texts, " "), "30 días") {
		t.Errorf("%.200v", chosen)
	}
}

// known gives surroundings with agents a0, a1, … and a document about permits
// for each list of agents.
func known(agents int, documents ...[]string) surroundings.Surroundings {
	var s surroundings.Surroundings
	for i := range agents {
		s.Agents = append(s.Agents, surroundings.Agent{ID: fmt.Sprint("a", i), Title: fmt.Sprint("Agente ", i)})
	}
	for i, of := range documents {
		s.Documents = append(s.Documents, surroundings.Document{ID: fmt.Sprint("d", i), Name: "Permiso", Agents: of, Keywords: "permiso plazo"})
	}
	return s
}

func TestADocumentIsChosenWithOneOfItsAgentsOrNotAtAll(t *testing.T) {
	s := known(7, []string{"a0", "a1", "a2", "a3", "a4", "a5"}, []string{"a6"}, []string{"a6", "a5"})
	c := choose(s, Choice{}, retrieve.NewQuery("permiso"))
	if !slices.Equal(c.agents, []string{"a0", "a1", "a2", "a3", "a4", "a5"}) || !slices.Equal(c.documents, []string{"d0", "d2"}) {
		t.Errorf("%+v", c)
	}
}

func TestTheRoomLeftShowsWhatElseThereIsMostUsedFirst(t *testing.T) {
	s := known(9, []string{"a3"})
	s.Popular = []surroundings.Popular{{AgentID: "a7", Chats: 3}, {AgentID: "gone", Chats: 2}, {AgentID: "a5", Chats: 1}}
	c := choose(s, Choice{}, retrieve.NewQuery("permiso"))
	if !slices.Equal(c.agents, []string{"a3", "a7", "a5", "a0", "a1", "a2"}) || c.found != 1 {
		t.Errorf("%+v", c)
	}
}

func TestADocumentWithoutTextTakesNoRoom(t *testing.T) {
	s := known(1, []string{"a0"}, []string{"a0"})
	s.Documents[0].Keywords = ""
	if c := choose(s, Choice{}, retrieve.NewQuery("permiso")); !slices.Equal(c.documents, []string{"d1"}) {
		t.Errorf("%+v", c)
	}
	if text := agentText(s, classic.Agent{ID: "a0"}, func(string) bool { return false }); text != "Documentos: Permiso." {
		t.Errorf("%q", text)
	}
}

func TestAnAgentNamesTwentyOfItsDocuments(t *testing.T) {
	of := slices.Repeat([][]string{{"a0"}}, 45)
	text := agentText(known(1, of...), classic.Agent{ID: "a0"}, func(document string) bool { return document == "d44" })
	if strings.Count(text, "Permiso") != 20 || !strings.HasSuffix(text, "Permiso.\nY 24 documentos más.") {
		t.Errorf("%q", text)
	}
}
