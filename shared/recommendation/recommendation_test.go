package recommendation

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var mine = []Agent{
	{"m1", "M001 - Asistente Legal Territorial RDI"}, {"m3", "M003 - Mantención de Maquinaria"},
	{"s1", "SSOMA L1"}, {"k", "KAMKE L2 - Equipos"}, {"c", "Cartola"},
}

func TestOnlyAgentsThatThePersonHasAreRecommended(t *testing.T) {
	for _, tc := range []struct {
		name, question, answer string
		recommended            string
		invented               string
	}{
		{"by name", "¿Qué agente me ayuda?", "Te recomiendo **M001 - Asistente Legal Territorial RDI**.", "m1", ""},
		{"by code", "¿Qué agente me ayuda?", "Habla con el agente M001, sabe de permisos.", "m1", ""},
		{"in the order named", "which agent?", "SSOMA L1 first, then M003.", "s1 m3", ""},
		{"without accents", "which agent?", "m003 - mantencion de maquinaria", "m3", ""},
		{"nobody asked", "¿Cuánto demora?", "Según M001, 30 días.", "", ""},
		{"advised though nobody asked", "¿Cuánto demora?", "No lo sé; te recomiendo hablar con Cartola.", "c", ""},
		{"invented, emphasized", "¿Qué agente me ayuda?", "Te recomiendo el agente **Finanzas Plus**.", "", "Finanzas Plus"},
		{"invented, with a code", "¿Qué agente me ayuda?", "Te recomiendo **X999 - Asistente Mágico**.", "", "X999 - Asistente Mágico"},
		{"invented, quoted", "which agent?", "The agent “Budget Wizard” can help.", "", "Budget Wizard"},
		{"a known code before an invented name", "¿Qué agente?", "El agente **M001 - Contador** te ayuda.", "m1", "M001 - Contador"},
		{"one of each", "¿Qué agente?", "El agente **M003** o el agente **Z1 - Otro**.", "m3", "Z1 - Otro"},
		{"a document is no agent", "¿Cuánto demora?", "Lo dice **P12 - Guía del permiso**.", "", ""},
		{"a part of a name", "¿Qué agente?", "El asistente **Legal Territorial** te ayuda.", "", ""},
	} {
		got := Check(tc.question, tc.answer, mine, []string{"P12 - Guía del permiso"})
		var ids []string
		for _, a := range got.Recommended {
			ids = append(ids, a.ID)
		}
		if strings.Join(ids, " ") != tc.recommended || strings.Join(got.Invented, " ") != tc.invented {
			t.Errorf("%s: %v, invented %q", tc.name, ids, got.Invented)
		}
	}
}

func TestWhateverAnAnswerSaysTheRecommendedAreAmongTheAvailable(t *testing.T) {
	piece := rapid.OneOf(rapid.SampledFrom([]string{"agente ", "**", "M001", "M0", " - ", "«", "SSOMA L1", "recomiendo ", "\n"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		answer := strings.Join(rapid.SliceOfN(piece, 0, 20).Draw(t, "answer"), "")
		available := mine[:rapid.IntRange(0, len(mine)).Draw(t, "available")]
		got := Check("¿qué agente?", answer, available, nil)
		for _, a := range got.Recommended {
			if !slices.Contains(available, a) {
				t.Fatalf("%+v", a)
			}
		}
		if len(got.Recommended) > mostRecommended || len(got.Invented) > mostInvented {
			t.Fatalf("%+v", got)
		}
	})
}
