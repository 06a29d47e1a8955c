package local_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/model/local"
)

func placed(t interface {
	Helper()
	Fatal(...any)
}, texts ...string) [][]float32 {
	t.Helper()
	out, err := local.NewEmbedder().Embed(context.Background(), model.ForDocument, texts...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestTextIsNearerToWhatMeansTheSameThanToWhatDoesNot(t *testing.T) {
	for name, c := range map[string]struct{ text, near, far string }{
		"in other words":         {"permiso para trabajar de noche", "autorización de faena nocturna", "pasajes de avión a Temuco"},
		"in the other language":  {"factura impaga del proveedor", "unpaid invoice of the supplier", "training for crane operators"},
		"in other forms":         {"inspeccionamos los andamios", "inspección del andamio", "boleta de garantía del banco"},
		"mistyped":               {"retroexcabadora", "retroexcavadora", "vacaciones"},
		"of an unknown word":     {"biodigestor", "biodigestores", "ecualizador"},
		"without accents":        {"CONCILIACION BANCARIA", "conciliación bancaria", "evaluación de proveedores"},
		"below the first line":   {"multa por atraso", "Carta\n¿Qué respondo?\nEl mandante aplica una sanción por la demora", "Carta\n¿Qué respondo?\nEl menú del comedor"},
		"with words of any talk": {"hola, necesito ver el finiquito", "indemnización por despido", "hola, necesito ver el hotel"},
	} {
		t.Run(name, func(t *testing.T) {
			v := placed(t, c.text, c.near, c.far)
			if near, far := cosine(v[0], v[1]), cosine(v[0], v[2]); near < far+0.15 {
				t.Errorf("%q: %.3f to %q and %.3f to %q", c.text, near, c.near, far, c.far)
			}
		})
	}
}

func TestTitleSaysMostOfWhatATextIsAbout(t *testing.T) {
	v := placed(t, "calibración de balanzas", "Calibración de balanzas\nVacaciones de Rosario", "Vacaciones de Rosario\nCalibración de balanzas")
	if first, second := cosine(v[0], v[1]), cosine(v[0], v[2]); first <= second {
		t.Errorf("%.3f with it as title, %.3f without", first, second)
	}
}

func TestEmbeddingHasUnitLengthOrNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zñ áé0-9\n]{0,80}`)).Draw(t, "text")
		v := placed(t, text)[0]
		if len(v) != model.EmbeddingDimensions {
			t.Fatalf("%d numbers", len(v))
		}
		if length := math.Sqrt(cosine(v, v)); length != 0 && math.Abs(length-1) > 1e-5 {
			t.Fatalf("length %v", length)
		}
		if !slices.Equal(v, placed(t, "otro texto", text)[1]) {
			t.Fatal("the same text has another embedding beside other texts")
		}
	})
}

func TestTextThatSaysNothingHasNoDirection(t *testing.T) {
	for _, text := range []string{"", " \n ", "¿?…", "🙂", "y de la que", "of the"} {
		if v := placed(t, text)[0]; cosine(v, v) != 0 {
			t.Errorf("%q has a direction", text)
		}
	}
}

func TestEmbeddingAnHourOfTalkIsBounded(t *testing.T) {
	v := placed(t, strings.Repeat("La grúa de la obra. ", 5000)+strings.Repeat("x", 200000))
	if math.Abs(cosine(v[0], v[0])-1) > 1e-5 {
		t.Error("a long text has no direction")
	}
}

func TestDoneContextEndsEmbedding(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := local.NewEmbedder().Embed(ctx, model.ForQuestion, "permiso"); got != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", got, err)
	}
}

func BenchmarkEmbed(b *testing.B) {
	text := strings.Repeat("El permiso nocturno lo firma Marcela con anticipación; indica iluminación, cuadrilla y horario.\n", 20)
	for b.Loop() {
		placed(b, text)
	}
}
