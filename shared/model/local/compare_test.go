package local_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/local"
)

func TestAComparisonTellsWhatBothSayWhatDiffersAndWhatOneSays(t *testing.T) {
	const want = `Comparo **Resumen: Uso de M001 en mayo** con **Resumen: Uso de M001 en junio**.

En común:

- El agente más usado fue M001.
- S002: Usos 7

Difieren, **Resumen: Uso de M001 en mayo** → **Resumen: Uso de M001 en junio**:

- Las consultas sobre permisos son las más frecuentes. → Las consultas sobre permisos no son las más frecuentes.
- M001: 12 → 18 (Usos)
- Satisfacción: 4,2 → 4,6 de 5
- El informe lo firma el supervisor del frente. → El informe lo firma el capataz del frente.

Solo en **Resumen: Uso de M001 en mayo**:

- Cartola: Usos 3
- Faltan manuales de grúas.

Solo en **Resumen: Uso de M001 en junio**:

- KAMKE L2: Usos 5
- Llegaron veinte personas nuevas.`
	text := answer(t, model.Request{Question: "Compara los dos resúmenes", Sources: withEarlier()})
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsComparedIsWhatIsNamedElseActionsFirst(t *testing.T) {
	both := []string{"Comparo **" + useInMay.Name + "** con **" + useInJune.Name + "**."}
	ask(t, lang.Spanish, withEarlier(), []asked{
		{question: "¿Qué diferencias hay entre los dos resúmenes?", has: both},
		{question: "Compara", has: both},
		{question: "¿Qué tienen en común los resúmenes?", has: both},
		{question: "¿Qué cambió entre las dos acciones?", has: both},
		{question: "Compara el resumen de junio con el de mayo", has: []string{"Comparo **" + useInJune.Name + "** con **" + useInMay.Name + "**.", "M001: 18 → 12"}},
		{question: "Compara el trabajo en altura con los fondos por rendir", has: []string{"Comparo **Trabajo en altura** con **Fondos por rendir**."}, lacks: []string{"Batman", "Ignora"}},
		{question: "¿Qué diferencia hay entre Trabajo en altura y Fondos por rendir?", has: []string{"Comparo **Trabajo en altura** con **Fondos por rendir**."}},
		{question: "Compara M001 y S002", lacks: []string{"Comparo"}}, // of which only one is in names of sources
		{question: "Compara los plazos del permiso y de la obra menor", lacks: []string{"Comparo"}},
		{question: "Compara las dos conversaciones", has: []string{"Comparo **Permisos en Las Condes** con **Taladros**.", "45 días", "Hilti"}, lacks: []string{"No lo sé"}},
		{question: "Compara los dos documentos", has: []string{"Comparo **Permiso de edificación** con **Carta de lubricación**.", "También tengo a mano **Trabajo en altura**"}},
		{question: "¿Cuál es la diferencia entre un permiso de buceo y uno de pesca?", lacks: []string{"Comparo"}},
	})
	ask(t, lang.English, withEarlier(), []asked{
		{question: "Compare the two summaries", has: []string{"I compare **" + useInMay.Name + "** with **" + useInJune.Name + "**.", "In common:", "M001: 12 → 18", "They differ", "Only in **"}},
		{question: "How are both summaries different?", has: []string{"M001: 12 → 18"}},
		{question: "What are the differences between the two summaries?", has: []string{"M001: 12 → 18"}},
	})
}

func TestThePairCoversAllThatIsNamed(t *testing.T) {
	sources := []model.Source{action("Resumen: M001 en mayo", "- Usos: 1"), action("Resumen: M001 en junio", "- Usos: 2"), action("Resumen: S002", "- Usos: 3")}
	ask(t, lang.Spanish, sources, []asked{
		{question: "Compara M001 y S002", has: []string{"Comparo **Resumen: M001 en mayo** con **Resumen: S002**.", "Usos: 1 → 3"}},
		{question: "Compara S002 con M001 en junio", has: []string{"Comparo **Resumen: S002** con **Resumen: M001 en junio**.", "Usos: 3 → 2"}},
		{question: "Compara los resúmenes de M001", has: []string{"Usos: 1 → 2"}},
	})
}

func TestThePairStandsInTheOrderOfTheQuestion(t *testing.T) {
	sources := []model.Source{action("Resumen: Uso de M001", "- Usos: 1"), action("Resumen: Uso de S002", "- Usos: 3")}
	ask(t, lang.Spanish, sources, []asked{
		{question: "Compara el uso de S002 con el uso de M001", has: []string{"Usos: 3 → 1"}},
		{question: "Compara el uso de M001 con el uso de S002", has: []string{"Usos: 1 → 3"}},
		{question: "Compara los dos resúmenes de uso", has: []string{"Usos: 1 → 3"}},
	})
}

func TestWithFewerThanTwoSourcesItSaysWhichToSelect(t *testing.T) {
	ask(t, lang.Spanish, agents, []asked{{question: "Compara los dos resúmenes", has: []string{"necesito dos fuentes", "no tengo ninguna", "dos acciones"}}})
	ask(t, lang.Spanish, []model.Source{useInMay, company}, []asked{{question: "Compara los dos resúmenes", has: []string{"solo tengo a mano **" + useInMay.Name + "**", "un segundo resumen"}}})
	ask(t, lang.English, []model.Source{useInMay}, []asked{{question: "compare the two summaries", has: []string{"I only have **" + useInMay.Name + "** at hand", "Select"}}})
	ask(t, lang.English, nil, []asked{{question: "compare the two summaries", has: []string{"I have none at hand"}}})
}

func action(name, text string) model.Source {
	return model.Source{Kind: model.Action, ID: name, Name: name, Text: text}
}

func TestPointsAreComparedByWhatTheySay(t *testing.T) {
	for name, c := range map[string]struct {
		a, b       string
		has, lacks []string
	}{
		"the same in other words": {"El permiso demora treinta días.", "Los permisos demoran treinta días.", []string{"En común:\n\n- El permiso demora"}, []string{"→", "Solo"}},
		"in two languages":        {"The permit costs 30 pesos.", "El permiso cuesta 30 pesos.", []string{"En común:\n\n- The permit costs 30 pesos."}, []string{"→", "Solo"}},
		"other numbers":           {"El permiso demora 30 días y cuesta 5 UF.", "El permiso demora 45 días y cuesta 5 UF.", []string{"- El permiso demora 30 → 45 días y cuesta 5 UF."}, []string{"En común"}},
		"a no":                    {"El pago vence en mayo.", "El pago no vence en mayo.", []string{"El pago vence en mayo. → El pago no vence en mayo."}, []string{"En común"}},
		"other codes":             {"El agente M001 tuvo muchas consultas.", "El agente S002 tuvo muchas consultas.", []string{"Solo en **A**", "Solo en **B**"}, []string{"→"}},
		"a label with a word":     {"- Estado: abierto\n- Dueño: Ana", "- Estado: cerrado\n- Dueño: Ana", []string{"- Estado: abierto → cerrado", "En común:\n\n- Dueño: Ana"}, []string{"Solo"}},
		"entry against row":       {"- M001: 12", "| Agente | Usos |\n|---|---|\n| M001 | 18 |", []string{"- M001: 12 → 18"}, []string{"Solo"}},
		"columns in other places": {"| Agente | Usos | Minutos |\n|---|---|---|\n| M001 | 12 | 30 |", "| Agente | Minutos | Usos |\n|---|---|---|\n| M001 | 30 | 18 |", []string{"- M001: Usos 12 → 18"}, []string{"Minutos", "Solo"}},
		"a column of one":         {"| Agente | Usos | Costo |\n|---|---|---|\n| M001 | 12 | 9 |", "| Agente | Usos |\n|---|---|\n| M001 | 18 |", []string{"- M001: 12 → 18 (Usos)", "Solo en **A**:\n\n- M001: Costo 9"}, []string{"Solo en **B**"}},
		"tables of other things":  {"| Agente | Usos |\n|---|---|\n| M001 | 12 |", "| Agente | Costo |\n|---|---|\n| M001 | 500 |", []string{"Solo en **A**:\n\n- M001: Usos 12", "Solo en **B**:\n\n- M001: Costo 500"}, []string{"→"}},
		"all the same":            {"Uno y dos.\n\n| a | b |\n|---|---|\n| c | 1 |", "Uno y dos.\n\n| a | b |\n|---|---|\n| c | 1 |", []string{"dicen lo mismo"}, []string{"→", "Solo"}},
		"nothing the same":        {"Las grúas esperan.", "Hay vacaciones.", []string{"No encontré nada en común."}, []string{"→"}},
		"one says nothing":        {"Las grúas esperan.", "", []string{"En **B** no hay nada que comparar."}, []string{"Solo"}},
		"a negative number":       {"- Saldo: 5", "- Saldo: -5", []string{"- Saldo: 5 → -5"}, []string{"En común"}},
		"a zero byte":             {"a\x00b 1 c", "a\x00b\x00 c", nil, []string{"En común"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := answer(t, model.Request{Question: "Compara los dos resúmenes", Sources: []model.Source{action("A", c.a), action("B", c.b)}})
			for _, want := range c.has {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			for _, bad := range c.lacks {
				if strings.Contains(text, bad) {
					t.Errorf("%q in\n%s", bad, text)
				}
			}
		})
	}
}

func TestSourcesOfOneNameAreToldApart(t *testing.T) {
	a, b := action("Resumen: Uso", "- M001: 12"), action("Resumen: Uso", "- M001: 18")
	b.ID = "other"
	ask(t, lang.Spanish, []model.Source{a, b}, []asked{{question: "Compara los dos resúmenes", has: []string{"**Resumen: Uso (1)** → **Resumen: Uso (2)**", "M001: 12 → 18"}}})
}

func TestAComparisonIsBounded(t *testing.T) {
	var a, b strings.Builder
	for i := range 150 {
		fmt.Fprintf(&a, "- K%d: %d usos %s\n- solo%da%s\n", i, i, strings.Repeat("muchos ", 60), i, strings.Repeat("x", 500))
		fmt.Fprintf(&b, "- K%d: %d usos %s\n- nada%db\n", i, i+1, strings.Repeat("muchos ", 60), i)
	}
	text := answer(t, model.Request{Question: "Compara los dos resúmenes", Sources: []model.Source{action("A", a.String()), action("B", b.String())}})
	if len(text) > 8000 || !strings.Contains(text, "- … y ") {
		t.Errorf("%d bytes:\n%s", len(text), text)
	}
}

func TestAComparisonOfAnyTextsIsTheSameEachTimeAndLosesNoRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := func(name string) map[string]int {
			return rapid.MapOfN(rapid.SampledFrom([]string{"M001", "M003", "S002", "Cartola"}), rapid.IntRange(0, 99), 1, 4).Draw(t, name)
		}
		text := func(rows map[string]int) string {
			var b strings.Builder
			b.WriteString("| Agente | Usos |\n|---|---|\n")
			for _, agent := range []string{"M001", "M003", "S002", "Cartola"} {
				if n, ok := rows[agent]; ok {
					fmt.Fprintf(&b, "| %s | %d |\n", agent, n)
				}
			}
			return b.String()
		}
		a, b := table("a"), table("b")
		req := model.Request{Question: "compare the two summaries", Language: lang.English, Sources: []model.Source{action("X", text(a)), action("Y", text(b))}}
		emit := func(string) error { return nil }
		first, err := local.New().Generate(t.Context(), req, emit)
		if second, _ := local.New().Generate(t.Context(), req, emit); err != nil || second.Text != first.Text {
			t.Fatalf("%v, second reply:\n%s\nfirst:\n%s", err, second.Text, first.Text)
		}
		for agent, n := range a {
			m, both := b[agent]
			want := fmt.Sprintf("- %s: Usos %d\n", agent, n)
			if both && n != m {
				want = fmt.Sprintf("- %s: %d → %d (Usos)\n", agent, n, m)
			}
			if !strings.Contains(first.Text+"\n", want) {
				t.Fatalf("no %q in\n%s", want, first.Text)
			}
		}
	})
}
