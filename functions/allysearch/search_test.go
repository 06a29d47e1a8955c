package allysearch_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

const path = "/api/ally/search"

type fields = map[string]any

type part struct {
	Text string
	Hit  bool
}

// marked writes a text with its hits in brackets.
func marked(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

type result struct {
	Type, ID, Title string
	TitleParts      []part
	Shared          bool
	OwnerName       string
	Topics          []string
	Matched         []struct{ Kind, Asked, Found string }
	Messages        []struct {
		ID, Role string
		Snippet  []part
	}
}

type answer struct {
	Results     []result
	Corrections []struct{ Asked, Found string }
	Topics      []struct {
		Topic string
		Count int
	}
	NextCursor *string
}

func (a answer) titles() string {
	var titles []string
	for _, r := range a.Results {
		titles = append(titles, r.Title)
	}
	return strings.Join(titles, ", ")
}

func search(t *testing.T, w *allytest.World, p sample.Person, q string, more ...string) answer {
	t.Helper()
	query := url.Values{"q": {q}}
	for _, m := range more {
		name, value, _ := strings.Cut(m, "=")
		query.Set(name, value)
	}
	var out answer
	w.Call(p, http.MethodGet, path+"?"+query.Encode(), nil).Into(&out)
	return out
}

// talk is a world in which a person has talked of some things.
func talk(t *testing.T) *allytest.World {
	t.Helper()
	w := allytest.New(t, allytest.AllEvents(), allytest.Model(allytest.Says("De acuerdo.")))
	for _, c := range []struct{ title, said string }{
		{"Bodega norte", "El conteo cíclico de la bodega se hace cada viernes con Marta Rojas."},
		{"Presupuesto 2027", "Revisamos el presupuesto anual: faltan $ 4.500.000 para capacitaciones."},
		{"Grúas", "La grúa torre GT-204 necesita su mantención antes de izar cargas."},
		{"Onboarding", "New employees sign their contracts on the first day and meet their supervisor."},
	} {
		w.Send(sample.Granted(), w.Thread(sample.Granted(), fields{"title": c.title}).ID, c.said)
	}
	w.Settled()
	return w
}

func TestAWordIsFoundHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	w, p := talk(t), sample.Granted()
	for _, tc := range []struct{ name, q, title, kind, found string }{
		{"as it was written", "presupuesto", "Presupuesto 2027", "word", "Presupuesto"},
		{"without its accent", "cíclico", "Bodega norte", "word", "cíclico"},
		{"without an accent that it has", "gruas", "Grúas", "word", "Grúas"},
		{"in another form", "mantenciones", "Grúas", "form", "mantención"},
		{"in another form in English", "employee", "Onboarding", "form", "employees"},
		{"by how it begins, while it is typed", "presup", "Presupuesto 2027", "prefix", "Presupuesto"},
		{"misspelt", "presupeusto ", "Presupuesto 2027", "typo", "Presupuesto"},
		{"in the other language", "warehouse ", "Bodega norte", "synonym", "Bodega"},
		{"a code", "gt-204", "Grúas", "word", "GT"},
		{"a name", "marta rojas", "Bodega norte", "word", "Marta"},
		{"an amount", "4.500.000", "Presupuesto 2027", "word", "4"},
	} {
		got := search(t, w, p, tc.q)
		if len(got.Results) == 0 || got.Results[0].Title != tc.title {
			t.Errorf("%s: %q finds %q, want %q", tc.name, tc.q, got.titles(), tc.title)
			continue
		}
		if m := got.Results[0].Matched; len(m) == 0 || m[0].Kind != tc.kind || m[0].Found != tc.found {
			t.Errorf("%s: %q matched %+v, want %s %s", tc.name, tc.q, m, tc.kind, tc.found)
		}
	}
}

func TestWhatWasLookedForIsMarked(t *testing.T) {
	t.Parallel()
	w, p := talk(t), sample.Granted()
	got := search(t, w, p, "presupuesto capacitación")
	r := got.Results[0]
	if title := marked(r.TitleParts); title != "[Presupuesto] 2027" {
		t.Errorf("title %q", title)
	}
	if snippet := marked(r.Messages[0].Snippet); snippet != "Revisamos el [presupuesto] anual: faltan $ 4.500.000 para [capacitaciones]." {
		t.Errorf("snippet %q", snippet)
	}
	corrected := search(t, w, p, "presupeusto ").Corrections
	if len(corrected) != 1 || corrected[0].Asked != "presupeusto" || corrected[0].Found != "presupuesto" {
		t.Errorf("corrections %+v", corrected)
	}
}

func TestWordsInQuotationMarksStandTogether(t *testing.T) {
	t.Parallel()
	w, p := talk(t), sample.Granted()
	if got := search(t, w, p, `"conteo cíclico"`); got.titles() != "Bodega norte" || got.Results[0].Matched[0].Kind != "phrase" {
		t.Errorf("%s, %+v", got.titles(), got.Results)
	}
	if got := search(t, w, p, `"bodega conteo"`); got.titles() != "" {
		t.Errorf("found %s", got.titles())
	}
}

func TestNobodyFindsWhatTheyMayNotSee(t *testing.T) {
	t.Parallel()
	w, p := talk(t), sample.Granted()
	colleagues := w.Colleagues(2)
	friend, other := colleagues[0], colleagues[1]
	id := search(t, w, p, "presupuesto").Results[0].ID
	shown := func(who sample.Person) string { return search(t, w, who, "presupuesto").titles() }
	if shown(friend) != "" {
		t.Errorf("a colleague found %s", shown(friend))
	}
	w.Join(id, map[string][]sample.Person{"viewer": {friend}})
	w.Settled()
	if got := search(t, w, friend, "presupeusto "); got.titles() != "Presupuesto 2027" || !got.Results[0].Shared || got.Results[0].OwnerName != p.Email {
		t.Errorf("who it was shared with found %+v", got)
	}
	if shown(other) != "" {
		t.Errorf("who it was not shared with found %s", shown(other))
	}
	w.Join(id, nil)
	if shown(friend) != "" {
		t.Error("it is found before the index knows that it was taken back")
	}
	w.Settled()
	if n := entriesBelow(t, w, "person:"+friend.ID); n != 0 {
		t.Errorf("%d entries are left with who it was taken back from", n)
	}
	w.Change(p, id, fields{"visibility": "domain"})
	w.Settled()
	if shown(other) != "Presupuesto 2027" {
		t.Error("the domain does not find what it may read")
	}
	if got := search(t, w, sample.Superadmin(), "presupuesto").titles(); got != "" {
		t.Errorf("another organization found %s", got)
	}
	w.Change(p, id, fields{"visibility": "private"})
	w.Settled()
	if shown(other) != "" {
		t.Error("the domain still finds it")
	}
}

func TestWhatIsRenamedClearedOrDeletedIsFoundAsItIsNow(t *testing.T) {
	t.Parallel()
	w, p := talk(t), sample.Granted()
	id := search(t, w, p, "presupuesto").Results[0].ID
	w.Change(p, id, fields{"title": "Finanzas zafiro"})
	w.Settled()
	if got := search(t, w, p, "zafiro").titles(); got != "Finanzas zafiro" {
		t.Errorf("by its new title: %q", got)
	}
	w.Call(p, http.MethodPost, allytest.ConversationsPath+"/"+id+"/clear", fields{})
	if got := search(t, w, p, "capacitaciones").titles(); got != "" {
		t.Errorf("cleared, and found: %s", got)
	}
	w.Settled()
	if n := entriesOf(t, w, id); n != 0 {
		t.Errorf("%d entries of a cleared conversation", n)
	}
	w.Call(p, http.MethodPost, allytest.ConversationsPath+"/"+id+"/restore", fields{})
	w.Settled()
	if got := search(t, w, p, "capacitaciones").titles(); got != "Finanzas zafiro" {
		t.Errorf("restored: %q", got)
	}
	w.Call(p, http.MethodDelete, allytest.ConversationsPath+"/"+id, nil)
	w.Settled()
	if got := search(t, w, p, "zafiro").titles(); got != "" {
		t.Errorf("deleted, and found: %s", got)
	}
	w.Clock.Move(time.Minute)
	w.Sweep()
	w.Settled()
	for _, canary := range []string{"zafir", "capacit"} {
		if holds(t, w, canary) {
			t.Errorf("the index still knows %q", canary)
		}
	}
}

func TestFiltersNarrowWhatIsFound(t *testing.T) {
	t.Parallel()
	w, p := talk(t), sample.Granted()
	w.Act(p, "", "act1", "Cierre de bodega", "Resumen del conteo de la bodega.", w.Clock.Now().AddDate(0, -3, 0), nil)
	w.Settled()
	month := w.Clock.Now().UTC()
	for name, tc := range map[string]struct {
		q, want string
		more    []string
	}{
		"none":                     {"cíclico bodega", "Bodega norte, Resumen: Cierre de bodega", nil},
		"conversations":            {"bodega", "Bodega norte", []string{"type=conversation"}},
		"actions":                  {"bodega", "Resumen: Cierre de bodega", []string{"type=action"}},
		"from a day":               {"bodega", "Bodega norte", []string{"from=" + month.AddDate(0, 0, -1).Format(time.DateOnly)}},
		"to a day":                 {"bodega", "Resumen: Cierre de bodega", []string{"to=" + month.AddDate(0, -1, 0).Format(time.DateOnly)}},
		"a person":                 {"presupuesto", "Presupuesto 2027", []string{"collaborator=" + strings.ToUpper(p.Email)}},
		"another person":           {"presupuesto", "", []string{"collaborator=nadie@example.com"}},
		"a filter alone":           {"", "Resumen: Cierre de bodega", []string{"type=action"}},
		"a topic of what there is": {"", "Presupuesto 2027", []string{"topic=presupuesto"}},
	} {
		if got := search(t, w, p, tc.q, tc.more...).titles(); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestResultsComeInPages(t *testing.T) {
	t.Parallel()
	w, p := talk(t), sample.Granted()
	seen, cursor := map[string]bool{}, ""
	for range 4 {
		more := []string{"limit=1"}
		if cursor != "" {
			more = append(more, "cursor="+cursor)
		}
		got := search(t, w, p, "de acuerdo bodega presupuesto grúa contracts", more...)
		for _, r := range got.Results {
			if seen[r.ID] {
				t.Errorf("%s comes twice", r.Title)
			}
			seen[r.ID] = true
		}
		if got.NextCursor == nil {
			break
		}
		cursor = *got.NextCursor
	}
	if len(seen) != 4 {
		t.Errorf("%d of 4", len(seen))
	}
}

func TestWhatCanNotBeLookedForIsSaid(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	for query, field := range map[string]string{
		"":                                     "q",
		"q=de%20la":                            "q",
		"q=obra&limit=0":                       "limit",
		"q=obra&cursor=nada":                   "cursor",
		"q=obra&from=ayer":                     "from",
		"q=obra&from=2026-02-02&to=2026-01-01": "to",
		"q=obra&type=message":                  "type",
	} {
		a := w.Call(sample.Granted(), http.MethodGet, path+"?"+query, nil)
		if a.Status != http.StatusBadRequest || !strings.Contains(string(a.Body), `"`+field+`"`) {
			t.Errorf("%q: %d %s", query, a.Status, a.Body)
		}
	}
}

func entriesBelow(t *testing.T, w *allytest.World, scope string) int {
	t.Helper()
	docs, err := w.DB.Collection("ally_index").Doc(scope).Collection("ally_entries").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(docs)
}

func entriesOf(t *testing.T, w *allytest.World, id string) int {
	t.Helper()
	docs, err := w.DB.CollectionGroup("ally_entries").Where("id", "==", id).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(docs)
}

// holds says whether a stem is anywhere in what search keeps.
func holds(t *testing.T, w *allytest.World, stem string) bool {
	t.Helper()
	words, err := w.DB.Collection("ally_vocabulary").Where("words", "array-contains", stem).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	docs, err := w.DB.CollectionGroup("ally_entries").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	found := len(words) > 0
	for _, doc := range docs {
		has, _ := doc.Data()["has"].(map[string]any)
		found = found || has[stem] != nil
	}
	return found
}
