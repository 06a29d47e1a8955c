package allymessages_test

import (
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/firestore"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/prompt"
)

// prompted is a world in which messages show what prompt they were answered
// with.
type prompted struct {
	*allytest.World
	t      *testing.T
	writer *allytest.Writer
	id     string // of the person's Ally
}

func newPrompted(t *testing.T) *prompted {
	t.Helper()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	return &prompted{World: w, t: t, writer: writer, id: w.Open(sample.Granted())}
}

// ask sends a message to an instance, and gives the parts of the prompt that
// the model got, and their names.
func (w *prompted) ask(instance *allytest.World) (parts, components []string) {
	w.t.Helper()
	sent := instance.Send(sample.Granted(), w.id, "¿Qué agente me ayuda?")
	asked := w.writer.Asked()
	return strings.Split(asked[len(asked)-1].System, prompt.Separator), sent.Message.ContextUsed.PromptComponents
}

func (w *prompted) set(path string, fields map[string]any) {
	w.t.Helper()
	if _, err := w.DB.Doc(path).Set(w.t.Context(), fields, firestore.MergeAll); err != nil {
		w.t.Fatal(err)
	}
}

// levels are the levels of components, in their order.
func levels(components []string) string {
	var levels []string
	for _, c := range components {
		level, _, _ := strings.Cut(c, ":")
		levels = append(levels, level)
	}
	return strings.Join(levels, " ")
}

func TestTheClassicPromptsCountWhereAllysOwnAreMissing(t *testing.T) {
	t.Parallel()
	w := newPrompted(t)
	parts, components := w.ask(w.World)
	if levels(components) != "super organization domain" || components[0] != "super:built-in@2" || len(parts) != 4 {
		t.Fatalf("%v for %d parts", components, len(parts))
	}
	for i, begin := range []string{
		"Instrucciones de la plataforma:\nEres Ally", "Instrucciones de la organización Salfa Corp:\nResponde como asesor interno",
		"Instrucciones del dominio salfagestion.cl:\nLas personas de Salfa Gestión", "Por encima de todo lo anterior:\n",
	} {
		if !strings.HasPrefix(parts[i], begin) {
			t.Errorf("part %d: %s", i, parts[i])
		}
	}
	stored := w.Stored(w.id)
	if stored.EffectivePrompt != strings.Join(parts, prompt.Separator) || stored.PromptComponents.OrganizationPromptID != sample.OrganizationSalfa ||
		stored.PromptComponents.DomainPromptID != sample.DomainSalfa || stored.PromptComponents.UserPromptID != "" {
		t.Errorf("the conversation has %+v: %s", stored.PromptComponents, stored.EffectivePrompt)
	}
}

func TestAChangedComponentIsInForceWithTheNextMessage(t *testing.T) {
	t.Parallel()
	w := newPrompted(t)
	_, before := w.ask(w.World)
	p := sample.Granted()

	// Nothing of the person's own document is kept, not even by this instance.
	w.set("users/"+p.ID, map[string]any{"allyUserConfig": map[string]any{"userPrompt": "Trátame de usted."}})
	parts, personal := w.ask(w.World)
	if levels(personal) != "super organization domain person" || !slices.Equal(personal[:3], before) ||
		!slices.Contains(parts, "Instrucciones de la persona que escribe:\nTrátame de usted.") {
		t.Errorf("the person's: %v, %q", personal, parts)
	}

	w.set("organizations/"+sample.OrganizationSalfa, map[string]any{"allyConfig": map[string]any{"organizationPrompt": "Habla como Salfa."}})
	w.set("domains/"+sample.DomainSalfa, map[string]any{"allyDomainConfig": map[string]any{"domainPrompt": "Habla como en terreno."}})
	w.set("super_prompts/"+prompt.ActiveID, map[string]any{
		"version": 4, "systemPrompt": "Eres la nueva Ally.", "isActive": true,
		"rules": []any{"Regla nueva."}, "prohibitions": []any{"Prohibición nueva."}, "capabilities": []any{"Capacidad nueva."},
	})
	parts, after := w.ask(w.Again(w.Config))
	if levels(after) != levels(personal) || after[0] != "super:default@4" || after[1] == before[1] || after[2] == before[2] || after[3] != personal[3] {
		t.Errorf("before %v, after %v", before, after)
	}
	if len(parts) != 5 || parts[1] != "Instrucciones de la organización Salfa Corp:\nHabla como Salfa." ||
		parts[2] != "Instrucciones del dominio salfagestion.cl:\nHabla como en terreno." {
		t.Errorf("%q", parts)
	}
	for _, text := range []string{"Eres la nueva Ally.", "Regla nueva.", "Prohibición nueva.", "Capacidad nueva."} {
		if !strings.Contains(parts[0], text) {
			t.Errorf("%q is not in the super prompt's part: %s", text, parts[0])
		}
	}
	if last := parts[len(parts)-1]; !strings.Contains(last, "Regla nueva.") || !strings.Contains(last, "Prohibición nueva.") {
		t.Errorf("the last part: %s", last)
	}
}

func TestABlankPromptOfAllysOwnLeavesTheClassicOneInForce(t *testing.T) {
	t.Parallel()
	w := newPrompted(t)
	_, before := w.ask(w.World)
	w.set("organizations/"+sample.OrganizationSalfa, map[string]any{"allyConfig": map[string]any{"organizationPrompt": " \n"}})
	w.set("domains/"+sample.DomainSalfa, map[string]any{"allyDomainConfig": "odd"})
	w.set("users/"+sample.Granted().ID, map[string]any{"allyUserConfig": map[string]any{"userPrompt": "  "}})
	if _, after := w.ask(w.Again(w.Config)); !slices.Equal(before, after) {
		t.Errorf("before %v, after %v", before, after)
	}
}
