package grounding_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/grounding"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/surroundings"
)

const (
	aboutPermits     = "¿Cuánto demora la DOM en resolver un permiso de edificación?"
	aboutLubrication = "¿Cada cuántas horas se lubrican los camiones Scania?"
	aboutBank        = "¿Cómo se hace la conciliación bancaria de las cartolas?"
)

func TestAQuestionIsGroundedInThePassagesThatAnswerIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	who := w.person(t, sample.Granted())
	for _, known := range []*surroundings.Surroundings{w.around(t, who), nil} {
		ground := w.gather(t, who, known, grounding.Choice{}, aboutPermits)
		first := ground.Sources[0]
		if first.Kind != model.Document || first.ID != sample.DocumentPermiso || first.Of != "M001 - Asistente Legal Territorial RDI" ||
			!strings.Contains(first.Text, "30 días corridos") {
			t.Errorf("%+v", first)
		}
		if len(ground.Agents) == 0 || ground.Agents[0].ID != sample.AgentM001 || len(ground.Agents[0].Documents) == 0 ||
			ground.Agents[0].Documents[0].ID != sample.DocumentPermiso {
			t.Errorf("%+v", ground.Agents)
		}
		if agents := ids(ground, model.Agent); len(agents) != 5 || agents[0] != sample.AgentM001 {
			t.Errorf("%v", agents)
		}
	}
}

func TestAQuestionTooShortToStandAloneIsReadWithTheOneBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	who := w.person(t, sample.Granted())
	known := w.around(t, who)
	for _, tc := range []struct {
		question, before string
		want             string // the first document, "" for none
	}{
		{"¿Y eso?", aboutPermits, sample.DocumentPermiso},
		{"¿Y eso?", "", ""},
		{aboutLubrication, aboutPermits, sample.DocumentLubricacion},
	} {
		ground, err := w.gatherer.Gather(t.Context(), grounding.Request{Who: who, Known: known, Question: tc.question, Before: tc.before, Tokens: 6000})
		if err != nil {
			t.Fatal(err)
		}
		if got := ids(ground, model.Document); tc.want == "" && len(got) != 0 || tc.want != "" && (len(got) == 0 || got[0] != tc.want) {
			t.Errorf("%q after %q: %v, want %q", tc.question, tc.before, got, tc.want)
		}
	}
}

// Surroundings are a hint that may be old: what a reply stands on is as the
// classic system has it now.
func TestWhatIsTakenAwayIsGoneAtOnce(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name     string
		question string
		document string
		take     func(*testing.T, *world)
		agent    string // gone too; "" for none
	}{
		{"a share that is removed", aboutLubrication, sample.DocumentLubricacion, func(t *testing.T, w *world) {
			if _, err := w.db.Doc("agent_shares/share-s002-team").Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
		}, sample.AgentS002},
		{"a share that ends", aboutLubrication, sample.DocumentLubricacion, func(t *testing.T, w *world) {
			w.update(t, "agent_shares/share-s002-team", firestore.Update{Path: "expiresAt", Value: today.Add(-time.Second)})
		}, sample.AgentS002},
		{"a share that is revoked", aboutLubrication, sample.DocumentLubricacion, func(t *testing.T, w *world) {
			w.update(t, "agent_shares/share-s002-team", firestore.Update{Path: "individualAccess", Value: []any{
				map[string]any{"userId": sample.Granted().ID, "isActive": false},
			}})
		}, sample.AgentS002},
		{"a group that the person leaves", aboutLubrication, sample.DocumentLubricacion, func(t *testing.T, w *world) {
			w.update(t, "groups/"+sample.GroupMantencion, firestore.Update{Path: "members", Value: []any{}})
		}, sample.AgentS002},
		{"an agent that is archived", aboutPermits, sample.DocumentPermiso, func(t *testing.T, w *world) {
			w.update(t, "conversations/"+sample.AgentM001, firestore.Update{Path: "status", Value: "archived"})
		}, sample.AgentM001},
		{"a document that is assigned to others", aboutPermits, sample.DocumentPermiso, func(t *testing.T, w *world) {
			w.update(t, "context_sources/"+sample.DocumentPermiso, firestore.Update{Path: "assignedToAgents", Value: []any{sample.AgentCartola}})
		}, ""},
		{"a document that is switched off", aboutPermits, sample.DocumentPermiso, func(t *testing.T, w *world) {
			w.update(t, "context_sources/"+sample.DocumentPermiso, firestore.Update{Path: "enabled", Value: false})
		}, ""},
		{"a document that is deleted", aboutPermits, sample.DocumentPermiso, func(t *testing.T, w *world) {
			if _, err := w.db.Doc("context_sources/" + sample.DocumentPermiso).Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
		}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			who := w.person(t, sample.Granted())
			known := w.around(t, who)
			before := w.gather(t, who, known, grounding.Choice{}, tc.question)
			if got := ids(before, model.Document); len(got) == 0 || got[0] != tc.document {
				t.Fatalf("before: %v", got)
			}
			name := before.Sources[0].Name
			tc.take(t, w)
			after := w.gather(t, who, known, grounding.Choice{}, tc.question)
			if slices.Contains(ids(after, model.Document), tc.document) || slices.Contains(ids(after, model.Agent), tc.agent) {
				t.Errorf("%v, %v", ids(after, model.Document), ids(after, model.Agent))
			}
			for _, s := range after.Sources {
				if strings.Contains(s.Text, name) {
					t.Errorf("%s still names the document: %s", s.Name, s.Text)
				}
			}
			for _, a := range after.Agents {
				if a.ID == tc.agent || slices.ContainsFunc(a.Documents, func(d grounding.Document) bool { return d.ID == tc.document }) {
					t.Errorf("still said to be used: %+v", a)
				}
			}
		})
	}
}

func TestChosenAgentsRestrictWhatIsUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	who := w.person(t, sample.Granted())
	known := w.around(t, who)
	for _, tc := range []struct {
		name              string
		chosen            []string
		agents, documents []string
	}{
		{"the one", []string{sample.AgentS002}, []string{sample.AgentS002}, []string{sample.DocumentLubricacion}},
		{"another", []string{sample.AgentM001}, []string{sample.AgentM001}, nil},
		{"none", []string{}, nil, nil},
		{"somebody else's", []string{sample.AgentCartola}, nil, nil},
		{"an archived one", []string{sample.AgentLicitaciones}, nil, nil},
		{"one that is none", []string{"agent-unknown", "a/b", "", strings.Repeat("x", 2000)}, nil, nil},
		{"one and somebody else's", []string{sample.AgentCartola, sample.AgentS002}, []string{sample.AgentS002}, []string{sample.DocumentLubricacion}},
	} {
		ground := w.gather(t, who, known, grounding.Choice{Agents: tc.chosen}, aboutLubrication)
		agents, documents := ids(ground, model.Agent), ids(ground, model.Document)
		if !slices.Equal(agents, tc.agents) {
			t.Errorf("%s: agents %v, want %v", tc.name, agents, tc.agents)
		}
		if len(documents) < len(tc.documents) || len(tc.documents) > 0 && documents[0] != tc.documents[0] {
			t.Errorf("%s: documents %v, want %v", tc.name, documents, tc.documents)
		}
		if len(ground.Agents) != len(tc.agents) {
			t.Errorf("%s: said to be used: %+v", tc.name, ground.Agents)
		}
	}
}

func TestAnAgentSharedAMinuteAgoCanBeChosen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	who := w.person(t, sample.Granted())
	known := w.around(t, who)
	if _, err := w.db.Doc("agent_shares/new").Set(t.Context(), map[string]any{
		"agentId": sample.AgentCartola, "sharedWith": []any{map[string]any{"type": "user", "id": who.ID}},
	}); err != nil {
		t.Fatal(err)
	}
	ground := w.gather(t, who, known, grounding.Choice{Agents: []string{sample.AgentCartola, sample.AgentM001}}, aboutBank)
	if got := ids(ground, model.Document); len(got) == 0 || got[0] != sample.DocumentConciliacion {
		t.Errorf("documents %v", got)
	}
	if got := ids(ground, model.Agent); !slices.Equal(got, []string{sample.AgentCartola, sample.AgentM001}) {
		t.Errorf("agents %v", got)
	}
}

func TestOrganizationAndDomainAreUsedOnlyWhenChosen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	salfa, bare := w.person(t, sample.Granted()), w.person(t, sample.Granted())
	bare.Organization.ID = ""
	for _, organization := range []bool{false, true} {
		for _, domain := range []bool{false, true} {
			c := grounding.Choice{Organization: organization, Domain: domain, Agents: []string{}}
			var want []string
			if organization {
				want = append(want, sample.OrganizationSalfa)
			}
			if domain {
				want = append(want, sample.DomainSalfa)
			}
			ground := w.gather(t, salfa, &surroundings.Surroundings{}, c, aboutPermits)
			got := append(ids(ground, model.Organization), ids(ground, model.Domain)...)
			if !slices.Equal(got, want) || len(ground.Sources) != len(want) {
				t.Errorf("%+v: %v", c, got)
			}
			ground = w.gather(t, bare, &surroundings.Surroundings{}, c, aboutPermits)
			if len(ids(ground, model.Organization)) != 0 {
				t.Errorf("%+v: the organization of a person without one", c)
			}
		}
	}
	ground := w.gather(t, salfa, &surroundings.Surroundings{}, grounding.Choice{Organization: true, Domain: true}, "¿Cuál es nuestra misión?")
	want := []string{
		"Nombre: Salfa Corp.\nMisión: Construir y mantener obras inmobiliarias e industriales seguras, a tiempo y bien documentadas.\nVisión: ",
		"Dominio: salfagestion.cl.\nNombre: Salfa Gestión.\nDescripción: Gestión inmobiliaria, obras y equipos de Salfa Corp.\nRubro: Construcción",
	}
	for i, s := range ground.Sources[len(ground.Sources)-2:] {
		if !strings.HasPrefix(s.Text, want[i]) {
			t.Errorf("%s", cmp.Diff(want[i], s.Text))
		}
	}
}

func TestAGathererNeedsEverything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, make := range map[string]func() (*grounding.Gatherer, error){
		"client": func() (*grounding.Gatherer, error) { return grounding.NewGatherer(nil, w.keeper, now) },
		"keeper": func() (*grounding.Gatherer, error) { return grounding.NewGatherer(w.db, nil, now) },
		"clock":  func() (*grounding.Gatherer, error) { return grounding.NewGatherer(w.db, w.keeper, nil) },
	} {
		if _, err := make(); err == nil {
			t.Errorf("without a %s", name)
		}
	}
}
