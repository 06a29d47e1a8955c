package surroundings

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"getaifactory.com/ally/internal/emulator/emulatortest"
	"getaifactory.com/ally/shared/classic"
)

// crowd is 200 agents and 200 documents, each document of many agents, with
// titles and texts of the length given.
func crowd(titles, agentsEach int) (agents []classic.Agent, documents []classic.Document) {
	// Words that never repeat, and one that is no word.
	var text strings.Builder
	text.WriteString(strings.Repeat("QUJD", 1000) + " ")
	for i := range 80 {
		fmt.Fprintf(&text, "palabralarguísimaconacentos%d ", i)
	}
	var ids []string
	for i := range 200 {
		id := fmt.Sprintf("agent-with-an-id-of-some-length-%03d", i)
		ids = append(ids, id)
		agents = append(agents, classic.Agent{ID: id, Title: strings.Repeat("ñ", titles), Description: text.String(), Prompt: text.String()})
	}
	for i := range 200 {
		documents = append(documents, classic.Document{
			ID: fmt.Sprintf("document-%03d", i), Name: strings.Repeat("ñ", titles), Text: text.String(),
			Agents: append([]string{"agent-of-somebody-else"}, ids[:agentsEach]...),
		})
	}
	return agents, documents
}

// Firestore takes a document of 1 MiB, and the emulator holds to it.
func TestHoweverMuchAPersonHasAroundThemItCanBeKept(t *testing.T) {
	t.Parallel()
	db := emulatortest.Client(t, emulatortest.Project(t))
	for _, tc := range []struct {
		name                    string
		titles, agentsEach      int
		agentsLeft, leastOfDocs int
	}{
		{"long texts", 60, 5, 200, 190},
		{"documents of all agents", 60, 200, 200, 40},
		{"titles of a page", 2000, 5, 130, 0},
	} {
		agents, documents := crowd(tc.titles, tc.agentsEach)
		made := Surroundings{UserID: "u1"}.With(agents, documents)
		counts := map[string]int{}
		for _, a := range agents {
			counts[a.ID] = 1
		}
		made.Popular = popular(made.Agents, counts)
		ref := db.Collection(Collection).NewDoc()
		if _, err := ref.Set(t.Context(), made); err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		doc, err := ref.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		kept, ok := (&Keeper{}).From(doc)
		if diff := cmp.Diff(made, kept, cmpopts.EquateEmpty()); diff != "" || !ok {
			t.Errorf("%s: kept otherwise than made: %s", tc.name, diff)
		}
		if len(made.Agents) < tc.agentsLeft || len(made.Documents) < tc.leastOfDocs || len(made.Popular) != len(made.Agents) {
			t.Errorf("%s: %d agents and %d documents are left", tc.name, len(made.Agents), len(made.Documents))
		}
		for _, d := range made.Documents {
			if len(d.Agents) != tc.agentsEach || len(d.Keywords) > keywordsEach*(longestKeyword+1) {
				t.Fatalf("%s: %d agents, keywords of %d bytes", tc.name, len(d.Agents), len(d.Keywords))
			}
		}
	}
}

func TestAnAgentWithNothingAroundItLeavesNoDocuments(t *testing.T) {
	made := Surroundings{}.With(nil, []classic.Document{{ID: "d", Agents: []string{"a"}}})
	if len(made.Documents) != 0 {
		t.Errorf("%+v", made.Documents)
	}
}
