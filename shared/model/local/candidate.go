package local

import (
	"cmp"
	"slices"
	"strings"

	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/model"
	"getaifactory.com/ally/shared/retrieve"
)

// candidate is a sentence that may answer a question, with the texts around it
// that say what it is about.
type candidate struct {
	unit    retrieve.Unit
	source  int // its place in the request
	places  []place
	heading retrieve.Bag // the last one above it, unless it is the title
	lead    retrieve.Bag
	name    retrieve.Bag // of its source
	words   int
	first   bool            // below its heading
	exact   map[string]bool // its words as they stand
}

// place is a text that belongs to a sentence. worth, above 0 and at most 1,
// says how much a word found there counts for the sentence.
type place struct {
	retrieve.Bag
	worth float64
	near  bool // it is about this sentence and few others
}

// distant says that a word stands somewhere else in the document only.
func distant(worth float64) bool { return worth == worthDocument }

// How much a word counts by where it stands. A sentence under "Plazos" in
// "Permiso de edificación" is about both without naming them.
const (
	worthSelf     = 1.0
	worthLead     = 0.7 // the sentence before a list, a table's header
	worthHeading  = 0.7
	worthName     = 0.6 // the document's name
	worthAround   = 0.4 // other sentences of the paragraph, outer headings
	worthDocument = 0.1 // anywhere else in the document
)

// candidates gives the sentences of the sources that inform about something,
// in the sources' order, each once. An agent's text is left out: it says what
// the agent does and not how things are. What Ally made of documents, actions
// and then conversations, comes behind them, so that a sentence that stands in
// both is quoted from where it was first.
func candidates(sources []model.Source) []candidate {
	var out []candidate
	seen := make(map[string]bool)
	for _, i := range originsFirst(sources) {
		if sources[i].Kind == model.Agent {
			continue
		}
		for _, r := range readers(sources[i]) {
			for _, c := range r.candidates() {
				if key := plain(c.unit.Text); !seen[key] {
					seen[key] = true
					c.source = i
					out = append(out, c)
				}
			}
		}
	}
	return out
}

func originsFirst(sources []model.Source) []int {
	places := make([]int, len(sources))
	for i := range places {
		places[i] = i
	}
	distance := map[model.Kind]int{model.Action: 1, model.Conversation: 2}
	slices.SortStableFunc(places, func(a, b int) int {
		return cmp.Compare(distance[sources[a].Kind], distance[sources[b].Kind])
	})
	return places
}

// reader makes candidates of one source, or of one exchange of a conversation.
type reader struct {
	language    lang.Language
	name, whole retrieve.Bag
	units       []retrieve.Unit
	paragraphs  map[int]string          // by block
	bags        map[string]retrieve.Bag // many sentences share a heading or a paragraph
}

// readers gives one reader for a source, and for a conversation one for each
// exchange in which something was known: one has nothing to do with the next.
func readers(s model.Source) []*reader {
	switch s.Kind {
	case model.Organization, model.Domain:
		return []*reader{newReader(s.Name+ownCompany, s.Text, informing(retrieve.Outline(s.Text)))}
	case model.Conversation:
		var out []*reader
		first := 0
		for _, e := range exchanges(s.Text) {
			units := e.units(first)
			if len(units) == 0 || !e.knows() {
				continue
			}
			first = units[len(units)-1].Block + 1
			out = append(out, newReader(s.Name, e.question+"\n"+e.answer, news(units)))
		}
		return out
	}
	return []*reader{newReader(s.Name, s.Text, informing(retrieve.Outline(s.Text)))}
}

// newReader reads units of a text.
func newReader(name, text string, units []retrieve.Unit) *reader {
	r := &reader{
		language:   retrieve.Detect(name + "\n" + text),
		units:      units,
		paragraphs: make(map[int]string),
		bags:       make(map[string]retrieve.Bag),
	}
	r.name, r.whole = r.bag(name), r.bag(text)
	for _, u := range r.units {
		if u.Kind == retrieve.Prose {
			r.paragraphs[u.Block] += u.Text + "\n"
		}
	}
	return r
}

func (r *reader) bag(text string) retrieve.Bag {
	b, known := r.bags[text]
	if !known {
		b = retrieve.NewBag(r.language, text)
		r.bags[text] = b
	}
	return b
}

func (r *reader) candidates() []candidate {
	var out []candidate
	for i, u := range r.units {
		if u.Kind == retrieve.Heading {
			continue // says what follows is about
		}
		c := candidate{unit: u, name: r.name, lead: r.bag(u.Lead), exact: make(map[string]bool)}
		for _, word := range retrieve.Words(u.Text) {
			c.exact[word] = true
			c.words++
		}
		c.put(r.bag(u.Text), worthSelf, true)
		c.put(c.lead, worthLead, true)
		if n := len(u.Under); n > 0 {
			if !strings.HasPrefix(u.Under[n-1], "# ") { // the title of the whole document
				c.heading = r.bag(u.Under[n-1])
			}
			c.first = i == 0 || r.units[i-1].Kind == retrieve.Heading
			c.put(r.bag(u.Under[n-1]), worthHeading, true)
			c.put(r.bag(strings.Join(u.Under[:n-1], "\n")), worthAround, false)
		}
		c.put(r.name, worthName, false)
		c.put(r.bag(r.paragraphs[u.Block]), worthAround, false)
		c.put(r.whole, worthDocument, false)
		out = append(out, c)
	}
	return out
}

func (c *candidate) put(b retrieve.Bag, worth float64, near bool) {
	c.places = append(c.places, place{b, worth, near})
}

// worth gives what a term counts for the sentence, 0 where it stands in none
// of its places, and whether it stands near.
func (c candidate) worth(t retrieve.Term) (worth float64, near bool) {
	for _, p := range c.places {
		if p.Has(t) {
			worth = max(worth, p.worth)
			near = near || p.near
		}
	}
	return worth, near
}

// under says whether the heading above the sentence holds the whole subject.
func (c candidate) under(terms []retrieve.Term) bool {
	n := 0
	for _, term := range terms {
		if term.Weight < full {
			continue
		}
		if !c.heading.Has(term) {
			return false
		}
		n++
	}
	return n > 0
}

// above says whether the heading or the announcement of the sentence has a term.
func (c candidate) above(t retrieve.Term) bool { return c.heading.Has(t) || c.lead.Has(t) }
