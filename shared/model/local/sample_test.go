package local_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// library gives the sample's documents as sources.
func library(t *testing.T) []model.Source {
	all, err := sample.Documents(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	var out []model.Source
	for _, id := range []string{
		sample.DocumentPermiso, sample.DocumentRecepcion, sample.DocumentUsoDeSuelo, sample.DocumentLubricacion, sample.DocumentPreuso,
		sample.DocumentIncidentes, sample.DocumentVacaciones, sample.DocumentConciliacion,
	} {
		d := all["context_sources/"+id]
		name, _ := d["name"].(string)
		text, _ := d["extractedData"].(string)
		if name == "" || text == "" {
			t.Fatalf("the sample has no document %s", id)
		}
		out = append(out, model.Source{Kind: model.Document, ID: id, Name: name, Text: text})
	}
	return out
}

func TestQuestionsOnTheSampleAreAnsweredFromTheRightDocument(t *testing.T) {
	sources := library(t)
	name := make(map[string]string)
	for _, s := range sources {
		name[s.ID] = s.Name
	}
	for _, c := range []struct {
		language                lang.Language
		question, document, has string
	}{
		{lang.Spanish, "¿Cuál es el plazo de la DOM para pronunciarse sobre un permiso de edificación?", sample.DocumentPermiso, "30 días corridos"},
		{lang.Spanish, "¿Cuánto demora un permiso de edificación?", sample.DocumentPermiso, "30 días corridos"},
		{lang.Spanish, "¿Cuándo caduca el permiso de edificación?", sample.DocumentPermiso, "tres años"},
		{lang.Spanish, "¿Cuántos días de vacaciones tengo al año?", sample.DocumentVacaciones, "quince días hábiles"},
		{lang.Spanish, "¿Cuántos días me dan por matrimonio?", sample.DocumentVacaciones, "cinco días hábiles continuos"},
		{lang.Spanish, "¿Cuánto aceite lleva el motor DC13?", sample.DocumentLubricacion, "36 litros"},
		{lang.Spanish, "¿En cuánto tiempo debo reportar un accidente?", sample.DocumentIncidentes, "Antes de 2 horas"},
		{lang.English, "How many days of vacation do I get per year?", sample.DocumentVacaciones, "quince días hábiles"},
		{lang.English, "How long does the DOM have to decide on a building permit?", sample.DocumentPermiso, "30 días corridos"},
	} {
		for way, sources := range map[string][]model.Source{
			"whole": sources, "passages": passages(sources, c.question), "beside what Ally made": slices.Concat(earlierOnes, sources),
		} {
			text := answer(t, model.Request{Language: c.language, Sources: sources, Question: c.question})
			if !strings.Contains(text, "**"+name[c.document]+"**") || !strings.Contains(text, c.has) {
				t.Errorf("%s, %s: no %q of %q in\n%s", c.question, way, c.has, name[c.document], text)
			}
			if strings.Count(text, "**:") > 1 {
				t.Errorf("%s, %s: more than one document is quoted\n%s", c.question, way, text)
			}
		}
	}
}

// passages gives of the sources the eight passages that a question finds.
func passages(sources []model.Source, question string) []model.Source {
	var items []retrieve.Item
	var whose []int
	for i, s := range sources {
		for _, p := range retrieve.Passages(s.Text, 700) {
			items, whose = append(items, retrieve.Item{ID: s.ID, Title: s.Name, Text: p}), append(whose, i)
		}
	}
	chosen := make(map[int]bool)
	for _, hit := range retrieve.Rank(question, items, 8) {
		chosen[hit.Index] = true
	}
	var out []model.Source
	for i, s := range sources {
		s.Text = ""
		for j, item := range items {
			if whose[j] == i && chosen[j] {
				s.Text += item.Text + "\n\n"
			}
		}
		if s.Text != "" {
			out = append(out, s)
		}
	}
	return out
}

func TestQuestionsOutsideTheSampleAreNotAnswered(t *testing.T) {
	sources := library(t)
	for _, question := range []string{
		"¿Cuál es la capital de Francia?", "¿Qué tiempo hace hoy en Santiago?", "¿Cuánto es 2 + 2?", "¿Qué hora es?", "¿Quién es el presidente de Chile?",
		"¿Cuál es el plazo del permiso de circulación?", "¿Cuál es el procedimiento para el permiso de buceo lunar?",
		"¿Qué hago si pierdo mi tarjeta de crédito?", "¿Puedo comer pizza en la oficina?",
	} {
		for _, s := range [][]model.Source{sources, passages(sources, question), slices.Concat(earlierOnes, sources)} {
			if text := answer(t, model.Request{Question: question, Sources: s}); !strings.HasPrefix(text, "No lo sé") {
				t.Errorf("%s:\n%s", question, text)
			}
		}
	}
}
