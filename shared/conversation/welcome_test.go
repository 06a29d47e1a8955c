package conversation

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/shared/access"
	"getaifactory.com/ally/shared/classic"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/surroundings"
)

// around gives surroundings with agents a0, a1, …, documents, and the popular
// ones of the agents.
func around(agents, documents int, popular ...string) surroundings.Surroundings {
	var s surroundings.Surroundings
	for i := range agents {
		s.Agents = append(s.Agents, surroundings.Agent{ID: fmt.Sprint("a", i), Title: fmt.Sprint("Agente ", i), About: fmt.Sprint("tema ", i)})
	}
	s.Documents = make([]surroundings.Document, documents)
	for i, id := range popular {
		s.Popular = append(s.Popular, surroundings.Popular{AgentID: id, Chats: 10 - i})
	}
	return s
}

func rosa(l lang.Language) access.Person {
	return access.Person{
		ID: "usr_rosa", Domain: "norte.example.com", Language: l,
		Organization: classic.Organization{ID: "norte", Name: "Norte"}, DomainInfo: classic.Domain{ID: "norte.example.com", Name: "Obras Norte"},
	}
}

func TestTheWelcomeSaysWhatThePersonHasAroundThem(t *testing.T) {
	bare := around(2, 0, "a1")
	bare.Agents[1].About = ""
	nowhere := rosa(lang.Spanish)
	nowhere.Organization = classic.Organization{}
	for _, tc := range []struct {
		name        string
		who         access.Person
		around      surroundings.Surroundings
		says, omits []string
	}{
		{
			"much", rosa(lang.Spanish), around(5, 12, "a3", "a0", "a4", "a1"),
			[]string{"**Ally**, tu asistente personal en Norte.", "(norte.example.com)", "- **5 agentes especializados**", "- **12 documentos**", "más usados", "- **Agente 3**: tema 3\n- **Agente 0**: tema 0\n- **Agente 4**: tema 4\n\n"},
			[]string{"Agente 1", "Agente 2", "Obras Norte"},
		},
		{
			"much, in English", rosa(lang.English), around(5, 12, "a3"),
			[]string{"your personal assistant at Norte.", "- **5 specialized agents**", "- **12 documents**", "used most", "- **Agente 3**: tema 3\n\n", "What would you like to start with today?"},
			[]string{"¿", "¡", "asistente", "documentos"},
		},
		{"one of each", rosa(lang.Spanish), around(1, 1), []string{"- **1 agente especializado**", "- **1 documento**"}, []string{"más usados"}},
		{"one of each, in English", rosa(lang.English), around(1, 1), []string{"- **1 specialized agent**", "- **1 document**"}, []string{"used most"}},
		{"nothing", rosa(lang.Spanish), around(0, 0), []string{"- **0 agentes especializados**", "- **0 documentos**"}, []string{"más usados"}},
		{"an agent of which nothing is known", rosa(lang.Spanish), bare, []string{"- **Agente 1**\n\n"}, []string{"Agente 1**:"}},
		{"a popular agent that is not theirs", rosa(lang.Spanish), around(1, 0, "gone"), []string{"- **1 agente"}, []string{"más usados", "gone"}},
		{"no organization", nowhere, around(0, 0), []string{"tu asistente personal en Obras Norte."}, nil},
	} {
		text := WelcomeText(tc.who, tc.around)
		for _, part := range tc.says {
			if !strings.Contains(text, part) {
				t.Errorf("%s: it lacks %q:\n%s", tc.name, part, text)
			}
		}
		for _, part := range append(tc.omits, "%!", "****", "\n\n\n") {
			if strings.Contains(text, part) {
				t.Errorf("%s: it has %q:\n%s", tc.name, part, text)
			}
		}
	}
}

func TestAWelcomeRecordsWhatItWasMadeOf(t *testing.T) {
	got := welcomeContext(rosa(lang.Spanish), around(3, 1, "a2", "gone", "a0"))
	want := []InputSource{
		{Type: "organization", ID: "norte", Name: "Norte"},
		{Type: "domain", ID: "norte.example.com", Name: "Obras Norte"},
		{Type: "agent", ID: "a2", Name: "Agente 2"}, {Type: "agent", ID: "a0", Name: "Agente 0"},
	}
	if diff := cmp.Diff(want, got.InputSources); diff != "" || got.TokensUsed != (Tokens{}) {
		t.Errorf("%+v: %s", got.TokensUsed, diff)
	}
	nowhere := rosa(lang.Spanish)
	nowhere.Organization = classic.Organization{}
	if got := welcomeContext(nowhere, around(0, 0)).InputSources; len(got) != 1 || got[0].Type != "domain" {
		t.Errorf("%+v", got)
	}
}

func TestAConversationHasOneWelcome(t *testing.T) {
	rosas, sauls := MainID("usr_rosa"), MainID("usr_saul")
	if welcomeID(rosas) != welcomeID(MainID("usr_rosa")) || welcomeID(rosas) == welcomeID(sauls) || welcomeID(rosas) == startID(rosas) {
		t.Error("its id does not follow from the conversation, and from it alone")
	}
}
