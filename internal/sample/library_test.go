package sample_test

import (
	"slices"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/sample"
)

func TestTwentyThreeDocumentsHave200To800Words(t *testing.T) {
	short := []string{ // they are short because of what they stand for
		sample.DocumentDisabled, sample.DocumentWithoutText, sample.DocumentFailed,
		sample.DocumentOfNoAgent, sample.DocumentOldConvention,
	}
	long := 0
	for id, document := range in(load(t), "context_sources") {
		text, _ := document["extractedData"].(string)
		words := len(strings.Fields(text))
		if slices.Contains(short, id) {
			continue
		}
		if words < 200 || words > 800 {
			t.Errorf("%s has %d words", id, words)
		}
		long++
	}
	if long != 23 {
		t.Errorf("%d documents", long)
	}
}

// Words that Spanish texts cannot do without, and English ones do not have.
func TestDocumentsAreSpanish(t *testing.T) {
	for id, document := range in(load(t), "context_sources") {
		text, _ := document["extractedData"].(string)
		words := strings.Fields(strings.ToLower(text))
		if len(words) < 100 {
			continue
		}
		function := 0
		for _, w := range words {
			if slices.Contains([]string{"de", "la", "el", "los", "las", "que", "y", "en", "se", "un", "una", "con"}, w) {
				function++
			}
		}
		if share := float64(function) / float64(len(words)); share < 0.15 {
			t.Errorf("%s: %.0f %% of its words are Spanish function words", id, 100*share)
		}
	}
}

// A right answer can be told from a wrong one: each of these facts is in its
// document and in no other.
func TestAFactIsInOneDocument(t *testing.T) {
	facts := map[string][]string{
		sample.DocumentPermiso:      {"30 días corridos", "60 días para subsanarlas", "1,5 % del presupuesto oficial", "caduca a los tres años"},
		sample.DocumentRecepcion:    {"97 %", "45 días de anticipación", "acta interna RD-04", "posventa por diez años"},
		sample.DocumentUsoDeSuelo:   {"ocho días hábiles desde", "comité de inversiones", "artículo 55", "catorce comunas"},
		sample.DocumentLubricacion:  {"36 litros", "28 puntos de engrase", "STO 1:0 G", "más de 200 gramos"},
		sample.DocumentPreuso:       {"IPU-12", "8 bar", "4 milímetros en dirección", "tarjeta No Operar"},
		sample.DocumentIncidentes:   {"Antes de 2 horas", "DIAT", "anexo 911", "árbol de causas"},
		sample.DocumentVacaciones:   {"quince días hábiles de vacaciones", "si calla, se entiende aprobada", "35 días pendientes"},
		sample.DocumentConciliacion: {"cuarto día hábil", "cuenta 2-1-0950", "once cuentas corrientes"},
		"doc-pares-apriete":         {"195 Nm", "TQ-3", "600 Nm"},
		"doc-almacenamiento-bodega": {"principio FIFO", "humedad de hasta 18 %"},
		"doc-conteos-ciclicos":      {"último sábado de noviembre", "acta IC-7"},
		"doc-epp":                   {"filtros P100", "EPP-01"},
		"doc-trabajo-altura":        {"1,80 metros", "2.270 kilos", "40 kilómetros por hora"},
		"doc-fondos-por-rendir":     {"62.000 pesos la noche", "600.000 pesos por persona"},
		"doc-evaluacion-proveedores": {
			"Cumplimiento de plazo: 35 puntos", "ficha PR-1",
		},
		"doc-no-conformidades": {"cinco porqués", "programa anual se aprueba en enero"},
		"doc-arriendo-equipos": {"130 horas al mes", "formulario EQ-20"},
		"doc-control-avance":   {"solicitud de cambio SC-2", "0,1 % diario"},
		"doc-residuos":         {"SIDREP", "planilla RES-9"},
		"doc-bienvenida":       {"tres días por semana", "Los martes son presenciales"},
		"doc-fallas-frenos":    {"canal 7 de radio", "23,5 se reemplazan"},
	}
	sources := in(load(t), "context_sources")
	for want, phrases := range facts {
		for _, phrase := range phrases {
			var found []string
			for id, document := range sources {
				if text, _ := document["extractedData"].(string); strings.Contains(text, phrase) {
					found = append(found, id)
				}
			}
			if !slices.Equal(found, []string{want}) {
				t.Errorf("%q is in %v, want in %s", phrase, found, want)
			}
		}
	}
}

func TestEveryLiveAgentHasADocument(t *testing.T) {
	documents := load(t)
	for id, agent := range in(documents, "conversations") {
		if agent["isAgent"] != true || agent["status"] == "archived" {
			continue
		}
		found := false
		for _, source := range in(documents, "context_sources") {
			text, _ := source["extractedData"].(string)
			found = found || text != "" && source["enabled"] == true && source["status"] == "active" &&
				slices.Contains(source["assignedToAgents"].([]any), any(id))
		}
		if !found {
			t.Errorf("%s has none", id)
		}
	}
}
