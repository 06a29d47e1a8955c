package conversation

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"getaifactory.com/ally/shared/retrieve"
)

func TestReadFirstAreThoseWhoseNamesHaveToDoWithTheQuestionThenThoseSelectedLast(t *testing.T) {
	names := map[string]string{
		"a": "Permiso de edificación", "b": "Vacaciones", "c": "Bodega norte", "d": "Permisos", "e": "Reunión", "f": "Recepción y permiso de edificación",
	}
	for _, tc := range []struct {
		name, ids, question string
		most                int
		read, others        string
	}{
		{"nothing selected", "", "permiso", 3, "", ""},
		{"fewer than are read", "b c", "permiso", 3, "c b", ""},
		{"names that match before what was selected later", "a b c e", "¿Y el permiso de edificación?", 2, "a e", "c b"},
		{"the best match first", "b d a e", "¿Y el permiso de edificación?", 2, "a d", "e b"},
		{"none matches", "a b c d e", "¿Cuánto cuesta?", 3, "e d c", "b a"},
		{"no question", "a b c", "", 2, "c b", "a"},
		{"twice the same", "a b a b", "vacaciones", 5, "b a", ""},
		{"what can't be an id", "a/b .. b", "vacaciones", 5, "b", ""},
		{"without a name", "x y b", "vacaciones", 2, "b y", "x"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			read, others := first(strings.Fields(tc.ids), names, retrieve.NewQuery(tc.question), tc.most)
			if got := strings.Join(read, " "); got != tc.read {
				t.Errorf("read %q, want %q", got, tc.read)
			}
			if got := strings.Join(others, " "); got != tc.others {
				t.Errorf("others %q, want %q", got, tc.others)
			}
		})
	}
}

func TestEverySelectedOneIsEitherReadOrNamedAsLeftOutOnceAndTheSameEachTime(t *testing.T) {
	word := rapid.SampledFrom([]string{"permiso", "obra", "bodega", "de", "norte", "42"})
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 30).Draw(t, "n")
		names := map[string]string{}
		var ids []string
		for i := range n {
			one := fmt.Sprint("c", rapid.IntRange(0, 20).Draw(t, fmt.Sprint("id", i)))
			ids = append(ids, one)
			names[one] = strings.Join(rapid.SliceOfN(word, 0, 4).Draw(t, fmt.Sprint("name", i)), " ")
		}
		query := retrieve.NewQuery(strings.Join(rapid.SliceOfN(word, 0, 4).Draw(t, "question"), " "))
		read, others := first(ids, names, query, conversationsRecalled)
		if len(read) > conversationsRecalled || len(others) > 0 && len(read) < conversationsRecalled {
			t.Fatalf("%d read, %d others", len(read), len(others))
		}
		all := slices.Concat(read, others)
		slices.Sort(all)
		slices.Sort(ids)
		if want := slices.Compact(ids); !slices.Equal(all, want) {
			t.Fatalf("%v, want %v", all, want)
		}
	})
}
