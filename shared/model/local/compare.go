package local

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

const (
	sameLikeness  = 0.7 // of two points that say the same
	closeLikeness = 0.6 // of two points about the same thing
	mostCommon    = 5   // points that are shown
	mostDiffering = 8
	mostOnly      = 5
	longestPoint  = 240 // in bytes
	longestSide   = 160 // in bytes, of one of two that are put side by side
)

var (
	compareVerb = regexp.MustCompile(` (compara|comparas|comparame|comparar|compararme|comparalos|comparalas|compare|comparen|comparacion|comparativo|comparativa|contrasta|contrastar|coteja|cotejar|comparison|contrast|comparing) `)
	differences = regexp.MustCompile(` (diferencia|diferencias|difference|differences|difieren|differ|different|diferente|diferentes|distinto|distintos|distintas|en comun|in common|se parecen|se diferencian) ` +
		`| (cambio|cambios|cambiado|changed|changes) .*(entre|between) `)
	// comparable names what can be compared as a whole.
	comparable = regexp.MustCompile(` (resumen|resumenes|acciones|documentos|conversaciones|resultados|informes|fuentes|summaries|actions|documents|conversations|results|reports|sources|ambos|ambas|both|los dos|las dos|the two|these|estos|estas|entre (si|ellos|ellas)|them) `)

	documentNoun     = regexp.MustCompile(` (documento|documentos|document|documents) `)
	conversationNoun = regexp.MustCompile(` (conversacion|conversaciones|conversation|conversations|charlas|chats) `)

	// comparingWords say that something is to be compared and of what kind it is.
	comparingWords = set(`compara comparas comparame comparar compararme comparalos comparalas compare comparen comparacion comparativo comparativa
		contrasta contrastar coteja cotejar comparison contrast comparing diferencia diferencias difference differences
		difieren differ different diferente diferentes distinto distintos distintas comun common parecen diferencian cambio cambios cambiado changed changes
		resumen resumenes accion acciones documento documentos conversacion conversaciones resultado resultados informe informes
		fuente fuentes summary summaries action actions document documents conversation conversations result results report reports
		source sources ambos ambas both two estos estas these them respecto versus vs dame haz`)
)

// comparisonAsked says whether sources are to be compared, rather than things
// that they may speak of.
func comparisonAsked(sources []model.Source, q question) bool {
	verb := compareVerb.MatchString(q.spaced)
	if !verb && !differences.MatchString(q.spaced) {
		return false
	}
	if comparable.MatchString(q.spaced) || verb && q.without(comparingWords).strong() == 0 {
		return true
	}
	named, partly := 0, 0
	terms := q.without(comparingWords).named()
	left := slices.Clone(terms)
	for _, s := range readable(sources) {
		if namedWhole(s, q) {
			named++
		}
		bag := retrieve.NewBag(retrieve.Detect(s.Name), s.Name)
		if slices.ContainsFunc(terms, bag.Has) {
			partly++
		}
		left = slices.DeleteFunc(left, bag.Has)
	}
	return named > 1 || verb && partly > 1 && len(left) == 0
}

// named gives the terms that may name a source.
func (q question) named() []retrieve.Term {
	return slices.DeleteFunc(q.subject.Terms(), func(t retrieve.Term) bool { return t.Weight < full })
}

// namedWhole says whether a question has all of a source's name but what kind
// of thing it is.
func namedWhole(s model.Source, q question) bool {
	bag := retrieve.NewBag(retrieve.Detect(strings.Join(q.words, " ")), strings.Join(q.words, " "))
	n := 0
	for _, term := range retrieve.NewQuery(s.Name).Terms() {
		if comparingWords[term.Word] {
			continue
		}
		if !bag.Has(term) {
			return false
		}
		n++
	}
	return n > 0
}

// compare tells what two sources have in common and what only one of them says.
func compare(req model.Request, q question) string {
	l := req.Language
	sources := pairFirst(readable(req.Sources), q)
	switch len(sources) {
	case 0:
		return noneToSet.In(l)
	case 1:
		return fmt.Sprintf(oneToSet.In(l), sources[0].Name)
	}
	a, b := sources[0], sources[1]
	nameA, nameB := a.Name, b.Name
	if nameA == nameB {
		nameA, nameB = nameA+" (1)", nameB+" (2)"
	}
	parts := []string{fmt.Sprintf(comparing.In(l), nameA, nameB)}
	pointsA, pointsB := pointsOf(a), pointsOf(b)
	if len(pointsA) == 0 {
		parts = append(parts, fmt.Sprintf(saysNone.In(l), nameA))
	}
	if len(pointsB) == 0 {
		parts = append(parts, fmt.Sprintf(saysNone.In(l), nameB))
	}
	if len(pointsA) > 0 && len(pointsB) > 0 {
		d := differing(pointsA, pointsB)
		if len(d.common) == 0 {
			parts = append(parts, noCommon.In(l))
		} else if len(d.changed)+len(d.onlyA)+len(d.onlyB) == 0 {
			parts = append(parts, allCommon.In(l))
		}
		parts = append(parts, section(inCommon.In(l), d.common, mostCommon, l)...)
		parts = append(parts, section(fmt.Sprintf(changing.In(l), nameA, nameB), d.changed, mostDiffering, l)...)
		parts = append(parts, section(fmt.Sprintf(onlyIn.In(l), nameA), d.onlyA, mostOnly, l)...)
		parts = append(parts, section(fmt.Sprintf(onlyIn.In(l), nameB), d.onlyB, mostOnly, l)...)
	}
	var others []string
	for _, s := range sources[2:] {
		if s.Kind == a.Kind && len(others) < mostListed {
			others = append(others, s.Name)
		}
	}
	if len(others) > 0 {
		parts = append(parts, fmt.Sprintf(notTaken.In(l), joined(others, l)))
	}
	return strings.Join(parts, "\n\n")
}

func section(title string, lines []string, most int, l lang.Language) []string {
	if len(lines) == 0 {
		return nil
	}
	var out []string
	for _, line := range lines[:min(len(lines), most)] {
		out = append(out, "- "+line)
	}
	if left := len(lines) - most; left > 0 {
		out = append(out, fmt.Sprintf("- "+andMore.In(l), left))
	}
	return []string{title, strings.Join(out, "\n")}
}

// pairFirst gives the sources with the two that are to be compared first: those
// that are named, in the order in which they are, then those of the kind that is
// named, by default actions, then documents.
func pairFirst(sources []model.Source, q question) []model.Source {
	order := map[model.Kind]int{model.Action: 1, model.Document: 2, model.Conversation: 3}
	switch {
	case conversationNoun.MatchString(q.spaced):
		order[model.Conversation] = 0
	case documentNoun.MatchString(q.spaced):
		order[model.Document] = 0
	}
	terms := q.without(comparingWords).named()
	names := make([]titled, len(sources))
	for i, s := range sources {
		names[i] = titled{s, retrieve.NewBag(retrieve.Detect(s.Name), s.Name)}
	}
	slices.SortStableFunc(names, func(a, b titled) int {
		return cmp.Or(cmp.Compare(b.weight(terms), a.weight(terms)), cmp.Compare(order[a.Kind], order[b.Kind]))
	})
	if len(names) > 1 {
		missing := names[0].lacking(terms) // what the first one's name leaves for the second
		slices.SortStableFunc(names[1:], func(a, b titled) int {
			return cmp.Or(cmp.Compare(b.weight(missing), a.weight(missing)), cmp.Compare(b.weight(terms), a.weight(terms)), cmp.Compare(order[a.Kind], order[b.Kind]))
		})
		if names[1].mentioned(missing, q) < names[0].mentioned(names[1].lacking(terms), q) {
			names[0], names[1] = names[1], names[0]
		}
	}
	out := make([]model.Source, len(names))
	for i, n := range names {
		out[i] = n.Source
	}
	return out
}

// titled is a source with its name prepared for matching.
type titled struct {
	model.Source
	retrieve.Bag
}

// weight says how much of the terms the name holds.
func (n titled) weight(terms []retrieve.Term) float64 {
	weight := 0.0
	for _, term := range terms {
		if n.Has(term) {
			weight += term.Weight
		}
	}
	return weight
}

func (n titled) lacking(terms []retrieve.Term) []retrieve.Term {
	return slices.DeleteFunc(slices.Clone(terms), n.Has)
}

// mentioned gives the place in the question of the first of the terms that the
// name holds; the question's end where it holds none.
func (n titled) mentioned(terms []retrieve.Term, q question) int {
	at := len(q.words)
	for _, term := range terms {
		if n.Has(term) {
			at = min(at, slices.Index(q.words, term.Word))
		}
	}
	return at
}

// difference is how two sources differ, in lines to be shown.
type difference struct{ common, changed, onlyA, onlyB []string }

// differing pairs the points of two sources, the likest first, and tells what
// the pairs and those left over say.
func differing(as, bs []point) difference {
	type pair struct {
		a, b     int
		likeness float64
	}
	var pairs []pair
	for i, a := range as {
		for j, b := range bs {
			if likeness, ok := pairable(a, b); ok {
				pairs = append(pairs, pair{i, j, likeness})
			}
		}
	}
	slices.SortStableFunc(pairs, func(p, r pair) int { return cmp.Compare(r.likeness, p.likeness) })
	partner, taken := make(map[int]int), make(map[int]bool)
	for _, p := range pairs {
		if _, done := partner[p.a]; !done && !taken[p.b] {
			partner[p.a], taken[p.b] = p.b, true
		}
	}
	var d difference
	for i, a := range as {
		if j, ok := partner[i]; ok {
			d.tell(a, bs[j])
		} else {
			d.onlyA = append(d.onlyA, shortened(a.text, longestPoint))
		}
	}
	for j, b := range bs {
		if !taken[j] {
			d.onlyB = append(d.onlyB, shortened(b.text, longestPoint))
		}
	}
	return d
}

// pairable says whether two points are about the same thing, and how alike
// they are; those of the same label are more so than any others.
func pairable(a, b point) (float64, bool) {
	likeness, _ := alike(a, b)
	switch {
	case strings.EqualFold(a.text, b.text):
		return 3, true
	case sameLabel(a, b):
		same, _, _ := fieldsInBoth(a, b)
		return 2 + likeness, len(same) > 0
	case a.label != "" && b.label != "":
		return 0, false // of two things
	}
	return likeness, likeness >= closeLikeness && a.codes == b.codes
}

// tell says what two points that are about the same thing have in common, and
// in what they differ.
func (d *difference) tell(a, b point) {
	if strings.EqualFold(a.text, b.text) {
		d.common = append(d.common, shortened(a.text, longestPoint))
		return
	}
	if sameLabel(a, b) {
		both, onlyA, onlyB := fieldsInBoth(a, b)
		var changed []string
		for _, f := range both {
			if !strings.EqualFold(f[0].value, f[1].value) {
				changed = append(changed, f[0].beside(f[1], len(both) == 1))
			}
		}
		if len(changed) > 0 {
			d.changed = append(d.changed, shortened(a.label+": "+strings.Join(changed, "; "), 2*longestSide))
		} else {
			d.common = append(d.common, shortened(labelled(a.label, fieldsOf(both)), longestPoint))
		}
		if len(onlyA) > 0 {
			d.onlyA = append(d.onlyA, shortened(labelled(a.label, onlyA), longestPoint))
		}
		if len(onlyB) > 0 {
			d.onlyB = append(d.onlyB, shortened(labelled(b.label, onlyB), longestPoint))
		}
		return
	}
	// A word in place of another, a "no" or another number may turn what is said.
	likeness, apart := alike(a, b)
	if likeness >= sameLikeness && !apart && a.negated == b.negated && slices.Equal(a.numbers, b.numbers) {
		d.common = append(d.common, shortened(a.text, longestPoint))
		return
	}
	d.changed = append(d.changed, side(a.text, b.text))
}

// beside puts two values of a column side by side, with its heading behind them
// where it is the only column.
func (f field) beside(g field, alone bool) string {
	both := side(f.value, g.value)
	switch {
	case f.name == "":
		return both
	case alone:
		return both + " (" + f.name + ")"
	}
	return f.name + " " + both
}

// fieldsInBoth pairs the fields of two points: by the headings of their
// columns, or where one has none by their places.
func fieldsInBoth(a, b point) (both [][2]field, onlyA, onlyB []field) {
	taken := make(map[int]bool)
	for i, f := range a.fields {
		j := slices.IndexFunc(b.fields, func(g field) bool { return sameColumn(f.name, g.name) })
		if f.name == "" || j >= 0 && taken[j] || j < 0 && len(b.fields) > i && b.fields[i].name == "" {
			j = i
		}
		if j >= 0 && j < len(b.fields) && !taken[j] && (f.name == "" || b.fields[j].name == "" || sameColumn(f.name, b.fields[j].name)) {
			taken[j] = true
			both = append(both, [2]field{f, b.fields[j]})
		} else {
			onlyA = append(onlyA, f)
		}
	}
	for j, g := range b.fields {
		if !taken[j] {
			onlyB = append(onlyB, g)
		}
	}
	return both, onlyA, onlyB
}

// sameColumn says whether two headings mean the same: one has all words of the
// other, as "Usos" and "Usos (mes)" do.
func sameColumn(a, b string) bool {
	bagA, bagB := retrieve.NewBag(retrieve.Detect(a), a), retrieve.NewBag(retrieve.Detect(b), b)
	queryA, queryB := retrieve.NewQuery(a), retrieve.NewQuery(b)
	if queryA.Empty() || queryB.Empty() {
		return strings.EqualFold(a, b)
	}
	return held(queryA, bagB) == len(queryA.Terms()) || held(queryB, bagA) == len(queryB.Terms())
}

func fieldsOf(both [][2]field) []field {
	var out []field
	for _, f := range both {
		out = append(out, f[0])
	}
	return out
}

func labelled(label string, fields []field) string {
	var said []string
	for _, f := range fields {
		said = append(said, f.String())
	}
	return label + ": " + strings.Join(said, "; ")
}
