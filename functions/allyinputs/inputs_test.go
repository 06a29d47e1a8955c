package allyinputs_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"getaifactory.com/ally/internal/allytest"
	"getaifactory.com/ally/internal/sample"
)

const path = "/api/ally/inputs"

type fields map[string]any

type item struct {
	ID, Name, Line string
	Count, Tokens  int
}

type section struct {
	Kind       string
	Count      int
	Items      []item
	NextCursor *string
}

func (s section) ids() string {
	var ids []string
	for _, i := range s.Items {
		ids = append(ids, i.ID)
	}
	return strings.Join(ids, " ")
}

type answer struct {
	Sections []section
	Budget   struct{ Tokens int }
}

func (a answer) of(kind string) section {
	i := slices.IndexFunc(a.Sections, func(s section) bool { return s.Kind == kind })
	if i < 0 {
		return section{}
	}
	return a.Sections[i]
}

func read(t *testing.T, w *allytest.World, p sample.Person, query string) answer {
	t.Helper()
	var out answer
	w.Call(p, http.MethodGet, path+"?"+query, nil).Into(&out)
	return out
}

// around is a world in which the person's surroundings are kept.
func around(t *testing.T, p sample.Person) *allytest.World {
	t.Helper()
	w := allytest.New(t)
	w.Open(p)
	w.Handled("allywelcome", 2)
	return w
}

func TestWithoutAKindAllSectionsComeInTheirOrderWithTheirCounts(t *testing.T) {
	t.Parallel()
	p := sample.Granted()
	w := around(t, p)
	here, other := w.Thread(p, fields{"title": "Esta"}).ID, w.Thread(p, fields{"title": "Otra"}).ID
	w.Act(p, other, "act-1", "Uso de M001", "Doce consultas.", time.Now(), nil)
	w.Act(p, other, "act-2", "A medias", "", time.Now(), fields{"output": fields{"status": "processing"}})
	out := read(t, w, p, "conversationId="+here)
	var kinds []string
	for _, s := range out.Sections {
		kinds = append(kinds, fmt.Sprintf("%s %d/%d", s.Kind, len(s.Items), s.Count))
		for _, i := range s.Items {
			if i.ID == "" || i.Name == "" || i.Tokens < 0 || (s.Kind != "conversation" && i.Tokens == 0) {
				t.Errorf("%s: %+v", s.Kind, i)
			}
		}
		if s.NextCursor != nil {
			t.Errorf("%s has a further page", s.Kind)
		}
	}
	if got := strings.Join(kinds, ", "); got != "organization 1/1, domain 1/1, agent 5/5, conversation 2/2, action 1/1" {
		t.Error(got)
	}
	if out.of("organization").ids() != sample.OrganizationSalfa || out.of("domain").ids() != sample.DomainSalfa || out.of("action").ids() != "act-1" {
		t.Errorf("%+v", out)
	}
	for _, i := range out.of("agent").Items {
		if i.ID == sample.AgentM001 && (i.Count < 3 || !strings.Contains(i.Name, "M001") || i.Line == "") {
			t.Errorf("%+v", i)
		}
	}
	if ids := out.of("conversation").ids(); strings.Contains(ids, here) || !strings.Contains(ids, other) {
		t.Errorf("conversations %s", ids)
	}
	if out.Budget.Tokens <= 0 {
		t.Errorf("a budget of %d", out.Budget.Tokens)
	}
}

// walk reads all pages of a kind; between is called after each.
func walk(t *testing.T, w *allytest.World, p sample.Person, query string, between func(page section)) (ids []string, counts map[int]bool) {
	t.Helper()
	counts = map[int]bool{}
	cursor := ""
	for {
		page := read(t, w, p, query+"&cursor="+cursor).Sections[0]
		for _, i := range page.Items {
			ids = append(ids, i.ID)
		}
		counts[page.Count] = true
		if page.NextCursor == nil {
			return ids, counts
		}
		cursor = *page.NextCursor
		if between != nil {
			between(page)
		}
	}
}

func TestPagesHaveEverythingOnceThoughSomethingNewComesBetween(t *testing.T) {
	t.Parallel()
	p := sample.Granted()
	w := around(t, p)
	here := w.Thread(p, fields{"title": "Esta"}).ID
	want := map[string]int{"agent": 5, "conversation": 8, "action": 7} // the main Ally and seven threads
	at := time.Now().Add(-time.Hour)
	for i := range 7 {
		w.Thread(p, fields{"title": fmt.Sprint("Tema ", i)})
		w.Act(p, here, fmt.Sprint("act-", i), fmt.Sprint("Tema ", i), "Texto.", at.Add(time.Duration(i/2)*time.Minute), nil)
	}
	added := 0
	for kind, n := range want {
		for _, search := range []string{"", "tema"} {
			if kind == "agent" && search != "" {
				search = "m"
			}
			var all []string
			n := n + added // all that came in the loop before
			for _, i := range read(t, w, p, "kind="+kind+"&limit=100&conversationId="+here+"&q="+search).Sections[0].Items {
				all = append(all, i.ID)
			}
			ids, counts := walk(t, w, p, "kind="+kind+"&limit=2&conversationId="+here+"&q="+search, nil)
			if !slices.Equal(ids, all) || len(counts) != 1 || !counts[len(all)] || search == "" && kind != "agent" && len(all) != n {
				t.Errorf("%s, search %q: pages %v, counts %v, at once %v", kind, search, ids, counts, all)
			}
			ids, _ = walk(t, w, p, "kind="+kind+"&limit=2&conversationId="+here+"&q="+search, func(section) {
				added++
				name := fmt.Sprint("Tema nuevo ", kind, search, added)
				w.Act(p, here, "new-"+kind+search+fmt.Sprint(added), name, "Texto.", time.Now(), nil)
				w.Clock.Move(time.Second)
				w.Thread(p, fields{"title": name})
			})
			if !slices.Equal(ids, all) {
				t.Errorf("%s, search %q: with new ones between %v, want %v", kind, search, ids, all)
			}
		}
	}
}

func TestASearchFindsBeginningsOfWordsWithoutAccents(t *testing.T) {
	t.Parallel()
	p := sample.Granted()
	w := around(t, p)
	id := w.Thread(p, fields{"title": "Permiso de EDIFICACIÓN en Ñuñoa"}).ID
	w.Act(p, id, "act-1", "Año de la Inspección", "Texto.", time.Now(), nil)
	w.Act(p, id, "act-2", "Otra cosa", "Texto.", time.Now(), nil)
	for q, want := range map[string]string{
		"edificacion": "conversation", "edif": "conversation", "ñuñoa": "conversation", "NUNOA perm": "conversation", "dificación": "",
		"inspec": "action", "ano": "action", "resumen inspección": "action", "permiso inspección": "",
		"salfa corp": "organization", "salfa gest": "domain", "nothing-of-this-name": "",
	} {
		out := read(t, w, p, "q="+url.QueryEscape(q))
		var found []string
		for _, s := range out.Sections {
			if s.Count != len(s.Items) {
				t.Errorf("%s: %d of %d %ss", q, len(s.Items), s.Count, s.Kind)
			}
			if s.Count > 0 && s.Kind != "agent" {
				found = append(found, s.Kind)
			}
		}
		if want == "" && len(found) > 0 || want != "" && !slices.Contains(found, want) {
			t.Errorf("%s: found %v, want %q", q, found, want)
		}
	}
	if got := read(t, w, p, "q=m001&kind=agent").Sections[0].ids(); got != sample.AgentM001 {
		t.Errorf("agents %q", got)
	}
	all := read(t, w, p, "")
	if signs := read(t, w, p, "q="+url.QueryEscape("¿?…")); signs.of("agent").Count != all.of("agent").Count {
		t.Errorf("a search without words finds %d agents", signs.of("agent").Count)
	}
}

// Documents are listed only where they are asked for: those of the person's agents,
// found by their own names and by their agents'.
func TestTheDocumentsOfOnesAgentsAreListedWhereTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	p := sample.Granted()
	w := around(t, p)
	all, _ := walk(t, w, p, "kind=document&limit=4", func(section) {})
	if len(all) < 12 {
		t.Fatalf("%d documents", len(all))
	}
	for query, want := range map[string]string{"permiso edificacion dom": "permiso de edificación", "M001": "permiso de edificación"} {
		found := read(t, w, p, "kind=document&q="+url.QueryEscape(query)).Sections[0]
		if !slices.ContainsFunc(found.Items, func(i item) bool {
			return strings.Contains(i.Name, want) && strings.Contains(i.Line, "M001") && i.Count > 0
		}) || found.Count == len(all) {
			t.Errorf("%q: %+v", query, found)
		}
	}
	if theirs := read(t, w, sample.Superadmin(), "kind=document&q=S002").Sections[0]; theirs.Count != 0 {
		t.Errorf("documents of agents that one has not: %+v", theirs)
	}
	if out := read(t, w, p, ""); out.of("document").Kind != "" {
		t.Error("they are listed among what can be selected")
	}
}

func TestNothingOfSomebodyElseIsListed(t *testing.T) {
	t.Parallel()
	owner := sample.Granted()
	w := around(t, owner)
	colleague := w.Colleagues(1)[0]
	private, shared := w.Thread(owner, fields{"title": "Privada"}).ID, w.Thread(owner, fields{"title": "Compartida"}).ID
	gone := w.Thread(owner, fields{"title": "Borrada"}).ID
	for _, id := range []string{private, shared, gone} {
		w.Act(owner, id, "act-of-"+id, "Secreto", "Secreto.", time.Now(), nil)
	}
	w.Join(shared, map[string][]sample.Person{"viewer": {colleague}, "collaborator": {sample.Superadmin()}})
	w.Join(gone, map[string][]sample.Person{"viewer": {colleague}})
	w.Call(owner, http.MethodDelete, "/api/ally/conversations/"+gone, nil).Into(&struct{}{})
	for _, query := range []string{"", "q=secreto", "q=priv", "kind=action", "kind=conversation", "conversationId=" + private} {
		for _, p := range []sample.Person{colleague, sample.Superadmin(), sample.GrantedEnglish()} {
			a := w.Call(p, http.MethodGet, path+"?"+query, nil)
			if body := string(a.Body); a.Status != http.StatusOK || strings.Contains(body, "Secreto") || strings.Contains(body, "Privada") || strings.Contains(body, "Borrada") ||
				strings.Contains(body, "Compartida") && p.ID != colleague.ID {
				t.Errorf("%s for %s: %d %s", query, p.Email, a.Status, a.Body)
			}
		}
	}
	if got := read(t, w, colleague, "kind=conversation").Sections[0]; got.ids() != shared || got.Count != 1 {
		t.Errorf("%+v", got)
	}
	if got := read(t, w, sample.Superadmin(), "kind=agent").Sections[0]; strings.Contains(got.ids(), sample.AgentS002) {
		t.Errorf("%+v", got)
	}
}

func TestSomebodyOfWhomNothingIsKeptSeesTheirAgentsAllTheSame(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	out := read(t, w, sample.Granted(), "")
	if got := out.of("agent"); got.Count != 5 || len(got.Items) != 5 {
		t.Errorf("%+v", got)
	}
	if got := out.of("conversation"); got.Count != 0 || got.Items == nil {
		t.Errorf("%+v", got)
	}
}

func TestTheCataloguesParametersAreChecked(t *testing.T) {
	t.Parallel()
	w := allytest.New(t, allytest.NoEvents())
	for query, field := range map[string]string{
		"kind=file": "kind", "limit=0": "limit", "limit=101": "limit", "kind=agent&cursor=x": "cursor", "kind=agent&cursor=%2F": "cursor",
		"kind=action&cursor=x": "cursor", "kind=action&q=a&cursor=x": "cursor", "kind=conversation&cursor=x": "cursor", "q=" + strings.Repeat("a", 201): "q",
	} {
		a := w.Call(sample.Granted(), http.MethodGet, path+"?"+query, nil)
		if f := a.Problem().Fields; a.Status != http.StatusBadRequest || len(f) != 1 || f[0].Field != field {
			t.Errorf("%s: %d %s", query, a.Status, a.Body)
		}
	}
}

func TestWhatThePagesCostDoesNotDependOnHowMuchThereIs(t *testing.T) {
	t.Parallel()
	p := sample.Granted()
	w := around(t, p)
	here := w.Thread(p, fields{"title": "Esta"}).ID
	fill := func(from, to int) {
		bulk := w.DB.BulkWriter(t.Context())
		stored := w.Stored(here)
		for i := from; i < to; i++ {
			c := stored
			c.Title, c.LastMessageAt = fmt.Sprint("Tema ", i), stored.LastMessageAt.Add(-time.Duration(i)*time.Minute)
			if _, err := bulk.Create(w.DB.Collection("ally_conversations").Doc(fmt.Sprint("t", i)), c); err != nil {
				t.Fatal(err)
			}
			if _, err := bulk.Create(w.DB.Collection("ally_actions").Doc(fmt.Sprint("a", i)), map[string]any{
				"userId": p.ID, "conversationId": here, "appName": "Resumen", "output": map[string]any{"status": "completed", "result": "Texto."},
				"createdAt": c.LastMessageAt,
			}); err != nil {
				t.Fatal(err)
			}
		}
		bulk.End()
	}
	fill(0, 250)
	w.Clock.Stop()
	read(t, w, p, "kind=organization") // warms what is kept for some seconds
	for _, row := range []struct {
		query  string
		reads  int // the person, and what is said
		rounds int
	}{
		{"kind=organization", 1, 1},
		{"kind=agent", 2, 1},                                    // surroundings
		{"kind=conversation&limit=10", 13, 1},                   // ten and one, and a count
		{"kind=conversation&limit=10&conversationId=t1", 14, 1}, // and that conversation
		{"kind=action&limit=10", 13, 1},
		{"limit=10", 26, 1},
		{"q=tema&kind=conversation&limit=10", 202, 1}, // the newest 200 and one
		{"q=resumen&kind=action&limit=10", 202, 1},    // the newest 200, and a count
	} {
		reads, writes, rounds := w.Call(p, http.MethodGet, path+"?"+row.query, nil).Cost()
		if reads != row.reads || writes != 0 || rounds != row.rounds {
			t.Errorf("%s: %d reads, %d writes, %d rounds; want %d, 0, %d", row.query, reads, writes, rounds, row.reads, row.rounds)
		}
	}
	fill(250, 500)
	reads, _, rounds := w.Call(p, http.MethodGet, path+"?limit=10", nil).Cost()
	if reads != 26 || rounds != 1 {
		t.Errorf("with twice as much %d reads, %d rounds", reads, rounds)
	}
	if out := read(t, w, p, "limit=10"); out.of("conversation").Count != 502 || out.of("action").Count != 500 {
		t.Errorf("counts %d and %d", out.of("conversation").Count, out.of("action").Count)
	}
	if ids, _ := walk(t, w, p, "kind=action&limit=100", nil); len(ids) != 500 {
		t.Errorf("%d actions on all pages", len(ids))
	}
}
