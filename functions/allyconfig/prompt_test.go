package allyconfig_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/prompt"
)

type composed struct {
	Parts []struct {
		Level, ID, Name, Component, Text string
		Version                          *int
		Tokens                           int
	}
	Tokens int
	Text   string
}

func (c composed) levels() (levels []string) {
	for _, p := range c.Parts {
		levels = append(levels, p.Level)
	}
	return levels
}

func compose(w *allytest.World, body object) (c composed) {
	w.Call(sample.Superadmin(), http.MethodPost, route+"/prompt", body).Into(&c)
	return c
}

// What is shown is, to the byte, what the model is given and what a reply says it
// was made of.
func TestTheComposedPromptIsWhatTheModelIsGiven(t *testing.T) {
	t.Parallel()
	writer := allytest.Says("respuesta")
	w := allytest.New(t, allytest.NoEvents(), allytest.Model(writer))
	me := sample.Granted()
	w.Set("users/"+me.ID, object{"allyUserConfig": object{"userPrompt": "Respóndeme con ejemplos."}})
	for _, published := range []bool{false, true} {
		if published {
			w.Call(sample.Superadmin(), http.MethodPut, route+"/superprompt", object{
				"on": 0, "why": "prueba", "systemPrompt": "Eres Ally, la sobria.", "rules": []string{"Habla de usted."},
			}).Into(&struct{}{})
		}
		// A new deployment over the same data keeps nothing.
		other := w.Again(w.Config)
		c := compose(other, object{"email": strings.ToUpper(me.Email)})
		sent := other.Send(me, other.Thread(me, object{}).ID, "hola")
		asked := writer.Asked()
		if c.Text != asked[len(asked)-1].System {
			t.Errorf("it is\n%s\nand the model was given\n%s", c.Text, asked[len(asked)-1].System)
		}
		if got := c.levels(); !slices.Equal(got, []string{"super", "organization", "domain", "person", "super"}) {
			t.Errorf("%v", got)
		}
		var texts, components []string
		for i, p := range c.Parts {
			texts = append(texts, p.Text)
			if i < len(c.Parts)-1 {
				components = append(components, p.Component)
			}
			if p.Tokens != model.EstimateTokens(p.Text) || (p.Version != nil) != (p.Level == "super") {
				t.Errorf("%+v", p)
			}
		}
		if strings.Join(texts, prompt.Separator) != c.Text || c.Tokens != model.EstimateTokens(c.Text) {
			t.Error("the parts are not the whole")
		}
		if used := sent.Message.ContextUsed.PromptComponents; !slices.Equal(used, components) {
			t.Errorf("a reply is made of %v, and shown is %v", used, components)
		}
	}
}

func TestAnyCombinationOfLevelsCanBeLookedAt(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	me := sample.Granted()
	w.Set("users/"+me.ID, object{"allyUserConfig": object{"userPrompt": "Respóndeme con ejemplos."}})
	w.Set("organizations/tercera", object{"name": "Tercera", "allyConfig": object{"organizationPrompt": "Somos la tercera."}})
	draft := object{"systemPrompt": "Eres un borrador.", "prohibitions": []string{"Nunca cantes."}}
	for _, tc := range []struct {
		body object
		want []string
		has  []string
	}{
		{object{}, []string{"super", "super"}, nil},
		{object{"superprompt": object{"systemPrompt": "Sin reglas."}}, []string{"super"}, []string{"Sin reglas."}},
		{object{"superprompt": draft, "organizationId": "tercera"}, []string{"super", "organization", "super"}, []string{"Eres un borrador.", "Nunca cantes.", "Somos la tercera."}},
		{object{"domain": me.Domain()}, []string{"super", "domain", "super"}, []string{"trabajan en terreno"}},
		{object{"email": me.Email, "organizationId": "tercera"}, []string{"super", "organization", "domain", "person", "super"}, []string{"Somos la tercera.", "con ejemplos"}},
	} {
		c := compose(w, tc.body)
		if !slices.Equal(c.levels(), tc.want) {
			t.Errorf("%v: %v", tc.body, c.levels())
		}
		for _, text := range tc.has {
			if !strings.Contains(c.Text, text) {
				t.Errorf("%v has no %q", tc.body, text)
			}
		}
	}
	for _, body := range []object{{"email": "nobody@example.com"}, {"organizationId": "none"}, {"domain": "none"}, {"organizationId": "a/b"}} {
		if a := w.Call(sample.Superadmin(), http.MethodPost, route+"/prompt", body); a.Status != http.StatusNotFound {
			t.Errorf("%v: %d %s", body, a.Status, a.Body)
		}
	}
	if a := w.Call(sample.Superadmin(), http.MethodPost, route+"/prompt", object{"superprompt": object{"systemPrompt": " "}}); a.Problem().Fields[0].Field != "systemPrompt" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}
